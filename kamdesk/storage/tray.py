"""The tray as it stands in the file: what the office sent, less what was settled here and is on its way."""

from __future__ import annotations

from sqlalchemy import Connection, select

from kamdesk.base.errors import NotFound
from kamdesk.exchange.actions import Action
from kamdesk.exchange.items import item_of
from kamdesk.exchange.verdicts import Item
from kamdesk.exchange.wire import action_of
from kamdesk.storage.outbox import PENDING
from kamdesk.storage.tables import outbox, tray_items


def open_items(connection: Connection) -> tuple[Item, ...]:
    """What this person has to look at, oldest first."""
    items = _items(connection)
    settled = _settling(connection) if items else {}
    return tuple(item for item in items if item.item_id not in settled)


def settled_items(connection: Connection) -> tuple[tuple[Item, Action], ...]:
    """What was decided here and still waits for the office, each with its decision, newest first."""
    items = {item.item_id: item for item in _items(connection)}
    settled = _settling(connection) if items else {}
    return tuple((items[item_id], action) for item_id, action in reversed(settled.items()) if item_id in items)


def _items(connection: Connection) -> list[Item]:
    """Those that this program understands: an office one newer may send an item about what is not known here."""
    return [item for item in map(_understood, _packed(connection)) if item is not None]


def items_not_understood(connection: Connection) -> int:
    """How many items wait for a newer program; they are kept as they came."""
    return sum(_understood(packed) is None for packed in _packed(connection))


def _packed(connection: Connection) -> list[bytes]:
    return list(connection.execute(select(tray_items.c.item).order_by(tray_items.c.position)).scalars())


def _understood(packed: bytes) -> Item | None:
    try:
        return item_of(packed)
    except (NotFound, ValueError):
        return None


def _settling(connection: Connection) -> dict[bytes, Action]:
    """The pending decisions by the item they settle, oldest first."""
    query = select(outbox.c.action).where(outbox.c.state.in_(PENDING)).order_by(outbox.c.position)
    actions = (action_of(packed) for packed in connection.execute(query).scalars())
    return {action.settles: action for action in actions if action.settles}
