"""Everything Today shows, read in one go."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from kamdesk.base.days import add_days
from kamdesk.figures.catalogue import compute
from kamdesk.figures.figure import Row
from kamdesk.reads.client_list import client_count, client_names
from kamdesk.reads.client_page import PromiseRow, promise_rows
from kamdesk.reads.payments import knows_money
from kamdesk.reads.peak_season import Season, next_season
from kamdesk.reads.visits import VisitRow, last_visits, visits_between
from kamdesk.ui.kit.client_numbers import ClientNumbers, count_clients

DAYS_AHEAD = 6
EACH_MAX = 4
"""Of every kind of trouble the worst few; the rooms have the rest."""
PROMISE_DAYS = 3
"""A promise due within so many days is worth a thought today."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TodayView:
    """The day: visits, promises, what is wrong at whose."""

    day: date
    visits: tuple[VisitRow, ...]
    later: tuple[VisitRow, ...]
    promises: tuple[PromiseRow, ...]
    numbers: dict[bytes, ClientNumbers]
    names: dict[bytes, tuple[str, str]]
    late_orders: tuple[Row, ...]
    shortages: tuple[Row, ...]
    season: Season | None
    last_visits: dict[bytes, datetime]
    knows_money: bool
    clients: int
    """how many there are at all; without one, there is nothing to plan"""


def gather_today(connection: Any, today: date, as_of: date) -> TodayView:
    """Read the day; runs in a reader."""
    visits = visits_between(connection, first=today, last=add_days(today, DAYS_AHEAD))
    this_day = tuple(row for row in visits if row.starts_at is not None and row.starts_at.astimezone().date() == today)
    limit = add_days(today, PROMISE_DAYS)
    promises = tuple(row for row in promise_rows(connection, None) if row.due_on is not None and row.due_on <= limit)
    numbers = count_clients(connection, as_of)
    late = _worst(connection, "overdue_open_orders", as_of, lambda row: -row["days_late"])
    short = _worst(connection, "shortages", as_of, lambda row: row["required"] or date.max)
    ids = {row["client_id"] for row in (*late, *short)} | {each for each, found in numbers.items() if found.overdue}
    later = tuple(row for row in visits if row not in this_day and row.status == "planned")
    return TodayView(
        day=today,
        visits=tuple(row for row in this_day if row.status == "planned"),
        later=later,
        last_visits=last_visits(connection, [row.client_id for row in later], until=as_of),
        promises=promises,
        numbers=numbers,
        names=client_names(connection, list(ids)),
        late_orders=late,
        shortages=short,
        season=next_season(connection, as_of=today),
        knows_money=knows_money(connection),
        clients=client_count(connection),
    )


def _worst(connection: Any, name: str, as_of: date, order: Callable[[Row], Any]) -> tuple[Row, ...]:
    """The first few rows of a figure of all clients."""
    rows = compute(name, connection, client_id=None, as_of=as_of).rows or ()
    return tuple(sorted(rows, key=order)[:EACH_MAX])
