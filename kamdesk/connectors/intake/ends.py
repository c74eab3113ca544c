"""Finds the records that imported rows name: first among those just written, then on the desk."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from kamdesk.connectors.batches import keyed_within_client
from kamdesk.connectors.intake.store import IntakeStore
from kamdesk.facts.record import Record
from kamdesk.records.catalogue import Industry, Product, Warehouse
from kamdesk.records.clients import Client
from kamdesk.records.team import Employee

End = tuple[bytes, bytes]
"""A record's id and scope."""
Identity = str | tuple[bytes, str]
"""The key alone, or the client and the key where every client has keys of its own."""

NAMES: dict[type[Record], str] = {
    Client: "legal_name",
    Employee: "name",
    Industry: "name",
    Product: "name",
    Warehouse: "name",
}
"""Where no key fits, the exact and only name of one of these does."""


class Ends:
    """Ids and scopes by key, read once per import and kept."""

    def __init__(self, store: IntakeStore) -> None:
        self._store = store
        self._known: dict[type[Record], dict[Identity, End | None]] = {}

    def learn(self, record: type[Record], identities: Iterable[Identity], ends: Iterable[End]) -> None:
        """Remember records that were just written."""
        self._known.setdefault(record, {}).update(zip(identities, ends, strict=True))

    def forget(self, record: type[Record]) -> None:
        """Ask the desk again for this kind (rows were linked and their scopes moved)."""
        self._known.pop(record, None)

    def find(
        self, record: type[Record], keys: Sequence[str], scopes: Sequence[bytes] | None = None
    ) -> list[End | None]:
        """The end of each key, None where the key is empty or nothing has it."""
        known = self._known.setdefault(record, {})
        identities: Sequence[Identity] = keys
        if keyed_within_client(record):
            if scopes is None:
                return [None] * len(keys)
            identities = list(zip(scopes, keys, strict=True))
        missing = {identity for identity in set(identities) if identity not in known}
        if missing:
            self._look_up(record, missing, known)
        return [known[identity] for identity in identities]

    def _look_up(self, record: type[Record], missing: set[Identity], known: dict[Identity, End | None]) -> None:
        known.update(dict.fromkeys(missing))
        within = keyed_within_client(record)
        keys = {identity[1] if isinstance(identity, tuple) else identity for identity in missing} - {""}
        for key, row_id, scope_id in self._store.existing(record, (), keys):
            identity: Identity = (scope_id, key) if within else key
            if identity in missing:
                known[identity] = (row_id, scope_id)
        if record in NAMES:
            self._by_name(record, {key for key in keys if known.get(key) is None}, known)

    def _by_name(self, record: type[Record], names: set[str], known: dict[Identity, End | None]) -> None:
        if not names:
            return
        found: dict[str, list[End]] = {}
        for name, row_id, scope_id in self._store.existing(record, (), names, by=NAMES[record]):
            found.setdefault(name, []).append((row_id, scope_id))
        known.update({name: ends[0] for name, ends in found.items() if len(ends) == 1})
