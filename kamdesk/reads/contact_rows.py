"""People as the lists show them: who, where, above whom, how to reach them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Connection, select

from kamdesk.base.ids import id_text
from kamdesk.facts.record import Sheet
from kamdesk.reads.contacts import in_force
from kamdesk.reads.scopes import of_client
from kamdesk.records.contacts import Contact, ReportingLine

_contacts, _lines = Contact.table(), ReportingLine.table()


@dataclass(frozen=True, slots=True, kw_only=True)
class ListedContact:
    """One person or vacant seat, with the names of those they report to, the line first."""

    sheet: Sheet
    managers: tuple[str, ...]


def listed_contacts(connection: Connection, client_id: bytes | None, *, as_of: date) -> tuple[ListedContact, ...]:
    """Who is in their post at as-of, without people of no known client; by client, department and name."""
    rows = (
        select(_contacts)
        .where(of_client(_contacts, client_id), in_force(_contacts, as_of))
        .order_by(_contacts.c.scope_id, _contacts.c.department, _contacts.c.name, _contacts.c.id)
    )
    sheets = [Sheet(Contact, dict(row)) for row in connection.execute(rows).mappings()]
    managers = _managers(connection, client_id, as_of)
    names = {sheet.id: sheet["name"] or sheet["post"] for sheet in sheets}
    return tuple(
        ListedContact(
            sheet=sheet, managers=tuple(names.get(each, id_text(each)) for each in managers.get(sheet.id, ()))
        )
        for sheet in sheets
    )


def _managers(connection: Connection, client_id: bytes | None, as_of: date) -> Mapping[bytes, list[bytes]]:
    rows = (
        select(_lines.c.contact_id, _lines.c.manager_id)
        .where(of_client(_lines, client_id), in_force(_lines, as_of), _lines.c.manager_id.is_not(None))
        .order_by(_lines.c.line, _lines.c.id)
    )
    found: dict[bytes, list[bytes]] = {}
    for contact_id, manager_id in connection.execute(rows):
        found.setdefault(contact_id, []).append(manager_id)
    return found
