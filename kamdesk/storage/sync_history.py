"""What the last syncs did, each as the text its owner gave it; in the file, because sentences may name things."""

from __future__ import annotations

from sqlalchemy import Connection, delete, func, insert, select

from kamdesk.storage.tables import sync_runs

KEPT = 200
"""A few days of a busy desk."""


def keep_run(connection: Connection, run: str) -> None:
    """Add a sync to the history; the oldest go."""
    last = connection.scalar(select(func.max(sync_runs.c.position))) or 0
    connection.execute(insert(sync_runs), {"position": last + 1, "run": run})
    connection.execute(delete(sync_runs).where(sync_runs.c.position <= last + 1 - KEPT))


def last_runs(connection: Connection, limit: int = KEPT) -> tuple[str, ...]:
    """The last syncs, newest first."""
    query = select(sync_runs.c.run).order_by(sync_runs.c.position.desc()).limit(limit)
    return tuple(connection.execute(query).scalars())
