"""What a person types, understood: amounts (12万, 1.2m, 120,000) and days (16 Oct, 10-16, tomorrow, +7)."""

from __future__ import annotations

import re
import unicodedata
from datetime import date, timedelta
from decimal import Decimal, InvalidOperation

from kamdesk.base.errors import BadValue
from kamdesk.base.words import language, tr

_FACTORS = {
    "": 1, "k": 10**3, "千": 10**3, "万": 10**4, "萬": 10**4, "w": 10**4, "m": 10**6, "mn": 10**6, "百万": 10**6,
    "百萬": 10**6, "千万": 10**7, "千萬": 10**7, "亿": 10**8, "億": 10**8, "bn": 10**9, "b": 10**9,
}  # fmt: skip
_AMOUNT = re.compile(r"^(?P<sign>[-+(]?)(?P<digits>[\d,' ]*\.?\d*)(?P<unit>[a-z万萬亿億百千]*)\)?$")
_SIGNS = "¥$€£元圆圓块塊"

_MONTH_NAMES = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTHS = {name: at for at, name in enumerate(_MONTH_NAMES, 1)}
_WEEKDAYS = {name: at for at, name in enumerate(["mon", "tue", "wed", "thu", "fri", "sat", "sun"])}
_WEEKDAYS |= {f"周{mark}": at for at, mark in enumerate("一二三四五六日")}
_WEEKDAYS |= {f"週{mark}": at for at, mark in enumerate("一二三四五六日")}
_NEAR = {
    "today": 0, "tomorrow": 1, "yesterday": -1,
    "今天": 0, "今日": 0, "明天": 1, "明日": 1, "后天": 2, "後天": 2, "昨天": -1,
}  # fmt: skip


def amount_of(text: str) -> Decimal | None:
    """The amount in major units; None for an empty text. Raises: BadValue."""
    plain = unicodedata.normalize("NFKC", text).strip().lower().replace("−", "-").replace("，", ",")
    plain = "".join(mark for mark in plain if mark not in _SIGNS).strip()
    if not plain:
        return None
    found = _AMOUNT.match(plain.replace(" ", ""))
    if not found or found["unit"] not in _FACTORS or not any(mark.isdigit() for mark in found["digits"]):
        raise BadValue(tr('"{text}" is not an amount; write 120,000 or 12万 or 1.2m', text=text))
    try:
        value = Decimal(found["digits"].replace(",", "").replace("'", "")) * _FACTORS[found["unit"]]
    except InvalidOperation as error:
        raise BadValue(tr('"{text}" is not an amount; write 120,000 or 12万 or 1.2m', text=text)) from error
    return -value if found["sign"] in {"-", "("} else value


def day_of(text: str, today: date) -> date | None:
    """The day; without a year the one nearest to today. None for an empty text. Raises: BadValue."""
    plain = unicodedata.normalize("NFKC", text).strip().lower()
    if not plain:
        return None
    if plain in _NEAR:
        return today + timedelta(days=_NEAR[plain])
    if re.fullmatch(r"[+-]\d{1,4}", plain):
        return today + timedelta(days=int(plain))
    if plain[:3] in _WEEKDAYS or plain[:2] in _WEEKDAYS:
        weekday = _WEEKDAYS.get(plain[:3], _WEEKDAYS.get(plain[:2], 0))
        return today + timedelta(days=(weekday - today.weekday() - 1) % 7 + 1)
    year, month, day = _parts(plain, text)
    try:
        return date(year or _nearest_year(month, day, today), month, day)
    except ValueError as error:
        raise BadValue(_impossible(year or today.year, month)) from error


def _parts(plain: str, text: str) -> tuple[int | None, int, int]:
    if found := re.fullmatch(r"(\d{4})\D+(\d{1,2})\D+(\d{1,2})\D*", plain):
        return int(found[1]), int(found[2]), int(found[3])
    if found := re.fullmatch(r"(\d{4})(\d{2})(\d{2})", plain):
        return int(found[1]), int(found[2]), int(found[3])
    if (found := re.fullmatch(r"(\d{1,2})\s*([a-z]{3,})\.?\s*(\d{4})?", plain)) and found[2][:3] in _MONTHS:
        return int(found[3]) if found[3] else None, _MONTHS[found[2][:3]], int(found[1])
    if found := re.fullmatch(r"(\d{1,2})\s*[-月]\s*(\d{1,2})[日号號]?", plain):
        return None, int(found[1]), int(found[2])
    if found := re.fullmatch(r"(\d{1,2})\s*[/.]\s*(\d{1,2})", plain):
        first, second = int(found[1]), int(found[2])
        return (None, second, first) if language() == "en" else (None, first, second)
    raise BadValue(tr('"{text}" is not a day; write 2026-10-16, 16 Oct, 10-16 or +7', text=text))


def _nearest_year(month: int, day: int, today: date) -> int:
    def distance(year: int) -> int:
        try:
            return abs((date(year, month, day) - today).days)
        except ValueError:
            return 10**6

    return min((today.year, today.year + 1, today.year - 1), key=distance)


def _impossible(year: int, month: int) -> str:
    if not 1 <= month <= 12:
        return tr("There is no month {month}", month=month)
    following = date(year + month // 12, month % 12 + 1, 1)
    return tr(
        "{year}-{month} has {days} days", year=year, month=f"{month:02d}", days=(following - timedelta(days=1)).day
    )
