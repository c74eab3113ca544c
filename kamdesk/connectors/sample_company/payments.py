"""Invoices of what was shipped, and how each client pays: on time, late by habit, at the month's end, at will."""

from __future__ import annotations

import random
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from kamdesk.base.days import add_days, month_end
from kamdesk.base.money import minor_digits, minor_from_micro
from kamdesk.connectors.sample_company.firms import Firm
from kamdesk.connectors.sample_company.orders import Sale
from kamdesk.connectors.sample_company.scene import Scene, tale

_LAG = 18
"""Days by which the clients pay late that always pay late."""
_QUIET_DAYS = 10
"""A client told in full received what it received: nothing else happens in the last days of its story."""
_ERRATIC = (-5, 0, 12, 35, 60, 140)


@dataclass(frozen=True, slots=True)
class Part:
    """An instalment: due day, amount in minor units, and the payments it got as (day, amount)."""

    due_on: date
    amount: int
    paid: tuple[tuple[date, int], ...]


def parts_of(schedule: str, issued_on: date, amount: int) -> list[tuple[date, int]]:
    """Due day and amount of every part of a schedule such as "30% 0, 70% 60"; the last takes what rounding left."""
    shares = [each.strip().split() for each in schedule.split(",")]
    parts = [(add_days(issued_on, int(days)), amount * int(share.rstrip("%")) // 100) for share, days in shares]
    day, last = parts[-1]
    parts[-1] = (day, last + amount - sum(value for _, value in parts))
    return parts


def tell_invoices(scene: Scene, firm: Firm, sales: Sequence[tuple[str, Sale]]) -> None:
    """Write down the invoices of one client with their numbers, and every receipt up to today."""
    order_days = sorted(sale.ordered_on for _, sale in sales if sale.counts and not sale.is_credit)
    dice = scene.dice(f"payments {firm.key}")
    disputed = 1 if firm.payer == "erratic" else 0
    for number, sale in sales:
        parts = _parts(scene, firm, sale, order_days, dice)
        open_late = any(part.due_on < scene.today and not part.paid for part in parts)
        is_disputed = disputed > 0 and open_late
        disputed -= is_disputed
        _tell_invoice(scene, number, sale, parts, is_disputed=is_disputed)
    for client, ago, amount, note in tale("company")["unapplied"]:
        if client == firm.key:
            _receive(scene, firm.key, add_days(scene.today, -ago), _minor(amount), note=note)


def issued_on(sale: Sale, scene: Scene) -> date:
    """The day an order is invoiced: when it leaves, unless the story says otherwise."""
    told = scene.day(sale.invoice["issued"]) if sale.invoice else sale.shipped_on
    assert told is not None
    return told


def _minor(text: str) -> int:
    return int(Decimal(text).scaleb(minor_digits(tale("company")["currency"])))


def _parts(scene: Scene, firm: Firm, sale: Sale, order_days: list[date], dice: random.Random) -> list[Part]:
    amount = minor_from_micro(sale.value_micro, sale.currency)
    issued = issued_on(sale, scene)
    if sale.invoice:
        return _told_parts(scene, sale.invoice)
    if sale.is_credit:
        refunded = add_days(issued, 10)
        return [Part(issued, amount, ((refunded, amount),) if refunded <= scene.today else ())]
    parts = []
    for due, value in parts_of(firm.schedule, issued, amount):
        day = max(pays_on(firm.payer, due, order_days, dice), issued)
        if firm.told.get("months"):
            day = min(day, add_days(scene.today, -_QUIET_DAYS))
        parts.append(Part(due, value, _payments(day, value, scene.today, dice)))
    return parts


def _told_parts(scene: Scene, told: dict[str, list[int]]) -> list[Part]:
    received = [scene.day(day) for day in told.get("received", [])]
    parts = []
    for number, (due, amount) in enumerate(zip(told["due"], told["amounts"], strict=True)):
        minor = _minor(f"{amount}")
        day = received[number] if number < len(received) else None
        parts.append(Part(add_days(scene.today, due), minor, ((day, minor),) if day else ()))
    return parts


def pays_on(payer: str, due: date, order_days: Sequence[date], dice: random.Random) -> date:
    """The day on which this kind of payer settles what is due on a day."""
    if payer == "fixed_lag":
        return add_days(due, _LAG + dice.randint(-1, 1))
    if payer == "month_end":
        return month_end(due)
    if payer == "erratic":
        return add_days(due, dice.choice(_ERRATIC))
    if payer == "next_order" and dice.randrange(4):
        following = bisect_left(order_days, add_days(due, 7))
        if following < len(order_days):
            return add_days(order_days[following], dice.randint(0, 3))
    return add_days(due, -dice.randint(0, 3))


def _payments(day: date, amount: int, today: date, dice: random.Random) -> tuple[tuple[date, int], ...]:
    """One payment, now and then two; those after today have not happened."""
    if dice.random() < 0.05:
        first = amount * 6 // 10
        both = ((day, first), (add_days(day, 20), amount - first))
        return tuple(each for each in both if each[0] <= today)
    return ((day, amount),) if day <= today else ()


def _tell_invoice(scene: Scene, number: str, sale: Sale, parts: Sequence[Part], *, is_disputed: bool) -> None:
    add = scene.book.add
    add(
        "invoice", number, sale.client, issued_on=issued_on(sale, scene), currency=sale.currency,
        amount=sum(part.amount for part in parts), order_id=sale.number, is_disputed=is_disputed,
        note="客户仓库未签收，金额有争议" if is_disputed else "",
    )  # fmt: skip
    for position, part in enumerate(parts, 1):
        key = f"{number}/{position}"
        add("instalment", key, sale.client, invoice_id=number, position=position, due_on=part.due_on,
            currency=sale.currency, amount=part.amount)  # fmt: skip
        for day, amount in part.paid:
            receipt = _receive(scene, sale.client, day, amount, currency=sale.currency)
            add("allocation", f"{receipt}>{key}", sale.client, receipt_id=receipt, instalment_id=key,
                invoice_id=number, currency=sale.currency, amount=amount)  # fmt: skip


def _receive(scene: Scene, client: str, day: date, amount: int, *, currency: str = "", note: str = "") -> str:
    told = tale("company")
    key = f"RC-{scene.book.number('receipt'):05d}"
    scene.book.add(
        "receipt", key, client, received_on=day, currency=currency or told["currency"], amount=amount,
        instrument=told["instruments"].get(client, "transfer"), note=note,
    )  # fmt: skip
    return key
