"""What is counted for every client at once: sales of twelve months, overdue money, late orders."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from kamdesk.base.money import Money, minor_from_micro
from kamdesk.base.show import amount_text, money_text
from kamdesk.reads.orders import unshipped_orders
from kamdesk.reads.payments import open_instalments
from kamdesk.reads.sales import by_client
from kamdesk.reads.scopes import keepers
from kamdesk.rules.ageing import days_late
from kamdesk.rules.lateness import is_overdue_open
from kamdesk.rules.sales import twelve_months_to


@dataclass(frozen=True, slots=True)
class ClientNumbers:
    """Of one client; amounts in minor units by currency."""

    sales: dict[str, int] = field(default_factory=dict)
    overdue: dict[str, int] = field(default_factory=dict)
    late_orders: int = 0
    overdue_parts: int = 0
    oldest_days: int = 0
    """days late of the oldest open instalment"""


def count_clients(connection: Any, as_of: date) -> dict[bytes, ClientNumbers]:
    """By client; those without any sale, debt or order are absent."""
    sales: dict[bytes, dict[str, int]] = {}
    overdue: dict[bytes, dict[str, int]] = {}
    late: dict[bytes, int] = {}
    parts: dict[bytes, list[int]] = {}
    first, last = twelve_months_to(as_of)
    kept = keepers(connection)
    for currency, values in by_client(connection, first=first, last=last).items():
        for client_id, micro in values.items():
            sales.setdefault(client_id, {})[currency] = minor_from_micro(micro, currency)
    for part in open_instalments(connection, None, as_of=as_of):
        days = days_late(part.due_on, as_of=as_of)
        if days > 0:
            client_id = kept.get(part.client_id, part.client_id)
            parts.setdefault(client_id, []).append(days)
            owed = overdue.setdefault(client_id, {})
            owed[part.currency] = owed.get(part.currency, 0) + part.open_minor
    for order in unshipped_orders(connection, None, as_of=as_of):
        if is_overdue_open(order.required_on, None, as_of=as_of):
            client_id = kept.get(order.client_id, order.client_id)
            late[client_id] = late.get(client_id, 0) + 1
    return {
        each: ClientNumbers(
            sales.get(each, {}),
            overdue.get(each, {}),
            late.get(each, 0),
            len(parts.get(each, ())),
            max(parts.get(each, (0,))),
        )
        for each in sales.keys() | overdue.keys() | late.keys()
    }


def amounts_text(amounts: Mapping[str, int], currency: str) -> str:
    """An amount without its currency where that stands in the header; others with their sign, side by side."""
    shown = []
    for each, minor in sorted(amounts.items()):
        if minor:
            money = Money(minor, each)
            shown.append(amount_text(money) if each == currency else money_text(money))
    return " + ".join(shown)


def amounts_value(amounts: Mapping[str, int], currency: str) -> Decimal | str | None:
    """What a workbook gets: a number where there is only the desk's currency, else the text."""
    if set(amounts) <= {currency}:
        return Money(amounts[currency], currency).major if currency in amounts else None
    return amounts_text(amounts, currency)


def sort_value(numbers: ClientNumbers, key: str, currency: str) -> int:
    """What the list is sorted by under a counted column: the desk's own currency first."""
    if key == "late_orders":
        return numbers.late_orders
    amounts = numbers.sales if key == "sales" else numbers.overdue
    return amounts.get(currency, 0) or max(amounts.values(), default=0)
