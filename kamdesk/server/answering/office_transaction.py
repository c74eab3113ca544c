"""One writing transaction of the office, as the pure core asks for it (exchange/office_store.py)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from datetime import date
from typing import Any

import msgspec
from sqlalchemy import Connection, Exists, delete, exists, func, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.exc import DBAPIError

from kamdesk.base.errors import Refused
from kamdesk.base.words import tr
from kamdesk.exchange.actions import Action, Change, Deed
from kamdesk.exchange.office_store import Claim, PartKey
from kamdesk.exchange.protocol import Answer, Stamp, packed
from kamdesk.exchange.readers import Reader
from kamdesk.exchange.verdicts import Fate, Item, Verdict
from kamdesk.facts.kinds import to_driver
from kamdesk.facts.policies import Scope
from kamdesk.facts.record import Record, Sheet
from kamdesk.records.clients import Client
from kamdesk.records.every import by_word
from kamdesk.server.answering import tray
from kamdesk.server.database.record_tables import office_table
from kamdesk.server.database.rows import delete_sheet, insert_sheet, sheet_of, sheets_in, update_sheet
from kamdesk.server.database.stamping import Part, Stamps
from kamdesk.server.database.tables import actions, aliases, erased, heads, history, serves, tombstones
from kamdesk.server.database.triggers import REFUSED
from kamdesk.server.database.troubles import sqlstate
from kamdesk.server.people.devices import Device
from kamdesk.server.people.territory import territory
from kamdesk.server.people.users import next_grant


class Transaction:
    """Rows, memory and tray of the office while the heads of some parts are held."""

    def __init__(self, stamps: Stamps, device: Device, today: date) -> None:
        self._stamps, self._device, self._today = stamps, device, today
        self._connection: Connection = stamps.connection
        self._scopes = {part.scope_id for part in stamps.held}
        self._made_here: set[bytes] = set()
        self._clients: set[bytes] = set()
        self._theirs = territory(self._connection, device.user_id, today, share=True)
        reader = self._theirs.reader
        self._reader = replace(reader, serves=lambda scope: scope in self._made_here or reader.serves(scope))
        self._has_aliases = self._is_any(exists(select(aliases.c.old_id)))
        self._has_erased = self._is_any(exists(select(erased.c.row_id)))

    def reader(self) -> Reader:
        """The user of this push as the office knows them in this transaction."""
        return self._reader

    def row(self, record: type[Record], row_id: bytes) -> Sheet | None:
        """The record's values, or None if there is no such row where this transaction works."""
        return sheet_of(self._connection, record, row_id, self._scopes)

    def rows(self, record: type[Record], scope_id: bytes) -> Iterable[Sheet]:
        """All rows of a kind in one scope, oldest first."""
        return sheets_in(self._connection, record, scope_id)

    def was_removed(self, row_id: bytes) -> bool:
        """Whether a row of this id once stood here."""
        is_it = (tombstones.c.id == row_id) & tombstones.c.scope_id.in_(self._scopes)
        return self._is_any(exists().where(is_it))

    def keeper_of(self, row_id: bytes) -> bytes:
        """The row that stands for this one since twins were merged; itself where none were."""
        seen: set[bytes] = set()
        while self._has_aliases and row_id not in seen:
            seen.add(row_id)
            found = self._connection.execute(select(aliases.c.new_id).where(aliases.c.old_id == row_id)).scalar()
            if found is None:
                break
            row_id = bytes(found)
        return row_id

    def scope_exists(self, scope_id: bytes) -> bool:
        """Whether this scope has ever had a row: its head was raised once."""
        had = (heads.c.scope_id == scope_id) & (heads.c.rev > 0)
        return self._is_any(exists().where(had))

    def _is_any(self, query: Exists) -> bool:
        return bool(self._connection.execute(select(query)).scalar())

    def item_of(self, action_id: bytes, row_id: bytes, fact: str) -> Item | None:
        """The tray item that this fact of an earlier action of the same user fell into, open or not."""
        return tray.item_of_fact(self._connection, self._device.user_id, action_id, row_id, fact)

    def open_item(self, item_id: bytes) -> Item | None:
        """A tray item that nobody has settled yet, if it is one that this user may look at."""
        return tray.open_item(self._connection, self._theirs, self._today, item_id)

    def waiting(self, row_id: bytes, fact: str) -> Item | None:
        """The newest open item that this fact of a row lies in by an action of this user; "" is the row itself."""
        return tray.waiting(self._connection, self._device.user_id, row_id, fact)

    def was_settled(self, item_id: bytes) -> bool:
        """Whether somebody settled this tray item before."""
        return tray.was_settled(self._connection, item_id)

    def claim(self, action_id: bytes, content: bytes, sequence: int) -> Claim:
        """Insert the action's id, or say what is known of it; in the transaction of its effects."""
        return claim(self._connection, self._device, action_id, content, sequence)

    @contextmanager
    def attempt(self) -> Iterator[None]:
        """A savepoint: what fails within leaves nothing behind, and what the database itself refuses is a refusal."""
        made, stands = set(self._made_here), False
        try:
            with self._stamps.savepoint():
                yield
            stands = True
        except DBAPIError as error:
            if sqlstate(error) != REFUSED:
                raise
            raise Refused(tr("The office's database refuses this row.")) from error
        finally:
            if not stands:
                self._made_here = made
                self._clients.clear()

    def write(self, change: Change, action: Action) -> None:
        """Do one change, stamped with the new revision of its part; the history keeps who, when and what before."""
        record = by_word(change.word)
        self._refuse_misplaced(change, record)
        self._refuse_erased(change)
        part = Part(change.scope_id, record.compartment)
        rev = self._stamps.of(part).rev
        wanted = {name: each.wanted for name, each in change.edits.items()}
        where = (self._connection, record, change.scope_id, change.row_id)
        if change.deed is Deed.CREATE:
            self._bring_back(change)
            insert_sheet(*where, wanted | {"external_key": self._free_key(change, record)}, rev=rev)
        elif change.deed is Deed.EDIT:
            update_sheet(*where, wanted, rev=rev)
        else:
            delete_sheet(*where)
            if change.into:
                self._connection.execute(insert(aliases).values(old_id=change.row_id, new_id=change.into))
                self._has_aliases = True
        self._note(change, action, rev)

    def _bring_back(self, change: Change) -> None:
        """The core decided that this row comes back: what says that it went must go first."""
        is_it = (tombstones.c.scope_id == change.scope_id) & (tombstones.c.id == change.row_id)
        self._connection.execute(delete(tombstones).where(is_it))
        if self._has_aliases:
            self._connection.execute(delete(aliases).where(aliases.c.old_id == change.row_id))

    def _free_key(self, change: Change, record: type[Record]) -> str:
        """The ERP's key of a new row, unless another row has it: an import would take one for the other.

        Nothing is refused: whoever makes up a key does not hear which there are.
        """
        wanted, theirs = change.external_key, office_table(record).c.external_key
        return "" if wanted and self._is_any(exists().where(theirs == wanted)) else wanted

    def _refuse_misplaced(self, change: Change, record: type[Record]) -> None:
        """The last door: a client's row lies in the scope of a client that is there."""
        if change.deed is Deed.CREATE and record.scope is Scope.CLIENT and change.scope_id not in self._clients:
            if self.row(Client, change.scope_id) is None:
                raise Refused(tr("This {record} does not belong there.", record=tr(record.label)))
            self._clients.add(change.scope_id)

    def _refuse_erased(self, change: Change) -> None:
        """Nothing is written about a person who asked to be forgotten, however old the laptop's action is."""
        if self._has_erased and self._is_any(exists().where(erased.c.row_id == change.row_id)):
            raise Refused(tr("This person asked to be forgotten; nothing is written about them any more."))

    def _note(self, change: Change, action: Action, rev: int) -> None:
        record = by_word(change.word)
        before: Mapping[str, Any] = {"": None}
        if change.deed is not Deed.CREATE:
            before = {name: to_driver(record.fact(name).kind, each.seen) for name, each in change.edits.items()}
            before = before if change.deed is Deed.EDIT else {"": change.external_key, **before}
        whose: dict[str, Any] = {
            "scope_id": change.scope_id, "compartment": record.compartment.value, "rev": rev, "row_id": change.row_id,
            "word": record.word, "author": action.author.name, "device_id": self._device.device_id,
            "action_id": action.action_id,
        }  # fmt: skip
        after = {
            name: msgspec.msgpack.encode(to_driver(record.fact(name).kind, each.wanted))
            for name, each in change.edits.items()
            if change.deed is Deed.EDIT
        }
        rows = [
            whose | {"fact": name, "value": msgspec.msgpack.encode(value), "wanted": after.get(name)}
            for name, value in before.items()
        ]
        self._connection.execute(insert(history), rows)

    def stamp(self, part: PartKey) -> Stamp:
        """The part's revision of this transaction: one more than before, however often it is asked for."""
        return Stamp(*part, *self._stamps.of(Part(*part)))

    def head(self, part: PartKey) -> Stamp:
        """The part's revision as it stands in this transaction."""
        is_it = (heads.c.scope_id == part[0]) & (heads.c.compartment == part[1].value)
        found = self._connection.execute(select(heads.c.rev, heads.c.mark).where(is_it)).first()
        return Stamp(*part, found.rev if found else 0, bytes(found.mark) if found and found.mark else b"")

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
        tray.keep_item(self._connection, item, self._device.user_id)

    def keep_fates(self, action_id: bytes, fates: Iterable[Fate]) -> None:
        """Remember which facts of an action lie in which item."""
        tray.keep_fates(self._connection, action_id, list(fates))

    def settle(self, item_id: bytes, action_id: bytes) -> None:  # noqa: ARG002  (the history has the action)
        """Take an item out of the tray by this action; it stays in the history."""
        tray.settle(self._connection, item_id)

    def remember(self, answer: Answer) -> None:
        """Keep the answer: whoever asks again gets the same."""
        remember(self._connection, answer)


def claim(connection: Connection, device: Device, action_id: bytes, content: bytes, sequence: int) -> Claim:
    """Insert an action's id, or say what is known of it."""
    values = {
        "action_id": action_id, "device_id": device.device_id, "user_id": device.user_id, "sequence": sequence,
        "content_hash": content,
    }  # fmt: skip
    new = insert(actions).values(values).on_conflict_do_nothing().returning(actions.c.action_id)
    if connection.execute(new).first():
        return Claim()
    known = connection.execute(select(actions).where(actions.c.action_id == action_id)).one()
    if bytes(known.content_hash) != content:
        return Claim(is_forged=True)
    if known.answer is None:
        return Claim(answer=_applied_earlier(action_id))
    return Claim(answer=msgspec.msgpack.decode(known.answer, type=Answer))


def _applied_earlier(action_id: bytes) -> Answer:
    """The answer itself was dropped after its time; the id never is."""
    return Answer(action_id=action_id, verdict=Verdict.APPLIED, code="earlier")


def remember(connection: Connection, answer: Answer) -> None:
    """Keep the answer of a claimed action."""
    is_it = actions.c.action_id == answer.action_id
    connection.execute(update(actions).where(is_it).values(answer=packed(answer), answered_at=func.now()))
