"""What an order line takes from its order and from its own numbers, computed when it is written (DESIGN 6)."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from typing import Any

from kamdesk.base.money import line_value_micro, unit_price_micro
from kamdesk.connectors.batches import Batch
from kamdesk.connectors.intake.store import IntakeStore
from kamdesk.records.orders import NOT_SALES, Order, OrderLine

_TAKEN = ("ordered_on", "status", "is_credit", "currency")
_INPUTS: dict[str, Any] = {"order_id": None, "quantity": 0, "unit_price": 0, "discount": 0}
_FROM_ORDER: dict[str, Any] = {"sales_on": None, "is_credit": 0, "currency": ""}

Stood = Callable[[str, Any], Sequence[Any]]
"""What a fact of each row of a batch was before it; for new rows the second value."""


def written_facts(batch: Batch) -> tuple[str, ...]:
    """What is written of a batch: for lines also what their values are computed from, and what follows."""
    if batch.record is not OrderLine:
        return batch.facts
    beside = (*_INPUTS, "value_micro", *_FROM_ORDER)
    return (*batch.facts, *(name for name in beside if name not in batch.facts))


def line_columns(
    store: IntakeStore, batch: Batch, columns: dict[str, Sequence[Any]], stood: Stood
) -> dict[str, Sequence[Any]]:
    """The columns of order lines with value, day of sale, credit mark and, where it lacks, currency.

    What the file does not say of a known line stays: a new day must not take its price away.
    """
    inputs = {name: columns[name] if name in columns else stood(name, nothing) for name, nothing in _INPUTS.items()}
    whole = {**columns, **inputs, **_valued(columns, inputs, stood)}
    taken = _from_orders(store, batch, inputs["order_id"]) or {
        name: stood(name, nothing) for name, nothing in _FROM_ORDER.items()
    }
    return whole | {name: column for name, column in taken.items() if name != "currency" or name not in columns}


def _valued(
    columns: dict[str, Sequence[Any]], inputs: dict[str, Sequence[Any]], stood: Stood
) -> dict[str, Sequence[Any]]:
    """The value a file tells, and the price that follows from it; else what follows from what it tells."""
    if "value_micro" in columns:
        values = columns["value_micro"]
        lines = zip(values, inputs["quantity"], inputs["discount"], strict=True)
        return {} if "unit_price" in columns else {"unit_price": [unit_price_micro(*line) for line in lines]}
    if {"quantity", "unit_price", "discount"} & columns.keys():
        return {"value_micro": _values(inputs)}
    return {"value_micro": stood("value_micro", 0)}


def _from_orders(store: IntakeStore, batch: Batch, order_ids: Sequence[bytes | None]) -> dict[str, Sequence[Any]]:
    """What the lines take from their orders; nothing where the file does not name the orders."""
    if "order_id" not in batch.facts:
        return {}
    taken = _orders(store, set(batch.columns[batch.facts.index("order_id")]) - {""})
    unknown = tuple(_FROM_ORDER.values())
    found = [taken.get(order_id, unknown) if order_id else unknown for order_id in order_ids]
    return {name: [each[at] for each in found] for at, name in enumerate(_FROM_ORDER)}


def date_lines_of(store: IntakeStore, order_keys: Collection[str]) -> None:
    """Bring the lines of these orders in step after the orders changed or arrived."""
    taken = _orders(store, order_keys)
    store.date_order_lines([(day, credit, order_id) for order_id, (day, credit, _) in taken.items()])


def date_lines_of_rows(store: IntakeStore, line_ids: Sequence[bytes]) -> None:
    """Give lines what they take from the orders they were just linked to, their currency where they had none too."""
    store.take_from_orders(line_ids, tuple(sorted(NOT_SALES)))


def _orders(store: IntakeStore, keys: Collection[str]) -> dict[bytes, tuple[str | None, int, str]]:
    """Day of sale, credit mark and currency by order id; a draft or withdrawn order is no sale."""
    return {
        order_id: (None if status in NOT_SALES else day, credit, currency)
        for _, order_id, _, day, status, credit, currency in store.existing(Order, _TAKEN, keys)
    }


class _Values(dict[tuple[int, int, int], int]):
    """Line values by (price, quantity, discount), each computed once."""

    def __missing__(self, line: tuple[int, int, int]) -> int:
        value = self[line] = line_value_micro(*line)
        return value


def _values(columns: dict[str, Sequence[Any]]) -> list[int]:
    values = _Values()
    lines = zip(columns["unit_price"], columns["quantity"], columns["discount"], strict=True)
    return [values[line] for line in lines]
