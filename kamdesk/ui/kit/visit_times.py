"""When a visit is, in words; every list says it the same way."""

from __future__ import annotations

from datetime import date

from kamdesk.base.clock import today_of
from kamdesk.base.show import day_with_weekday_text
from kamdesk.base.words import commas, tr
from kamdesk.reads.visits import VisitRow


def is_missed(row: VisitRow, today: date) -> bool:
    """Planned for a day that is behind us, and not logged."""
    return row.status == "planned" and row.starts_at is not None and today_of(row.starts_at) < today


def when_words(row: VisitRow, today: date) -> str:
    """Tue 20 Oct, 08:30."""
    if row.starts_at is None:
        return ""
    here = row.starts_at.astimezone()
    day = tr("today") if here.date() == today else day_with_weekday_text(here.date(), today)
    return commas((day, f"{here:%H:%M}"))
