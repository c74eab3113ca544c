"""A fact's value as people read it, in the language in force: in forms, in the tray, in the history."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from kamdesk.base.money import MICRO, PPM, Money, minor_digits
from kamdesk.base.show import amount_text, day_text, moment_here_text, number_text, quantity_text
from kamdesk.base.words import commas, tr
from kamdesk.facts.fact import Fact
from kamdesk.facts.kinds import Kind


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
    Kind.PERCENT: lambda _fact, value, _around: number_text(Decimal(value) * 100 / PPM),
    Kind.CHOICE: lambda fact, value, _around: tr(fact.choices.get(value, value)),
    Kind.CHOICES: lambda fact, value, _around: commas(tr(fact.choices.get(each, each)) for each in value),
    Kind.REFERENCE: lambda _fact, value, around: around.named(value),
    Kind.REFERENCES: lambda _fact, value, around: commas(map(around.named, value)),
}
