"""How much waits in each room: visits of the day, promises due, requests that are open."""

from __future__ import annotations

from datetime import date

from sqlalchemy import Connection, func, select

from kamdesk.reads.day_bounds import day_end, day_start
from kamdesk.records.visits import Promise, Request, Visit

_visits, _promises, _requests = Visit.table(), Promise.table(), Request.table()


def waiting_counts(connection: Connection, *, today: date) -> dict[str, int]:
    """By the name of the room."""
    visits = select(func.count()).where(
        _visits.c.status == "planned", _visits.c.starts_at >= day_start(today), _visits.c.starts_at <= day_end(today)
    )
    promises = select(func.count()).where(_promises.c.outcome == "open", _promises.c.due_on <= today)
    requests = select(func.count()).where(_requests.c.status != "closed")
    return {
        "today": connection.scalar(visits) or 0,
        "promises": connection.scalar(promises) or 0,
        "requests": connection.scalar(requests) or 0,
    }
