"""How long stock lasts: against one daily demand, or walking forward through a demand that has seasons.

Source: FIGURES W8. Quantities are integers in thousandths; days come back as exact decimals.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import Decimal
from itertools import islice

from kamdesk.rules.reorder import rounded_to_pack

LOOK_AHEAD_DAYS = 3650
"""Ten years of cover is "no need"; the walk ends there."""


def cover_days(free: int, *, daily_demand: Decimal) -> Decimal | None:
    """Free stock ÷ demand of a day; 0 where nothing is free, None where nothing is asked for."""
    if free <= 0:
        return Decimal(0)
    return free / daily_demand if daily_demand > 0 else None


def forward_cover_days(free: int, demand_by_day: Iterable[Decimal]) -> Decimal | None:
    """Days until the demand ahead has used the free stock, the last day by its share; None if it never does."""
    rest = Decimal(max(0, free))
    if not rest:
        return Decimal(0)
    for days, demand in enumerate(islice(demand_by_day, LOOK_AHEAD_DAYS)):
        if demand > 0 and rest <= demand:
            return days + rest / demand
        rest -= max(demand, Decimal(0))
    return None


def repeated_weeks(week_totals: Sequence[int]) -> Iterable[Decimal]:
    """The demand of each day ahead when last year's weeks come again, and again after that year."""
    if not any(total > 0 for total in week_totals):
        return
    while True:
        for total in week_totals:
            daily = Decimal(max(0, total)) / 7
            yield from (daily,) * 7


def proposed_order(theirs: int, *, daily_need: int, lead_time_days: int, pack: int = 0) -> int:
    """What brings a client's stock back to twice our lead time of their need, in whole packs; never negative."""
    return rounded_to_pack(max(0, 2 * lead_time_days * daily_need - theirs), pack=pack)
