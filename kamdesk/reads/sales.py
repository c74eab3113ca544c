"""Net sales out of the order lines, added up in SQL on covering indexes; values in millionths of the major unit.

A line counts on its `sales_on`; drafts and withdrawn orders have none. Source: FIGURES, net_sales.
"""

from __future__ import annotations

from datetime import date

from sqlalchemy import ColumnElement, Connection, and_, func, select

from kamdesk.reads.remembered import once_a_snapshot, remembered
from kamdesk.reads.scopes import keepers, month_of, of_client
from kamdesk.records.clients import Client
from kamdesk.records.orders import OrderLine

_lines = OrderLine.table()


def _counted(
    client_id: bytes | None, *, first: date | None, last: date, credits_too: bool = True
) -> ColumnElement[bool]:
    where = [of_client(_lines, client_id), _lines.c.sales_on <= last]
    if first is not None:
        where.append(_lines.c.sales_on >= first)
    if not credits_too:
        where += [_lines.c.is_credit.is_(False), _lines.c.quantity > 0, _lines.c.unit_price > 0]
    return and_(*where)


def net_sales(connection: Connection, client_id: bytes | None, *, first: date | None, last: date) -> dict[str, int]:
    """By currency."""
    if client_id is not None:
        return _net_sales(connection, client_id, first, last)
    found = by_client(connection, first=first, last=last)
    return {currency: sum(values.values()) for currency, values in found.items()}


@once_a_snapshot
def _net_sales(connection: Connection, client_id: bytes, first: date | None, last: date) -> dict[str, int]:
    rows = (
        select(_lines.c.currency, func.sum(_lines.c.value_micro))
        .where(_counted(client_id, first=first, last=last))
        .group_by(_lines.c.currency)
    )
    return {currency: int(value) for currency, value in connection.execute(rows)}


@once_a_snapshot
def by_month(connection: Connection, client_id: bytes | None, *, last: date) -> dict[str, dict[str, int]]:
    """By currency and month; months without a line are absent."""
    # Per client and day first: in that order the index holds them; months are then sorted out of fewer rows.
    days = (
        select(_lines.c.sales_on, _lines.c.currency, func.sum(_lines.c.value_micro).label("value"))
        .where(_counted(client_id, first=None, last=last))
        .group_by(_lines.c.scope_id, _lines.c.currency, _lines.c.sales_on)
        .subquery()
    )
    month = month_of(days.c.sales_on)
    found: dict[str, dict[str, int]] = {}
    for currency, key, value in connection.execute(
        select(days.c.currency, month, func.sum(days.c.value)).group_by(days.c.currency, month)
    ):
        found.setdefault(currency, {})[key] = int(value)
    return found


def by_client(
    connection: Connection, *, first: date | None, last: date, credits_too: bool = True
) -> dict[str, dict[bytes, int]]:
    """By currency and client: the one pass over every line that lists, shares and sums of the company are made of."""
    counted = _counted(None, first=first, last=last, credits_too=credits_too)
    question = ("by_client", first, last, credits_too)
    tables = (_lines, Client.table())
    return remembered(connection, question, tables, lambda: _by_keeper(connection, counted))


def _by_keeper(connection: Connection, counted: ColumnElement[bool]) -> dict[str, dict[bytes, int]]:
    kept, found = keepers(connection), _by(connection, _lines.c.scope_id, counted)
    for values in found.values() if kept else ():
        for client_id in kept.keys() & values.keys():
            values[kept[client_id]] = values.get(kept[client_id], 0) + values.pop(client_id)
    return found


def by_product(
    connection: Connection, client_id: bytes | None, *, first: date | None, last: date, credits_too: bool = True
) -> dict[str, dict[bytes, int]]:
    """By currency and product; lines of no product are left out."""
    counted = _counted(client_id, first=first, last=last, credits_too=credits_too)
    return _by(connection, _lines.c.product_id, and_(counted, _lines.c.product_id.is_not(None)))


def _by(
    connection: Connection, column: ColumnElement[bytes], counted: ColumnElement[bool]
) -> dict[str, dict[bytes, int]]:
    rows = select(_lines.c.currency, column, func.sum(_lines.c.value_micro)).where(counted)
    found: dict[str, dict[bytes, int]] = {}
    for currency, row_id, value in connection.execute(rows.group_by(column, _lines.c.currency)):
        found.setdefault(currency, {})[row_id] = int(value)
    return found
