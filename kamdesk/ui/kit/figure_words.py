"""Figures as people read them: amounts, days, shares, and the words of their rows and inputs."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from kamdesk.base.money import Money, half_up
from kamdesk.base.show import day_text, headline_text, moment_here_text, money_text, number_text
from kamdesk.base.words import commas, tr
from kamdesk.figures.figure import UNITS, Figure
from kamdesk.figures.labels import LABELS


def word_text(key: str) -> str:
    """What people call a key of a figure's rows, inputs or value."""
    return tr(LABELS[key]) if key in LABELS else key.replace("_", " ")


def plain_text(value: Any) -> str:
    """Any value of a figure as text."""
    if value is None:
        return "–"
    if isinstance(value, Money):
        return money_text(value)
    if isinstance(value, bool):
        return tr("yes") if value else tr("no")
    if isinstance(value, Decimal):
        return number_text(half_up(value, 1), 1) if value != value.to_integral_value() else number_text(int(value))
    if isinstance(value, int):
        return number_text(value)
    if isinstance(value, datetime):
        return moment_here_text(value)
    if isinstance(value, date):
        return day_text(value)
    if isinstance(value, Mapping):
        return commas(f"{word_text(str(key))} {plain_text(each)}" for key, each in value.items())
    if isinstance(value, (list, tuple)):
        return commas(map(plain_text, value))
    return str(value)


def value_lines(figure: Figure) -> Iterator[tuple[str, str]]:
    """The value as (name, text) lines; a single value is named by its unit."""
    if isinstance(figure.value, Mapping):
        for key, value in figure.value.items():
            yield word_text(str(key)), plain_text(value)
    elif figure.value is not None:
        yield tr(UNITS[figure.unit]), plain_text(figure.value)


def headline(amounts: Mapping[str, Money]) -> str:
    """Amounts of one or several currencies, side by side and never added."""
    return " + ".join(headline_text(money) for _currency, money in sorted(amounts.items())) or "0"


def main_amount(amounts: Mapping[str, Any], currency: str) -> Any:
    """The entry of the desk's or the client's currency, else of the first one; None where there is none."""
    if currency in amounts:
        return amounts[currency]
    return next((amounts[each] for each in sorted(amounts)), None)


def whole_text(value: Decimal | None) -> str:
    """A number without decimals, half-up; a dash where there is none."""
    return "–" if value is None else number_text(int(half_up(value)))


def one_text(value: Decimal | None) -> str:
    """A number with one decimal, half-up; a dash where there is none."""
    return "–" if value is None else number_text(half_up(value, 1), 1)
