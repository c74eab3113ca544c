"""Orders as the lists show them: their days, their state, what they are worth."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Connection, func, select

from kamdesk.reads.scopes import of_client
from kamdesk.records.orders import NOT_SALES, Order, OrderLine

_orders, _lines = Order.table(), OrderLine.table()


@dataclass(frozen=True, slots=True, kw_only=True)
class ListedOrder:
    """One order; its value by currency in millionths of the major unit."""

    id: bytes
    client_id: bytes
    order: str
    status: str
    is_credit: bool
    ordered_on: date | None
    required_on: date | None
    promised_on: date | None
    expected_on: date | None
    shipped_on: date | None
    late_reason: str
    lines: int
    value_micro: Mapping[str, int]

    @property
    def is_awaited(self) -> bool:
        """Whether the client waits, or waited, for it: a draft, a withdrawn order, a credit note is never late."""
        return self.status not in NOT_SALES and not self.is_credit


def listed_orders(connection: Connection, client_id: bytes | None, *, as_of: date) -> tuple[ListedOrder, ...]:
    """Orders known at as-of, without those of no known client; the newest first."""
    worth = _worth(connection, client_id)
    rows = (
        select(_orders)
        .where(of_client(_orders, client_id), (_orders.c.ordered_on <= as_of) | _orders.c.ordered_on.is_(None))
        .order_by(_orders.c.ordered_on.desc(), _orders.c.external_key.desc())
    )
    return tuple(
        ListedOrder(
            id=row.id, client_id=row.scope_id, order=row.external_key, status=row.status, is_credit=row.is_credit,
            ordered_on=row.ordered_on, required_on=row.required_on, promised_on=row.promised_on,
            expected_on=row.expected_on, shipped_on=row.shipped_on, late_reason=row.late_reason,
            lines=worth.get(row.id, (0, {}))[0], value_micro=worth.get(row.id, (0, {}))[1],
        )
        for row in connection.execute(rows)
    )  # fmt: skip


def _worth(connection: Connection, client_id: bytes | None) -> dict[bytes, tuple[int, dict[str, int]]]:
    """By order: how many lines, and their value by currency."""
    rows = (
        select(_lines.c.order_id, _lines.c.currency, func.count(), func.sum(_lines.c.value_micro))
        .where(of_client(_lines, client_id))
        .group_by(_lines.c.order_id, _lines.c.currency)
    )
    found: dict[bytes, tuple[int, dict[str, int]]] = {}
    for order_id, currency, count, value in connection.execute(rows):
        lines, values = found.get(order_id, (0, {}))
        found[order_id] = (lines + count, {**values, currency: int(value)})
    return found
