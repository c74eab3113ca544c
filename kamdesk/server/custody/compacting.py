"""What grows old at an office: tombstones go below their floor, answers are dropped, ids stay for ever (SYNC 3.4)."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import func, select, update

from kamdesk.facts.policies import Compartment
from kamdesk.server.database.stamping import Part, take_heads
from kamdesk.server.database.tables import actions, heads, tombstones
from kamdesk.server.office import Office
from kamdesk.server.people.policies import policy


def compact(office: Office, now: datetime) -> int:
    """Raise the floors over old tombstones and drop old answers. Returns: how many parts got a new floor.

    Each part in a transaction of its own, under its head: nobody waits for more than that.
    """
    with office.writing() as connection:
        removed_before = now - timedelta(days=policy(connection, "tombstone_days"))
        answered_before = now - timedelta(days=policy(connection, "answer_days"))
        old = actions.c.answer.is_not(None) & (actions.c.answered_at < answered_before)
        connection.execute(update(actions).where(old).values(answer=None))
        last = func.max(tombstones.c.rev).label("last")
        query = (
            select(tombstones.c.scope_id, tombstones.c.compartment, last)
            .where(tombstones.c.removed_at < removed_before)
            .group_by(tombstones.c.scope_id, tombstones.c.compartment)
        )
        floors = {
            Part(bytes(row.scope_id), Compartment(row.compartment)): row.last for row in connection.execute(query)
        }
    return sum(_raise_floor(office, part, floor) for part, floor in floors.items())


def _raise_floor(office: Office, part: Part, floor: int) -> int:
    with office.writing() as connection:
        take_heads(connection, [part])
        is_it = (heads.c.scope_id == part.scope_id) & (heads.c.compartment == part.compartment.value)
        return int(connection.execute(update(heads).where(is_it, heads.c.floor < floor).values(floor=floor)).rowcount)
