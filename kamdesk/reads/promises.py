"""Promises as the kept rate sees them."""

from __future__ import annotations

from sqlalchemy import Connection, select

from kamdesk.reads.scopes import of_client
from kamdesk.records.visits import Promise
from kamdesk.rules.promises import Given

_promises = Promise.table()


def given(connection: Connection, client_id: bytes | None) -> dict[str, list[Given]]:
    """By side, every promise that was not withdrawn."""
    rows = select(_promises.c.side, _promises.c.due_on, _promises.c.closed_on, _promises.c.outcome).where(
        of_client(_promises, client_id), _promises.c.outcome != "withdrawn"
    )
    found: dict[str, list[Given]] = {}
    for side, due_on, closed_on, outcome in connection.execute(rows):
        found.setdefault(side, []).append(Given(due=due_on, closed_on=closed_on, kept=outcome == "kept"))
    return found
