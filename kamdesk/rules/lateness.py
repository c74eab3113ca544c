"""Late, overdue, unshipped: an order at a day; on time in full: a line, an order, and the share of them.

Source: FIGURES, counting rules. What was shipped after as-of is not shipped at as-of.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal


def shipped_at(shipped: date | None, *, as_of: date) -> date | None:
    """The shipping day as known at as-of."""
    return shipped if shipped is not None and shipped <= as_of else None


def days_late(required: date | None, shipped: date | None, *, as_of: date) -> int:
    """Days from the required day to shipping, or to as-of while it is not shipped; 0 where it is not late."""
    if required is None:
        return 0
    return max(0, ((shipped_at(shipped, as_of=as_of) or as_of) - required).days)


def is_late(required: date | None, shipped: date | None, *, as_of: date) -> bool:
    """Shipped, and after the required day."""
    known = shipped_at(shipped, as_of=as_of)
    return required is not None and known is not None and known > required


def is_overdue_open(required: date | None, shipped: date | None, *, as_of: date) -> bool:
    """Not shipped, and the required day has passed."""
    return required is not None and shipped_at(shipped, as_of=as_of) is None and required < as_of


@dataclass(frozen=True, slots=True, kw_only=True)
class DueOrder:
    """How many lines of an order are due, how many of those came by their day in full, how many are not due yet.

    So many orders are alike.
    """

    due: int
    met: int
    waiting: int = 0
    orders: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Otif:
    """So many on time in full, of so many that were due."""

    n: int
    met: int

    @property
    def percent(self) -> Decimal | None:
        """The share, in percent; None where nothing was due."""
        return Decimal(100 * self.met) / self.n if self.n else None


def otif_by_line(orders: Iterable[DueOrder]) -> Otif:
    """Over lines that are due; lines not yet due are out."""
    n = met = 0
    for order in orders:
        n += order.due * order.orders
        met += order.met * order.orders
    return Otif(n=n, met=met)


def otif_by_order(orders: Iterable[DueOrder]) -> Otif:
    """Over orders all of whose lines are due; an order meets it when all its lines do."""
    whole = [order for order in orders if order.due and not order.waiting]
    met = sum(order.orders for order in whole if order.met == order.due)
    return Otif(n=sum(order.orders for order in whole), met=met)
