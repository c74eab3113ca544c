"""The tray as one transaction of a push sees it: what falls into an item is gathered, and the item written once.

A laptop that was away for weeks sends thousands of actions into one item (a client that its user lost). An item holds
all of them: read and written for each, it would cost the square of their number.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date

from sqlalchemy import Connection

from kamdesk.exchange.verdicts import Fate, Item
from kamdesk.server.answering import tray
from kamdesk.server.answering.foreseen import Foreseen
from kamdesk.server.people.territory import Territory


class GatheredTray:
    """Items and fates of one user's actions, some of them not yet in the database."""

    def __init__(
        self, connection: Connection, user_id: bytes, foreseen: Foreseen, write_rest: Callable[[], None]
    ) -> None:
        self._connection, self._user_id, self._foreseen = connection, user_id, foreseen
        self._write_rest = write_rest
        """writes what the tray asks for: whose actions they are, who wrote the other value"""
        self._newest: dict[bytes, Item] = {}
        self._open: set[bytes] = set()
        self._items: dict[bytes, Item] = {}
        self._fates: list[tuple[bytes, Fate]] = []
        self._fate_of: dict[tuple[bytes, bytes, str], bytes] = {}
        self._waiting: dict[tuple[bytes, str], bytes | None] = {}

    def keep(self, item: Item) -> None:
        """Put an item into the tray, in place of its earlier form."""
        self._newest[item.item_id] = self._items[item.item_id] = item
        self._open.add(item.item_id)

    def keep_fates(self, action_id: bytes, fates: Iterable[Fate]) -> None:
        """Remember which facts of an action lie in which item."""
        for each in fates:
            self._fates.append((action_id, each))
            self._fate_of[action_id, each.row_id, each.fact] = each.item_id
            key = each.row_id, each.fact
            if self._waiting.get(key) is None and key in self._waiting:
                self._waiting[key] = each.item_id
            elif self._waiting.get(key) != each.item_id:
                self._waiting.pop(key, None)

    def settle(self, item_id: bytes) -> None:
        """Take an item out of the tray; it stays in the history."""
        self.write()
        tray.settle(self._connection, item_id)
        self._open.discard(item_id)
        self._waiting.clear()

    def item_of(self, action_id: bytes, row_id: bytes, fact: str) -> Item | None:
        """The item that this fact of an earlier action of the same user fell into, open or not."""
        item_id = self._fate_of.get((action_id, row_id, fact))
        if item_id is not None:
            return self._newest[item_id]
        is_known, item = self._foreseen.item(action_id, row_id, fact)
        if not is_known:
            item = tray.item_of_fact(self._connection, self._user_id, action_id, row_id, fact)
        return self._known(item)

    def waiting(self, row_id: bytes, fact: str) -> Item | None:
        """The newest open item that this fact of a row lies in by an action of this user; "" is the row itself."""
        key = row_id, fact
        if key not in self._waiting:
            self.write()
            item = self._known(tray.waiting(self._connection, self._user_id, row_id, fact))
            self._waiting[key] = item.item_id if item else None
        found = self._waiting[key]
        return self._newest[found] if found else None

    def open_item(self, theirs: Territory, today: date, item_id: bytes) -> Item | None:
        """A tray item that nobody has settled yet, if it is one that this user may look at."""
        self.write()
        return self._known(tray.open_item(self._connection, theirs, today, item_id))

    def was_settled(self, item_id: bytes) -> bool:
        """Whether somebody settled this tray item before."""
        return item_id not in self._open and tray.was_settled(self._connection, item_id)

    def write(self) -> None:
        """Write what was gathered so far; before the commit at the latest."""
        self._write_rest()
        items, fates, self._items, self._fates = self._items, self._fates, {}, []
        for item in items.values():
            tray.keep_item(self._connection, item, self._user_id)
        tray.keep_fates(self._connection, fates)

    def drop(self) -> None:
        """Forget it: what it belongs to is taken back."""
        for gathered in (self._newest, self._open, self._items, self._fates, self._fate_of, self._waiting):
            gathered.clear()

    def _known(self, item: Item | None) -> Item | None:
        """The item as it is by now."""
        return item and self._newest.setdefault(item.item_id, item)
