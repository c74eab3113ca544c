"""Orders and lines at a day: late, open, due; what ships after that day is open on it."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import CTE, ColumnElement, Connection, Select, and_, case, func, or_, select, true

from kamdesk.base.ids import NOBODY
from kamdesk.base.money import half_up_int
from kamdesk.reads.deliveries import delivered_by
from kamdesk.reads.remembered import once_a_snapshot, remembered
from kamdesk.reads.scopes import of_client
from kamdesk.records.orders import NOT_SALES, Delivery, Order, OrderLine
from kamdesk.rules.lateness import DueOrder

_orders, _lines, _deliveries = Order.table(), OrderLine.table(), Delivery.table()

_real = and_(_orders.c.status.not_in(sorted(NOT_SALES)), _orders.c.is_credit.is_(False))
_line_required = func.coalesce(_lines.c.required_on, _orders.c.required_on)


def _open(as_of: date) -> ColumnElement[bool]:
    """Accepted by as-of and not shipped by then; an order shipped on an unknown day is shipped."""
    unshipped = and_(_orders.c.shipped_on.is_(None), _orders.c.status != "shipped")
    return and_(_real, _orders.c.ordered_on <= as_of, or_(unshipped, _orders.c.shipped_on > as_of))


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderRow:
    """An order's days."""

    id: bytes
    client_id: bytes
    order: str
    ordered_on: date | None
    required_on: date | None
    promised_on: date | None
    expected_on: date | None
    shipped_on: date | None
    late_reason: str


def late_orders(connection: Connection, client_id: bytes | None, *, as_of: date) -> tuple[OrderRow, ...]:
    """Shipped by as-of, after the required day."""
    return _order_rows(
        connection, client_id, and_(_real, _orders.c.shipped_on <= as_of, _orders.c.shipped_on > _orders.c.required_on)
    )


def unshipped_orders(connection: Connection, client_id: bytes | None, *, as_of: date) -> tuple[OrderRow, ...]:
    """Not shipped at as-of."""
    return _order_rows(connection, client_id, _open(as_of))


def _order_rows(connection: Connection, client_id: bytes | None, which: ColumnElement[bool]) -> tuple[OrderRow, ...]:
    names = ("ordered_on", "required_on", "promised_on", "expected_on", "shipped_on", "late_reason")
    columns = [_orders.c[name] for name in names]
    rows = select(_orders.c.id, _orders.c.scope_id, _orders.c.external_key, *columns)
    return tuple(
        OrderRow(
            id=row.id, client_id=row.scope_id, order=row.external_key, ordered_on=row.ordered_on,
            required_on=row.required_on, promised_on=row.promised_on, expected_on=row.expected_on,
            shipped_on=row.shipped_on, late_reason=row.late_reason,
        )
        for row in connection.execute(rows.where(of_client(_orders, client_id), which))
    )  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenLine:
    """A line of an open order with what is left of it; quantities in thousandths, value in millionths."""

    id: bytes
    client_id: bytes
    order_id: bytes
    order: str
    product_id: bytes | None
    description: str
    quantity: int
    left: int
    left_value_micro: int
    currency: str
    required_on: date | None
    promised_on: date | None
    expected_on: date | None
    late_reason: str


_ORDER = ("id", "external_key", "required_on", "promised_on", "expected_on", "late_reason")
_LINE = ("id", "scope_id", "order_id", "product_id", "description", "quantity", "value_micro", "currency")


def open_lines(
    connection: Connection,
    client_id: bytes | None,
    *,
    as_of: date,
    product_ids: Collection[bytes] | None = None,
) -> tuple[OpenLine, ...]:
    """What is still to be delivered at as-of, of orders that are open; earliest required day first."""
    if product_ids is None:
        return _all_open_lines(connection, client_id, as_of)
    return _open_lines(connection, client_id, as_of, product_ids)


@once_a_snapshot
def _all_open_lines(connection: Connection, client_id: bytes | None, as_of: date) -> tuple[OpenLine, ...]:
    return _open_lines(connection, client_id, as_of, None)


def _open_lines(
    connection: Connection, client_id: bytes | None, as_of: date, product_ids: Collection[bytes] | None
) -> tuple[OpenLine, ...]:
    order = _open_orders(client_id, as_of)
    lines = (
        select(
            *(_lines.c[name] for name in _LINE),
            _lines.c.position,
            order.c.external_key.label("order_key"),
            func.coalesce(_lines.c.required_on, order.c.required_on).label("required"),
            func.coalesce(_lines.c.promised_on, order.c.promised_on).label("promised"),
            func.coalesce(_lines.c.expected_on, order.c.expected_on).label("expected"),
            case((_lines.c.late_reason != "", _lines.c.late_reason), else_=order.c.late_reason).label("reason"),
        )
        .join(_lines, _lines.c.order_id == order.c.id)
        .where(_lines.c.quantity > 0, _of_products(product_ids))
        .cte("lines_of_open_orders")
        .prefix_with("MATERIALIZED")
    )
    delivered, left = _left(lines, as_of)
    rows = (
        select(lines, left.label("left_quantity"))
        .outerjoin(delivered, delivered.c.order_line_id == lines.c.id)
        .where(left > 0)
        .order_by(lines.c.required.is_(None), lines.c.required, lines.c.order_key, lines.c.position)
    )
    return tuple(map(_open_line, connection.execute(rows)))


def open_quantities(connection: Connection, *, as_of: date) -> dict[bytes, list[tuple[date | None, int]]]:
    """By product, over all clients: what is still to be delivered, by required day."""
    question, tables = ("open_quantities", as_of), (_orders, _lines, _deliveries)
    return remembered(connection, question, tables, lambda: _open_quantities(connection, as_of))


