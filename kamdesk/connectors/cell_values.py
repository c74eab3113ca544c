"""Turns a cell into the value of a fact, as the SQLite file keeps it; one entry for each kind of value."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache
from typing import Any

from kamdesk.base.days import moment_text
from kamdesk.base.errors import BadValue
from kamdesk.base.money import MICRO, PPM, THOUSANDTH, minor_digits
from kamdesk.base.words import LANGUAGES, speaking, tr
from kamdesk.connectors.calendar_days import AUTO, parse_day, parse_moment
from kamdesk.connectors.cells import Cell, cell_text
from kamdesk.connectors.numbers import NumberStyle, parse_number
from kamdesk.facts.fact import Fact
from kamdesk.facts.kinds import INT64_MAX, Kind, canonical, to_driver

_YES = frozenset({"true", "yes", "y", "1", "-1", "x", "t", "ja", "j", "oui", "✓", "√", "是", "有", "wahr"})
_NO = frozenset({"false", "no", "n", "0", "f", "nein", "non", "-", "否", "无", "無", "falsch"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Spelling:
    """How a table writes what can be written in several ways."""

    dates: str = AUTO
    numbers: NumberStyle = NumberStyle.AUTO
    factor: Decimal = Decimal(1)
    fold_case: bool = False


def fact_value(fact: Fact, cell: Cell, spelling: Spelling, *, currency: str = "") -> Any:  # noqa: ANN401  (any kind)
    """The fact's value, its default for an empty cell. Raises: BadValue."""
    value = _READERS[fact.kind](fact, cell, spelling, currency)
    return to_driver(fact.kind, fact.default) if value is None else value


def key_text(cell: Cell, spelling: Spelling) -> str:
    """A key: text, compared as text; without case and blanks only where the mapping says so."""
    text = _text(None, cell, spelling, "") or ""
    return "".join(text.upper().split()) if spelling.fold_case else text


def number(cell: Cell, spelling: Spelling) -> Decimal | None:
    """The exact number in a cell, None where it is empty. Raises: BadValue."""
    if isinstance(cell, (int, Decimal)):
        found: Decimal | None = Decimal(cell)
    elif cell is None:
        return None
    else:
        found = parse_number(cell_text(cell), spelling.numbers)
    return found if found is None or spelling.factor == 1 else found * spelling.factor


def _whole(value: Decimal) -> int:
    whole = int(value.quantize(Decimal(1), rounding=ROUND_HALF_UP)) if value.adjusted() < 19 else INT64_MAX + 1
    if abs(whole) > INT64_MAX:
        raise BadValue(tr('"{value}" is too large', value=value))
    return whole


def _text(_fact: Fact | None, cell: Cell, _spelling: Spelling, _currency: str) -> str | None:
    text: str = canonical(Kind.TEXT, cell_text(cell))
    return text or None


def _lines(_fact: Fact, cell: Cell, _spelling: Spelling, _currency: str) -> str | None:
    text: str = canonical(Kind.LINES, cell_text(cell))
    return text or None


def _integer(_fact: Fact, cell: Cell, spelling: Spelling, _currency: str) -> int | None:
    found = number(cell, spelling)
    if found is None:
        return None
    if found != found.to_integral_value():
        raise BadValue(tr('"{value}" is not a whole number', value=cell_text(cell)))
    return _whole(found)


def _boolean(_fact: Fact, cell: Cell, _spelling: Spelling, _currency: str) -> int | None:
    word = cell_text(cell).casefold()
    if not word:
        return None
    if word not in _YES | _NO:
        raise BadValue(tr('"{value}" is neither yes nor no', value=cell_text(cell)[:40]))
    return int(word in _YES)


def _day(_fact: Fact, cell: Cell, spelling: Spelling, _currency: str) -> str | None:
    day = parse_day(cell, spelling.dates)
    return day.isoformat() if day else None


def _moment(_fact: Fact, cell: Cell, spelling: Spelling, _currency: str) -> str | None:
    moment = parse_moment(cell, spelling.dates)
    return moment_text(moment) if moment else None


def _amount(_fact: Fact, cell: Cell, spelling: Spelling, currency: str) -> int | None:
    found = number(cell, spelling)
    return None if found is None else _whole(found.scaleb(minor_digits(currency)))


def _price(_fact: Fact, cell: Cell, spelling: Spelling, _currency: str) -> int | None:
    found = number(cell, spelling)
    return None if found is None else _whole(found * MICRO)


def _quantity(_fact: Fact, cell: Cell, spelling: Spelling, _currency: str) -> int | None:
    found = number(cell, spelling)
    return None if found is None else _whole(found * THOUSANDTH)


def _percent(_fact: Fact, cell: Cell, spelling: Spelling, _currency: str) -> int | None:
    """12.5 and "12.5 %" are the same."""
    found = number(cell, spelling)
    if found is None:
        return None
    return _whole(found * PPM if "%" in cell_text(cell) or "％" in cell_text(cell) else found * PPM / 100)


def _choice(fact: Fact, cell: Cell, _spelling: Spelling, _currency: str) -> str | None:
    word = cell_text(cell)
    if not word:
        return None
    value = _choice_words(tuple(fact.choices.items())).get(word.casefold())
    if value is None:
        known = ", ".join(fact.choices)
        raise BadValue(tr('"{value}" is none of: {known}', value=word[:40], known=known))
    return value


def _choices(fact: Fact, cell: Cell, spelling: Spelling, currency: str) -> str | None:
    parts = cell_text(cell).replace(";", "|").replace(",", "|").replace("、", "|").split("|")
    found = {_choice(fact, part, spelling, currency) for part in parts} - {None}
    return "|".join(sorted(str(each) for each in found)) or None


@lru_cache(maxsize=256)
def _choice_words(choices: tuple[tuple[str, str], ...]) -> dict[str, str]:
    """Every way to write a choice: its value, its label in each language."""
    words = {value.casefold(): value for value, _ in choices}
    for language in LANGUAGES:
        with speaking(language):
            words |= {tr(label).casefold(): value for value, label in choices}
    return words


def _key(_fact: Fact, cell: Cell, spelling: Spelling, _currency: str) -> str:
    return key_text(cell, spelling)


_READERS: dict[Kind, Callable[[Fact, Cell, Spelling, str], Any]] = {
    Kind.TEXT: _text,
    Kind.LINES: _lines,
    Kind.INTEGER: _integer,
    Kind.BOOLEAN: _boolean,
    Kind.DAY: _day,
    Kind.MOMENT: _moment,
    Kind.AMOUNT: _amount,
    Kind.PRICE: _price,
    Kind.QUANTITY: _quantity,
    Kind.PERCENT: _percent,
    Kind.CHOICE: _choice,
    Kind.CHOICES: _choices,
    Kind.PHONE: _text,
    Kind.EMAIL: _text,
    Kind.REFERENCE: _key,
    Kind.REFERENCES: _key,
}
