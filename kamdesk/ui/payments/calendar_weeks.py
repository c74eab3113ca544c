"""The instalment calendar as weeks of days, each with what is due, late, promised or received on it; pure."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta

from kamdesk.ui.payments.view import OpenItem, PaymentView

WEEKS_BEFORE, WEEKS_AFTER = 3, 4
"""Around the week of the day shown; what lies farther off stands in the rows before and after."""

ORDER = ("missed", "late", "promised", "due", "received")
"""What a day says first where it has several to say."""


@dataclass(frozen=True, slots=True)
class Chip:
    """An amount on a day: missed, late, promised, due or received; minor units of the calendar's currency."""

    kind: str
    amount: int
    count: int


@dataclass(slots=True)
class Day:
    """One day of the calendar."""

    day: date
    chips: list[Chip] = field(default_factory=list)
    late_days: int = 0


@dataclass(slots=True)
class Weeks:
    """The whole calendar of one currency; amounts in minor units."""

    currency: str
    before: list[tuple[date, int]]
    weeks: list[list[Day]]
    sums: list[int]
    after: list[tuple[date, int]]

    @property
    def total(self) -> int:
        """All that is open."""
        return sum(self.sums) + sum(amount for _day, amount in (*self.before, *self.after))


def weeks_of(view: PaymentView, currency: str) -> Weeks:
    """The calendar of a view in one currency."""
    first = view.as_of - timedelta(days=view.as_of.weekday() + 7 * WEEKS_BEFORE)
    last = first + timedelta(days=7 * (WEEKS_BEFORE + 1 + WEEKS_AFTER) - 1)
    items = [item for item in view.items if item.open.currency == currency]
    found: dict[date, dict[str, list[int]]] = defaultdict(lambda: defaultdict(list))
    for item in items:
        found[item.due_on]["late" if item.days_late > 0 else "due"].append(item.open.amount_minor)
    for day, kind, amount in _promised(view, items):
        found[day][kind].append(amount)
    for receipt in view.receipts:
        if receipt.currency == currency:
            found[receipt.received_on]["received"].append(receipt.amount)
    days = [_day(first + timedelta(days=at), found, view.as_of) for at in range((last - first).days + 1)]
    weeks = [days[at : at + 7] for at in range(0, len(days), 7)]
    return Weeks(
        currency=currency,
        before=_beyond(item for item in items if item.due_on < first),
        weeks=weeks,
        sums=[
            sum(item.open.amount_minor for item in items if week[0].day <= item.due_on <= week[-1].day)
            for week in weeks
        ],
        after=_beyond(item for item in items if item.due_on > last),
    )


def _promised(view: PaymentView, items: Iterable[OpenItem]) -> Iterable[tuple[date, str, int]]:
    """On which day an open instalment was promised, and whether that day has passed."""
    by_invoice = {(promise.client_id, promise.invoice): promise.due_on for promise in view.promises}
    for item in items:
        day = by_invoice.get((item.client_id, item.invoice))
        if day is not None:
            yield day, "missed" if day < view.as_of else "promised", item.open.amount_minor


def _day(day: date, found: dict[date, dict[str, list[int]]], as_of: date) -> Day:
    kinds = found.get(day, {})
    chips = [Chip(kind, sum(kinds[kind]), len(kinds[kind])) for kind in ORDER if kind in kinds]
    late = (as_of - day).days if any(chip.kind in {"late", "missed"} for chip in chips) else 0
    return Day(day=day, chips=chips, late_days=late)


def _beyond(items: Iterable[OpenItem]) -> list[tuple[date, int]]:
    sums: dict[date, int] = defaultdict(int)
    for item in items:
        sums[item.due_on] += item.open.amount_minor
    return sorted(sums.items())
