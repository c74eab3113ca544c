"""When an invoice falls due, in which parts: net, end of month, 30/60/10 %, cash discount.

A due day is reached by steps from the invoice's day, so that "45 days from the end of the month" and
"the 15th, two months on" are the same mechanism. Parts always add up to the invoice, to the cent.
"""

from __future__ import annotations

import calendar
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from kamdesk.base.days import add_days, add_months, month_end
from kamdesk.base.errors import BadValue
from kamdesk.base.money import PPM, half_up_int
from kamdesk.base.words import tr


class Move(StrEnum):
    """What one step does to a day."""

    DAYS = "days"
    """so many days on"""
    MONTHS = "months"
    """the same day so many months on, clamped to the month's end"""
    MONTH_END = "month_end"
    """the last day of the month"""
    DAY = "day"
    """that day of the same month, clamped: the 31st of February is its last day"""
    NEXT_DAY = "next_day"
    """the next such day of a month, today included"""


@dataclass(frozen=True, slots=True)
class Step:
    """One move and its number."""

    move: Move
    n: int = 0


Steps = tuple[Step, ...]


def net(days: int) -> Steps:
    """So many days after the invoice."""
    return (Step(Move.DAYS, days),)


def end_of_month(days: int = 0, *, months: int = 0) -> Steps:
    """So many days after the end of the invoice's month, or of a month some months later."""
    return (Step(Move.MONTHS, months), Step(Move.MONTH_END), Step(Move.DAYS, days))


def anniversary(months: int, day: int) -> Steps:
    """That day, some months on: the 31st clamps to a short month and comes back in the next long one."""
    return (Step(Move.MONTH_END), Step(Move.MONTHS, months), Step(Move.DAY, day))


def due_day(invoiced: date, steps: Iterable[Step]) -> date:
    """The day the steps lead to."""
    day = invoiced
    for step in steps:
        day = _moved(day, step)
    return day


def _moved(day: date, step: Step) -> date:
    match step.move:
        case Move.DAYS:
            return add_days(day, step.n)
        case Move.MONTHS:
            return add_months(day, step.n)
        case Move.MONTH_END:
            return month_end(day)
        case Move.DAY:
            return _on_day(day, step.n)
        case Move.NEXT_DAY:
            this_month = _on_day(day, step.n)
            return this_month if this_month >= day else _on_day(add_months(day.replace(day=1), 1), step.n)


def _on_day(day: date, n: int) -> date:
    return day.replace(day=min(n, calendar.monthrange(day.year, day.month)[1]))


class Share(StrEnum):
    """How a part's amount is found."""

    OF_TOTAL = "of_total"
    OF_REST = "of_rest"
    FIXED = "fixed"
    """in minor units; takes the sign of the invoice"""
    REST = "rest"


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """One line of a payment term."""

    share: Share = Share.REST
    n: int = 0
    """millionths of 1, or minor units if fixed"""
    steps: Steps = ()


@dataclass(frozen=True, slots=True)
class Due:
    """One instalment: the day and the amount."""

    day: date
    amount_minor: int


def by_percents(percents: Sequence[Decimal], steps: Sequence[Steps]) -> tuple[Part, ...]:
    """30/60/10 % on their days; the last part takes the rest. Raises: BadValue unless they add up to 100."""
    if sum(percents) != 100 or any(percent <= 0 for percent in percents) or len(percents) != len(steps):
        raise BadValue(tr("The parts of a payment term must be positive and add up to 100%."))
    shares = [Part(share=Share.OF_TOTAL, n=int(p * PPM / 100), steps=s) for p, s in zip(percents, steps, strict=True)]
    return (*shares[:-1], Part(steps=steps[-1]))


def percent_of(ratio: Decimal, divisor: Decimal) -> int:
    """The share of a part given both ways, in millionths. Raises: BadValue if the two contradict each other."""
    share = half_up_int(int(ratio * 10**9), 1000)
    if abs(1 - Decimal(share) * divisor / PPM) > divisor / PPM:
        raise BadValue(tr("{ratio} and one part of {divisor} are not the same share.", ratio=ratio, divisor=divisor))
    return share


def schedule(invoiced: date, amount_minor: int, parts: Sequence[Part]) -> tuple[Due, ...]:
    """The instalments of an invoice; without a term, or without an amount, one on the invoice's day.

    Raises: BadValue if the parts leave a rest that falls due on no day.
    """
    if not parts or not amount_minor:
        return (Due(invoiced, amount_minor),)
    rest, instalments = amount_minor, []
    for part in parts:
        amount = _amount(part, total=amount_minor, rest=rest)
        rest -= amount
        instalments.append(Due(due_day(invoiced, part.steps), amount))
    if rest:
        raise BadValue(tr("The parts of a payment term must be positive and add up to 100%."))
    return tuple(due for due in instalments if due.amount_minor)


def _amount(part: Part, *, total: int, rest: int) -> int:
    match part.share:
        case Share.OF_TOTAL:
            return half_up_int(total * part.n, PPM)
        case Share.OF_REST:
            return half_up_int(rest * part.n, PPM)
        case Share.FIXED:
            return part.n if total > 0 else -part.n
        case Share.REST:
            return rest


def cash_discount(amount_minor: int, *, invoiced: date, paid: date, share_ppm: int, days: int) -> int:
    """What may be kept back of an invoice paid within so many days: 2/10 net 30 is 2 % within 10 days."""
    return half_up_int(amount_minor * share_ppm, PPM) if (paid - invoiced).days <= days else 0
