"""How many days of sales are still unpaid: simple, count-back, best possible, and what of it is delinquency.

Source: FIGURES W2. Amounts are integers of one currency in one unit; days come back as exact decimals, unrounded.
"""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal


def simple(receivables: int, *, invoiced: int, days: int) -> Decimal | None:
    """Receivables ÷ what was invoiced in the period × its days; None where nothing was invoiced.

    The average of opening and closing receivables may stand in their place.
    """
    return Decimal(receivables) / invoiced * days if invoiced > 0 else None


def best_possible(not_due: int, *, invoiced: int, days: int) -> Decimal | None:
    """The same with only what is not due yet: where everybody pays on the day, this is the whole."""
    return simple(not_due, invoiced=invoiced, days=days)


def average_days_delinquent(receivables: int, *, not_due: int, invoiced: int, days: int) -> Decimal | None:
    """Simple − best possible: the days that lateness alone costs."""
    return simple(receivables - not_due, invoiced=invoiced, days=days)


def countback(receivables: int, months_newest_first: Iterable[tuple[int, int]]) -> Decimal | None:
    """Whole months of sales peeled off the receivables, newest first, the last one by its share of days.

    `months_newest_first` gives (sales, days of the month); fixed months of 30 days are the caller's choice.
    None where the months end before the receivables do: the days would be a guess.
    """
    days = Decimal(0)
    for sales, days_in_month in months_newest_first:
        if receivables <= 0:
            break
        if sales > 0 and receivables <= sales:
            return days + Decimal(receivables) / sales * days_in_month
        receivables -= sales
        days += days_in_month
    return days if receivables <= 0 else None
