"""The only place that asks the machine what time it is; everything else gets the time as a parameter."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime

Clock = Callable[[], datetime]
"""Gives the present moment in UTC; tests and the demo pass a fixed one."""


def system_clock() -> datetime:
    """The machine's moment, in UTC."""
    return datetime.now(tz=UTC)


def fixed_clock(moment: datetime) -> Clock:
    """A clock that stands still, for tests, the demo and pictures."""
    return lambda: moment


def today_of(moment: datetime) -> date:
    """The calendar day of a moment where this machine stands."""
    return moment.astimezone().date()
