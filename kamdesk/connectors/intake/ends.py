"""Finds the records that imported rows name: first among those just written, then on the desk."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from hashlib import blake2b
from typing import Any

from kamdesk.base.ids import NOBODY
from kamdesk.connectors.batches import keyed_within_client
from kamdesk.connectors.intake.store import IntakeStore
from kamdesk.facts.record import Record
from kamdesk.records.catalogue import Industry, Product, Warehouse
from kamdesk.records.clients import Client
from kamdesk.records.every import by_word
from kamdesk.records.team import Employee

End = tuple[bytes, bytes]
"""A record's id and scope."""
Identity = str | tuple[bytes, str]
"""The key alone, or the client (see `stand_in`) and the key where every client has keys of its own."""

NAMES: dict[type[Record], str] = {
    Client: "legal_name",
    Employee: "name",
    Industry: "name",
    Product: "name",
    Warehouse: "name",
}
"""Where no key fits, the exact and only name of one of these does."""


def stand_in(word: str, key: str) -> bytes:
    """Stands for an unknown client, named by this record's key: two of them may use the same key for their own rows."""
    return blake2b(f"{word}\0{key}".encode(), digest_size=len(NOBODY)).digest() if key else NOBODY


class Ends:
    """Ids and scopes by key, read once per import and kept."""

    def __init__(self, store: IntakeStore) -> None:
        self._store = store
        self._known: dict[type[Record], dict[Identity, End | None]] = {}
        self._written: dict[type[Record], list[Iterable[tuple[Identity, End]]]] = {}

    def learn(self, record: type[Record], identities: Iterable[Identity], ends: Iterable[End]) -> None:
        """Remember records that were just written; most kinds nobody names, so they are laid out when one is."""
        self._written.setdefault(record, []).append(zip(identities, ends, strict=True))

    def forget(self, record: type[Record]) -> None:
        """Ask the desk again for this kind (rows were linked and their scopes moved)."""
        self._known.pop(record, None)
        self._written.pop(record, None)

    def find(
        self, record: type[Record], keys: Sequence[str], scopes: Sequence[bytes] | None = None
    ) -> list[End | None]:
        """The end of each key, None where the key is empty or nothing has it."""
        known = self._known.setdefault(record, {})
        for written in self._written.pop(record, ()):
            known.update(written)
        identities: Sequence[Identity] = keys
        if keyed_within_client(record):
            if scopes is None:
                return [None] * len(keys)
            identities = list(zip(scopes, keys, strict=True))
        missing = {identity for identity in set(identities) if identity not in known}
        if missing:
            self._look_up(record, missing, known)
        return [known[identity] for identity in identities]

    def standing(
        self, record: type[Record], facts: Sequence[str], keys: Collection[str]
    ) -> dict[Identity, tuple[Any, ...]]:
        """The rows with these keys that are there already: (id, scope, *facts) by identity."""
        found = self._store.existing(record, facts, keys)
        if not keyed_within_client(record):
            return {row[0]: row[1:] for row in found}
        rows = list(found)
        waiting = self._awaited([row[1] for row in rows if row[2] == NOBODY])
        return {(waiting.get(row[1], row[2]), row[0]): row[1:] for row in rows}

    def _awaited(self, row_ids: Collection[bytes]) -> dict[bytes, bytes]:
        """The client of rows that wait for one: it may have come by now, else what stands for it."""
        waiting = self._store.awaited_clients(set(row_ids)) if row_ids else {}
        clients: dict[bytes, bytes] = {}
        for word in {word for word, _ in waiting.values()}:
            rows = {row_id: key for row_id, (named, key) in waiting.items() if named == word}
            for (row_id, key), end in zip(rows.items(), self.find(by_word(word), [*rows.values()]), strict=True):
                clients[row_id] = end[1] if end and end[1] != NOBODY else stand_in(word, key)
        return clients

    def _look_up(self, record: type[Record], missing: set[Identity], known: dict[Identity, End | None]) -> None:
        known.update(dict.fromkeys(missing))
        keys = {identity[1] if isinstance(identity, tuple) else identity for identity in missing} - {""}
        known.update((each, row[:2]) for each, row in self.standing(record, (), keys).items() if each in missing)
        if record in NAMES:
            self._by_name(record, {key for key in keys if known.get(key) is None}, known)

    def _by_name(self, record: type[Record], names: set[str], known: dict[Identity, End | None]) -> None:
        if not names:
            return
        found: dict[str, list[End]] = {}
        for name, row_id, scope_id in self._store.existing(record, (), names, by=NAMES[record]):
            found.setdefault(name, []).append((row_id, scope_id))
        known.update({name: ends[0] for name, ends in found.items() if len(ends) == 1})
