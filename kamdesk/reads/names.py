"""What people call a client and a person, as columns of a select."""

from __future__ import annotations

from sqlalchemy import ColumnElement, FromClause, Label, func

from kamdesk.base.words import language
from kamdesk.facts.record import Record


def called(clients: FromClause) -> ColumnElement[str]:
    """A client's short name, else the legal one."""
    return func.coalesce(func.nullif(clients.c.short_name, ""), clients.c.legal_name)


def person_name(people: FromClause | type[Record], label: str = "name") -> Label[str]:
    """The name of a contact or an employee; for readers of English the Latin one, where it is known."""
    named = people if isinstance(people, FromClause) else people.table()
    if language() == "en":
        return func.coalesce(func.nullif(named.c.latin_name, ""), named.c.name).label(label)
    name: Label[str] = named.c.name.label(label)
    return name
