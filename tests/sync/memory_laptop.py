"""A laptop's file of dictionaries; a copy of it is its state, kept."""

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any, NamedTuple

from kamdesk.exchange.actions import Action
from kamdesk.exchange.laptop_store import Mine, OfficeRow, Outgoing
from kamdesk.exchange.parts import records_in
from kamdesk.exchange.protocol import Answer, Cursor, Frame
from kamdesk.facts.kinds import from_driver
from kamdesk.facts.record import Record, Sheet
from kamdesk.records.every import by_word
from tests.sync.memory_office import facts_of, row_of

OPEN, SENT, ANSWERED, DONE = "open", "sent", "answered", "done"
PENDING = (OPEN, SENT, ANSWERED)


class Kept(NamedTuple):
    action: Action
    packed: bytes
    state: str
    sequence: int | None = None
    answer: Answer | None = None


class Apart(NamedTuple):
    word: str
    scope_id: bytes
    office: OfficeRow


@lru_cache(maxsize=4096)
def sheet_of(record: type[Record], scope_id: bytes, plain: tuple) -> Sheet:
    values = {name: from_driver(kind, value) for (name, kind), value in zip(facts_of(record), plain[3:], strict=True)}
    return Sheet(record, {**values, "id": plain[0], "scope_id": scope_id, "external_key": plain[1]})


@dataclass(slots=True)
class State:
    """Everything a file holds; the values are never changed in place."""

    tables: dict = field(default_factory=dict)  # (word, scope) -> {id: plain row as shown}
    apart: dict = field(default_factory=dict)  # id -> Apart: what the office has of rows with pending changes
    outbox: dict = field(default_factory=dict)  # action id -> Kept, in the order in which they were done
    touched: dict = field(default_factory=dict)  # row id -> ids of actions that change it
    cursors: dict = field(default_factory=dict)  # part -> Cursor
    going: dict = field(default_factory=dict)  # part -> ids that go unless they come again
    outdated: frozenset = frozenset()  # parts whose cursors a program with other facts wrote
    items: tuple = ()
    nonce: bytes = b""
    policy: dict = field(default_factory=dict)
    parked: tuple = ()

    def copy(self) -> "State":
        values = [getattr(self, name) for name in State.__slots__]
        return State(*[dict(value) if type(value) is dict else value for value in values])


