"""What the organisation chart of one client shows on one day: people, lines, who of us knows whom, open promises."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Connection, Table, or_, select

from kamdesk.base.words import language
from kamdesk.reads.last_contacts import last_contacts
from kamdesk.reads.scopes import of_client
from kamdesk.records.clients import Client
from kamdesk.records.contacts import Contact, InfluenceLine, Pairing, ReportingLine
from kamdesk.records.team import Employee
from kamdesk.records.visits import Promise


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """A post and who holds it; `last_contact_on` is the latest of pairings and visits made, None: never met."""

    id: bytes
    key: str
    name: str
    latin_name: str
    post: str
    department: str
    level: str
    rights: tuple[str, ...]
    influence: int | None
    support: str
    support_since: date | None
    cares_about: str
    phone: str
    mobile: str
    email: str
    is_vacant: bool
    starts_on: date | None
    coverage: int
    last_contact_on: date | None

    @property
    def called(self) -> str:
        """How the language in force writes the person's name."""
        return self.latin_name if language() == "en" and self.latin_name else self.name


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportsTo:
    """One reporting line in force; `kind` is line, matrix or assistant."""

    contact_id: bytes
    manager_id: bytes | None
    kind: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Influences:
    """Who listens to whom outside the lines."""

    from_id: bytes
    to_id: bytes
    note: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Pair:
    """One of ours and one of theirs; coverage 0 to 4."""

    contact_id: bytes
    employee_id: bytes
    employee: str
    employee_latin_name: str
    employee_post: str
    coverage: int
    coverage_aim: int
    last_touch_on: date | None

    @property
    def employee_called(self) -> str:
        """How the language in force writes the name of ours."""
        return self.employee_latin_name if language() == "en" and self.employee_latin_name else self.employee


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenPromise:
    """A promise not closed yet that names a person."""

    contact_id: bytes
    what: str
    side: str
    due_on: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class OrgPage:
    """The whole chart; people in the order of name, lines with the oldest first."""

    client_id: bytes
    client: str
    client_other_name: str
    as_of: date
    first_day: date | None
    """the earliest day on which anything of this chart changed"""
    people: tuple[Person, ...]
    lines: tuple[ReportsTo, ...]
    influences: tuple[Influences, ...]
    pairs: tuple[Pair, ...]
    promises: tuple[OpenPromise, ...]


def page(connection: Connection, client_id: bytes, *, as_of: date) -> OrgPage:
    """The chart of a client as it stood on a day; seven statements, each over one index."""
    client = connection.execute(
        select(Client.legal_name, Client.other_name, Client.short_name).where(Client.id == client_id)
    ).one_or_none()
    pairs = _pairs(connection, client_id, as_of)
    return OrgPage(
        client_id=client_id,
        client=(client.short_name or client.legal_name) if client else "",
        client_other_name=client.other_name if client else "",
        as_of=as_of,
        first_day=_first_day(connection, client_id),
        people=_people(connection, client_id, as_of, pairs),
        lines=_lines(connection, client_id, as_of),
        influences=_influences(connection, client_id),
        pairs=pairs,
        promises=_promises(connection, client_id),
    )


def _people(connection: Connection, client_id: bytes, as_of: date, pairs: tuple[Pair, ...]) -> tuple[Person, ...]:
    last = last_contacts(connection, client_id, as_of=as_of)
    coverage: dict[bytes, int] = defaultdict(int)
    for pair in pairs:
        coverage[pair.contact_id] = max(coverage[pair.contact_id], pair.coverage)
    table = Contact.table()
    here = select(table).where(of_client(table, client_id), *_in_force(table, as_of))
    return tuple(
        _person(row, coverage[row.id], last.get(row.id))
        for row in connection.execute(here.order_by(table.c.name, table.c.id))
    )


def _person(row: Any, coverage: int, last_contact_on: date | None) -> Person:  # noqa: ANN401  (a row of SQLAlchemy)
    return Person(
        id=row.id, key=row.external_key, name=row.name, latin_name=row.latin_name, post=row.post,
        department=row.department, level=row.level, rights=row.rights, influence=row.influence, support=row.support,
        support_since=row.support_since, cares_about=row.cares_about, phone=row.phone, mobile=row.mobile,
        email=row.email, is_vacant=row.is_vacant, starts_on=row.starts_on, coverage=min(4, max(0, coverage)),
        last_contact_on=last_contact_on,
    )  # fmt: skip


def _lines(connection: Connection, client_id: bytes, as_of: date) -> tuple[ReportsTo, ...]:
    table = ReportingLine.table()
    here = select(table.c.contact_id, table.c.manager_id, table.c.line).where(
        of_client(table, client_id), table.c.contact_id.is_not(None), *_in_force(table, as_of)
    )
    oldest_first = here.order_by(table.c.starts_on, table.c.id)
    return tuple(
        ReportsTo(contact_id=row.contact_id, manager_id=row.manager_id, kind=row.line)
        for row in connection.execute(oldest_first)
    )


def _influences(connection: Connection, client_id: bytes) -> tuple[Influences, ...]:
    table = InfluenceLine.table()
    here = select(table).where(
        of_client(table, client_id), table.c.from_contact_id.is_not(None), table.c.to_contact_id.is_not(None)
    )
    return tuple(
        Influences(from_id=row.from_contact_id, to_id=row.to_contact_id, note=row.note)
        for row in connection.execute(here.order_by(table.c.id))
    )


def _pairs(connection: Connection, client_id: bytes, as_of: date) -> tuple[Pair, ...]:
    here = (
        select(
            Pairing.contact_id, Pairing.employee_id, Pairing.coverage, Pairing.coverage_aim, Pairing.last_touch_on,
            Employee.name, Employee.latin_name, Employee.post,
        )
        .join_from(Pairing, Employee, Pairing.employee_id == Employee.id)
        .where(of_client(Pairing.table(), client_id), Pairing.contact_id.is_not(None))
        .order_by(Pairing.coverage.desc(), Employee.name)
    )  # fmt: skip
    return tuple(
        Pair(
            contact_id=row.contact_id, employee_id=row.employee_id, employee=row.name,
            employee_latin_name=row.latin_name, employee_post=row.post,
            coverage=row.coverage, coverage_aim=row.coverage_aim,
            last_touch_on=row.last_touch_on if row.last_touch_on and row.last_touch_on <= as_of else None,
        )
        for row in connection.execute(here)
    )  # fmt: skip


def _promises(connection: Connection, client_id: bytes) -> tuple[OpenPromise, ...]:
    table = Promise.table()
    here = select(table.c.contact_id, table.c.what, table.c.side, table.c.due_on).where(
        of_client(table, client_id), table.c.outcome == "open", table.c.contact_id.is_not(None)
    )
    return tuple(
        OpenPromise(contact_id=row.contact_id, what=row.what, side=row.side, due_on=row.due_on)
        for row in connection.execute(here.order_by(table.c.due_on))
    )


def _first_day(connection: Connection, client_id: bytes) -> date | None:
    """The first day the as-of slider can go back to."""
    days: list[date] = []
    for record in (Contact, ReportingLine):
        table = record.table()
        here = select(table.c.starts_on, table.c.ends_on).where(of_client(table, client_id))
        days += [day for row in connection.execute(here) for day in row if day is not None]
    return min(days, default=None)


def _in_force(table: Table, as_of: date) -> tuple[ColumnElement[bool], ...]:
    """From `starts_on` until the day before `ends_on`."""
    return (
        or_(table.c.starts_on.is_(None), table.c.starts_on <= as_of),
        or_(table.c.ends_on.is_(None), table.c.ends_on > as_of),
    )
