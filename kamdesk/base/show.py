"""Numbers, money and days as people read them in the language in force (Babel's data; LOOK 2 has the forms)."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from functools import lru_cache
from typing import Any

from kamdesk.base.money import PPM, THOUSANDTH, Money, half_up, minor_digits
from kamdesk.base.words import language, tr

MINUS = "\u2212"
"""The true minus has the width of a digit in Noto Sans SC."""


def number_text(value: int | Decimal, digits: int | None = None) -> str:
    """1,760,000 or −95.5; `digits` fixes the decimals, else a Decimal shows those it has."""
    if isinstance(value, Decimal):
        value = half_up(value, digits) if digits is not None else value.normalize()
        plain = f"{abs(value):,f}"
    else:
        plain = f"{abs(value):,}" if not digits else f"{abs(value):,}.{'0' * digits}"
    return f"{MINUS}{plain}" if value < 0 else plain


def amount_text(money: Money, *, cents: bool = False) -> str:
    """The amount without its currency, as tables show it; whole major units, or with all decimals."""
    return number_text(money.major, minor_digits(money.currency) if cents else 0)


def money_text(money: Money, *, cents: bool = False) -> str:
    """¥520,000 — the amount with its sign, for a headline or a sentence."""
    plain = amount_text(money, cents=cents)
    sign, rest = (MINUS, plain[1:]) if plain.startswith(MINUS) else ("", plain)
    return f"{sign}{currency_sign(money.currency)}{rest}"


def headline_text(money: Money) -> str:
    """¥520,000 in English; 52.0 万 or 萬, 1.2 亿 or 億 in Chinese from ten thousand up."""
    major = money.major
    if language() == "en" or abs(major) < 10_000:
        return money_text(money)
    unit, word = (
        (Decimal(10**8), tr("hundred million")) if abs(major) >= 10**8 else (Decimal(10**4), tr("ten thousand"))
    )
    plain = number_text(half_up(major / unit, 1), 1)
    sign, rest = (MINUS, plain[1:]) if plain.startswith(MINUS) else ("", plain)
    return f"{sign}{currency_sign(money.currency)}{rest} {word}"


@lru_cache(maxsize=256)
def _sign(currency: str, name: str) -> str:
    from babel.numbers import get_currency_symbol  # noqa: PLC0415  (babel's data are slow to import)

    sign = str(get_currency_symbol(currency, locale=name)) if currency else ""
    return {"CN¥": "¥", "US$": "$"}.get(sign, sign if len(sign) == 1 else f"{sign} ")


def currency_sign(currency: str) -> str:
    """¥, $, €, or the code and a space where there is no sign."""
    return _sign(currency, language())


def quantity_text(quantity_milli: int | None) -> str:
    """1,200 or 12.5: thousandths of the unit, without needless zeros."""
    return "" if quantity_milli is None else number_text(Decimal(quantity_milli) / THOUSANDTH)


def percent_text(share_ppm: int, digits: int = 1) -> str:
    """11.4%: millionths of 1, no space before the sign."""
    return f"{number_text(Decimal(share_ppm) * 100 / PPM, digits)}%"


@lru_cache(maxsize=20_000)
def _date(day: date, pattern: str, name: str) -> str:
    from babel.dates import format_date  # noqa: PLC0415  (babel's data are slow to import)

    return str(format_date(day, pattern, locale=name))


def day_text(day: date | None, today: date | None = None) -> str:
    """16 Oct, or 10-16 in Chinese; with the year where it is not that of `today`."""
    if day is None:
        return ""
    same_year = today is not None and day.year == today.year
    if language() == "en":
        return _date(day, "d MMM" if same_year else "d MMM yyyy", "en")
    return _date(day, "MM-dd" if same_year else "yyyy-MM-dd", language())


def long_day_text(day: date) -> str:
    """Tuesday 20 October, or 10 月 20 日 星期二: the heading of a day."""
    return _date(day, "EEEE d MMMM" if language() == "en" else "M 月 d 日 EEEE", _locale())


def weekday_text(day: date) -> str:
    """Mon, or 周一."""
    return _date(day, "EEE", _locale())


def day_with_weekday_text(day: date, today: date | None = None) -> str:
    """Tue 20 Oct, or 10-20 周二."""
    return tr("{weekday} {day}", weekday=weekday_text(day), day=day_text(day, today))


def month_text(month: str, *, with_year: bool = False) -> str:
    """Oct or 10 月 for "2026-10"; with the year where asked."""
    day = date.fromisoformat(f"{month}-01")
    if language() == "en":
        return _date(day, "MMM yyyy" if with_year else "MMM", "en")
    return _date(day, "yyyy 年 M 月" if with_year else "M 月", _locale())


def moment_here_text(moment: datetime | None, today: date | None = None) -> str:
    """20 Oct 06:41 in the machine's zone; only the time if it is today's."""
    if moment is None:
        return ""
    here = moment.astimezone()
    time = f"{here.hour:02d}:{here.minute:02d}"
    return time if today == here.date() else f"{day_text(here.date(), today)} {time}"


def late_text(days: int) -> str:
    """4 d late."""
    return tr("{n} d late", n=days)


def _locale() -> str:
    return {"en": "en_GB"}.get(language(), language())


def json_number(value: Decimal | float) -> Any:  # noqa: ANN401  (a JSON number)
    """A number with at least four decimals as JSON carries it."""
    return float(half_up(Decimal(value), 6))
