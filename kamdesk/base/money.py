"""Exact money: whole minor units and a currency; different currencies never add."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_DOWN, ROUND_HALF_UP, Decimal
from functools import lru_cache

MICRO = 1_000_000
"""Unit prices and line values are kept in millionths of the major unit."""

PPM = 1_000_000
"""Percentages are kept in millionths of 1: 12.5 % is 125,000."""

THOUSANDTH = 1_000
"""Quantities are kept in thousandths of the unit of measure."""


@lru_cache(maxsize=256)
def minor_digits(currency: str) -> int:
    """Decimals of a currency by ISO 4217: 2 for CNY, 0 for JPY, 3 for KWD; 2 where the code is unknown."""
    from babel.numbers import get_currency_precision  # noqa: PLC0415  (babel's data are slow to import)

    return int(get_currency_precision(currency))


def half_up(value: Decimal, digits: int = 0) -> Decimal:
    """Round half away from zero to `digits` decimals, once, at the end of a computation."""
    return value.quantize(Decimal(1).scaleb(-digits), rounding=ROUND_HALF_UP)


def half_up_int(numerator: int, denominator: int) -> int:
    """The integer nearest to numerator ÷ denominator, halves away from zero; exact for any size."""
    if denominator < 0:
        numerator, denominator = -numerator, -denominator
    sign = -1 if numerator < 0 else 1
    return sign * ((2 * abs(numerator) + denominator) // (2 * denominator))


def line_value_micro(unit_price_micro: int, quantity_milli: int, discount_ppm: int) -> int:
    """Price × quantity × (1 − discount) in millionths of the major unit, half-up. Source: FIGURES, net_sales."""
    return half_up_int(unit_price_micro * quantity_milli * (PPM - discount_ppm), THOUSANDTH * PPM)


def unit_price_micro(value_micro: int, quantity_milli: int, discount_ppm: int) -> int:
    """The price that a line's value comes from, half-up; 0 where nothing was sold or all was discounted."""
    sold = quantity_milli * (PPM - discount_ppm)
    return half_up_int(value_micro * THOUSANDTH * PPM, sold) if sold else 0


def minor_from_micro(value_micro: int, currency: str) -> int:
    """Millionths of the major unit as whole minor units, half-up."""
    return half_up_int(value_micro * 10 ** minor_digits(currency), MICRO)


def major_text(amount_minor: int, currency: str) -> str:
    """The amount in major units with all decimals of its currency, as JSON carries it: "27861.90"."""
    digits = minor_digits(currency)
    sign, whole = ("-" if amount_minor < 0 else ""), str(abs(amount_minor)).rjust(digits + 1, "0")
    return f"{sign}{whole[:-digits]}.{whole[-digits:]}" if digits else f"{sign}{whole}"


@dataclass(frozen=True, slots=True, order=False)
class Money:
    """An amount in whole minor units of one currency."""

    amount_minor: int
    currency: str

    def __add__(self, other: Money) -> Money:
        return Money(self.amount_minor + self._same(other), self.currency)

    def __sub__(self, other: Money) -> Money:
        return Money(self.amount_minor - self._same(other), self.currency)

    def __neg__(self) -> Money:
        return Money(-self.amount_minor, self.currency)

    def __lt__(self, other: Money) -> bool:
        return self.amount_minor < self._same(other)

    def _same(self, other: Money) -> int:
        if self.currency != other.currency:
            msg = f"{self.currency} and {other.currency} never add"
            raise TypeError(msg)
        return other.amount_minor

    def percent(self, share_ppm: int) -> Money:
        """This share of the amount, half-up to a whole minor unit."""
        return Money(half_up_int(self.amount_minor * share_ppm, PPM), self.currency)

    def split(self, weights: Sequence[int]) -> tuple[Money, ...]:
        """The amount in parts by weight, largest remainder first; the parts always add up to the whole.

        Raises: ValueError if no weight is positive.
        """
        return tuple(Money(part, self.currency) for part in split_minor(self.amount_minor, weights))

    @property
    def major(self) -> Decimal:
        """The amount in major units, exact."""
        return Decimal(self.amount_minor).scaleb(-minor_digits(self.currency))

    def json_text(self) -> str:
        """Major units as text, as JSON carries it: "27861.90"."""
        return major_text(self.amount_minor, self.currency)

    @classmethod
    def from_major(cls, major: Decimal, currency: str) -> Money:
        """Half-up to whole minor units."""
        return cls(int(half_up(major.scaleb(minor_digits(currency)))), currency)


def split_minor(amount_minor: int, weights: Sequence[int]) -> list[int]:
    """Whole minor units by weight, largest remainder first (ties: first wins); adds up to the whole."""
    total = sum(weights)
    if total <= 0 or any(weight < 0 for weight in weights):
        msg = "weights must be ≥ 0 and one of them positive"
        raise ValueError(msg)
    sign, amount = (-1 if amount_minor < 0 else 1), abs(amount_minor)
    exact = [Decimal(amount * weight) / total for weight in weights]
    parts = [int(part.to_integral_value(rounding=ROUND_DOWN)) for part in exact]
    by_remainder = sorted(range(len(weights)), key=lambda at: (parts[at] - exact[at], at))
    for at in by_remainder[: amount - sum(parts)]:
        parts[at] += 1
    return [sign * part for part in parts]
