"""Orders and payments of one client of the crowd, straight as tuples: a million lines must take seconds."""

from __future__ import annotations

import random
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, ClassVar

from kamdesk.base.money import THOUSANDTH, minor_from_micro

_LINES_PER_ORDER = 8
_CNY = "CNY"
_OWN_RANGE = 24
"""Products that one client buys; neighbours on the shelf."""
_RECENT = -60
"""Orders from this day on carry their deliveries."""


@dataclass(frozen=True, slots=True)
class Trade:
    """What all clients of the crowd share: the shelf, the season, the calendar."""

    today: date
    products: tuple[str, ...]
    prices: tuple[int, ...]
    season: tuple[int, ...]
    days: Mapping[int, date]

    FACTS: ClassVar[dict[str, tuple[str, ...]]] = {
        "order": ("ordered_on", "required_on", "promised_on", "shipped_on", "status", "currency"),
        "order_line": (
            "order_id", "product_id", "position", "quantity", "unit_price", "currency", "value_micro", "sales_on",
            "required_on", "promised_on",
        ),
        "delivery": ("order_line_id", "order_id", "delivered_on", "quantity"),
        "invoice": ("issued_on", "currency", "amount", "order_id"),
        "instalment": ("invoice_id", "position", "due_on", "currency", "amount"),
        "receipt": ("received_on", "currency", "amount"),
        "allocation": ("receipt_id", "instalment_id", "invoice_id", "currency", "amount"),
    }  # fmt: skip


Bulk = dict[str, list[tuple[Any, ...]]]


def trade_of(shop: Trade, bulk: Bulk, key: str, dice: random.Random, *, lines: int, instalments: int) -> None:
    """Write down so many order lines of one client, and invoices in so many instalments."""
    offsets = _order_days(shop, dice, -(-lines // _LINES_PER_ORDER))
    shipped: list[tuple[str, int, int]] = []
    first = dice.randrange(len(shop.products))
    for number, offset in enumerate(offsets, 1):
        order = f"SO-{key}-{number:03d}"
        count = min(_LINES_PER_ORDER, lines - (number - 1) * _LINES_PER_ORDER)
        ships = offset + dice.randint(8, 30)
        micro = _tell_order(shop, bulk, (key, order), dice, days=(offset, ships), count=count, shelf=first)
        if ships <= 0:
            shipped.append((order, ships, minor_from_micro(micro, _CNY)))
    two_parts = instalments - len(shipped)
    habit = dice.choice((-2, -1, 0, 0, 6, 15, 30))
    for position, (order, issued, amount) in enumerate(shipped):
        _tell_invoice(shop, bulk, (key, order), issued=issued, amount=amount, split=position < two_parts, habit=habit)


def _order_days(shop: Trade, dice: random.Random, count: int) -> list[int]:
    """So many days within 36 months, more of them in the season, oldest first."""
    weights = [shop.season[-back % 12] for back in range(36)]
    months = dice.choices(range(36), weights, k=count)
    return sorted(-(back * 30 + dice.randint(0, 29)) for back in months)


def _tell_order(
    shop: Trade,
    bulk: Bulk,
    keys: tuple[str, str],
    dice: random.Random,
    *,
    days: tuple[int, int],
    count: int,
    shelf: int,
) -> int:
    """One order with its lines; its value in millionths."""
    client, order = keys
    ordered_on, required_on, ships = shop.days[days[0]], shop.days[days[0] + 21], shop.days[days[1]]
    is_shipped = days[1] <= 0
    bulk["order"].append(
        (order, client, ordered_on, required_on, required_on, ships if is_shipped else None,
         "shipped" if is_shipped else "accepted", _CNY)
    )  # fmt: skip
    total, kinds = 0, len(shop.products)
    first, add_line = dice.randrange(_OWN_RANGE), bulk["order_line"].append
    for position in range(1, count + 1):
        item = (shelf + (first + position) % _OWN_RANGE) % kinds
        quantity = (1 + int(dice.random() * 12)) * THOUSANDTH
        price = shop.prices[item]
        value = price * quantity // THOUSANDTH
        total += value
        key = f"{order}/{position}"
        add_line(
            (key, client, order, shop.products[item], position, quantity, price, _CNY, value, ordered_on,
             required_on, required_on)
        )  # fmt: skip
        if is_shipped and days[0] >= _RECENT:
            bulk["delivery"].append((f"{key}-1", client, key, order, ships, quantity))
    return total


def _tell_invoice(
    shop: Trade, bulk: Bulk, keys: tuple[str, str], *, issued: int, amount: int, split: bool, habit: int
) -> None:
    """One invoice, in one part or two, and what was paid of it by today."""
    client, order = keys
    invoice = "INV" + order[2:]
    bulk["invoice"].append((invoice, client, shop.days[issued], _CNY, amount, order))
    first = amount * 3 // 10
    parts = ((0, first), (60, amount - first)) if split else ((45, amount),)
    for position, (term, value) in enumerate(parts, 1):
        key = f"{invoice}/{position}"
        due = issued + term
        bulk["instalment"].append((key, client, invoice, position, shop.days[due], _CNY, value))
        paid = max(due + habit, issued)
        if paid <= 0:
            receipt = f"RC-{key}"
            bulk["receipt"].append((receipt, client, shop.days[paid], _CNY, value))
            bulk["allocation"].append((f"{receipt}>", client, receipt, key, invoice, _CNY, value))
