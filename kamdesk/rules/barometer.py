"""Sales against their season: last year's same month is the expectation, the tracking signal is the alarm.

Source: FIGURES W16. A seasonal line is never compared with last month.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from kamdesk.base.days import month_of
from kamdesk.rules.sales import whole_months

LEAST_MONTHS = 24
"""A season must have been seen once before it can be expected, and once more to judge it."""

SIGNAL_LIMIT = Decimal(4)
SIGNAL_MONTHS = 6


def tracking_signal(residuals: Sequence[Decimal | int]) -> Decimal | None:
    """Σ residual ÷ mean absolute residual; None where there is no residual at all."""
    exact = [Decimal(each) for each in residuals]
    spread = sum(map(abs, exact), Decimal(0))
    return sum(exact, Decimal(0)) * len(exact) / spread if spread else None


def is_alarm(signal: Decimal | None) -> bool:
    """Whether the signal is past its limit, up or down."""
    return signal is not None and abs(signal) > SIGNAL_LIMIT


@dataclass(frozen=True, slots=True, kw_only=True)
class Season:
    """The newest whole months with what the season let us expect, oldest first."""

    months: tuple[str, ...]
    actual: tuple[int, ...]
    expected: tuple[int, ...]
    signal: Decimal | None

    @property
    def difference_percent(self) -> Decimal | None:
        """The newest month against its expectation, in percent; None where nothing was expected."""
        return Decimal(100 * (self.actual[-1] - self.expected[-1])) / self.expected[-1] if self.expected[-1] else None

    @property
    def months_below(self) -> int:
        """How many of the newest months in a row lie below their expectation."""
        run = 0
        for actual, expected in zip(reversed(self.actual), reversed(self.expected), strict=True):
            if actual >= expected:
                break
            run += 1
        return run


def against_season(by_month: Mapping[str, int], *, first: date, as_of: date, months: int = 13) -> Season | None:
    """Whole months to as-of with last year's same month beside each; None with fewer than 24 whole months.

    `first` is the first day of sale: months before it are unknown, not zero.
    """
    known = [month for month in whole_months(as_of, months + 12) if month >= month_of(first)]
    if len(known) < LEAST_MONTHS:
        return None
    shown = tuple(known[12:])
    actual = tuple(by_month.get(month, 0) for month in shown)
    expected = tuple(by_month.get(month, 0) for month in known[: len(shown)])
    residuals = [now - then for now, then in zip(actual, expected, strict=True)][-SIGNAL_MONTHS:]
    return Season(months=shown, actual=actual, expected=expected, signal=tracking_signal(residuals))
