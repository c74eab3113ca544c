"""What an order line takes from its order and from its own numbers, computed when it is written (DESIGN 6)."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any

from sqlalchemy import Connection

from kamdesk.base.money import line_value_micro
from kamdesk.records.orders import NOT_SALES, Order
from kamdesk.storage.bulk import date_order_lines, existing, take_from_orders

_TAKEN = ("ordered_on", "status", "is_credit", "currency")


def with_order_facts(
    connection: Connection,
    columns: dict[str, Sequence[Any]],
    order_ids: Sequence[bytes | None],
    order_keys: Sequence[str],
) -> dict[str, Sequence[Any]]:
    """The columns of order lines with value, day of sale, credit mark and, where it lacks, currency."""
    taken = _orders(connection, set(order_keys) - {""})
    unknown: tuple[None, int, str] = (None, 0, "")
    found = [taken.get(order_id, unknown) if order_id else unknown for order_id in order_ids]
    derived = dict(columns)
    derived["value_micro"] = _values(columns, len(order_ids))
    derived["sales_on"] = [day for day, _, _ in found]
    derived["is_credit"] = [credit for _, credit, _ in found]
    if "currency" not in columns:
        derived["currency"] = [currency for _, _, currency in found]
    return derived


def date_lines_of(connection: Connection, order_keys: Collection[str]) -> None:
    """Bring the lines of these orders in step after the orders changed or arrived."""
    taken = _orders(connection, order_keys)
    date_order_lines(connection, [(day, credit, order_id) for order_id, (day, credit, _) in taken.items()])


def date_lines_of_rows(connection: Connection, line_ids: Sequence[bytes]) -> None:
    """Give lines what they take from the orders they were just linked to, their currency where they had none too."""
    take_from_orders(connection, line_ids, tuple(sorted(NOT_SALES)))


def _orders(connection: Connection, keys: Collection[str]) -> dict[bytes, tuple[str | None, int, str]]:
    """Day of sale, credit mark and currency by order id; a draft or withdrawn order is no sale."""
    return {
        order_id: (None if status in NOT_SALES else day, credit, currency)
        for _, order_id, _, day, status, credit, currency in existing(connection, Order, _TAKEN, keys)
    }


class _Values(dict[tuple[int, int, int], int]):
    """Line values by (price, quantity, discount), each computed once."""

    def __missing__(self, line: tuple[int, int, int]) -> int:
        value = self[line] = line_value_micro(*line)
        return value


def _values(columns: dict[str, Sequence[Any]], count: int) -> list[int]:
    nothing = [0] * count
    prices, quantities = columns.get("unit_price", nothing), columns.get("quantity", nothing)
    discounts = columns.get("discount", nothing)
    values = _Values()
    return [values[line] for line in zip(prices, quantities, discounts, strict=True)]
