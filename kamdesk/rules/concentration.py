"""How much of the company hangs on a few clients: largest share, three largest, HHI and the effective number.

Source: FIGURES W19.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class Concentration:
    """Shares in percent; HHI between 0 and 1; its inverse is the number of equal clients that would weigh the same."""

    top1: Decimal
    cr3: Decimal
    hhi: Decimal
    effective: Decimal


def concentration(values: Iterable[int]) -> Concentration | None:
    """Of the values of all clients; None where they do not add up to something positive."""
    ranked = sorted(values, reverse=True)
    whole = sum(ranked)
    if whole <= 0:
        return None
    hhi = Decimal(sum(value * value for value in ranked)) / (whole * whole)
    return Concentration(
        top1=Decimal(100 * ranked[0]) / whole, cr3=Decimal(100 * sum(ranked[:3])) / whole, hhi=hhi, effective=1 / hhi
    )
