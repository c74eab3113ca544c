"""Where a calendar day of this machine begins and ends as moments."""

from __future__ import annotations

from datetime import UTC, date, datetime, time


def day_start(day: date) -> datetime:
    """The first moment of the day where this machine stands, in UTC."""
    return datetime.combine(day, time.min).astimezone().astimezone(UTC)


def day_end(day: date) -> datetime:
    """The last whole second of the day where this machine stands, in UTC."""
    return datetime.combine(day, time(23, 59, 59)).astimezone().astimezone(UTC)
