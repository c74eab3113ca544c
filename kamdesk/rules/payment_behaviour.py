"""How a client pays what is settled: weighted days to pay, days beyond terms, share of late invoices.

Source: FIGURES W5 (without b). Amounts weigh, so that one large late invoice is not hidden by ten small ones.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any


@dataclass(frozen=True, slots=True, kw_only=True)
class Settlement:
    """One part of a settled invoice, and how long it took."""

    invoice: Any
    amount_minor: int
    days_to_pay: int
    """from the invoice's day to the payment"""
    days_beyond_terms: int
    """from the due day to the payment; negative if paid early"""


def weighted_days_to_pay(settled: Collection[Settlement]) -> Decimal | None:
    """Σ amount × (paid − invoiced) ÷ Σ amount."""
    return _weighted((part.amount_minor, part.days_to_pay) for part in settled)


def days_beyond_terms(settled: Collection[Settlement], *, late_only: bool = False) -> Decimal | None:
    """Σ amount × (paid − due) ÷ Σ amount, signed; with `late_only` early payments weigh as paid on the day."""
    return _weighted(
        (part.amount_minor, max(0, part.days_beyond_terms) if late_only else part.days_beyond_terms) for part in settled
    )


def late_share(settled: Collection[Settlement]) -> Decimal | None:
    """Invoices of which any part was paid after its due day ÷ invoices settled, in percent, by number."""
    invoices = {part.invoice for part in settled}
    late = {part.invoice for part in settled if part.days_beyond_terms > 0}
    return Decimal(100 * len(late)) / len(invoices) if invoices else None


def _weighted(pairs: Iterable[tuple[int, int]]) -> Decimal | None:
    weight = total = 0
    for amount, days in pairs:
        weight += amount
        total += amount * days
    return Decimal(total) / weight if weight > 0 else None
