"""The peak season that matters now."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy import Connection, func, select

from kamdesk.records.catalogue import PeakSeason


@dataclass(frozen=True, slots=True, kw_only=True)
class Season:
    """The next peak season or the one that runs."""

    name: str
    starts_on: date
    ends_on: date | None


def next_season(connection: Connection, *, as_of: date) -> Season | None:
    """The peak season that runs at as-of or begins next."""
    rows = (
        select(PeakSeason.name, PeakSeason.starts_on, PeakSeason.ends_on)
        .where(PeakSeason.starts_on.is_not(None), func.coalesce(PeakSeason.ends_on, PeakSeason.starts_on) >= as_of)
        .order_by(PeakSeason.starts_on)
        .limit(1)
    )
    row = connection.execute(rows).one_or_none()
    return Season(name=row.name, starts_on=row.starts_on, ends_on=row.ends_on) if row else None
