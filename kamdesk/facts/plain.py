"""Values as scripts write and read them: money in major units, ISO days, percentages as 12.5, records by their key."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

from kamdesk.base.days import moment_text
from kamdesk.base.errors import BadValue
from kamdesk.base.money import MICRO, PPM, THOUSANDTH, half_up, major_text, minor_digits
from kamdesk.base.words import tr
from kamdesk.facts.fact import Fact
from kamdesk.facts.kinds import Kind

Find = Callable[[str, str], bytes]
"""(word of a record, its key or name) → its id"""
KeyOf = Callable[[str, bytes], str]
"""(word of a record, its id) → its external key"""


def value_of(fact: Fact, plain: Any, *, currency: str, find: Find) -> Any:
    """The canonical value of what a script wrote. Raises: BadValue naming the fact, NotFound."""
    if plain is None or (plain == "" and fact.kind not in _TEXTS):
        return None
    try:
        return _read(fact, plain, currency, find)
    except (ValueError, TypeError, KeyError, ArithmeticError, AttributeError) as error:
        raise BadValue(
            tr(
                '{fact}: "{value}" is not a value of this kind: {kind}',
                fact=tr(fact.label),
                value=plain,
                kind=fact.kind,
            ),
            fact=fact.name,
        ) from error


def _read(fact: Fact, plain: Any, currency: str, find: Find) -> Any:
    scale = _scale(fact.kind, currency)
    if scale:
        return _whole(plain, scale)
    if fact.kind is Kind.INTEGER:
        return _whole(plain, 1)
    if fact.kind is Kind.BOOLEAN:
        return _BOOLEANS[str(plain).lower()]
    if fact.kind is Kind.MOMENT:
        return _moment(plain)
    if fact.kind is Kind.REFERENCE:
        return find(fact.refers_to, str(plain))
    if fact.kind is Kind.REFERENCES:
        return tuple(find(fact.refers_to, str(each)) for each in _several(plain))
    return tuple(_several(plain)) if fact.kind is Kind.CHOICES else plain


def plain_of(fact: Fact, value: Any, *, currency: str, key_of: KeyOf) -> Any:
    """What a script reads of a canonical value."""
    if value is None:
        return None
    if fact.kind is Kind.AMOUNT:
        return major_text(value, currency)
    if fact.kind is Kind.PRICE:
        return format(Decimal(value) / MICRO, "f")
    if fact.kind is Kind.QUANTITY:
        return _number(Decimal(value) / THOUSANDTH)
    if fact.kind is Kind.PERCENT:
        return _number(Decimal(value) * 100 / PPM)
    if fact.kind is Kind.DAY:
        return value.isoformat()
    if fact.kind is Kind.MOMENT:
        return moment_text(value)
    if fact.kind is Kind.REFERENCE:
        return key_of(fact.refers_to, value)
    if fact.kind is Kind.REFERENCES:
        return [key_of(fact.refers_to, each) for each in value]
    return list(value) if fact.kind is Kind.CHOICES else value


def currency_of(values: Mapping[str, Any], default: str) -> str:
    """The currency of a record's amounts: its own, else the desk's."""
    return str(values.get("currency") or default)


_TEXTS = {Kind.TEXT, Kind.LINES, Kind.CHOICE, Kind.PHONE, Kind.EMAIL}
_BOOLEANS = {"true": True, "1": True, "yes": True, "false": False, "0": False, "no": False}


def _scale(kind: Kind, currency: str) -> int:
    if kind is Kind.AMOUNT:
        return int(10 ** minor_digits(currency))
    return {Kind.PRICE: MICRO, Kind.QUANTITY: THOUSANDTH, Kind.PERCENT: PPM // 100}.get(kind, 0)


def _whole(plain: object, scale: int) -> int:
    """So many whole units; what would have to be rounded is refused. Raises: ValueError."""
    if isinstance(plain, bool):
        raise TypeError
    exact = Decimal(str(plain)) * scale
    if exact != half_up(exact):
        raise ValueError
    return int(exact)


def _moment(plain: str) -> datetime:
    moment = datetime.fromisoformat(plain)
    return (moment if moment.tzinfo else moment.astimezone()).astimezone(UTC)


def _several(plain: object) -> list[str]:
    if isinstance(plain, str):
        return [each.strip() for each in plain.split("|") if each.strip()]
    if isinstance(plain, list):
        return [str(each) for each in plain]
    raise TypeError


def _number(value: Decimal) -> int | float:
    whole = int(value)
    return whole if whole == value else float(value)
