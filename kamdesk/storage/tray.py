"""The tray as it stands in the file: what the office sent, less what was settled here and is on its way."""

from __future__ import annotations

from sqlalchemy import Connection, select

from kamdesk.exchange.items import item_of
from kamdesk.exchange.verdicts import Item
from kamdesk.exchange.wire import action_of
from kamdesk.storage.outbox import PENDING
from kamdesk.storage.tables import outbox, tray_items


def open_items(connection: Connection) -> tuple[Item, ...]:
    """What this person has to look at, oldest first."""
    packed = connection.execute(select(tray_items.c.item).order_by(tray_items.c.position)).scalars().all()
    if not packed:
        return ()
    pending = connection.execute(select(outbox.c.action).where(outbox.c.state.in_(PENDING))).scalars()
    settled = {action_of(action).settles for action in pending}
    return tuple(item for item in map(item_of, packed) if item.item_id not in settled)
