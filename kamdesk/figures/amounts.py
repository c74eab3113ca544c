"""From sums in the file to what a figure shows: money by currency, quantities in their unit."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from kamdesk.base.money import THOUSANDTH, Money, minor_from_micro
from kamdesk.base.words import N_
from kamdesk.figures.figure import Sentence
from kamdesk.figures.question import Question


def money_of_micro(value_micro: int, currency: str) -> Money:
    """A sum of line values, rounded once."""
    return Money(minor_from_micro(value_micro, currency), currency)


def money_by_currency(minor: Mapping[str, int]) -> dict[str, Money]:
    """Amounts side by side, never added."""
    return {currency: Money(amount, currency) for currency, amount in sorted(minor.items())}


def sales_by_currency(micro: Mapping[str, int]) -> dict[str, Money]:
    """Sums of line values side by side, each rounded once."""
    return {currency: money_of_micro(value, currency) for currency, value in sorted(micro.items())}


def quantity(milli: int) -> Decimal:
    """A quantity in its unit of measure."""
    return Decimal(milli) / THOUSANDTH


SEVERAL_CURRENCIES = N_("There are sales in {currencies}: amounts in different currencies never add. Set one of them.")
NO_SALES = N_("There are no sales in this period.")


def one_currency(question: Question, found: Mapping[str, object]) -> str | Sentence:
    """The currency that is set, or the only one there is; a sentence where it is not clear."""
    asked = question.text("currency").upper()
    if asked or len(found) == 1:
        return asked or next(iter(found))
    if not found:
        return Sentence(NO_SALES)
    return Sentence(SEVERAL_CURRENCIES, {"currencies": ", ".join(sorted(found))})