def _open_quantities(connection: Connection, as_of: date) -> dict[bytes, list[tuple[date | None, int]]]:
    order = _open_orders(None, as_of)
    required = func.coalesce(_lines.c.required_on, order.c.required_on)
    # Lines apart: else the database would group along the products' index, through all that was ever sold.
    lines = (
        select(_lines.c.id, _lines.c.product_id, _lines.c.quantity, required.label("required"))
        .join_from(order, _lines, _lines.c.order_id == order.c.id)
        .where(_lines.c.quantity > 0)
        .cte("lines_of_open_orders")
        .prefix_with("MATERIALIZED")
    )
    delivered, left = _left(lines, as_of)
    rows = (
        select(lines.c.product_id, lines.c.required, func.sum(left))
        .outerjoin(delivered, delivered.c.order_line_id == lines.c.id)
        .where(lines.c.product_id.is_not(None), left > 0)
        .group_by(lines.c.product_id, lines.c.required)
    )
    found: dict[bytes, list[tuple[date | None, int]]] = {}
    for product_id, day, quantity in connection.execute(rows):
        found.setdefault(product_id, []).append((day, int(quantity)))
    return found


def _open_orders(client_id: bytes | None, as_of: date) -> CTE:
    """Few orders are open: they are found first, and only their lines are read."""
    columns = (_orders.c[name] for name in _ORDER)
    orders = select(*columns).where(of_client(_orders, client_id), _open(as_of)).cte("open_orders")
    return orders.prefix_with("MATERIALIZED")


def _left(lines: CTE, as_of: date) -> tuple[CTE, ColumnElement[int]]:
    """What was delivered of these lines by as-of, to join to them, and what is then left of a line."""
    delivered = delivered_by(as_of, select(lines.c.id))
    return delivered, lines.c.quantity - func.coalesce(delivered.c.quantity, 0)


def _of_products(product_ids: Collection[bytes] | None) -> ColumnElement[bool]:
    """Lines of some products, told line by line: their index would lead through all that was ever sold of them."""
    return true() if product_ids is None else func.coalesce(_lines.c.product_id, NOBODY).in_(product_ids)


def _open_line(row: Any) -> OpenLine:  # noqa: ANN401  (a row of the select above)
    return OpenLine(
        id=row.id, client_id=row.scope_id, order_id=row.order_id, order=row.order_key, product_id=row.product_id,
        description=row.description, quantity=row.quantity, left=int(row.left_quantity),
        left_value_micro=half_up_int(row.value_micro * int(row.left_quantity), row.quantity),
        currency=row.currency, required_on=row.required, promised_on=row.promised, expected_on=row.expected,
        late_reason=row.reason,
    )  # fmt: skip


@once_a_snapshot
def due_orders(
    connection: Connection, client_id: bytes | None, *, first: date | None, last: date
) -> tuple[DueOrder, ...]:
    """Orders with lines required from the first day on: lines due by the last, met in full by their day, not due yet.

    Orders that are alike are told once, with their number: a company has more of them than a window can listen to.
    Without deliveries an order counts as delivered whole on the day it shipped.
    """
    due, asked = _line_required <= last, _asked_lines(client_id, first)
    # What is known of deliveries is gathered for all lines at once, as in `delivered_by` and for the same reason.
    delivered_in_time = _lines.c.id.in_(_met_by_deliveries(asked, last))
    met = case((_has_deliveries(client_id), delivered_in_time), else_=_shipped_in_time(last))
    each = (
        select(
            func.sum(case((due, 1), else_=0)).label("due"),
            func.sum(case((and_(due, met), 1), else_=0)).label("met"),
            func.sum(case((due, 0), else_=1)).label("waiting"),
        )
        .join(_orders, _orders.c.id == _lines.c.order_id)
        .where(asked)
        .group_by(_lines.c.order_id)
        .subquery()
    )
    alike = (each.c.due, each.c.met, each.c.waiting)
    rows = connection.execute(select(*alike, func.count()).group_by(*alike))
    return tuple(
        DueOrder(due=int(due), met=int(met), waiting=int(waiting), orders=int(n)) for due, met, waiting, n in rows
    )


def _asked_lines(client_id: bytes | None, first: date | None) -> ColumnElement[bool]:
    """Lines, beside their orders, with a required day from the first day on."""
    required = and_(_line_required.is_not(None), _line_required >= first if first is not None else true())
    return and_(of_client(_lines, client_id), _real, _lines.c.quantity > 0, required)


def _has_deliveries(client_id: bytes | None) -> ColumnElement[bool]:
    """Whether deliveries of a line's order are known."""
    known = select(_deliveries.c.order_id).where(_deliveries.c.order_id.is_not(None))
    if client_id is not None:
        known = known.where(_deliveries.c.order_id.in_(select(_lines.c.order_id).where(of_client(_lines, client_id))))
    return _lines.c.order_id.in_(known)


def _met_by_deliveries(asked: ColumnElement[bool], last: date) -> Select[Any]:
    """Lines of which all was delivered by their required day, and by the last."""
    return (
        select(_deliveries.c.order_line_id)
        .join(_lines, _lines.c.id == _deliveries.c.order_line_id)
        .join(_orders, _orders.c.id == _lines.c.order_id)
        .where(asked, _deliveries.c.delivered_on <= _line_required, _deliveries.c.delivered_on <= last)
        .group_by(_deliveries.c.order_line_id, _lines.c.quantity)
        .having(func.sum(_deliveries.c.quantity) >= _lines.c.quantity)
    )


def _shipped_in_time(last: date) -> ColumnElement[bool]:
    return and_(_orders.c.shipped_on <= _line_required, _orders.c.shipped_on <= last)
