"""Calendar arithmetic on days (`date`, no zone) and months ("2011-03")."""

from __future__ import annotations

import calendar
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta


def month_of(day: date) -> str:
    """The month key of a day: "2011-03"."""
    return f"{day.year:04d}-{day.month:02d}"


def month_start(day: date) -> date:
    """The first day of the day's month."""
    return day.replace(day=1)


def month_end(day: date) -> date:
    """The last day of the day's month."""
    return day.replace(day=calendar.monthrange(day.year, day.month)[1])


def is_month_end(day: date) -> bool:
    """Whether the day is the last of its month."""
    return day == month_end(day)


def add_months(day: date, months: int) -> date:
    """The same day some months on; clamped to the month's end (31 Jan + 1 month is 28 or 29 Feb)."""
    index = day.year * 12 + day.month - 1 + months
    year, month = divmod(index, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def months_between(first: date, last: date) -> Iterator[str]:
    """Month keys from the first day's month to the last day's, both included."""
    day = month_start(first)
    while day <= last:
        yield month_of(day)
        day = add_months(day, 1)


def days_between(first: date, last: date) -> int:
    """Whole days from first to last; negative if last is earlier."""
    return (last - first).days


def add_days(day: date, days: int) -> date:
    """The day some days on."""
    return day + timedelta(days=days)


def moment_text(moment: datetime) -> str:
    """A moment as kept in the file and in JSON: UTC, whole seconds, "2026-10-20T06:41:00Z"."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def moment_from_text(text: str) -> datetime:
    """The moment of a text written by `moment_text` or any ISO 8601 text with a zone; without one it is UTC.

    Raises: ValueError.
    """
    moment = datetime.fromisoformat(text)
    return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)
