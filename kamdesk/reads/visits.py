"""Visits as lists and forms need them: planned and made, with the people on both sides by name."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import Connection, Row, Select, func, or_, select

from kamdesk.base.days import add_days
from kamdesk.base.words import commas
from kamdesk.reads.day_bounds import day_end, day_start
from kamdesk.reads.names import person_name
from kamdesk.reads.scopes import of_client
from kamdesk.records.clients import Client
from kamdesk.records.contacts import Contact
from kamdesk.records.team import Employee
from kamdesk.records.visits import Visit

_visits, _clients, _contacts, _employees = Visit.table(), Client.table(), Contact.table(), Employee.table()

ROWS_MAX = 500
"""Two years of daily visits; older ones are found from their client."""


@dataclass(frozen=True, slots=True, kw_only=True)
class VisitRow:
    """One visit."""

    id: bytes
    client_id: bytes
    client: str
    client_other: str
    grade: str
    starts_at: datetime | None
    ends_at: datetime | None
    status: str
    purpose: str
    place: str
    asks: tuple[str, ...]
    summary: str
    next_step: str
    theirs: tuple[str, ...]
    """name and post of their people"""
    ours: tuple[str, ...]
    contact_ids: tuple[bytes, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """Somebody who can be met."""

    id: bytes
    name: str
    post: str
    department: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ToLog:
    """What the form of a visit begins with."""

    client_id: bytes
    client: str
    client_other: str
    people: tuple[Person, ...]
    planned: VisitRow | None


def visit_rows(connection: Connection, client_id: bytes | None) -> tuple[VisitRow, ...]:
    """Visits that were not cancelled, newest first; the planned ones are the first."""
    rows = _rows().where(_visits.c.status != "cancelled").order_by(_visits.c.starts_at.desc(), _visits.c.id)
    if client_id is not None:
        rows = rows.where(of_client(_visits, client_id))
    return _filled(connection, list(connection.execute(rows.limit(ROWS_MAX))))


def visits_between(connection: Connection, *, first: date, last: date) -> tuple[VisitRow, ...]:
    """Visits planned or made from the first to the last day, by time."""
    rows = _rows().where(
        _visits.c.status != "cancelled",
        _visits.c.starts_at >= day_start(first),
        _visits.c.starts_at <= day_end(last),
    )
    return _filled(connection, list(connection.execute(rows.order_by(_visits.c.starts_at, _visits.c.id))))


def last_visits(connection: Connection, client_ids: Sequence[bytes], *, until: date) -> dict[bytes, datetime]:
    """When each of these clients was last visited, at the end of a day; those who never were are absent."""
    rows = (
        select(_visits.c.scope_id, func.max(_visits.c.starts_at))
        .where(_visits.c.scope_id.in_(client_ids), _visits.c.status == "done", _visits.c.starts_at < day_end(until))
        .group_by(_visits.c.scope_id)
    )
    return {client_id: starts_at for client_id, starts_at in connection.execute(rows) if starts_at is not None}


def to_log(connection: Connection, client_id: bytes, *, today: date, visit_id: bytes | None = None) -> ToLog | None:
    """The client, its people, and the visit that is logged: the one named, or one planned within a day."""
    client = connection.execute(
        select(_clients.c.legal_name, _clients.c.short_name, _clients.c.other_name).where(_clients.c.id == client_id)
    ).one_or_none()
    if client is None:
        return None
    people = connection.execute(
        select(_contacts.c.id, person_name(_contacts), _contacts.c.post, _contacts.c.department)
        .where(
            of_client(_contacts, client_id),
            _contacts.c.is_vacant.is_(False),
            or_(_contacts.c.ends_on.is_(None), _contacts.c.ends_on > today),
        )
        .order_by(_contacts.c.name)
    )
    return ToLog(
        client_id=client_id,
        client=client.short_name or client.legal_name,
        client_other=client.other_name,
        people=tuple(Person(id=i, name=name, post=post, department=part) for i, name, post, part in people),
        planned=_planned(connection, client_id, today, visit_id),
    )


def _planned(connection: Connection, client_id: bytes, today: date, visit_id: bytes | None) -> VisitRow | None:
    rows = _rows().where(of_client(_visits, client_id))
    if visit_id is not None:
        rows = rows.where(_visits.c.id == visit_id)
    else:
        near = (_visits.c.starts_at >= day_start(add_days(today, -1)), _visits.c.starts_at <= day_end(today))
        rows = rows.where(_visits.c.status == "planned", *near).order_by(_visits.c.starts_at.desc())
    found = _filled(connection, list(connection.execute(rows.limit(1))))
    return found[0] if found else None


def _rows() -> Select[*tuple[object, ...]]:
    return select(
        _visits.c.id, _visits.c.scope_id, _visits.c.starts_at, _visits.c.ends_at, _visits.c.status, _visits.c.purpose,
        _visits.c.place, _visits.c.asks, _visits.c.summary, _visits.c.next_step, _visits.c.contact_ids,
        _visits.c.employee_ids, _clients.c.legal_name, _clients.c.short_name, _clients.c.other_name, _clients.c.grade,
    ).select_from(_visits.outerjoin(_clients, _clients.c.id == _visits.c.scope_id))  # fmt: skip


def _filled(connection: Connection, rows: list[Row[*tuple[object, ...]]]) -> tuple[VisitRow, ...]:
    theirs = {each for row in rows for each in row.contact_ids or ()}
    ours = {each for row in rows for each in row.employee_ids or ()}
    names: dict[bytes, str] = {}
    if theirs:
        found = select(_contacts.c.id, person_name(_contacts), _contacts.c.post).where(_contacts.c.id.in_(theirs))
        for row_id, name, post in connection.execute(found):
            names[row_id] = commas((name, post))
    if ours:
        found_ours = select(_employees.c.id, person_name(_employees)).where(_employees.c.id.in_(ours))
        names.update({row_id: name for row_id, name in connection.execute(found_ours)})  # noqa: C416  (Row to bytes, str)
    return tuple(
        VisitRow(
            id=row.id, client_id=row.scope_id, client=row.short_name or row.legal_name or "",
            client_other=row.other_name or "", grade=row.grade or "", starts_at=row.starts_at, ends_at=row.ends_at,
            status=row.status, purpose=row.purpose, place=row.place,
            asks=tuple(line for line in row.asks.split("\n") if line.strip()), summary=row.summary,
            next_step=row.next_step, theirs=tuple(names[each] for each in row.contact_ids or () if each in names),
            ours=tuple(names[each] for each in row.employee_ids or () if each in names),
            contact_ids=tuple(row.contact_ids or ()),
        )
        for row in rows
    )  # fmt: skip
