"""One client's page: who they are, promises both ways, what happened lately; each a few statements on an index."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import Connection, func, select

from kamdesk.base.words import commas
from kamdesk.reads.day_bounds import day_end, day_start
from kamdesk.reads.names import person_name
from kamdesk.reads.scopes import of_client
from kamdesk.records.catalogue import Industry
from kamdesk.records.clients import Client, Site
from kamdesk.records.contacts import Contact
from kamdesk.records.team import Employee
from kamdesk.records.visits import Promise, Visit

_clients, _sites, _industries, _employees = Client.table(), Site.table(), Industry.table(), Employee.table()
_visits, _promises, _contacts = Visit.table(), Promise.table(), Contact.table()
_parents = _clients.alias()

PROMISES_MAX = 200
"""Open promises of one client; more than these is a list of its own."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ClientHeadView:
    """The head of a client's page."""

    id: bytes
    key: str
    name: str
    other_name: str
    grade: str
    stage: str
    status: str
    position: str
    parent: str
    branches: int
    industry: str
    industry_chinese: str
    owner: str
    site: str
    sites: int
    city: str
    phone: str
    website: str
    currency: str
    otif_aim: int | None
    supply_lead_days: int | None
    last_visit_at: datetime | None
    next_visit_at: datetime | None
    next_visit_id: bytes | None


@dataclass(frozen=True, slots=True, kw_only=True)
class PromiseRow:
    """A promise of either side."""

    id: bytes
    client_id: bytes
    client: str
    client_other: str
    side: str
    what: str
    who: str
    """our person and department, or their person"""
    made_on: date | None
    due_on: date | None
    outcome: str
    closed_on: date | None


def client_head(connection: Connection, client_id: bytes, *, as_of: date) -> ClientHeadView | None:
    """The head of this client's page; None where the client is not on this desk."""
    row = connection.execute(
        select(
            _clients, _industries.c.name.label("industry"), _industries.c.chinese_name.label("industry_chinese"),
            person_name(_employees, "owner"), _parents.c.short_name.label("parent_short"),
            _parents.c.legal_name.label("parent_name"),
        )
        .select_from(
            _clients.outerjoin(_industries, _industries.c.id == _clients.c.industry_id)
            .outerjoin(_employees, _employees.c.id == _clients.c.owner_id)
            .outerjoin(_parents, _parents.c.id == _clients.c.parent_id)
        )
        .where(_clients.c.id == client_id)
    ).one_or_none()  # fmt: skip
    if row is None:
        return None
    site, sites = _main_site(connection, client_id)
    last, coming = _visits_around(connection, client_id, as_of)
    below = select(func.count()).where(_clients.c.parent_id == client_id, _clients.c.keeper_id.is_(None))
    branches = connection.scalar(below) or 0
    return ClientHeadView(
        id=row.id, key=row.external_key, name=row.short_name or row.legal_name,
        other_name=row.other_name or (row.legal_name if row.short_name else ""), grade=row.grade, stage=row.stage,
        status=row.status, position=row.position, parent=row.parent_short or row.parent_name or "", branches=branches,
        industry=row.industry or "", industry_chinese=row.industry_chinese or "", owner=row.owner or "", site=site,
        sites=sites, city=row.city, phone=row.phone, website=row.website, currency=row.currency, otif_aim=row.otif_aim,
        supply_lead_days=row.supply_lead_days, last_visit_at=last, next_visit_at=coming[0] if coming else None,
        next_visit_id=coming[1] if coming else None,
    )  # fmt: skip


def promise_rows(connection: Connection, client_id: bytes | None, *, open_only: bool = True) -> tuple[PromiseRow, ...]:
    """Promises, the most overdue first, then by day; without a client those of every client."""
    rows = (
        select(
            _promises.c.id, _promises.c.scope_id, _promises.c.side, _promises.c.what, _promises.c.made_on,
            _promises.c.due_on, _promises.c.outcome, _promises.c.closed_on, _clients.c.short_name,
            _clients.c.other_name,
            _clients.c.legal_name, person_name(_employees, "ours"), _employees.c.department,
            person_name(_contacts, "theirs"),
        )
        .select_from(
            _promises.outerjoin(_clients, _clients.c.id == _promises.c.scope_id)
            .outerjoin(_employees, _employees.c.id == _promises.c.employee_id)
            .outerjoin(_contacts, _contacts.c.id == _promises.c.contact_id)
        )
        .order_by(_promises.c.due_on.is_(None), _promises.c.due_on, _promises.c.id)
        .limit(PROMISES_MAX if client_id is not None else 2_000)
    )  # fmt: skip
    if client_id is not None:
        rows = rows.where(of_client(_promises, client_id))
    if open_only:
        rows = rows.where(_promises.c.outcome == "open")
    return tuple(
        PromiseRow(
            id=row.id, client_id=row.scope_id, client=row.short_name or row.legal_name or "",
            client_other=row.other_name or "",
            side=row.side,
            what=row.what, who=_who(row), made_on=row.made_on, due_on=row.due_on, outcome=row.outcome,
            closed_on=row.closed_on,
        )
        for row in connection.execute(rows)
    )  # fmt: skip


def _who(row: object) -> str:
    side, ours, theirs = getattr(row, "side", ""), getattr(row, "ours", ""), getattr(row, "theirs", "")
    department = getattr(row, "department", "")
    return commas((ours, department) if side == "ours" else (theirs,))


def _main_site(connection: Connection, client_id: bytes) -> tuple[str, int]:
    rows = connection.execute(
        select(_sites.c.name, _sites.c.city).where(of_client(_sites, client_id))
        .order_by(_sites.c.is_primary.desc(), _sites.c.id)
    ).all()  # fmt: skip
    return (rows[0].name or rows[0].city, len(rows)) if rows else ("", 0)


def _visits_around(
    connection: Connection, client_id: bytes, as_of: date
) -> tuple[datetime | None, tuple[datetime, bytes] | None]:
    mine = of_client(_visits, client_id)
    last = connection.scalar(
        select(func.max(_visits.c.starts_at)).where(
            mine, _visits.c.status == "done", _visits.c.starts_at <= day_end(as_of)
        )
    )
    coming = connection.execute(
        select(_visits.c.starts_at, _visits.c.id)
        .where(mine, _visits.c.status == "planned", _visits.c.starts_at >= day_start(as_of))
        .order_by(_visits.c.starts_at)
        .limit(1)
    ).one_or_none()
    return last, (coming.starts_at, coming.id) if coming else None
