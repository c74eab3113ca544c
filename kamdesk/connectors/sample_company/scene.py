"""What every part of the sample company stands on: the day it is, the dice, and the words it is told with."""

from __future__ import annotations

import random
import tomllib
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from functools import lru_cache
from typing import Any

from kamdesk.base.days import add_days
from kamdesk.base.paths import resources
from kamdesk.connectors.sample_company.book import Book

Row = list[Any]
"""A row of the story: the columns stand above it in its file."""
DAWN = time(8, 0)
"""The ages of stock levels are counted from this hour of today."""


@lru_cache(maxsize=8)
def tale(name: str) -> dict[str, Any]:
    """A part of the story, as resources/sample_company tells it."""
    with (resources() / "sample_company" / f"{name}.toml").open("rb") as file:
        return tomllib.load(file)


@dataclass(frozen=True)
class Scene:
    """The day, the zone its hours are told in, the seed, and the book it is all written into."""

    today: date
    seed: int
    zone: tzinfo | None = UTC
    """None: the hours of this machine"""
    book: Book = field(default_factory=Book)

    def dice(self, name: str) -> random.Random:
        """A dice of its own for each purpose: one more throw here changes nothing there."""
        return random.Random(f"{self.seed}:{name}")

    def day(self, offset: int | str | None) -> date | None:
        """The day so many days from today; nothing for ""."""
        return add_days(self.today, offset) if isinstance(offset, int) else None

    def moment(self, offset: int, hours: str = "09:00") -> datetime:
        """An hour of the day so many days from today."""
        at = datetime.combine(add_days(self.today, offset), time.fromisoformat(hours), self.zone)
        return at.astimezone(UTC)

    def hours_ago(self, hours: int) -> datetime:
        """So many hours before this morning."""
        return (datetime.combine(self.today, DAWN, self.zone) - timedelta(hours=hours)).astimezone(UTC)
