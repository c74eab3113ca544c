"""The next peak season."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy import Connection, select

from kamdesk.records.catalogue import PeakSeason


@dataclass(frozen=True, slots=True, kw_only=True)
class Season:
    """A peak season by its days."""

    name: str
    starts_on: date
    ends_on: date | None


def next_season(connection: Connection, *, as_of: date) -> Season | None:
    """The season that runs at as-of or begins next; None where none is known."""
    seasons = PeakSeason.table()
    row = connection.execute(
        select(seasons.c.name, seasons.c.starts_on, seasons.c.ends_on)
        .where((seasons.c.starts_on >= as_of) | (seasons.c.ends_on >= as_of), seasons.c.starts_on.is_not(None))
        .order_by(seasons.c.starts_on)
        .limit(1)
    ).one_or_none()
    return Season(name=row.name, starts_on=row.starts_on, ends_on=row.ends_on) if row else None
