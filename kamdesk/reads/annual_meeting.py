"""What the annual meeting looks back on and plans: resolutions, objectives, market facts, trainings, requests."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Connection, func, select

from kamdesk.reads.contacts import in_force
from kamdesk.reads.day_bounds import day_end, day_start
from kamdesk.reads.names import person_name
from kamdesk.reads.scopes import of_client
from kamdesk.records.catalogue import Product
from kamdesk.records.contacts import Contact, Training
from kamdesk.records.meetings import MarketFact, Objective, Resolution
from kamdesk.records.team import Employee, TeamMember
from kamdesk.records.visits import Request


@dataclass(frozen=True, slots=True, kw_only=True)
class Resolved:
    """What they asked at a meeting and what we did."""

    meeting_year: int
    topic: str
    asked: str
    answer: str
    ours: str
    due_on: date | None
    done_on: date | None
    status: str
    evidence: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Planned:
    """A line of the joint plan."""

    what: str
    measure: str
    ours: str
    theirs: str
    due_on: date | None
    status: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """Something known of the client's market; the source is ours alone."""

    topic: str
    value: str
    source: str
    known_on: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class TeamSeat:
    """One of us who serves this client."""

    name: str
    post: str
    role: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Trained:
    """A training that was given in the year."""

    person: str
    topic: str
    done_on: date
    result: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AnnualMeeting:
    """All of it; the year runs from `first` to `last`."""

    first: date
    last: date
    resolutions: tuple[Resolved, ...]
    """those of the newest meeting, by topic"""
    closed_before: tuple[int, int]
    """(done, all) of the meeting before that"""
    objectives: tuple[Planned, ...]
    market: tuple[Known, ...]
    team: tuple[TeamSeat, ...]
    trained: tuple[Trained, ...]
    requests: Mapping[str, tuple[int, int]]
    """kind → (opened in the year, of these closed)"""


def annual_meeting(connection: Connection, client_id: bytes, *, first: date, as_of: date) -> AnnualMeeting:
    """What is known at as-of about the year that began on `first`."""
    resolutions = _resolutions(connection, client_id, as_of)
    newest = max((each.meeting_year for each in resolutions), default=0)
    before = [each for each in resolutions if each.meeting_year == newest - 1]
    return AnnualMeeting(
        first=first,
        last=as_of,
        resolutions=tuple(each for each in resolutions if each.meeting_year == newest),
        closed_before=(sum(each.status == "done" for each in before), len(before)),
        objectives=_objectives(connection, client_id, as_of),
        market=_market(connection, client_id, as_of),
        team=_team(connection, client_id, as_of),
        trained=_trained(connection, client_id, first, as_of),
        requests=_requests(connection, client_id, first, as_of),
    )


def _resolutions(connection: Connection, client_id: bytes, as_of: date) -> tuple[Resolved, ...]:
    rows = (
        select(Resolution.table(), person_name(Employee, "ours"))
        .outerjoin(Employee, Employee.id == Resolution.employee_id)
        .where(of_client(Resolution.table(), client_id), Resolution.meeting_year <= as_of.year)
        .order_by(Resolution.meeting_year, Resolution.external_key, Resolution.id)
    )
    return tuple(
        Resolved(
            meeting_year=row.meeting_year, topic=row.topic, asked=row.asked, answer=row.answer, ours=row.ours or "",
            due_on=row.due_on, done_on=row.done_on, status=row.status, evidence=row.evidence,
        )
        for row in connection.execute(rows)
    )  # fmt: skip


def _objectives(connection: Connection, client_id: bytes, as_of: date) -> tuple[Planned, ...]:
    """Those of this year and later ones, the earliest due first."""
    rows = (
        select(Objective.table(), person_name(Employee, "ours"), person_name(Contact, "theirs"))
        .outerjoin(Employee, Employee.id == Objective.employee_id)
        .outerjoin(Contact, Contact.id == Objective.contact_id)
        .where(of_client(Objective.table(), client_id), Objective.plan_year >= as_of.year)
        .order_by(Objective.due_on.is_(None), Objective.due_on, Objective.id)
    )
    return tuple(
        Planned(
            what=row.what, measure=row.measure, ours=row.ours or "", theirs=row.theirs or "", due_on=row.due_on,
            status=row.status,
        )
        for row in connection.execute(rows)
    )  # fmt: skip


def _market(connection: Connection, client_id: bytes, as_of: date) -> tuple[Known, ...]:
    """The newest first."""
    table = MarketFact.table()
    rows = (
        select(table)
        .where(of_client(table, client_id), table.c.known_on.is_(None) | (table.c.known_on <= as_of))
        .order_by(table.c.known_on.desc(), table.c.id)
    )
    return tuple(
        Known(topic=row.topic, value=row.value, source=row.source, known_on=row.known_on)
        for row in connection.execute(rows)
    )


def _team(connection: Connection, client_id: bytes, as_of: date) -> tuple[TeamSeat, ...]:
    seats = TeamMember.table()
    rows = (
        select(person_name(Employee), Employee.post, TeamMember.role)
        .join_from(TeamMember, Employee, Employee.id == TeamMember.employee_id)
        .where(of_client(TeamMember.table(), client_id), in_force(seats, as_of))
        .order_by(TeamMember.role, Employee.name)
    )
    return tuple(TeamSeat(name=row.name, post=row.post, role=row.role) for row in connection.execute(rows))


def _trained(connection: Connection, client_id: bytes, first: date, as_of: date) -> tuple[Trained, ...]:
    rows = (
        select(
            person_name(Contact),
            Training.topic,
            Training.done_on,
            Training.result,
            Product.name.label("product"),
        )
        .join_from(Training, Contact, Contact.id == Training.contact_id)
        .outerjoin(Product, Product.id == Training.product_id)
        .where(of_client(Training.table(), client_id), Training.done_on.between(first, as_of))
        .order_by(Training.done_on.desc(), Contact.name)
    )
    return tuple(
        Trained(person=row.name, topic=row.topic or row.product or "", done_on=row.done_on, result=row.result)
        for row in connection.execute(rows)
    )


def _requests(connection: Connection, client_id: bytes, first: date, as_of: date) -> dict[str, tuple[int, int]]:
    rows = (
        select(Request.kind, func.count(), func.count(Request.closed_at))
        .where(of_client(Request.table(), client_id), Request.opened_at.between(day_start(first), day_end(as_of)))
        .group_by(Request.kind)
        .order_by(Request.kind)
    )
    return {kind: (int(opened), int(closed)) for kind, opened, closed in connection.execute(rows)}
