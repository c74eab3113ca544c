"""One writing transaction of the office, as the pure core asks for it (exchange/office_store.py).

A group of actions is read for in sets before it is judged (`Foreseen`) and written in sets after it (`Unwritten`).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import date
from typing import Any

import msgspec
from sqlalchemy import Connection, Exists, delete, exists, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.exc import DBAPIError

from kamdesk.base.errors import Refused
from kamdesk.base.words import tr
from kamdesk.exchange.actions import Action, Change, Deed
from kamdesk.exchange.office_store import Claim, PartKey
from kamdesk.exchange.protocol import Answer, Sealed, Stamp, packed
from kamdesk.exchange.readers import Reader
from kamdesk.exchange.verdicts import Fate, Item
from kamdesk.exchange.world import sheet_after
from kamdesk.facts.kinds import to_driver
from kamdesk.facts.policies import Scope
from kamdesk.facts.record import Record, Sheet
from kamdesk.records.clients import Client
from kamdesk.records.every import by_word
from kamdesk.server.answering.claims import applied_earlier, claimed, known_action
from kamdesk.server.answering.erp_keys import free_key
from kamdesk.server.answering.foreseen import Foreseen
from kamdesk.server.answering.forgotten import spoken_of
from kamdesk.server.answering.gathered_tray import GatheredTray
from kamdesk.server.answering.unwritten import Unwritten
from kamdesk.server.database.rows import delete_sheet, sheet_of, sheets_in
from kamdesk.server.database.stamping import Part, Stamps
from kamdesk.server.database.tables import aliases, erased, heads, serves, tombstones
from kamdesk.server.database.triggers import REFUSED
from kamdesk.server.database.troubles import sqlstate
from kamdesk.server.people.devices import Device
from kamdesk.server.people.merged import families
from kamdesk.server.people.territory import territory
from kamdesk.server.people.users import next_grant

_packed = msgspec.msgpack.encode


class Transaction:
    """Rows, memory and tray of the office while the heads of some parts are held."""

    def __init__(self, stamps: Stamps, device: Device, today: date) -> None:
        self._stamps, self._device, self._today = stamps, device, today
        self._connection: Connection = stamps.connection
        self._scopes = {part.scope_id for part in stamps.held}
        self._scopes |= families(self._connection, self._scopes)
        self._foreseen = Foreseen(self._connection, device.user_id, self._scopes)
        self._unwritten = Unwritten(self._connection, stamps)
        self._tray = GatheredTray(self._connection, device.user_id, self._foreseen, self._unwritten.write)
        self._answered: dict[bytes, tuple[bytes, Answer | None]] = {}
        """the content of every action claimed here, and its answer once there is one"""
        self._made_here: set[bytes] = set()
        self._theirs = territory(self._connection, device.user_id, today, share=True)
        reader = self._theirs.reader
        self._reader = replace(reader, serves=lambda scope: scope in self._made_here or reader.serves(scope))

    def foresee(self, group: Sequence[tuple[Sealed, Action | None]]) -> None:
        """Read what these actions will need, all at once."""
        self._foreseen.read([each.action_id for each, _ in group], [action for _, action in group if action])

    def finish(self) -> None:
        """Write what was only gathered so far; before the commit at the latest."""
        try:
            self._tray.write()
        except DBAPIError as error:
            if sqlstate(error) != REFUSED:
                raise
            raise Refused(tr("The office's database refuses this row.")) from error

    def reader(self) -> Reader:
        """The user of this push as the office knows them in this transaction."""
        return self._reader

    def row(self, record: type[Record], row_id: bytes) -> Sheet | None:
        """The record's values, or None if there is no such row where this transaction works."""
        known, key = self._foreseen.rows, (record.word, row_id)
        if key not in known:
            known[key] = sheet_of(self._connection, record, row_id, self._scopes)
        return known[key]

    def rows(self, record: type[Record], scope_id: bytes) -> Iterable[Sheet]:
        """All rows of a kind in one scope, oldest first."""
        self._unwritten.write_rows()
        return sheets_in(self._connection, record, scope_id)

    def was_removed(self, row_id: bytes) -> bool:
        """Whether a row of this id once stood here."""
        known = self._foreseen.removed
        if row_id not in known:
            is_it = (tombstones.c.id == row_id) & tombstones.c.scope_id.in_(self._scopes)
            known[row_id] = self._is_any(exists().where(is_it))
        return known[row_id]

    def keeper_of(self, row_id: bytes) -> bytes:
        """The row that stands for this one since twins were merged; itself where none were."""
        seen: set[bytes] = set()
        while row_id not in seen:
            seen.add(row_id)
            kept = self._alias_of(row_id)
            if kept is None:
                break
            row_id = kept
        return row_id

    def _alias_of(self, row_id: bytes) -> bytes | None:
        known = self._foreseen.keepers
        if row_id not in known:
            found = self._connection.execute(select(aliases.c.new_id).where(aliases.c.old_id == row_id)).scalar()
            known[row_id] = None if found is None else bytes(found)
        return known[row_id]

    def scope_exists(self, scope_id: bytes) -> bool:
        """Whether this scope has ever had a row: its head was raised once."""
        if any(part.scope_id == scope_id for part in self._stamps.given):
            return True
        had = (heads.c.scope_id == scope_id) & (heads.c.rev > 0)
        return self._is_any(exists().where(had))

    def _is_any(self, query: Exists) -> bool:
        return bool(self._connection.execute(select(query)).scalar())

    def item_of(self, action_id: bytes, row_id: bytes, fact: str) -> Item | None:
        """The tray item that this fact of an earlier action of the same user fell into, open or not."""
        return self._tray.item_of(action_id, row_id, fact)

    def open_item(self, item_id: bytes) -> Item | None:
        """A tray item that nobody has settled yet, if it is one that this user may look at."""
        return self._tray.open_item(self._theirs, self._today, item_id)

    def waiting(self, row_id: bytes, fact: str) -> Item | None:
        """The newest open item that this fact of a row lies in by an action of this user; "" is the row itself."""
        return self._tray.waiting(row_id, fact)

    def was_settled(self, item_id: bytes) -> bool:
        """Whether somebody settled this tray item before."""
        return self._tray.was_settled(item_id)

    def is_forgotten(self, action: Action) -> bool:
        """Whether the action speaks of a person who asked to be forgotten."""
        return any(map(self._is_erased, spoken_of(action)))

    def claim(self, action_id: bytes, content: bytes, sequence: int) -> Claim:
        """Keep the action's id, or say what is known of it; in the transaction of its effects."""
        if action_id in self._answered:
            before, answer = self._answered[action_id]
            return Claim(answer=answer or applied_earlier(action_id), is_forged=before != content)
        known = self._foreseen.claims
        found = known[action_id] if action_id in known else known_action(self._connection, action_id)
        if found is not None:
            return claimed(found, content)
        self._unwritten.claim(action_id, self._device.device_id, self._device.user_id, sequence, content)
        self._answered[action_id] = content, None
        return Claim()

    @contextmanager
    def attempt(self) -> Iterator[None]:
        """A savepoint: what fails within leaves nothing behind, and what the database itself refuses is a refusal."""
        self.finish()
        made, answered, stands = set(self._made_here), dict(self._answered), False
        try:
            with self._stamps.savepoint():
                yield
                self.finish()
            stands = True
        finally:
            if not stands:
                self._made_here, self._answered = made, answered
                self._unwritten.drop()
                self._tray.drop()
                self._foreseen.forget()

    def write(self, change: Change, action: Action) -> None:
        """Do one change, stamped with the new revision of its part; the history keeps who, when and what before."""
        record = by_word(change.word)
        self._refuse_misplaced(change, record)
        if self._is_erased(change.row_id):
            raise Refused(tr("This person asked to be forgotten; nothing is written about them any more."))
        rev = self._stamps.promised(Part(change.scope_id, record.compartment)).rev
        values = {name: each.wanted for name, each in change.edits.items()} | {"rev": rev}
        if change.deed is Deed.CREATE:
            change = replace(change, external_key=self._free_key(change))
            self._bring_back(change)
            self._unwritten.create(
                record, change.scope_id, change.row_id, values | {"external_key": change.external_key}
            )
        elif change.deed is Deed.EDIT:
            self._unwritten.edit(record, change.scope_id, change.row_id, values)
        else:
            gone = self.row(record, change.row_id)
            change = replace(change, external_key=gone.external_key if gone else "")  # the office's own word
            self._remove(change, record)
        after = sheet_after(self.row(record, change.row_id), change)
        self._foreseen.rows[record.word, change.row_id] = after
        self._note(change, action, rev)

    def _bring_back(self, change: Change) -> None:
        """The core decided that this row comes back: what says that it went must go first."""
        if self.was_removed(change.row_id):
            is_it = (tombstones.c.scope_id == change.scope_id) & (tombstones.c.id == change.row_id)
            self._connection.execute(delete(tombstones).where(is_it))
            self._foreseen.removed.pop(change.row_id)  # it may have gone from another scope as well
        if self._alias_of(change.row_id) is not None:
            self._connection.execute(delete(aliases).where(aliases.c.old_id == change.row_id))
            self._foreseen.keepers[change.row_id] = None

    def _remove(self, change: Change, record: type[Record]) -> None:
        self._unwritten.write_rows()
        delete_sheet(self._connection, record, change.scope_id, change.row_id)
        self._foreseen.removed[change.row_id] = True
        if change.into:
            self._connection.execute(insert(aliases).values(old_id=change.row_id, new_id=change.into))
            self._foreseen.keepers[change.row_id] = change.into

    def _free_key(self, change: Change) -> str:
        """The ERP's key of a new row, as far as it may have one."""
        if not change.external_key:
            return ""
        self._unwritten.write()
        return free_key(self._connection, change)

    def _refuse_misplaced(self, change: Change, record: type[Record]) -> None:
        """The last door: a client's row lies in the scope of a client that is there."""
        is_new = change.deed is Deed.CREATE and record.scope is Scope.CLIENT
        if is_new and self.row(Client, change.scope_id) is None:
            raise Refused(tr("This {record} does not belong there.", record=tr(record.label)))

    def _is_erased(self, row_id: bytes) -> bool:
        known = self._foreseen.erased
        if row_id not in known:
            known[row_id] = self._is_any(exists().where(erased.c.row_id == row_id))
        return known[row_id]

    def _note(self, change: Change, action: Action, rev: int) -> None:
        record = by_word(change.word)
        kinds = {name: record.fact(name).kind for name in change.edits}
        before: Mapping[str, Any] = {"": None}
        after: Mapping[str, bytes] = {}
        if change.deed is not Deed.CREATE:
            before = {name: to_driver(kind, change.edits[name].seen) for name, kind in kinds.items()}
            before = before if change.deed is Deed.EDIT else {"": change.external_key, **before}
        if change.deed is Deed.EDIT:
            after = {name: _packed(to_driver(kind, change.edits[name].wanted)) for name, kind in kinds.items()}
        for name, value in before.items():
            self._unwritten.note(
                change.scope_id, record.compartment.value, rev, change.row_id, name, record.word, _packed(value),
                action.author.name, self._device.device_id, action.action_id, after.get(name),
            )  # fmt: skip

    def stamp(self, part: PartKey) -> Stamp:
        """The part's revision of this transaction: one more than before, however often it is asked for."""
        return Stamp(*part, *self._stamps.promised(Part(*part)))

    def serve(self, scope_id: bytes) -> None:
        """The user made this client: it is theirs until a manager assigns it."""
        values = {
            "scope_id": scope_id, "user_id": self._device.user_id, "role": self._theirs.user.role.value,
            "starts_on": self._today, "granted": next_grant(self._connection),
        }  # fmt: skip
        self._connection.execute(insert(serves).values(values).on_conflict_do_nothing())
        self._made_here.add(scope_id)

    def keep_item(self, item: Item) -> None:
        """Put an item into the tray, in place of its earlier form."""
        self._tray.keep(item)

    def keep_fates(self, action_id: bytes, fates: Iterable[Fate]) -> None:
        """Remember which facts of an action lie in which item."""
        self._tray.keep_fates(action_id, fates)

    def settle(self, item_id: bytes, action_id: bytes) -> None:  # noqa: ARG002  (the history has the action)
        """Take an item out of the tray by this action; it stays in the history."""
        self._tray.settle(item_id)

    def remember(self, answer: Answer) -> None:
        """Keep the answer: whoever asks again gets the same."""
        self._answered[answer.action_id] = self._answered[answer.action_id][0], answer
        self._unwritten.answer(answer.action_id, packed(answer))
