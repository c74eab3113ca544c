"""The order book as a board: how many orders stand in each state, the lines of one state, and one order in full."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any, TypeAlias

from sqlalchemy import ColumnElement, Connection, Select, and_, case, func, or_, select
from sqlalchemy.sql.base import ReadOnlyColumnCollection

from kamdesk.base.days import add_days
from kamdesk.base.ids import id_text
from kamdesk.reads.deliveries import delivered_by
from kamdesk.reads.names import called, person_name
from kamdesk.reads.scopes import of_client
from kamdesk.records.catalogue import Product
from kamdesk.records.clients import Client
from kamdesk.records.orders import Delivery, Order, OrderLine
from kamdesk.records.team import Employee
from kamdesk.rules.lateness import days_late

_orders, _lines, _deliveries = Order.table(), OrderLine.table(), Delivery.table()
_products, _clients = Product.table(), Client.table()

STATES = ("draft", "queued", "accepted", "late", "shipped", "refused")
"""As the board counts them: accepted and late are open, late is behind its required day, shipped in thirty days."""
SHIPPED_DAYS = 30
PAGE = 400
"""Lines read at a time; the table asks for more when it nears the end."""


@dataclass(frozen=True, slots=True, kw_only=True)
class BoardLine:
    """One line of the board; quantities in thousandths, value in millionths of the major unit."""

    id: bytes
    client_id: bytes
    client: str
    client_other_name: str
    order_id: bytes
    order: str
    product_id: bytes | None
    product: str
    name: str
    other_name: str
    quantity: int
    delivered: int
    value_micro: int
    currency: str
    required_on: date | None
    promised_on: date | None
    expected_on: date | None
    shipped_on: date | None
    days_late: int
    reason: str
    status: str

    @property
    def left(self) -> int:
        """What is still to be delivered."""
        return max(0, self.quantity - self.delivered) if self.shipped_on is None else 0


def counts(connection: Connection, client_id: bytes | None, *, as_of: date) -> dict[str, int]:
    """Orders in each state of the board, one statement."""
    sums = [func.sum(case((_in_state(state, as_of), 1), else_=0)) for state in STATES]
    row = connection.execute(select(*sums).where(of_client(_orders, client_id), _orders.c.is_credit.is_(False))).one()
    return {state: int(count or 0) for state, count in zip(STATES, row, strict=True)}


def lines(
    connection: Connection, client_id: bytes | None, *, as_of: date, state: str = "", offset: int = 0
) -> tuple[BoardLine, ...]:
    """The lines of one state, or of all open orders; late ones first, shipped ones newest first."""
    which = _in_state(state, as_of) if state else or_(_in_state("accepted", as_of), _in_state("late", as_of))
    orders = select(_orders).where(of_client(_orders, client_id), _orders.c.is_credit.is_(False), which)
    sort = _newest_shipped_first if state == "shipped" else _earliest_required_first
    rows = _line_select(orders, as_of, sort, limit=PAGE, offset=offset)
    return tuple(_line(row, as_of) for row in connection.execute(rows))


@dataclass(frozen=True, slots=True, kw_only=True)
class DeliveryRow:
    """What left us on a day; quantity in thousandths."""

    line_id: bytes | None
    delivered_on: date | None
    quantity: int
    carrier: str


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderPage:
    """One order in full."""

    id: bytes
    client_id: bytes
    order: str
    status: str
    their_number: str
    taken_by: str
    currency: str
    freight_minor: int | None
    ordered_on: date | None
    required_on: date | None
    promised_on: date | None
    expected_on: date | None
    shipped_on: date | None
    days_late: int
    reason: str
    is_credit: bool
    lines: tuple[BoardLine, ...]
    deliveries: tuple[DeliveryRow, ...]


def order_page(connection: Connection, order_id: bytes, *, as_of: date) -> OrderPage | None:
    """An order with its lines and what was delivered of them by a day; None where it is not on this desk."""
    taken_by = select(person_name(Employee)).where(Employee.table().c.id == _orders.c.employee_id).scalar_subquery()
    row = connection.execute(select(_orders, taken_by.label("taken_by")).where(_orders.c.id == order_id)).one_or_none()
    if row is None:
        return None
    of_order = _line_select(select(_orders).where(_orders.c.id == order_id), as_of, _as_ordered)
    shipped_on = row.shipped_on if row.shipped_on and row.shipped_on <= as_of else None
    return OrderPage(
        id=row.id, client_id=row.scope_id, order=row.external_key or id_text(row.id), status=row.status,
        their_number=row.their_number, taken_by=row.taken_by or "", currency=row.currency, freight_minor=row.freight,
        ordered_on=row.ordered_on, required_on=row.required_on, promised_on=row.promised_on,
        expected_on=row.expected_on, shipped_on=shipped_on,
        days_late=days_late(row.required_on, row.shipped_on, as_of=as_of), reason=row.late_reason,
        is_credit=row.is_credit, lines=tuple(_line(each, as_of) for each in connection.execute(of_order)),
        deliveries=_deliveries_of(connection, order_id, as_of),
    )  # fmt: skip


def _deliveries_of(connection: Connection, order_id: bytes, as_of: date) -> tuple[DeliveryRow, ...]:
    rows = (
        select(_deliveries)
        .where(_deliveries.c.order_id == order_id, _deliveries.c.delivered_on <= as_of)
        .order_by(_deliveries.c.delivered_on, _deliveries.c.id)
    )
    return tuple(
        DeliveryRow(
            line_id=row.order_line_id, delivered_on=row.delivered_on, quantity=row.quantity, carrier=row.carrier
        )
        for row in connection.execute(rows)
    )


def _in_state(state: str, as_of: date) -> ColumnElement[bool]:
    shipped = and_(_orders.c.shipped_on.is_not(None), _orders.c.shipped_on <= as_of)
    is_open = and_(
        _orders.c.status.in_(("accepted", "shipped")),
        or_(_orders.c.ordered_on.is_(None), _orders.c.ordered_on <= as_of),
        or_(
            and_(_orders.c.shipped_on.is_(None), _orders.c.status != "shipped"),
            _orders.c.shipped_on > as_of,
        ),
    )
    late = _orders.c.required_on < as_of
    if state == "late":
        return and_(is_open, late)
    if state == "accepted":
        return and_(is_open, or_(_orders.c.required_on.is_(None), ~late))
    if state == "shipped":
        return and_(shipped, _orders.c.shipped_on > add_days(as_of, -SHIPPED_DAYS))
    if state == "refused":
        return _orders.c.status.in_(("refused", "withdrawn"))
    return _orders.c.status == state


_Columns: TypeAlias = ReadOnlyColumnCollection[str, Any]
_Sort: TypeAlias = Callable[[_Columns], tuple[ColumnElement[Any], ...]]


def _earliest_required_first(line: _Columns) -> tuple[ColumnElement[Any], ...]:
    return line.required.is_(None), line.required, line.order, line.position


def _newest_shipped_first(line: _Columns) -> tuple[ColumnElement[Any], ...]:
    return line.shipped_on.desc(), line.order, line.position


def _as_ordered(line: _Columns) -> tuple[ColumnElement[Any], ...]:
    return line.position, line.id


def _line_select(
    orders: Select[Any], as_of: date, sort: _Sort, *, limit: int | None = None, offset: int | None = None
) -> Select[Any]:
    """Lines of these orders. Orders are found first, for they are few; what else a line shows, for those shown."""
    lines = _lines_of(orders).subquery()
    shown = select(lines).order_by(*sort(lines.c)).limit(limit).offset(offset)
    line = shown.cte("lines_shown").prefix_with("MATERIALIZED")
    delivered = delivered_by(as_of, select(line.c.id))
    return (
        select(
            line, _products.c.external_key.label("product"), _products.c.name,
            _products.c.other_name.label("product_other_name"),
            func.coalesce(delivered.c.quantity, 0).label("delivered"),
            called(_clients).label("client_name"), _clients.c.other_name,
        )
        .outerjoin(_products, _products.c.id == line.c.product_id)
        .outerjoin(_clients, _clients.c.id == line.c.scope_id)
        .outerjoin(delivered, delivered.c.order_line_id == line.c.id)
        .order_by(*sort(line.c))
    )  # fmt: skip


def _lines_of(orders: Select[Any]) -> Select[Any]:
    order = orders.cte("orders_shown").prefix_with("MATERIALIZED").c
    return select(
        _lines.c.id, _lines.c.order_id, _lines.c.product_id, _lines.c.position, _lines.c.description,
        _lines.c.quantity, _lines.c.value_micro, _lines.c.currency,
        order.scope_id, order.external_key.label("order"), order.status, order.shipped_on,
        func.coalesce(_lines.c.required_on, order.required_on).label("required"),
        func.coalesce(_lines.c.promised_on, order.promised_on).label("promised"),
        func.coalesce(_lines.c.expected_on, order.expected_on).label("expected"),
        case((_lines.c.late_reason != "", _lines.c.late_reason), else_=order.late_reason).label("reason"),
    ).join(_lines, _lines.c.order_id == order.id)  # fmt: skip


def _line(row: Any, as_of: date) -> BoardLine:  # noqa: ANN401  (a row of SQLAlchemy)
    shipped_on = row.shipped_on if row.shipped_on and row.shipped_on <= as_of else None
    return BoardLine(
        id=row.id, client_id=row.scope_id, client=row.client_name or "", client_other_name=row.other_name or "",
        order_id=row.order_id, order=row.order or id_text(row.order_id), product_id=row.product_id,
        product=row.product or "", name=row.name or row.description,
        other_name=row.product_other_name or "", quantity=row.quantity,
        delivered=int(row.delivered), value_micro=row.value_micro, currency=row.currency, required_on=row.required,
        promised_on=row.promised, expected_on=row.expected, shipped_on=shipped_on,
        days_late=days_late(row.required, row.shipped_on, as_of=as_of), reason=row.reason, status=row.status,
    )  # fmt: skip