class Transaction:
    """One writing transaction over a copy of the state."""

    def __init__(self, state: State) -> None:
        self.state = state.copy()
        self.scopes: set = set()  # whose rows were touched

    def nonce(self) -> bytes:
        return self.state.nonce

    def keep_nonce(self, nonce: bytes) -> None:
        self.state.nonce = nonce

    def outgoing(self, limit: int) -> Sequence[Outgoing]:
        found = [(action_id, kept) for action_id, kept in self.state.outbox.items() if kept.state in (OPEN, SENT)]
        return [Outgoing(action_id=each, sequence=kept.sequence, action=kept.packed) for each, kept in found[:limit]]

    def last_sequence(self) -> int:
        return max((kept.sequence or 0 for kept in self.state.outbox.values()), default=0)

    def first_sequence(self) -> int:
        return min((kept.sequence for kept in self.state.outbox.values() if kept.sequence), default=0)

    def renumber(self) -> None:
        for action_id, kept in self.state.outbox.items():
            self.state.outbox[action_id] = kept._replace(sequence=None)

    def seal(self, action_id: bytes, sequence: int) -> None:
        kept = self.state.outbox[action_id]
        self.state.outbox[action_id] = kept._replace(state=SENT, sequence=sequence)

    def take_answer(self, answer: Answer) -> Action | None:
        kept = self.state.outbox.get(answer.action_id)
        if kept is None or kept.state != SENT:
            return None
        self.state.outbox[answer.action_id] = kept._replace(state=ANSWERED, answer=answer)
        return kept.action

    def answered(self) -> Sequence[Mine]:
        found = (kept for kept in self.state.outbox.values() if kept.state == ANSWERED)
        return [Mine(action=kept.action, answer=kept.answer) for kept in found]

    def done(self, action_ids: Collection[bytes]) -> None:
        for action_id in action_ids:
            self.state.outbox[action_id] = self.state.outbox[action_id]._replace(state=DONE)

    def offer_again(self) -> Sequence[Action]:
        again = []
        for action_id, kept in self.state.outbox.items():
            if kept.state != OPEN:
                self.state.outbox[action_id] = kept._replace(state=SENT, sequence=None, answer=None)
                again.append(kept.action)
        return again

    def guard(self, record: type[Record], row_id: bytes, scope_id: bytes) -> None:
        if row_id not in self.state.apart:
            plain = self.state.tables.get((record.word, scope_id), {}).get(row_id)
            sheet = sheet_of(record, scope_id, plain) if plain else None
            office = OfficeRow(sheet=sheet, rev=plain[2] if plain else 0)
            self.scopes.add(scope_id)
            self.state.apart[row_id] = Apart(record.word, scope_id, office)

    def pending_of(self, row_id: bytes) -> Sequence[Mine]:
        found = (self.state.outbox.get(action_id) for action_id in self.state.touched.get(row_id, ()))
        return [Mine(action=each.action, answer=each.answer) for each in found if each and each.state in PENDING]

    def office_row(self, record: type[Record], row_id: bytes) -> OfficeRow | None:
        apart = self.state.apart.get(row_id)
        return apart.office if apart else None

    def rows_with_pending(self, record: type[Record], scope_id: bytes) -> Collection[bytes]:
        return {
            row_id
            for row_id, apart in self.state.apart.items()
            if apart.word == record.word and apart.scope_id == scope_id
        }

    def keep_office_row(self, record: type[Record], row_id: bytes, scope_id: bytes, office: OfficeRow) -> None:
        self.scopes.add(scope_id)
        self.state.apart[row_id] = Apart(record.word, scope_id, office)
        self._came(record, scope_id, (row_id,))

    def forget_office_row(self, record: type[Record], row_id: bytes) -> None:
        self.scopes.add(self.state.apart[row_id].scope_id)
        del self.state.apart[row_id]

    def show(self, record: type[Record], row_id: bytes, sheet: Sheet | None, rev: int) -> None:
        scope_id = sheet.scope_id if sheet else self.state.apart[row_id].scope_id
        table = self._table(record, scope_id)
        table.pop(row_id, None)
        if sheet:
            table[row_id] = row_of(sheet, rev).plain

    def flush(self) -> None:
        """Nothing is only gathered."""

    def upsert(self, record: type[Record], scope_id: bytes, frame: Frame, rows: Sequence[Sequence[Any]]) -> None:
        if rows:
            self._table(record, scope_id).update((row[0], tuple(row)) for row in rows)
            self._came(record, scope_id, [row[0] for row in rows])

    def remove(self, record: type[Record], row_ids: Sequence[bytes]) -> None:
        if not row_ids:
            return
        for word, scope_id in list(self.state.tables):
            if word == record.word and not self.state.tables[word, scope_id].keys().isdisjoint(row_ids):
                table = self._table(record, scope_id)
                for row_id in row_ids:
                    table.pop(row_id, None)

    def _table(self, record: type[Record], scope_id: bytes) -> dict:
        self.scopes.add(scope_id)
        table = dict(self.state.tables.get((record.word, scope_id), {}))
        self.state.tables[record.word, scope_id] = table
        return table

    def _came(self, record: type[Record], scope_id: bytes, row_ids: Iterable[bytes]) -> None:
        part = (scope_id, record.compartment)
        if part in self.state.going:
            self.state.going[part] = self.state.going[part].difference(row_ids)

    def begin_whole(self, part) -> None:
        held: set = set()
        for record in records_in(*part):
            held.update(self.state.tables.get((record.word, part[0]), ()))
            held |= set(self.rows_with_pending(record, part[0]))
        self.state.going[part] = frozenset(held)
        self.scopes.add(part[0])

    def end_whole(self, part) -> Sequence[tuple[type[Record], bytes]]:
        left = self.state.going.pop(part, frozenset())
        return self._let_go(part, left)

    def _let_go(self, part, left: Collection[bytes]) -> list[tuple[type[Record], bytes]]:
        pending = []
        for record in records_in(*part):
            held = self.state.tables.get((record.word, part[0]), {})
            self.remove(record, [row_id for row_id in held if row_id in left and row_id not in self.state.apart])
            for row_id in self.rows_with_pending(record, part[0]):
                if row_id in left:
                    self.state.apart[row_id] = Apart(record.word, part[0], OfficeRow(sheet=None))
                    pending.append((record, row_id))
        return pending

    def cursors(self) -> Sequence[Cursor]:
        return tuple(cursor for part, cursor in self.state.cursors.items() if part not in self.state.outdated)

    def parts_held(self) -> Collection:
        return tuple(self.state.cursors)

    def keep_cursor(self, cursor: Cursor, as_of: str) -> None:
        part = (cursor.scope_id, cursor.compartment)
        self.scopes.add(cursor.scope_id)
        values = (*part, cursor.rev, cursor.mark, cursor.grant, cursor.after)
        self.state.cursors[part] = Cursor(*values, as_of, cursor.ahead)
        self.state.outdated -= {part}

    def purge(self, part) -> Sequence[tuple[type[Record], bytes]]:
        self.scopes.add(part[0])
        held = {row_id for record in records_in(*part) for row_id in self.state.tables.get((record.word, part[0]), ())}
        held |= {row_id for record in records_in(*part) for row_id in self.rows_with_pending(record, part[0])}
        pending = self._let_go(part, held)
        self.state.cursors.pop(part, None)
        self.state.going.pop(part, None)
        self.state.outdated -= {part}
        for action_id, kept in list(self.state.outbox.items()):
            parts = {(change.scope_id, by_word(change.word).compartment) for change in kept.action.changes}
            if kept.state == DONE and part in parts:
                del self.state.outbox[action_id]
        return pending

    def keep_items(self, items: Iterable[bytes]) -> None:
        self.state.items = tuple(items)

    def items(self) -> Sequence[bytes]:
        return self.state.items

    def keep_policy(self, policy: dict) -> None:
        self.state.policy = policy

    def policy(self) -> dict:
        return self.state.policy

    def park(self, frame: Frame, why: str) -> None:
        self.state.parked = (*self.state.parked, frame)


class MemoryLaptop:
    """A file that stands, and what watches each commit."""

    def __init__(self) -> None:
        self.state = State()
        self.watch: Callable[[State, Transaction], None] = lambda before, transaction: None
        self.interrupt: Callable[[str], None] = lambda where: None

    def foresee(self, frame: Frame) -> None:
        """Dictionaries need nothing beside the rows."""

    @contextmanager
    def writing(self) -> Iterator[Transaction]:
        self.interrupt("begin")
        transaction = Transaction(self.state)
        yield transaction
        self.interrupt("commit")
        before, self.state = self.state, transaction.state
        self.watch(before, transaction)

    reading = writing
