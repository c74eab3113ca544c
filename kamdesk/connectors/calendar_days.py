"""Days and moments as people and systems spell them; 03/04/2012 alone has two meanings and is refused."""

from __future__ import annotations

import re
import unicodedata
from datetime import UTC, date, datetime, time, timedelta, timezone
from decimal import Decimal

from kamdesk.base.errors import BadValue
from kamdesk.base.words import tr
from kamdesk.connectors.cells import Cell

AUTO = "auto"
DAY_FIRST = "day-first"
MONTH_FIRST = "month-first"
EXCEL_1900 = "excel-1900"
EXCEL_1904 = "excel-1904"
MINGUO = "minguo"
"""Years of the Republic: 113/05/01 is 2024-05-01."""
NAMED_STYLES = (AUTO, DAY_FIRST, MONTH_FIRST, EXCEL_1900, EXCEL_1904, MINGUO)

_FIRST_DAYS = {EXCEL_1900: date(1899, 12, 30), EXCEL_1904: date(1904, 1, 1)}
_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "jan january januar janvier enero", "feb february februar février febrero", "mar march mär märz mars marzo",
            "apr april avril abril", "may mai mayo", "jun june juni juin junio", "jul july juli juillet julio",
            "aug august août agosto", "sep sept september septembre septiembre", "oct october okt oktober octobre",
            "nov november novembre noviembre", "dec december dezember dez décembre diciembre",
        ),
        1,
    )
    for name in names.split()
}  # fmt: skip
_ISO = re.compile(r"(\d{4})-(\d\d)-(\d\d)\Z")
_TIME = re.compile(
    r"[T ,]+(\d{1,2})[:.](\d\d)(?:[:.](\d\d)(?:[.,]\d+)?)?\s*([AaPp])?\.?[Mm]?\.?\s*(Z|UTC|[+-]\d\d:?\d\d)?\Z"
)
_CHINESE = re.compile(r"(\d{2,4})年(\d{1,2})月(\d{1,2})日?\Z")
_NUMBERS = re.compile(r"(\d{1,4})([-/. ])(\d{1,2})\2(\d{1,4})\Z")
_NAMED = re.compile(
    r"(?:(\d{1,2})[-. ]*([^\W\d]{3,10})|([^\W\d]{3,10})[-. ]*(\d{1,2})(?:st|nd|rd|th)?)[-., ]+(\d{2,4})\Z"
)
_COMPACT = re.compile(r"(\d{4})(\d\d)(\d\d)\Z")
_SERIAL = re.compile(r"\d{1,7}(?:[.,]\d+)?\Z")


def parse_day(cell: Cell, style: str = AUTO) -> date | None:
    """The day, its time left out; None for an empty cell. Raises: BadValue."""
    if "%" not in style and isinstance(cell, str) and cell != "0000-00-00" and (match := _ISO.match(cell)):
        return _date(*match.groups(), text=cell)
    moment = _moment(cell, style)
    return moment.date() if moment else None


def parse_moment(cell: Cell, style: str = AUTO) -> datetime | None:
    """The moment in UTC; a time without a zone is taken as UTC. None for an empty cell. Raises: BadValue."""
    moment = _moment(cell, style)
    try:
        return moment.astimezone(UTC) if moment else None
    except OverflowError as error:  # the first day of all days, east of Greenwich
        raise _not_a_day(str(cell)) from error


def _moment(cell: Cell, style: str) -> datetime | None:
    """The moment in the zone in which it is written: its day is the one that stands there."""
    if isinstance(cell, datetime):
        return cell if cell.tzinfo else cell.replace(tzinfo=UTC)
    if isinstance(cell, date):
        return datetime.combine(cell, time(0), tzinfo=UTC)
    if cell is None:
        return None
    if isinstance(cell, (bool, time)):
        raise _not_a_day(str(cell))
    if isinstance(cell, (int, Decimal)):
        return _serial(Decimal(cell), style, str(cell))
    text = unicodedata.normalize("NFKC", cell).strip()
    if text in {"", "-", "—", "0000-00-00", "00.00.0000"}:
        return None
    if style in _FIRST_DAYS and _SERIAL.match(text):
        return _serial(Decimal(text.replace(",", ".")), style, text)
    return _by_pattern(text, style) if "%" in style else _by_parts(text, style)


