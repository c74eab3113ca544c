"""Which promises were kept, ours and theirs."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class Given:
    """A promise: its day, when it was closed, and whether it had been kept by its day."""

    due: date | None
    closed_on: date | None = None
    kept: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptRate:
    """So many kept by their day, of so many that are decided."""

    n: int
    kept: int

    @property
    def percent(self) -> Decimal | None:
        """The share, in percent; None where none is decided."""
        return Decimal(100 * self.kept) / self.n if self.n else None


def is_late(promise: Given, *, as_of: date) -> bool:
    """Open at as-of, and its day has passed."""
    return not _closed(promise, as_of=as_of) and _due_passed(promise, as_of=as_of)


def kept_rate(promises: Iterable[Given], *, as_of: date) -> KeptRate:
    """Over promises that are closed, or whose day has passed, at as-of; kept after its day is not kept."""
    decided = [each for each in promises if _closed(each, as_of=as_of) or _due_passed(each, as_of=as_of)]
    return KeptRate(n=len(decided), kept=sum(each.kept and _closed(each, as_of=as_of) for each in decided))


def _closed(promise: Given, *, as_of: date) -> bool:
    return promise.closed_on is not None and promise.closed_on <= as_of


def _due_passed(promise: Given, *, as_of: date) -> bool:
    return promise.due is not None and promise.due < as_of
