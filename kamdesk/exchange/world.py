"""What a verdict may look at: rows as they stand, and rows as they would stand after some writes. No database here."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Protocol

from kamdesk.exchange.actions import Change, Deed
from kamdesk.facts.kinds import Kind
from kamdesk.facts.policies import Owner, Scope
from kamdesk.facts.record import Record, Sheet
from kamdesk.records.every import RECORDS, by_word


class World(Protocol):
    """Rows of one moment, whoever keeps them: the laptop's file, the office's database, a dictionary."""

    def row(self, record: type[Record], row_id: bytes) -> Sheet | None:
        """The record's values, or None if there is no such row."""

    def rows(self, record: type[Record], scope_id: bytes) -> Iterable[Sheet]:
        """All rows of a kind in one scope, oldest first."""


class WorldAfter:
    """A world with changes already done to it, for rules that must hold afterwards."""

    def __init__(self, before: World, changes: Iterable[Change]) -> None:
        self._before = before
        self._changed: dict[bytes, Sheet | None] = {}
        for change in changes:
            self._changed[change.row_id] = self._done(change)

    def row(self, record: type[Record], row_id: bytes) -> Sheet | None:
        """The record's values afterwards."""
        return self._changed[row_id] if row_id in self._changed else self._before.row(record, row_id)

    def rows(self, record: type[Record], scope_id: bytes) -> Iterator[Sheet]:
        """All rows of a kind in one scope, afterwards."""
        for sheet in self._before.rows(record, scope_id):
            if sheet.id not in self._changed:
                yield sheet
        for changed in self._changed.values():
            if changed is not None and changed.record is record and changed.scope_id == scope_id:
                yield changed

    def _done(self, change: Change) -> Sheet | None:
        return sheet_after(self.row(by_word(change.word), change.row_id), change)


def sheet_after(before: Sheet | None, change: Change) -> Sheet | None:
    """A row once a change is done to it; an edit of a row that is not there leaves nothing there."""
    record = by_word(change.word)
    wanted = {name: each.wanted for name, each in change.edits.items()}
    if change.deed is Deed.CREATE:
        defaults = {name: fact.default for name, fact in record.facts().items()}
        whose = {"id": change.row_id, "scope_id": change.scope_id, "external_key": change.external_key}
        return Sheet(record, {**defaults, **wanted, **whose})
    if change.deed is Deed.REMOVE or before is None:
        return None
    whose = {"id": before.id, "scope_id": before.scope_id, "external_key": before.external_key}
    return Sheet(record, {**before, **wanted, **whose})


def children(world: World, record: type[Record], row_id: bytes, scope_id: bytes) -> set[bytes]:
    """The rows of people in the same scope that name this one: what would hang in the air without it.

    All that lies in a client's scope hangs on the client.

    Rows of the ERP are left out: they stand whatever people remove, and a scope holds very many.
    """
    found: set[bytes] = set()
    for other in RECORDS:
        if other.owner is Owner.LEDGER:
            continue
        if record.scope is Scope.OWN and other.scope is Scope.CLIENT:
            found.update(sheet.id for sheet in world.rows(other, row_id))
            continue
        for name, fact in other.facts().items():
            if fact.refers_to != record.word:
                continue
            for sheet in world.rows(other, scope_id):
                named = sheet[name] if fact.kind is Kind.REFERENCES else (sheet[name],)
                if row_id in named and sheet.id != row_id:
                    found.add(sheet.id)
    return found