def _by_pattern(text: str, pattern: str) -> datetime:
    try:
        moment = datetime.strptime(text, pattern)  # noqa: DTZ007  (a zone in the pattern is kept, none means UTC)
    except ValueError as error:
        raise BadValue(tr('"{value}" is not a day written like {pattern}', value=text[:40], pattern=pattern)) from error
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def _serial(number: Decimal, style: str, text: str) -> datetime:
    """A spreadsheet's day number. Serials below 61 of 1900 fall into Lotus's 29 February 1900 and are one day off."""
    if number == number.to_integral_value() and _COMPACT.match(text) and style not in _FIRST_DAYS:
        return _by_parts(text, style)
    first = _FIRST_DAYS.get(style)
    if first is None or not 0 < number < 2_958_466:
        raise BadValue(
            tr(
                '"{value}" may be a spreadsheet\'s day number: name excel-1900 or excel-1904 in the mapping',
                value=text[:40],
            )
        )
    if style == EXCEL_1900 and number < 61:
        number += 1
    days = int(number)
    seconds = int((number - days) * 86_400 + Decimal("0.5"))
    return datetime.combine(first, time(0), tzinfo=UTC) + timedelta(days=days, seconds=seconds)


def _by_parts(text: str, style: str) -> datetime:
    clock = time(0, tzinfo=UTC)
    if (at := _TIME.search(text)) and at.start() > 3:
        clock = _clock(at, text)
        text = text[: at.start()].strip()
    return datetime.combine(_day_of(text, style), clock)


def _clock(match: re.Match[str], text: str) -> time:
    hour, minute, second, half, zone = match.groups()
    hours = int(hour) % 12 + (12 if half in {"p", "P"} else 0) if half else int(hour)
    try:
        return time(hours, int(minute), int(second or 0), tzinfo=_zone(zone))
    except ValueError as error:
        raise _not_a_day(text) from error


def _zone(zone: str | None) -> timezone:
    """Raises: ValueError for a day and more."""
    if zone in {None, "Z", "UTC"}:
        return UTC
    assert zone is not None
    minutes = int(zone[1:3]) * 60 + int(zone[-2:])
    return timezone(timedelta(minutes=-minutes if zone[0] == "-" else minutes))


def _day_of(text: str, style: str) -> date:
    if match := _CHINESE.match(text):
        return _date(*match.groups(), text=text, minguo=style == MINGUO)
    if match := _COMPACT.match(text):
        return _date(*match.groups(), text=text)
    if match := _NUMBERS.match(text):
        return _numbered(match[1], match[3], match[4], text=text, style=style)
    if (match := _NAMED.match(text)) and (month := _MONTHS.get((match[2] or match[3]).casefold().rstrip("."))):
        return _date(match[5], str(month), match[1] or match[4], text=text)
    raise _not_a_day(text)


def _numbered(first: str, middle: str, last: str, *, text: str, style: str) -> date:
    if len(first) >= 3:
        return _date(first, middle, last, text=text, minguo=style == MINGUO)
    if style == MINGUO:
        return _date(first, middle, last, text=text, minguo=True)
    if style == DAY_FIRST:
        return _date(last, middle, first, text=text)
    if style == MONTH_FIRST:
        return _date(last, first, middle, text=text)
    if len(last) == 4 and (int(first) > 12 or first.zfill(2) == middle.zfill(2)):
        return _date(last, middle, first, text=text)
    if len(last) == 4 and int(middle) > 12:
        return _date(last, first, middle, text=text)
    raise BadValue(tr('"{value}" has two meanings: name day-first or month-first in the mapping', value=text[:40]))


def _date(year: str, month: str, day: str, *, text: str, minguo: bool = False) -> date:
    number = int(year)
    if minguo and number < 1000:
        number += 1911
    elif len(year) <= 2:
        number += 2000 if number < 70 else 1900
    elif len(year) == 3:
        raise BadValue(
            tr('"{value}" has a year of three digits: name minguo in the mapping if it means 民國', value=text[:40])
        )
    try:
        return date(number, int(month), int(day))
    except ValueError as error:
        raise _not_a_day(text) from error


def _not_a_day(text: str) -> BadValue:
    return BadValue(tr('"{value}" is not a day', value=text[:40]))
