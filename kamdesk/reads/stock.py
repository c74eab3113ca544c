"""Our stock by product: on hand, reserved, inbound; what was sold of it week by week; what a client holds."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import Connection, Date, Integer, func, literal, literal_column, select

from kamdesk.base.days import add_days
from kamdesk.reads.scopes import days_between, of_client
from kamdesk.records.orders import OrderLine
from kamdesk.records.stock import ClientStockCount, Inbound, StockLevel

_levels, _inbound, _lines = StockLevel.table(), Inbound.table(), OrderLine.table()
_counts = ClientStockCount.table()

WEEKS_A_YEAR = 52


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """What all warehouses hold of a product; quantities in thousandths."""

    on_hand: int = 0
    reserved: int = 0
    as_of: datetime | None = None
    """the oldest of its levels: the sum is no newer than that"""


def knows_stock(connection: Connection) -> bool:
    """Whether any stock of ours is on this desk; who may not read it has none, which is not the same as nothing."""
    return any(connection.execute(select(table.c.id).limit(1)).first() for table in (_levels, _inbound))


def held(connection: Connection, product_ids: Collection[bytes] | None = None) -> Mapping[bytes, Held]:
    """By product; all of them, or those of some ids."""
    found: dict[bytes, Held] = {}
    rows = select(_levels.c.product_id, _levels.c.on_hand, _levels.c.reserved, _levels.c.as_of)
    wanted = _levels.c.product_id.is_not(None) if product_ids is None else _levels.c.product_id.in_(product_ids)
    for row in connection.execute(rows.where(wanted)):
        before = found.get(row.product_id, Held())
        moments = [moment for moment in (before.as_of, row.as_of) if moment is not None]
        found[row.product_id] = Held(
            on_hand=before.on_hand + row.on_hand,
            reserved=before.reserved + row.reserved,
            as_of=min(moments, default=None),
        )
    return found


def inbound(connection: Connection) -> Mapping[bytes, list[tuple[date | None, int]]]:
    """By product: the day on which it is to arrive, where it is known, and how much."""
    found: dict[bytes, list[tuple[date | None, int]]] = defaultdict(list)
    rows = select(_inbound.c.product_id, _inbound.c.due_on, _inbound.c.quantity).order_by(_inbound.c.due_on)
    for product_id, due_on, quantity in connection.execute(rows):
        if product_id is not None:
            found[product_id].append((due_on, quantity))
    return found


def first_sales(connection: Connection, product_ids: Collection[bytes]) -> Mapping[bytes, date]:
    """By product, its first day of sale."""
    rows = (
        select(_lines.c.product_id, func.min(_lines.c.sales_on).label("first"))
        .where(_lines.c.product_id.in_(product_ids), _lines.c.sales_on.is_not(None))
        .group_by(_lines.c.product_id)
    )
    return {row.product_id: row.first for row in connection.execute(rows)}


def sold_by_week(connection: Connection, product_ids: Collection[bytes], *, as_of: date) -> Mapping[bytes, list[int]]:
    """By product: what was sold in each of the 52 weeks that end with as-of, oldest first."""
    first = add_days(as_of, 1 - 7 * WEEKS_A_YEAR)
    week = days_between(literal(first, Date, literal_execute=True), _lines.c.sales_on) // literal_column("7", Integer)
    rows = (
        select(_lines.c.product_id, week, func.sum(_lines.c.quantity))
        .where(_lines.c.product_id.in_(product_ids), _lines.c.sales_on.between(first, as_of))
        .group_by(_lines.c.product_id, week)
    )
    found: dict[bytes, list[int]] = {}
    for product_id, at, quantity in connection.execute(rows):
        found.setdefault(product_id, [0] * WEEKS_A_YEAR)[int(at)] = int(quantity)
    return found


def sold_between(
    connection: Connection, product_ids: Collection[bytes], *, first: date, last: date
) -> Mapping[bytes, int]:
    """By product, the quantity sold from the first to the last day."""
    rows = (
        select(_lines.c.product_id, func.sum(_lines.c.quantity))
        .where(_lines.c.product_id.in_(product_ids), _lines.c.sales_on.between(first, last))
        .group_by(_lines.c.product_id)
    )
    return {product_id: int(quantity) for product_id, quantity in connection.execute(rows)}


def products_of(connection: Connection, client_id: bytes, *, first: date, last: date) -> frozenset[bytes]:
    """The products a client bought from the first to the last day."""
    rows = select(_lines.c.product_id).where(of_client(_lines, client_id), _lines.c.sales_on.between(first, last))
    return frozenset(product_id for product_id in connection.scalars(rows.distinct()) if product_id is not None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Counted:
    """The newest count of a product at a client; quantities in thousandths."""

    product_id: bytes
    counted_on: date
    quantity: int
    daily_need: int | None
    counted_by: str


def newest_counts(connection: Connection, client_id: bytes, *, as_of: date) -> tuple[Counted, ...]:
    """One per product that was ever counted there by as-of."""
    rows = (
        select(_counts)
        .where(of_client(_counts, client_id), _counts.c.counted_on <= as_of, _counts.c.product_id.is_not(None))
        .order_by(_counts.c.counted_on, _counts.c.id)
    )
    newest = {row.product_id: row for row in connection.execute(rows)}
    return tuple(
        Counted(
            product_id=row.product_id,
            counted_on=row.counted_on,
            quantity=row.quantity,
            daily_need=row.daily_need,
            counted_by=row.counted_by,
        )
        for row in newest.values()
    )
