"""Receivables by days late at any day: open instalments in buckets, unapplied money beside them, nothing lost.

Source: FIGURES W1. Invariant: the buckets and the unapplied money always add up to the ledger's balance.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from kamdesk.base.words import N_

BUCKETS = ("not_due", "1-30", "31-60", "61-90", "over_90")
"""In the order shown; the same words are the keys of the JSON."""

BUCKET_LABELS = {
    "not_due": N_("Not due"),
    "1-30": N_("1–30 days"),
    "31-60": N_("31–60 days"),
    "61-90": N_("61–90 days"),
    "over_90": N_("over 90 days"),
}

_LAST_DAYS = (0, 30, 60, 90)


@dataclass(frozen=True, slots=True, kw_only=True)
class Ageing:
    """What is owed at a day, in minor units of one currency."""

    buckets: tuple[int, ...]
    """one amount per word of BUCKETS"""
    unapplied: int
    """money received or credited that no instalment took; never positive where nothing was paid back"""

    @property
    def gross(self) -> int:
        """All open instalments."""
        return sum(self.buckets)

    @property
    def net(self) -> int:
        """The ledger's balance."""
        return self.gross + self.unapplied

    @property
    def overdue(self) -> int:
        """Open instalments whose due day has passed."""
        return self.gross - self.buckets[0]


def days_late(due: date, *, as_of: date) -> int:
    """Days past the due day; the due day itself is 0, an instalment that is not due is negative."""
    return (as_of - due).days


def bucket_at(late: int) -> int:
    """The place in BUCKETS of something so many days late."""
    return sum(late > last for last in _LAST_DAYS)


def bucket_of(open_minor: int, *, due: date, as_of: date) -> str:
    """Where an open amount stands in the ageing: its range of days, or beside them where it is a credit."""
    return BUCKETS[bucket_at(days_late(due, as_of=as_of))] if open_minor >= 0 else "unapplied"


def age(open_items: Iterable[tuple[date, int]], *, unapplied: int = 0, as_of: date) -> Ageing:
    """Open amounts by due day in buckets; a negative one is a credit nobody took yet and joins the unapplied."""
    buckets = [0] * len(BUCKETS)
    for due, open_minor in open_items:
        if open_minor < 0:
            unapplied += open_minor
        else:
            buckets[bucket_at(days_late(due, as_of=as_of))] += open_minor
    return Ageing(buckets=tuple(buckets), unapplied=unapplied)


def fill_earliest_first(open_minor: Sequence[int], received_minor: int) -> tuple[list[int], int]:
    """What each part takes of an amount, earliest part first, and the rest that no part could take.

    Money takes only parts of its own sign: a payment never settles a credit note, a refund never an invoice.
    """
    taken = []
    for part in open_minor:
        if (part < 0) != (received_minor < 0):
            taken.append(0)
            continue
        take = min(part, received_minor) if received_minor >= 0 else max(part, received_minor)
        taken.append(take)
        received_minor -= take
    return taken, received_minor
