"""A moment typed as a day and a time: "today 9:00", "23 Oct 14:30", "明天 8点半"; the zone is this machine's."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, time

from kamdesk.base.errors import BadValue
from kamdesk.base.show import day_text
from kamdesk.base.words import tr
from kamdesk.ui.kit.typed import day_of

_TIME = re.compile(r"(?P<hour>\d{1,2})\s*(?:[:：.h]\s*(?P<minute>\d{2})|点半|點半|点|點)\s*$")
USUAL = time(9, 0)
"""When no time is written, a visit begins with the working day."""


def moment_of(text: str, today: date) -> datetime:
    """The moment in UTC. Raises: BadValue."""
    plain = text.strip()
    at = USUAL
    found = _TIME.search(plain)
    if found:
        half = "半" in found[0]
        hour, minute = int(found["hour"]), int(found["minute"] or (30 if half else 0))
        if hour > 23 or minute > 59:
            raise BadValue(tr("There is no such time: {text}", text=found[0].strip()))
        at, plain = time(hour, minute), plain[: found.start()].strip(" ,，")
    day = day_of(plain, today) or today
    return datetime.combine(day, at).astimezone().astimezone(UTC)


def moment_typed(moment: datetime, today: date) -> str:
    """A moment as a person would type it."""
    here = moment.astimezone()
    day = tr("today") if here.date() == today else day_text(here.date(), today)
    return f"{day} {here:%H:%M}"
