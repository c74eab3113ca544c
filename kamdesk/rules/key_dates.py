"""When a day to remember comes round again, by the solar or by the lunar calendar."""

from __future__ import annotations

from datetime import date


def next_time(day: date, *, yearly: bool, lunar: bool, as_of: date) -> date | None:
    """The first time on or after as-of; None for a single day that has passed.

    `day` is the solar day on which it first fell; by the lunar calendar the same lunar month and day return.
    """
    if day >= as_of or not yearly:
        return day if day >= as_of else None
    for year in (as_of.year - 1, as_of.year, as_of.year + 1):
        found = _lunar_day(day, year) if lunar else _solar_day(day, year)
        if found is not None and found >= as_of:
            return found
    return None


def _solar_day(day: date, year: int) -> date:
    """A 29 February is kept on the 28th in other years."""
    try:
        return day.replace(year=year)
    except ValueError:
        return date(year, 2, 28)


def _lunar_day(day: date, lunar_year: int) -> date | None:
    """The solar day of the same lunar month and day; the 29th where that month has no 30th."""
    from borax.calendars.lunardate import LunarDate

    first = LunarDate.from_solar_date(day.year, day.month, day.day)
    for lunar_day in (first.day, 29):
        try:
            found: date = LunarDate(lunar_year, first.month, min(lunar_day, first.day)).to_solar_date()
        except ValueError:
            continue
        return found
    return None
