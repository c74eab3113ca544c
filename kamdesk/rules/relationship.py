"""How well a client's people are known to us, weighed by influence and fading with time; and the five stages.

Source: FIGURES W20, W21.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

HALF_LIFE_DAYS = 90
"""What was close three months ago counts half."""

COVERAGE_MAX = 4
COLD_AFTER_DAYS = 90

STAGES = range(1, 6)
"""From no business to systems linked; records/clients.py has their names."""


def may_move(stage_from: int, stage_to: int) -> bool:
    """A stage is reached from its neighbour only, with evidence."""
    return stage_to in STAGES and abs(stage_to - stage_from) <= 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """A person at the client: influence 0–5, how well covered 0–4, days since we last met (None: never)."""

    person: Any
    influence: int
    coverage: int
    days_since: int | None
    purchasing: bool = False


def weight(known: Known) -> Decimal:
    """Influence × coverage ÷ 4 × 0.5^(days ÷ 90)."""
    if known.days_since is None or known.coverage <= 0:
        return Decimal(0)
    fading = Decimal("0.5") ** (Decimal(max(0, known.days_since)) / HALF_LIFE_DAYS)
    return known.influence * Decimal(known.coverage) / COVERAGE_MAX * fading


def relationship_index(people: Collection[Known]) -> Decimal | None:
    """0–100: the covered part of all influence; None where nobody with influence is known."""
    influence = sum(known.influence for known in people)
    return 100 * sum(map(weight, people), Decimal(0)) / influence if influence else None


def outside_purchasing(people: Collection[Known]) -> Decimal | None:
    """The share of covered weight that lies outside the purchasing department, in percent."""
    whole = sum(map(weight, people), Decimal(0))
    return 100 * sum((weight(each) for each in people if not each.purchasing), Decimal(0)) / whole if whole else None


_PURCHASING = ("purchas", "procure", "buying", "sourcing", "采购", "採購", "进货", "進貨")


def is_purchasing(department: str) -> bool:
    """Whether a department buys, by its name in English or Chinese; what has another name counts as outside."""
    plain = department.casefold()
    return any(word in plain for word in _PURCHASING)


def largest_gap(people: Collection[Known]) -> Known | None:
    """The person with the most influence we do not reach."""
    return max(people, key=lambda known: known.influence - weight(known), default=None)


def is_cold(days_since: int | None) -> bool:
    """Never met, or not for more than ninety days."""
    return days_since is None or days_since > COLD_AFTER_DAYS


def percent(part: int, whole: int) -> Decimal | None:
    """The part in percent; None of nothing."""
    return Decimal(100 * part) / whole if whole else None
