"""Sales by month: no month is missing, and the month that still runs is marked.

Source: FIGURES, sales_by_month.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from kamdesk.base.days import add_days, add_months, is_month_end, month_of, month_start, months_between


def every_month(by_month: Mapping[str, int], *, first: date, as_of: date) -> dict[str, int]:
    """Each month from the first to as-of's; a month without sales is 0."""
    return {month: by_month.get(month, 0) for month in months_between(first, as_of)}


def incomplete_month(as_of: date) -> str | None:
    """The month that still runs at as-of; None if as-of is its last day."""
    return None if is_month_end(as_of) else month_of(as_of)


def last_whole_month_end(as_of: date) -> date:
    """The last day of the newest month that is over at as-of."""
    return as_of if is_month_end(as_of) else add_days(month_start(as_of), -1)


def whole_months(as_of: date, n: int) -> tuple[str, ...]:
    """The newest n months that are over at as-of, oldest first."""
    last = last_whole_month_end(as_of)
    return tuple(months_between(add_months(month_start(last), 1 - n), last))


def twelve_months_to(as_of: date) -> tuple[date, date]:
    """The first and the last day of the twelve months that end with as-of."""
    if is_month_end(as_of):
        return month_start(add_months(as_of, -11)), as_of
    return add_days(add_months(as_of, -12), 1), as_of
