"""One editor per kind of value: shows a fact's value as text, understands what is typed, says what is wrong."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from kamdesk.base.errors import BadValue
from kamdesk.base.money import MICRO, PPM, THOUSANDTH, Money, half_up, minor_digits
from kamdesk.base.show import amount_text, day_text, moment_here_text, number_text, percent_text, quantity_text
from kamdesk.base.words import tr
from kamdesk.facts.fact import Fact
from kamdesk.facts.kinds import Kind
from kamdesk.ui.kit.typed import amount_of, day_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Around:
    """What a value is shown and read in: the currency of its record and the day it is."""

    currency: str
    today: date
    options: Mapping[str, Sequence[tuple[bytes, str]]] = field(default_factory=dict)
    """word of a record → (id, how people call it): what a reference may name"""

    def named(self, row_id: bytes) -> str:
        """How people call a record that a reference may name."""
        return next((name for rows in self.options.values() for each, name in rows if each == row_id), "")


def shown(fact: Fact, value: Any, around: Around) -> str:
    """A fact's value as a form shows it."""
    if value is None or value in ("", ()):
        return ""
    show = _SHOWN.get(fact.kind)
    return show(fact, value, around) if show else str(value)


def understood(fact: Fact, text: str, around: Around) -> Any:
    """The value of what was typed. Raises: BadValue with a sentence."""
    read = _READ.get(fact.kind)
    try:
        return read(text, around) if read else text.strip()
    except BadValue as error:
        raise BadValue(error.text, fact=fact.name) from error


def echo(fact: Fact, text: str, around: Around) -> str:
    """What was understood, where it looks different from what was typed: 12万 is 120,000."""
    if fact.kind not in {Kind.AMOUNT, Kind.PRICE, Kind.QUANTITY, Kind.DAY}:
        return ""
    try:
        value = understood(fact, text, around)
    except BadValue:
        return ""
    again = shown(fact, value, around)
    return again if again and again != text.strip() else ""


def unit_of(fact: Fact, around: Around) -> str:
    """The unit written inside the field."""
    if fact.kind in {Kind.AMOUNT, Kind.PRICE}:
        return around.currency
    return "%" if fact.kind is Kind.PERCENT else tr(fact.unit)


def _whole(text: str, _around: Around) -> int | None:
    value = amount_of(text)
    if value is not None and value != value.to_integral_value():
        raise BadValue(tr("A whole number is needed"))
    return None if value is None else int(value)


def _scaled(factor: int) -> Callable[[str, Around], int | None]:
    def read(text: str, _around: Around) -> int | None:
        value = amount_of(text)
        return None if value is None else int(half_up(value * factor))

    return read


def _minor(text: str, around: Around) -> int | None:
    value = amount_of(text)
    return None if value is None else Money.from_major(value, around.currency).amount_minor


def _percent(text: str, _around: Around) -> int | None:
    value = amount_of(text.replace("%", "").replace("％", ""))
    return None if value is None else int(half_up(value * PPM / 100))


def _amount(_fact: Fact, value: int, around: Around) -> str:
    money = Money(value, around.currency)
    return amount_text(money, cents=value % 10 ** minor_digits(around.currency) != 0)


_SHOWN: dict[Kind, Callable[[Fact, Any, Around], str]] = {
    Kind.INTEGER: lambda _fact, value, _around: number_text(value),
    Kind.BOOLEAN: lambda _fact, value, _around: tr("yes") if value else tr("no"),
    Kind.DAY: lambda _fact, value, around: day_text(value, around.today),
    Kind.MOMENT: lambda _fact, value, around: moment_here_text(value, around.today),
    Kind.AMOUNT: _amount,
    Kind.PRICE: lambda _fact, value, _around: number_text(Decimal(value) / MICRO),
    Kind.QUANTITY: lambda _fact, value, _around: quantity_text(value),
    Kind.PERCENT: lambda _fact, value, _around: percent_text(value).removesuffix("%"),
    Kind.CHOICE: lambda fact, value, _around: tr(fact.choices.get(value, value)),
    Kind.CHOICES: lambda fact, value, _around: ", ".join(tr(fact.choices.get(each, each)) for each in value),
    Kind.REFERENCE: lambda _fact, value, around: around.named(value),
    Kind.REFERENCES: lambda _fact, value, around: ", ".join(filter(None, map(around.named, value))),
}

_READ: dict[Kind, Callable[[str, Around], Any]] = {
    Kind.INTEGER: _whole,
    Kind.DAY: lambda text, around: day_of(text, around.today),
    Kind.AMOUNT: _minor,
    Kind.PRICE: _scaled(MICRO),
    Kind.QUANTITY: _scaled(THOUSANDTH),
    Kind.PERCENT: _percent,
}
