"""One reader per kind of value: understands what is typed into a form, says what is wrong."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from kamdesk.base.errors import BadValue
from kamdesk.base.money import MICRO, PPM, THOUSANDTH, Money, half_up
from kamdesk.base.words import tr
from kamdesk.facts.fact import Fact
from kamdesk.facts.kinds import Kind
from kamdesk.facts.shown import Around, shown
from kamdesk.ui.kit.typed import amount_of, day_of


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


_READ: dict[Kind, Callable[[str, Around], Any]] = {
    Kind.INTEGER: _whole,
    Kind.DAY: lambda text, around: day_of(text, around.today),
    Kind.AMOUNT: _minor,
    Kind.PRICE: _scaled(MICRO),
    Kind.QUANTITY: _scaled(THOUSANDTH),
    Kind.PERCENT: _percent,
}
