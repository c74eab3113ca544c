"""What the judging of a group of actions will ask of the database, read in a few statements before it is asked."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from typing import Any

from sqlalchemy import Connection, Row, select, text

from kamdesk.exchange.actions import Action, Change, Deed
from kamdesk.exchange.items import item_of
from kamdesk.exchange.verdicts import Item
from kamdesk.facts.policies import Scope
from kamdesk.facts.record import Record, Sheet
from kamdesk.records.clients import Client
from kamdesk.records.every import by_word
from kamdesk.server.answering.forgotten import spoken_of
from kamdesk.server.database.rows import sheets_at
from kamdesk.server.database.tables import actions

Fact = tuple[bytes, bytes, str]
"""of an action, a row, its name"""


class Foreseen:
    """What is known already; whatever is not is asked singly, as if nothing had been read before."""

    def __init__(self, connection: Connection, user_id: bytes, scopes: Collection[bytes]) -> None:
        self._connection, self._user_id, self._scopes = connection, user_id, scopes
        self.rows: dict[tuple[str, bytes], Sheet | None] = {}
        self.removed: dict[bytes, bool] = {}
        self.erased: dict[bytes, bool] = {}
        self.keepers: dict[bytes, bytes | None] = {}
        self.claims: dict[bytes, Row[Any] | None] = {}
        self._asked_for: frozenset[bytes] = frozenset()
        self._items: dict[Fact, Item] = {}

    def read(self, action_ids: Sequence[bytes], group: Sequence[Action]) -> None:
        """Read what these actions will need; their heads are held, so it stays true but for what is written here."""
        changes = [change for action in group for change in action.changes]
        row_ids = list({change.row_id for change in changes})
        named = {row_id for change in changes for _, row_id in _named(change)}
        known = self._connection.execute(_CLAIMS, {"ids": list(action_ids)})
        self.claims = dict.fromkeys(action_ids) | {row.action_id: row for row in known}
        self.keepers = dict.fromkeys((*row_ids, *named))
        self.keepers |= self._pairs(_ALIASES, list(self.keepers))
        spoken = list({row_id for action in group for row_id in spoken_of(action)})
        self.erased = dict.fromkeys(spoken, False) | dict.fromkeys(self._pairs(_ERASED, spoken), True)
        made = [change.row_id for change in changes if change.deed is Deed.CREATE]
        if made:
            gone = self._connection.exec_driver_sql(_TOMBSTONES, (made, list(self._scopes)))
            self.removed = dict.fromkeys(made, False) | dict.fromkeys(map(bytes, gone.scalars()), True)
        self._read_items(frozenset(change.after for change in changes if change.after))
        self._read_rows(changes)

    def item(self, action_id: bytes, row_id: bytes, fact: str) -> tuple[bool, Item | None]:
        """Whether it is known what became of this fact of an action, and the item that it fell into."""
        return action_id in self._asked_for, self._items.get((action_id, row_id, fact))

    def forget(self) -> None:
        """Something was taken back: whatever is asked from now on is read anew."""
        for known in (self.rows, self.removed, self.erased, self.keepers, self.claims):
            known.clear()
        self._asked_for, self._items = frozenset(), {}

    def _pairs(self, query: str, ids: Sequence[bytes]) -> dict[bytes, bytes]:
        return {bytes(one): bytes(other) for one, other in self._connection.exec_driver_sql(query, (ids,))}

    def _read_items(self, action_ids: frozenset[bytes]) -> None:
        self._asked_for = action_ids
        if action_ids:
            found = self._connection.exec_driver_sql(_FATES, (list(action_ids), self._user_id)).all()
            bodies = self._connection.exec_driver_sql(_ITEMS, (list({item_id for *_, item_id in found}),))
            items = {bytes(item_id): item_of(body) for item_id, body in bodies}  # an item may hold very many actions
            self._items = {
                (bytes(action_id), bytes(row_id), fact): items[bytes(item_id)]
                for action_id, row_id, fact, item_id in found
            }

    def _read_rows(self, changes: Sequence[Change]) -> None:
        wanted: dict[type[Record], set[bytes]] = defaultdict(set)
        for change in changes:
            for record, row_id in ((by_word(change.word), change.row_id), *_named(change)):
                wanted[record].add(self.keepers.get(row_id) or row_id)
        for record, ids in wanted.items():
            found = sheets_at(self._connection, record, ids, self._scopes)
            self.rows |= {(record.word, row_id): found.get(row_id) for row_id in ids}


def _named(change: Change) -> Iterator[tuple[type[Record], bytes]]:
    """The rows that a change names, seen or wanted, and the client of a new one."""
    record = by_word(change.word)
    if change.deed is Deed.CREATE and record.scope is Scope.CLIENT:
        yield Client, change.scope_id
    facts = record.facts()
    for name, each in change.edits.items():
        if word := facts[name].refers_to:
            for named in (each.seen, each.wanted):
                ids = named if isinstance(named, (tuple, list)) else (named,)
                yield from ((by_word(word), row_id) for row_id in ids if row_id)


_CLAIMS = select(actions).where(text("action_id = ANY(:ids)"))
_ALIASES = "SELECT old_id, new_id FROM office.aliases WHERE old_id = ANY(%s)"
_ERASED = "SELECT row_id, row_id FROM office.erased WHERE row_id = ANY(%s)"
_TOMBSTONES = "SELECT id FROM office.tombstones WHERE id = ANY(%s) AND scope_id = ANY(%s)"
_ITEMS = "SELECT item_id, body FROM office.items WHERE item_id = ANY(%s)"
_FATES = """
    SELECT fates.action_id, fates.row_id, fates.fact, fates.item_id
    FROM office.fates JOIN office.items ON items.item_id = fates.item_id
        JOIN office.actions ON actions.action_id = fates.action_id
    WHERE fates.action_id = ANY(%s) AND actions.user_id = %s"""
