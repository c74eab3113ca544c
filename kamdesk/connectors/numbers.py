"""Numbers as people and systems spell them; a spelling with two meanings is refused, never guessed."""

from __future__ import annotations

import re
import unicodedata
from decimal import Decimal, InvalidOperation
from enum import StrEnum

from kamdesk.base.errors import BadValue
from kamdesk.base.words import tr


class NumberStyle(StrEnum):
    """Which mark stands before the decimals; the values are what a mapping says."""

    AUTO = "auto"
    """only spellings with one meaning"""
    POINT = "1,234.56"
    COMMA = "1.234,56"


_MINUS = str.maketrans({"−": "-", "–": "-", "‒": "-", "﹣": "-", "’": "'", "`": "'", "´": "'", "٫": ",", "٬": "'"})
_CODE = re.compile(r"(?:HK\$|NT\$|US\$|R\$|kr\.?|RMB|Fr\.|[A-Z]{3}(?![A-Z])|[¥$£€₩₹₽元円圆圓])")
_POINT_SIGN = re.compile(r"[¥$£元円圆圓]|RMB|CNY|USD|GBP|JPY|HKD|TWD")
_SCIENCE = re.compile(r"[+-]?\d+(?:\.\d+)?[eE][+-]?\d{1,3}\Z")
_BODY = re.compile(r"[\d.,' ]*\d[\d.,' ]*\Z")
_LARGE = {"万": 4, "萬": 4, "亿": 8, "億": 8, "千": 3}
_EMPTY = frozenset({"", "-", "--", "—"})
_EXCEL_ERRORS = ("#N/A", "#DIV/0!", "#REF!", "#VALUE!", "#NAME?", "#NUM!", "#NULL!")
_PLAIN = re.compile(r"-?(?:0|[1-9]\d{0,14})\Z|-?(?:0|[1-9]\d{3,11})\.\d{1,8}\Z|-?\d{1,11}\.\d{1,2}\Z")
"""What nearly every cell of nearly every file is, in every style but comma: read without further thought."""
_DIGITS_OF_A_DOUBLE = 15


def parse_number(text: str, style: NumberStyle = NumberStyle.AUTO) -> Decimal | None:
    """The number, exact; None for an empty cell or a dash. "12 %" is 0.12. Raises: BadValue."""
    if style is not NumberStyle.COMMA and _PLAIN.match(text):
        return Decimal(text)
    plain = unicodedata.normalize("NFKC", text).translate(_MINUS).strip()
    if plain in _EMPTY:
        return None
    if plain.upper().startswith(_EXCEL_ERRORS):
        raise BadValue(tr('"{value}" is an error left by a spreadsheet: correct the cell', value=text[:40]))
    bare, negative = _sign_taken(plain)
    bare, share = _suffix_taken(bare, "%")
    bare, permille = _suffix_taken(bare, "‰")
    body, pointed = _currency_taken(bare)
    zeros = _LARGE.get(body[-1:], 0)
    body, inner = _sign_taken(body[:-1] if zeros else body)
    number = _body(body, NumberStyle.POINT if pointed and style is NumberStyle.AUTO else style, text)
    number = number.scaleb(zeros - 2 * share - 3 * permille)
    return -number if negative != inner else number


def _sign_taken(text: str) -> tuple[str, bool]:
    if text.startswith("(") and text.endswith(")"):
        rest, inner = _sign_taken(text[1:-1].strip())
        return rest, not inner
    if text.endswith(("CR", "Cr", "cr")):
        return text[:-2].rstrip(), True
    if text.endswith(("DR", "Dr", "dr")):
        return text[:-2].rstrip(), False
    if text.endswith("-"):
        return text[:-1].rstrip(), True
    if text[:1] in {"+", "-"}:
        return text[1:].lstrip(), text[0] == "-"
    return text, False


def _suffix_taken(text: str, suffix: str) -> tuple[str, bool]:
    return (text[: -len(suffix)].rstrip(), True) if text.endswith(suffix) else (text, False)


def _currency_taken(text: str) -> tuple[str, bool]:
    """The text without a currency sign at either end, and whether that currency writes 1,234.56."""
    for match in (_CODE.match(text), re.search(rf"{_CODE.pattern}\Z", text)):
        if match:
            rest = (text[: match.start()] + text[match.end() :]).strip()
            return rest, bool(_POINT_SIGN.search(match.group()))
    return text, False


def _body(body: str, style: NumberStyle, text: str) -> Decimal:
    if _SCIENCE.match(body):
        return Decimal(body)
    if not _BODY.match(body):
        raise BadValue(tr('"{value}" is not a number', value=text[:40]))
    mark = {NumberStyle.POINT: ".", NumberStyle.COMMA: ","}.get(style) or _mark_seen(body, text)
    whole, found, decimals = body.rpartition(mark) if mark and mark in body else (body, "", "")
    if found and not decimals.isdigit():
        raise BadValue(tr('"{value}" is not a number', value=text[:40]))
    if mark in whole or not _grouped_well(whole):
        raise BadValue(
            tr(
                '"{value}" is not written like {style}: name the number format in the mapping',
                value=text[:40],
                style=style,
            )
        )
    digits = re.sub(r"\D", "", whole)
    try:
        return _without_noise(Decimal(f"{digits or '0'}.{decimals or '0'}"))
    except InvalidOperation as error:
        raise BadValue(tr('"{value}" is not a number', value=text[:40])) from error


def _mark_seen(body: str, text: str) -> str:
    """The decimal mark where the spelling itself leaves no doubt."""
    points, commas = body.count("."), body.count(",")
    if points and commas:
        return "." if body.rindex(".") > body.rindex(",") else ","
    if not points and not commas:
        return "."
    mark = "." if points else ","
    if points + commas == 1:
        before, after = body.split(mark)
        if "'" in before or " " in before or len(after) != 3 or not 1 <= len(before) <= 3 or before[0] == "0":
            return mark
    raise BadValue(
        tr(
            '"{value}" has two meanings, with {mark} before decimals or between thousands: '
            "name the number format in the mapping",
            value=text[:40],
            mark=mark,
        )
    )


_GROUPS = re.compile(r"\d*\Z|\d{1,3}([., '])\d{3}(?:\1\d{3})*\Z|\d{1,2}(?:,\d{2})+,\d{3}\Z")


def _grouped_well(whole: str) -> bool:
    return bool(_GROUPS.match(whole))


def _without_noise(number: Decimal) -> Decimal:
    """1234.5600000000001 is what a binary number printed of 1234.56; real decimals are never that long."""
    if len(number.as_tuple().digits) <= _DIGITS_OF_A_DOUBLE or number == number.to_integral_value():
        return number
    places = _DIGITS_OF_A_DOUBLE - 1 - number.adjusted()
    short = round(number, places).normalize() if places > 0 else number
    return short if len(short.as_tuple().digits) <= _DIGITS_OF_A_DOUBLE - 4 else number
