"""What the brief of one visit says that is no figure: who, when, why, promises, people's dates, needs, sore spots."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, TypeAlias

from sqlalchemy import Connection, Row, func, or_, select

from kamdesk.base.errors import NotFound
from kamdesk.base.words import tr
from kamdesk.reads.client_dates import DateAhead, TrainingDue, dates_ahead, trainings_due
from kamdesk.reads.client_head import ClientHead, client_head
from kamdesk.reads.names import person_name
from kamdesk.reads.org_chart import OrgPage
from kamdesk.reads.org_chart import page as org_page
from kamdesk.reads.scopes import of_client
from kamdesk.records.clients import Site
from kamdesk.records.contacts import Contact
from kamdesk.records.team import Employee
from kamdesk.records.visits import Need, Promise, Request, SoreSpot, Visit

ReadConnection: TypeAlias = Connection
"""For floors that pass a connection on and speak no SQL themselves."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Ours:
    """One of our people."""

    name: str
    post: str


@dataclass(frozen=True, slots=True, kw_only=True)
class VisitHead:
    """The visit itself."""

    id: bytes
    starts_at: datetime | None
    ends_at: datetime | None
    purpose: str
    asks: tuple[str, ...]
    site: str
    place: str
    way_in: str
    contact_ids: tuple[bytes, ...]
    ours: tuple[Ours, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Promised:
    """An open promise; `who` is ours for ours, theirs for theirs."""

    side: str
    what: str
    who: str
    department: str
    due_on: date | None
    invoice_id: bytes | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Expected:
    """What the client expects now on one topic; `fulfilment` is our own judgement and private."""

    topic: str
    value: str
    since: date | None
    said_by: str
    fulfilment: str


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenRequest:
    """A request that is not closed."""

    number: str
    summary: str
    due_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class VisitBrief:
    """All of it; people as on the organisation chart."""

    client: ClientHead
    as_of: date
    visit: VisitHead | None
    last_visit: VisitHead | None
    org: OrgPage
    promises: tuple[Promised, ...]
    trainings: tuple[TrainingDue, ...]
    needs: tuple[Expected, ...]
    dates: tuple[DateAhead, ...]
    requests: tuple[OpenRequest, ...]
    sore_spots: tuple[str, ...]


def page(connection: Connection, client_id: bytes, *, visit_id: bytes | None, as_of: date) -> VisitBrief:
    """Everything for one visit, or for the next planned one. Raises: NotFound for a client or visit not here."""
    return VisitBrief(
        client=client_head(connection, client_id),
        as_of=as_of,
        visit=_visit(connection, client_id, visit_id, as_of),
        last_visit=_last_visit(connection, client_id, as_of),
        org=org_page(connection, client_id, as_of=as_of),
        promises=open_promises(connection, client_id, as_of=as_of),
        trainings=trainings_due(connection, client_id, as_of=as_of),
        needs=current_needs(connection, client_id, as_of=as_of),
        dates=dates_ahead(connection, client_id, as_of=as_of),
        requests=_requests(connection, client_id),
        sore_spots=tuple(
            connection.scalars(
                select(SoreSpot.text).where(of_client(SoreSpot.table(), client_id)).order_by(SoreSpot.id)
            )
        ),
    )


def _visit(connection: Connection, client_id: bytes, visit_id: bytes | None, as_of: date) -> VisitHead | None:
    """The visit asked for, else the next planned one."""
    table = Visit.table()
    rows = select(table, Site.name.label("site"), Site.way_in).outerjoin(Site, Site.id == table.c.site_id)
    here = rows.where(of_client(table, client_id))
    if visit_id is not None:
        row = connection.execute(here.where(table.c.id == visit_id)).one_or_none()
        if row is None:
            raise NotFound(tr("This visit is not on this desk."))
        return _head(connection, row)
    planned = here.where(table.c.status == "planned", table.c.starts_at.is_not(None)).order_by(table.c.starts_at)
    row = next((r for r in connection.execute(planned) if r.starts_at.astimezone().date() >= as_of), None)
    return _head(connection, row) if row else None


def _last_visit(connection: Connection, client_id: bytes, as_of: date) -> VisitHead | None:
    table = Visit.table()
    rows = (
        select(table, Site.name.label("site"), Site.way_in)
        .outerjoin(Site, Site.id == table.c.site_id)
        .where(of_client(table, client_id), table.c.status == "done", table.c.starts_at.is_not(None))
        .order_by(table.c.starts_at.desc())
    )
    row = next((r for r in connection.execute(rows) if r.starts_at.astimezone().date() <= as_of), None)
    return _head(connection, row) if row else None


def _head(connection: Connection, row: Row[Any]) -> VisitHead:
    """A visit with the names of our people; theirs are on the organisation chart."""
    ours = {
        each.id: Ours(name=each.name, post=each.post)
        for each in connection.execute(
            select(Employee.id, person_name(Employee), Employee.post).where(Employee.id.in_(row.employee_ids))
        )
    }
    return VisitHead(
        id=row.id, starts_at=row.starts_at, ends_at=row.ends_at, purpose=row.purpose,
        asks=tuple(line.strip() for line in row.asks.splitlines() if line.strip()), site=row.site or "",
        place=row.place, way_in=row.way_in or "", contact_ids=row.contact_ids,
        ours=tuple(ours[each] for each in row.employee_ids if each in ours),
    )  # fmt: skip


def open_promises(connection: Connection, client_id: bytes, *, as_of: date) -> tuple[Promised, ...]:
    """Promises of both sides made by as-of and not closed at as-of, the earliest due first."""
    rows = (
        select(
            Promise.side, Promise.what, Promise.due_on, Promise.invoice_id, person_name(Employee, "ours"),
            Employee.department, person_name(Contact, "theirs"),
        )
        .outerjoin(Employee, Employee.id == Promise.employee_id)
        .outerjoin(Contact, Contact.id == Promise.contact_id)
        .where(
            of_client(Promise.table(), client_id),
            or_(Promise.made_on.is_(None), Promise.made_on <= as_of),
            or_(Promise.outcome == "open", Promise.closed_on > as_of),
        )
        .order_by(Promise.due_on.is_(None), Promise.due_on, Promise.id)
    )  # fmt: skip
    return tuple(
        Promised(
            side=row.side,
            what=row.what,
            who=(row.ours if row.side == "ours" else row.theirs) or "",
            department=(row.department or "") if row.side == "ours" else "",
            due_on=row.due_on,
            invoice_id=row.invoice_id,
        )
        for row in connection.execute(rows)
    )


def current_needs(connection: Connection, client_id: bytes, *, as_of: date) -> tuple[Expected, ...]:
    """The newest expectation per topic that holds at as-of."""
    since = func.coalesce(Need.valid_from, Need.said_on)
    rows = (
        select(Need.topic, Need.value, since.label("since"), Need.fulfilment, person_name(Contact, "said_by"))
        .outerjoin(Contact, Contact.id == Need.contact_id)
        .where(of_client(Need.table(), client_id), or_(since.is_(None), since <= as_of))
        .order_by(since, Need.id)
    )
    newest = {
        row.topic: Expected(
            topic=row.topic, value=row.value, since=row.since, said_by=row.said_by or "", fulfilment=row.fulfilment
        )
        for row in connection.execute(rows)
    }
    return tuple(newest[topic] for topic in sorted(newest))


def _requests(connection: Connection, client_id: bytes) -> tuple[OpenRequest, ...]:
    rows = (
        select(Request.number, Request.summary, Request.due_at)
        .where(of_client(Request.table(), client_id), Request.status != "closed")
        .order_by(Request.due_at.is_(None), Request.due_at, Request.number)
    )
    return tuple(
        OpenRequest(number=row.number, summary=row.summary, due_at=row.due_at) for row in connection.execute(rows)
    )
