"""A client's people as figures see them: coverage, last contact, lines; and the lines among our own people."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, Connection, FromClause, and_, func, or_, select

from kamdesk.base.ids import id_text
from kamdesk.reads.last_contacts import last_contacts
from kamdesk.reads.names import person_name
from kamdesk.reads.remembered import once_a_snapshot
from kamdesk.reads.scopes import of_client
from kamdesk.records.contacts import Contact, Pairing, ReportingLine
from kamdesk.records.team import Employee

_contacts, _lines, _pairings = Contact.table(), ReportingLine.table(), Pairing.table()
_employees = Employee.table()


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """A contact with the best coverage that any of us has, and the last day any of us met them."""

    id: bytes
    client_id: bytes
    key: str
    name: str
    post: str
    department: str
    level: str
    rights: tuple[str, ...]
    influence: int
    coverage: int
    last_touch_on: date | None
    is_vacant: bool


def in_force(table: FromClause, as_of: date) -> ColumnElement[bool]:
    """Begun by as-of and not ended by then; a row without days is always in force."""
    begun = or_(table.c.starts_on.is_(None), table.c.starts_on <= as_of)
    return and_(begun, or_(table.c.ends_on.is_(None), table.c.ends_on > as_of))


@once_a_snapshot
def people(connection: Connection, client_id: bytes, *, as_of: date) -> tuple[Person, ...]:
    """Who is in a post at as-of, vacant seats included."""
    coverage = _coverage(connection, client_id)
    touched = last_contacts(connection, client_id, as_of=as_of)
    rows = select(_contacts, person_name(_contacts, "called")).where(
        of_client(_contacts, client_id), in_force(_contacts, as_of)
    )
    return tuple(
        Person(
            id=row.id, client_id=row.scope_id, key=row.external_key or id_text(row.id), name=row.called, post=row.post,
            department=row.department, level=row.level, rights=row.rights, influence=row.influence or 0,
            coverage=coverage.get(row.id, 0), last_touch_on=touched.get(row.id), is_vacant=row.is_vacant,
        )
        for row in connection.execute(rows.order_by(_contacts.c.id))
    )  # fmt: skip


def _coverage(connection: Connection, client_id: bytes) -> dict[bytes, int]:
    rows = (
        select(_pairings.c.contact_id, func.max(_pairings.c.coverage).label("coverage"))
        .where(of_client(_pairings, client_id), _pairings.c.contact_id.is_not(None))
        .group_by(_pairings.c.contact_id)
    )
    return {row.contact_id: row.coverage for row in connection.execute(rows)}


@dataclass(frozen=True, slots=True, kw_only=True)
class Post:
    """A post with the managers it names; a manager who is not in the data is None."""

    id: bytes
    key: str
    name: str
    manager_ids: tuple[bytes | None, ...]


def posts(connection: Connection, client_id: bytes | None, *, as_of: date) -> tuple[Post, ...]:
    """The client's organisation at as-of, or that of every client; assistants hang on those they assist."""
    managers: dict[bytes, list[bytes | None]] = defaultdict(list)
    lines = select(_lines.c.contact_id, _lines.c.manager_id).where(
        of_client(_lines, client_id), in_force(_lines, as_of)
    )
    for contact_id, manager_id in connection.execute(lines):
        managers[contact_id].append(manager_id)
    rows = select(_contacts.c.id, _contacts.c.external_key, _contacts.c.name, _contacts.c.post).where(
        of_client(_contacts, client_id), in_force(_contacts, as_of)
    )
    return tuple(
        Post(id=row.id, key=row.external_key or id_text(row.id), name=row.name or row.post,
             manager_ids=tuple(managers.get(row.id, ())))
        for row in connection.execute(rows.order_by(_contacts.c.id))
    )  # fmt: skip


def our_posts(connection: Connection) -> tuple[Post, ...]:
    """Our own people."""
    rows = select(_employees.c.id, _employees.c.external_key, _employees.c.name, _employees.c.reports_to_id)
    return tuple(
        Post(
            id=row.id,
            key=row.external_key or id_text(row.id),
            name=row.name,
            manager_ids=(row.reports_to_id,) if row.reports_to_id is not None else (),
        )
        for row in connection.execute(rows.order_by(_employees.c.id))
    )
