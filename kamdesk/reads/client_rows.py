"""Clients as the lists show them: who they are, and the visits before and after a day."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import Connection, func, select

from kamdesk.base.days import moment_from_text
from kamdesk.facts.record import Sheet
from kamdesk.reads.day_bounds import day_end, day_start
from kamdesk.reads.sales import by_client, net_sales
from kamdesk.reads.scopes import keepers, of_client, stands_for
from kamdesk.records.catalogue import Industry
from kamdesk.records.clients import Client
from kamdesk.records.team import Employee
from kamdesk.records.visits import Visit
from kamdesk.rules.sales import twelve_months_to

_clients, _visits = Client.table(), Visit.table()


@dataclass(frozen=True, slots=True, kw_only=True)
class ListedClient:
    """One client with the names that its facts refer to."""

    sheet: Sheet
    industry: str
    owner: str
    parent: str
    last_visit: datetime | None
    next_visit: datetime | None


def listed_clients(connection: Connection, client_id: bytes | None, *, as_of: date) -> tuple[ListedClient, ...]:
    """Every client or one, by external key and name."""
    rows = select(_clients).order_by(_clients.c.external_key, _clients.c.legal_name)
    rows = rows.where(_clients.c.id == client_id if client_id else _clients.c.id.not_in(keepers(connection)))
    sheets = [Sheet(Client, dict(row)) for row in connection.execute(rows).mappings()]
    industries, people, keys = _names(connection, Industry), _names(connection, Employee), _keys(connection)
    last, coming = _visit_days(connection, client_id, as_of)
    return tuple(
        ListedClient(
            sheet=sheet,
            industry=industries.get(sheet["industry_id"], ""),
            owner=people.get(sheet["owner_id"], ""),
            parent=keys.get(sheet["parent_id"], ""),
            last_visit=last.get(sheet.id),
            next_visit=coming.get(sheet.id),
        )
        for sheet in sheets
    )


def _names(connection: Connection, record: type[Industry | Employee]) -> Mapping[bytes, str]:
    table = record.table()
    return {row_id: name for row_id, name in connection.execute(select(table.c.id, table.c.name))}  # noqa: C416  (Row to bytes, str)


def _keys(connection: Connection) -> Mapping[bytes, str]:
    rows = select(_clients.c.id, func.coalesce(func.nullif(_clients.c.external_key, ""), _clients.c.legal_name))
    return {row_id: key for row_id, key in connection.execute(rows)}  # noqa: C416  (Row to bytes, str)


def _visit_days(
    connection: Connection, client_id: bytes | None, as_of: date
) -> tuple[dict[bytes, datetime], dict[bytes, datetime]]:
    """By client: the last visit made by the end of as-of, and the next one planned from its start on."""
    start, end = day_start(as_of), day_end(as_of)
    of, scope = of_client(_visits, client_id), stands_for(_visits.c.scope_id, keepers(connection))
    made = select(scope, func.max(_visits.c.starts_at)).where(
        of, _visits.c.status == "done", _visits.c.starts_at <= end
    )
    planned = select(scope, func.min(_visits.c.starts_at)).where(
        of, _visits.c.status == "planned", _visits.c.starts_at >= start
    )
    last, coming = (
        {scope: _moment(at) for scope, at in connection.execute(query.group_by(scope))} for query in (made, planned)
    )
    return last, coming


def _moment(value: datetime | str) -> datetime:
    return moment_from_text(value) if isinstance(value, str) else value


def sales_of_clients(
    connection: Connection, client_id: bytes | None, *, first: date, last: date
) -> Mapping[bytes, Mapping[str, int]]:
    """By client and currency: net sales from the first to the last day, in millionths of the major unit."""
    found: dict[bytes, dict[str, int]] = {}
    if client_id is not None:
        return {client_id: net_sales(connection, client_id, first=first, last=last)}
    for currency, clients in by_client(connection, first=first, last=last).items():
        for each, value in clients.items():
            found.setdefault(each, {})[currency] = value
    return found


def busiest_client(connection: Connection, *, as_of: date) -> bytes | None:
    """The client with the largest sales of twelve months in any currency; any client where nothing was sold."""
    first, last = twelve_months_to(as_of)
    sold = sales_of_clients(connection, None, first=first, last=last)
    if sold:
        return max(sold, key=lambda each: max(sold[each].values()))
    any_client: bytes | None = connection.scalar(select(_clients.c.id).order_by(_clients.c.id).limit(1))
    return any_client
