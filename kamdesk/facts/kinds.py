"""The kinds of value a fact can hold, and the one canonical form of each: what is compared, stored and sent."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable
from datetime import UTC, date, datetime
from enum import StrEnum
from typing import Any

from kamdesk.base.days import moment_from_text, moment_text
from kamdesk.base.errors import BadValue
from kamdesk.base.words import tr


class Kind(StrEnum):
    """What a value is; every floor that handles values has one entry per kind (a house test checks)."""

    TEXT = "text"
    """One line, NFC, no space at the ends."""
    LINES = "lines"
    """Text of several lines; merges line by line."""
    INTEGER = "integer"
    BOOLEAN = "boolean"
    DAY = "day"
    """`date`"""
    MOMENT = "moment"
    """`datetime` in UTC, whole seconds"""
    AMOUNT = "amount"
    """int, minor units; the currency stands in the sibling fact `currency`"""
    PRICE = "price"
    """int, millionths of the major unit"""
    QUANTITY = "quantity"
    """int, thousandths of the unit of measure"""
    PERCENT = "percent"
    """int, millionths of 1"""
    CHOICE = "choice"
    """one of the fact's choices; a value this program does not know is kept as it is"""
    CHOICES = "choices"
    """tuple of choices, sorted"""
    PHONE = "phone"
    EMAIL = "email"
    REFERENCE = "reference"
    """id of another record (16 bytes)"""
    REFERENCES = "references"
    """tuple of ids, sorted"""


INT64_MAX = 2**63 - 1
TEXT_MAX = 10_000_000
"""Ten million characters: a long minute-book still fits, a runaway paste does not."""


def canonical(kind: Kind, value: object) -> Any:
    """The value in its canonical form; None stays None, empty text becomes "". Raises: BadValue."""
    if value is None:
        return None
    try:
        return _CANONICAL[kind](value)
    except (TypeError, ValueError, OverflowError, AttributeError) as error:
        raise BadValue(tr('"{value}" is not a value of this kind: {kind}', value=value, kind=kind.value)) from error


def to_driver(kind: Kind, value: Any) -> Any:
    """The canonical value as the SQLite file keeps it; the bulk path writes these directly."""
    if value is None:
        return None
    change = _TO_DRIVER.get(kind)
    return change(value) if change else value


def from_driver(kind: Kind, value: Any) -> Any:
    """The canonical value of what the SQLite file keeps."""
    if value is None:
        return None
    change = _FROM_DRIVER.get(kind)
    return change(value) if change else value


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise TypeError
    return _lines(value).replace("\n", " ").strip()


_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")


def _lines(value: object) -> str:
    if not isinstance(value, str) or len(value) > TEXT_MAX:
        raise TypeError
    plain = value.replace("\r\n", "\n").replace("\r", "\n")
    return _CONTROL.sub("", unicodedata.normalize("NFC", plain).encode("utf-8", "replace").decode("utf-8")).strip()


def _integer(value: object) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or abs(value) > INT64_MAX:
        raise TypeError
    return value


def _boolean(value: object) -> bool:
    if value in (0, 1):
        return bool(value)
    raise TypeError


def _day(value: object) -> date:
    if isinstance(value, str):
        return date.fromisoformat(value)
    if isinstance(value, datetime) or not isinstance(value, date):
        raise TypeError
    return value


def _moment(value: object) -> datetime:
    if isinstance(value, str):
        value = moment_from_text(value)
    if not isinstance(value, datetime) or value.tzinfo is None:
        raise TypeError
    return value.astimezone(UTC).replace(microsecond=0)


def _choices(value: object) -> tuple[str, ...]:
    if isinstance(value, str):
        value = value.split("|")
    if not isinstance(value, Iterable):
        raise TypeError
    return tuple(sorted({word for word in map(_text, value) if word}))


def _reference(value: object) -> bytes:
    if not isinstance(value, (bytes, bytearray, memoryview)) or len(value) != 16:
        raise TypeError
    return bytes(value)


def _references(value: object) -> tuple[bytes, ...]:
    if not isinstance(value, Iterable):
        raise TypeError
    return tuple(sorted({_reference(each) for each in value}))


_CANONICAL: dict[Kind, Callable[[object], Any]] = {
    Kind.TEXT: _text,
    Kind.LINES: _lines,
    Kind.INTEGER: _integer,
    Kind.BOOLEAN: _boolean,
    Kind.DAY: _day,
    Kind.MOMENT: _moment,
    Kind.AMOUNT: _integer,
    Kind.PRICE: _integer,
    Kind.QUANTITY: _integer,
    Kind.PERCENT: _integer,
    Kind.CHOICE: _text,
    Kind.CHOICES: _choices,
    Kind.PHONE: _text,
    Kind.EMAIL: _text,
    Kind.REFERENCE: _reference,
    Kind.REFERENCES: _references,
}

_TO_DRIVER: dict[Kind, Callable[[Any], Any]] = {
    Kind.BOOLEAN: int,
    Kind.DAY: date.isoformat,
    Kind.MOMENT: moment_text,
    Kind.CHOICES: "|".join,
    Kind.REFERENCES: lambda ids: "|".join(each.hex() for each in ids),
}

_FROM_DRIVER: dict[Kind, Callable[[Any], Any]] = {
    Kind.BOOLEAN: bool,
    Kind.DAY: date.fromisoformat,
    Kind.MOMENT: moment_from_text,
    Kind.CHOICES: lambda text: tuple(text.split("|")) if text else (),
    Kind.REFERENCES: lambda text: tuple(map(bytes.fromhex, text.split("|"))) if text else (),
    Kind.REFERENCE: bytes,
}
