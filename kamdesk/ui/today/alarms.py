"""What is wrong, in rows of two lines: overdue money, late orders, stock that will not reach a promise; worst first."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from kamdesk.base.days import days_between
from kamdesk.base.show import day_text, late_text, number_text
from kamdesk.base.words import ntr, tr
from kamdesk.ui.kit.client_numbers import amounts_text
from kamdesk.ui.kit.columns import Column
from kamdesk.ui.kit.named import client_name
from kamdesk.ui.today.gathered import EACH_MAX, TodayView


@dataclass(frozen=True, slots=True, kw_only=True)
class Alarm:
    """One row."""

    id: str
    room: str
    client_id: bytes
    state: str
    what: str
    why: str
    when: str
    weight: int


def alarms_of(view: TodayView, currency: str) -> list[Alarm]:
    """All alarms, late ones first, then by how much or how long."""
    found = [*_late_orders(view), *_overdue(view, currency), *_short(view)]
    return sorted(found, key=lambda alarm: (alarm.state != "late", -alarm.weight))


def _name(names: Mapping[bytes, tuple[str, str]], client_id: bytes) -> str:
    return client_name(*names.get(client_id, ("", "")))


def _late_orders(view: TodayView) -> list[Alarm]:
    return [
        Alarm(
            id=f"order-{row['order']}", room="orders", client_id=row["client_id"], state="late",
            what=tr("{client}: {order} late", client=_name(view.names, row["client_id"]), order=row["order"]),
            why=row["reason"] or _now(row["expected"], view.day), when=late_text(row["days_late"]),
            weight=row["days_late"],
        )
        for row in view.late_orders
    ]  # fmt: skip


def _now(expected: date | None, today: date) -> str:
    return tr("now expected {day}", day=day_text(expected, today)) if expected else tr("no new day known")


def _overdue(view: TodayView, currency: str) -> list[Alarm]:
    owing = [(each, found) for each, found in view.numbers.items() if any(n > 0 for n in found.overdue.values())]
    owing.sort(key=lambda pair: -max(pair[1].overdue.values()))
    return [
        Alarm(
            id=f"overdue-{client_id.hex()}", room="payments", client_id=client_id, state="late",
            what=tr("{client}: {amount} overdue", client=_name(view.names, client_id),
                    amount=amounts_text(found.overdue, currency)),
            why=ntr("{n} instalment", "{n} instalments", found.overdue_parts), when=late_text(found.oldest_days),
            weight=found.oldest_days,
        )
        for client_id, found in owing[:EACH_MAX]
    ]  # fmt: skip


def _short(view: TodayView) -> list[Alarm]:
    return [
        Alarm(
            id=f"short-{row['order']}-{row['product']}", room="stock", client_id=row["client_id"], state="risk",
            what=tr("{client}: {n} {product} short", client=_name(view.names, row["client_id"]),
                    n=number_text(row["short"]), product=row["product"]),
            why=tr("{order} of {day}", order=row["order"], day=day_text(row["required"], view.day)),
            when=_left(row["required"], view.day), weight=0,
        )
        for row in view.shortages
    ]  # fmt: skip


def _left(required: date | None, today: date) -> str:
    if required is None:
        return ""
    left = days_between(today, required)
    return tr("{n} d left", n=left) if left > 0 else tr("today")


def alarm_columns() -> list[Column]:
    """Mark and what at the left, when at the right."""
    return [
        Column(key="what", label="", text=lambda row: row.what, second=lambda row: row.why, stretch=1, width=140,
               mark=lambda row: row.state),
        Column(key="when", label="", text=lambda row: row.when, width=48, right=True, ink=lambda row: row.state),
    ]  # fmt: skip
