"""ABC grades by cumulative share of value; the rule for the item that crosses a line is always said.

Source: FIGURES W15. Thresholds are a choice of the company, never a law.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

GRADES = ("A", "B", "C")


@dataclass(frozen=True, slots=True, kw_only=True)
class Graded:
    """One item with its place: value, share of the whole and share of all items before it, in percent."""

    key: str
    value: int
    grade: str
    share: Decimal
    share_before: Decimal


def grade(
    values: Iterable[tuple[str, int]],
    *,
    a: Decimal = Decimal(80),
    b: Decimal = Decimal(95),
    crossing_stays_up: bool = True,
) -> tuple[Graded, ...]:
    """Items with a positive value, largest first, ties by key.

    With `crossing_stays_up` an item is A while the share *before* it is under a, so the item that crosses the
    line stays in the upper class; without, the share that includes it must not exceed the line.
    """
    ranked = sorted(((key, value) for key, value in values if value > 0), key=lambda each: (-each[1], each[0]))
    whole, before, graded = sum(value for _, value in ranked), 0, []
    for key, value in ranked:
        graded.append(
            Graded(
                key=key,
                value=value,
                grade=_grade(before, value, whole=whole, lines=(a, b), crossing_stays_up=crossing_stays_up),
                share=Decimal(100 * value) / whole,
                share_before=Decimal(100 * before) / whole,
            )
        )
        before += value
    return tuple(graded)


def _grade(before: int, value: int, *, whole: int, lines: tuple[Decimal, Decimal], crossing_stays_up: bool) -> str:
    for letter, line in zip(GRADES, lines, strict=False):
        limit = line * whole
        if (100 * before < limit) if crossing_stays_up else (100 * (before + value) <= limit):
            return letter
    return GRADES[-1]
