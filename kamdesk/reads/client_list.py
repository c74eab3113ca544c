"""The list of clients as the desk shows it: who they are, who looks after them, when they were seen last."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from sqlalchemy import ColumnElement, Connection, FromClause, Select, Subquery, and_, case, func, or_, select

from kamdesk.base.days import add_days
from kamdesk.base.folding import folded
from kamdesk.reads.contacts import in_force
from kamdesk.reads.day_bounds import day_end
from kamdesk.reads.names import person_name
from kamdesk.reads.scopes import keepers, stands_for
from kamdesk.reads.search import names_hold
from kamdesk.records.catalogue import Industry
from kamdesk.records.clients import Client
from kamdesk.records.contacts import Contact
from kamdesk.records.team import Employee
from kamdesk.records.visits import Promise, Visit

_clients, _industries, _employees = Client.table(), Industry.table(), Employee.table()
_visits, _contacts, _promises = Visit.table(), Contact.table(), Promise.table()


@dataclass(frozen=True, slots=True, kw_only=True)
class ClientRow:
    """One client in the list."""

    id: bytes
    key: str
    name: str
    other_name: str
    position: str
    status: str
    grade: str
    industry: str
    industry_chinese: str
    owner: str
    city: str
    country: str
    contacts: int
    last_visit_at: datetime | None
    next_visit_at: datetime | None
    promises_late: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ClientFilter:
    """Which clients are wanted; empty parts ask nothing."""

    text: str = ""
    grades: tuple[str, ...] = ()
    industry_ids: tuple[bytes, ...] = ()
    owner_ids: tuple[bytes, ...] = ()
    statuses: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ClientSort:
    """By which column, and which way; ties by name."""

    key: str = "name"
    descending: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class GridCell:
    """How many clients stand in one industry and grade."""

    industry_id: bytes | None
    industry: str
    industry_chinese: str
    counts: dict[str, int] = field(default_factory=dict)
    """grade → clients; "" for those without a grade"""


def client_rows(
    connection: Connection, *, wanted: ClientFilter, sort: ClientSort, as_of: date, limit: int = 5_000, offset: int = 0
) -> tuple[ClientRow, ...]:
    """The wanted clients in the wanted order."""
    kept = keepers(connection)
    counts = _counts(as_of, kept)
    columns = {
        "id": _clients.c.id,
        "key": _clients.c.external_key,
        "name": case((_clients.c.short_name != "", _clients.c.short_name), else_=_clients.c.legal_name),
        "other_name": _clients.c.other_name,
        "position": _clients.c.position,
        "status": _clients.c.status,
        "grade": _clients.c.grade,
        "industry": func.coalesce(_industries.c.name, ""),
        "industry_chinese": func.coalesce(_industries.c.chinese_name, ""),
        "owner": func.coalesce(person_name(_employees).element, ""),
        "city": _clients.c.city,
        "country": _clients.c.country,
        "contacts": func.coalesce(counts["contacts"].c.n, 0),
        "last_visit_at": counts["visits"].c.last_at,
        "next_visit_at": counts["visits"].c.next_at,
        "promises_late": func.coalesce(counts["promises"].c.n, 0),
    }
    rows: Select[tuple[object, ...]] = select(*(column.label(name) for name, column in columns.items()))
    rows = (
        rows.select_from(_joined(counts))
        .where(_wanted(connection, wanted), _clients.c.id.not_in(kept))
        .limit(limit)
        .offset(offset)
    )
    for each in _order(columns, sort):
        rows = rows.order_by(each)
    return tuple(ClientRow(**row) for row in connection.execute(rows).mappings())


def industry_grid(connection: Connection) -> tuple[GridCell, ...]:
    """Clients by industry and grade, industries by name; those without an industry last."""
    rows = (
        select(_clients.c.industry_id, _industries.c.name, _industries.c.chinese_name, _clients.c.grade, func.count())
        .select_from(_clients.outerjoin(_industries, _industries.c.id == _clients.c.industry_id))
        .where(_clients.c.id.not_in(keepers(connection)))
        .group_by(_clients.c.industry_id, _industries.c.name, _industries.c.chinese_name, _clients.c.grade)
    )
    found: dict[bytes | None, GridCell] = {}
    for industry_id, name, chinese, grade, n in connection.execute(rows):
        cell = GridCell(industry_id=industry_id, industry=name or "", industry_chinese=chinese or "")
        found.setdefault(industry_id, cell).counts[grade] = n
    return tuple(sorted(found.values(), key=lambda cell: (cell.industry_id is None, cell.industry)))


def client_count(connection: Connection) -> int:
    """How many clients this desk has; twins that were merged count as one."""
    return (connection.scalar(select(func.count()).select_from(_clients)) or 0) - len(keepers(connection))


def client_names(connection: Connection, ids: Sequence[bytes]) -> dict[bytes, tuple[str, str]]:
    """What people call these clients: the short or legal name, and the other one."""
    rows = select(_clients.c.id, _clients.c.short_name, _clients.c.legal_name, _clients.c.other_name)
    found = connection.execute(rows.where(_clients.c.id.in_(list(ids))))
    return {client_id: (short or legal, other) for client_id, short, legal, other in found}


def _counts(as_of: date, kept: Mapping[bytes, bytes]) -> dict[str, Subquery]:
    end = day_end(as_of)
    visits, contacts, promises = (stands_for(each.c.scope_id, kept) for each in (_visits, _contacts, _promises))
    made = and_(_visits.c.status == "done", _visits.c.starts_at <= end)
    coming = and_(_visits.c.status == "planned", _visits.c.starts_at > day_end(add_days(as_of, -1)))
    return {
        "visits": select(
            visits.label("scope_id"),
            func.max(case((made, _visits.c.starts_at))).label("last_at"),
            func.min(case((coming, _visits.c.starts_at))).label("next_at"),
        )
        .group_by(visits)
        .subquery(),
        "contacts": select(contacts.label("scope_id"), func.count().label("n"))
        .where(_contacts.c.is_vacant.is_(False), in_force(_contacts, as_of))
        .group_by(contacts)
        .subquery(),
        "promises": select(promises.label("scope_id"), func.count().label("n"))
        .where(_promises.c.outcome == "open", _promises.c.due_on < as_of)
        .group_by(promises)
        .subquery(),
    }


def _joined(counts: dict[str, Subquery]) -> FromClause:
    joined: FromClause = _clients.outerjoin(_industries, _industries.c.id == _clients.c.industry_id)
    joined = joined.outerjoin(_employees, _employees.c.id == _clients.c.owner_id)
    for each in counts.values():
        joined = joined.outerjoin(each, each.c.scope_id == _clients.c.id)
    return joined


def _wanted(connection: Connection, wanted: ClientFilter) -> ColumnElement[bool]:
    where: list[ColumnElement[bool]] = [_clients.c.id.is_not(None)]
    if wanted.grades:
        where.append(_clients.c.grade.in_(wanted.grades))
    if wanted.industry_ids:
        where.append(_clients.c.industry_id.in_(wanted.industry_ids))
    if wanted.owner_ids:
        where.append(_clients.c.owner_id.in_(wanted.owner_ids))
    if wanted.statuses:
        where.append(_clients.c.status.in_(wanted.statuses))
    parts = folded(wanted.text).split()
    cities = [*connection.execute(select(_clients.c.city).distinct()).scalars()] if parts else []
    for part in parts:
        in_city = [city for city in cities if part in folded(city)]
        where.append(or_(names_hold(_clients, part), _clients.c.city.in_(in_city)))
    return and_(*where)


def _order(columns: dict[str, ColumnElement[object]], sort: ClientSort) -> list[ColumnElement[object]]:
    column = columns.get(sort.key, columns["name"])
    by = [column.desc() if sort.descending else column.asc()]
    if sort.key == "grade":  # clients without a grade come last both ways
        by.insert(0, case((_clients.c.grade == "", 1), else_=0).asc())
    return [*by, columns["name"].asc(), columns["id"].asc()]
