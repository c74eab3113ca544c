"""Stock ahead, day by day: on hand, what arrives, what was promised, and what can still be promised.

Source: issue section 4, "projected availability"; vocabulary of DESIGN 11 (available-to-promise).
Quantities are integers in thousandths of the unit.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Level:
    """Projected stock at the end of a day on which something arrives or leaves."""

    day: date
    quantity: int
    available: int
    """what can be promised for this day without breaking a later promise; never negative"""


def project(
    on_hand: int,
    *,
    reserved: int = 0,
    inbound: Iterable[tuple[date, int]] = (),
    promised: Iterable[tuple[date, int]] = (),
    as_of: date,
) -> tuple[Level, ...]:
    """Levels from as-of on, first as-of itself. What is behind its day moves on as-of.

    Reserved stock is normally the promised lines themselves; only what exceeds them leaves stock on its own.
    """
    promised = tuple(promised)
    moves: dict[date, int] = {as_of: -max(0, reserved - sum(quantity for _, quantity in promised))}
    for sign, entries in ((1, inbound), (-1, promised)):
        for day, quantity in entries:
            at = max(day, as_of)
            moves[at] = moves.get(at, 0) + sign * quantity
    levels, level = [], on_hand
    for day in sorted(moves):
        level += moves[day]
        levels.append((day, level))
    return _with_available(levels)


def _with_available(levels: Sequence[tuple[date, int]]) -> tuple[Level, ...]:
    least, found = levels[-1][1], []
    for day, level in reversed(levels):
        least = min(least, level)
        found.append(Level(day, level, max(0, least)))
    return tuple(reversed(found))


def available_now(levels: Sequence[Level]) -> int:
    """What can be promised for today."""
    return levels[0].available


def first_shortage(levels: Sequence[Level]) -> Level | None:
    """The first day on which promises exceed stock; None where none does."""
    return next((level for level in levels if level.quantity < 0), None)


def earliest_day_for(quantity: int, levels: Sequence[Level]) -> date | None:
    """The first day from which so much can be promised; None where it never can with what is known."""
    return next((level.day for level in levels if level.available >= quantity), None)
