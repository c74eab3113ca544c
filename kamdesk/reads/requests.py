"""Requests of clients: what was asked, by whom, with whom it lies and until when."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, case, select

from kamdesk.reads.names import person_name
from kamdesk.reads.scopes import of_client
from kamdesk.records.clients import Client
from kamdesk.records.contacts import Contact
from kamdesk.records.team import Employee
from kamdesk.records.visits import Request

_requests, _clients, _contacts, _employees = Request.table(), Client.table(), Contact.table(), Employee.table()

ROWS_MAX = 1_000
"""Open ones stand first; older closed ones are found from their client."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RequestRow:
    """One request."""

    id: bytes
    client_id: bytes
    client: str
    client_other: str
    number: str
    kind: str
    summary: str
    asked_by: str
    lies_with: str
    status: str
    opened_at: datetime | None
    due_at: datetime | None
    closed_at: datetime | None


def request_rows(connection: Connection, client_id: bytes | None) -> tuple[RequestRow, ...]:
    """Open requests first, the one due soonest on top; closed ones newest first below."""
    rows = (
        select(
            _requests, _clients.c.legal_name, _clients.c.short_name, _clients.c.other_name,
            person_name(_contacts, "contact"), person_name(_employees, "employee"),
        )
        .select_from(
            _requests.outerjoin(_clients, _clients.c.id == _requests.c.scope_id)
            .outerjoin(_contacts, _contacts.c.id == _requests.c.contact_id)
            .outerjoin(_employees, _employees.c.id == _requests.c.employee_id)
        )
        .order_by(
            case((_requests.c.status == "closed", 1), else_=0), _requests.c.due_at.is_(None), _requests.c.due_at,
            _requests.c.opened_at.desc(),
        )
        .limit(ROWS_MAX)
    )  # fmt: skip
    if client_id is not None:
        rows = rows.where(of_client(_requests, client_id))
    return tuple(
        RequestRow(
            id=row.id, client_id=row.scope_id, client=row.short_name or row.legal_name or "",
            client_other=row.other_name or "", number=row.number, kind=row.kind, summary=row.summary,
            asked_by=row.contact or "", lies_with=row.employee or row.department, status=row.status,
            opened_at=row.opened_at, due_at=row.due_at, closed_at=row.closed_at,
        )
        for row in connection.execute(rows)
    )  # fmt: skip
