"""A laptop's encrypted file as the invariants look at it: a state of dictionaries, read again at every commit."""

import shutil
from collections.abc import Callable
from types import SimpleNamespace

import msgspec
from sqlalchemy import event

from kamdesk.exchange.laptop_store import OfficeRow
from kamdesk.exchange.protocol import Answer, Cursor
from kamdesk.exchange.wire import action_of
from kamdesk.facts.policies import Compartment
from kamdesk.records.every import RECORDS, by_word
from kamdesk.storage.desk import Desk
from kamdesk.storage.engine import _WRITES
from kamdesk.storage.laptop import FileLaptop
from kamdesk.storage.office_rows import office_row
from kamdesk.storage.settings import POLICY
from tests.sync.memory_laptop import Apart, Kept, State

_TABLES = {record.table().name: record for record in RECORDS}
_PLAIN = {
    record: f"SELECT scope_id, {', '.join(['id', 'external_key', 'rev', *record.facts()])} FROM {name} ORDER BY id"
    for name, record in _TABLES.items()
}
_OUTBOX = "SELECT action_id, action, state, sequence, answer FROM outbox WHERE state <> 'undone' ORDER BY position"
_TOUCHED = "SELECT row_id, action_id FROM outbox_rows JOIN outbox USING (action_id) ORDER BY position"


class WatchedDesk:
    """A desk, open; `state` is what its file holds since the last commit."""

    def __init__(self, folder, key: bytes, clock) -> None:
        self.folder, self.key, self.clock = folder, key, clock
        self.state = State()
        self.watch: Callable[[State, SimpleNamespace], None] = lambda before, file: None
        self.interrupt: Callable[[str], None] = lambda where: None
        self._written: set[str] = set()
        self._is_reading = False
        self.open()

    def open(self) -> None:
        """Open the file, whatever was done to it meanwhile."""
        self.desk = Desk(self.folder, self.key, clock=self.clock)
        engine = self.desk._writer
        event.listen(engine, "before_cursor_execute", self._statement)
        event.listen(engine, "commit", self._committing)
        event.listen(engine, "rollback", lambda _: self._written.clear())
        self.state = State()
        with self.desk.reading() as connection:
            self.state = self._read(connection, {*_TABLES, "outbox", "office_rows", "cursors", "sweeps", "tray_items"})

    def writing(self):
        """The laptop's side of a sync, as the pure core asks for it."""
        return FileLaptop(self.desk).writing()

    def reading(self):
        """The same, for looking only."""
        return FileLaptop(self.desk).reading()

    def close(self) -> None:
        self.desk.close()

    def begin_anew(self) -> None:
        """The program died and is started again."""
        self.close()
        self.open()

    def copied_to(self, folder) -> None:
        """The folder as it lies on the disk right now."""
        shutil.copytree(self.folder, folder)

    def put_back_from(self, folder) -> None:
        """The disk is as it was."""
        self.close()
        shutil.rmtree(self.folder)
        shutil.copytree(folder, self.folder)
        self.open()

    def _statement(self, _connection, _cursor, statement: str, *_more) -> None:
        if self._is_reading:
            return
        self.interrupt("statement")
        written = _WRITES.search(statement)
        if written is not None:
            self._written.add(written[1].lower())

    def _committing(self, connection) -> None:
        self.interrupt("commit")
        names, self._written = self._written, set()
        self._is_reading = True
        try:
            before, self.state = self.state, self._read(connection, names)
        finally:
            self._is_reading = False
        scopes = {scope for _, scope in self.state.tables} | {part[0] for part in self.state.cursors}
        scopes |= {each.scope_id for each in self.state.apart.values()}
        self.watch(before, SimpleNamespace(state=self.state, scopes=scopes))

    def _read(self, connection, names: set[str]) -> State:
        state = self.state.copy()
        for name in sorted(names & _TABLES.keys()):
            _read_table(connection, state, _TABLES[name])
        if {"outbox", "outbox_rows"} & names:
            _read_outbox(connection, state)
        if "office_rows" in names:
            _read_apart(connection, state)
        if "cursors" in names:
            state.cursors = {(each.scope_id, each.compartment): each for each in _cursors(connection)}
        if "sweeps" in names:
            query = "SELECT scope_id, compartment FROM sweeps"
            parts = [(scope, Compartment(each)) for scope, each in connection.exec_driver_sql(query)]
            state.going = dict.fromkeys(parts, frozenset())
        if "tray_items" in names:
            query = "SELECT item FROM tray_items ORDER BY position"
            state.items = tuple(connection.exec_driver_sql(query).scalars())
        if "parked_frames" in names:
            state.parked = tuple(connection.exec_driver_sql("SELECT frame FROM parked_frames").scalars())
        kept = dict(connection.exec_driver_sql("SELECT name, value FROM desk_settings").all())
        state.policy = {name.removeprefix(POLICY): value for name, value in kept.items() if name.startswith(POLICY)}
        return state


def _read_table(connection, state: State, record) -> None:
    """What did not change stays the same object: nothing is looked at twice."""
    found: dict[bytes, dict] = {}
    for scope_id, *plain in connection.exec_driver_sql(_PLAIN[record]):
        found.setdefault(scope_id, {})[plain[0]] = tuple(plain)
    before = {scope: table for (word, scope), table in state.tables.items() if word == record.word}
    for scope in sorted(before.keys() | found.keys()):
        table = found.get(scope, {})
        if not table:
            state.tables.pop((record.word, scope), None)
        elif before.get(scope) != table:
            state.tables[record.word, scope] = table


def _read_outbox(connection, state: State) -> None:
    before, state.outbox = state.outbox, {}
    for action_id, packed, stands, sequence, answer in connection.exec_driver_sql(_OUTBOX):
        kept = before.get(action_id)
        told = msgspec.msgpack.decode(answer, type=Answer) if answer else None
        action = kept.action if kept and kept.packed == packed else action_of(packed)
        now = Kept(action, packed, stands, sequence, told)
        state.outbox[action_id] = kept if kept == now else now
    state.touched = {}
    for row_id, action_id in connection.exec_driver_sql(_TOUCHED):
        state.touched[row_id] = (*state.touched.get(row_id, ()), action_id)


def _read_apart(connection, state: State) -> None:
    state.apart = {}
    rows = connection.exec_driver_sql("SELECT row_id, word, scope_id FROM office_rows ORDER BY row_id").all()
    for row_id, word, scope_id in rows:
        found = office_row(connection, by_word(word), row_id)
        state.apart[row_id] = Apart(word, scope_id, found or OfficeRow(sheet=None))


def _cursors(connection):
    query = """SELECT scope_id, compartment, rev, mark, grant_number, after_word, after_id, as_of, ahead_rev, ahead_mark
               FROM cursors ORDER BY scope_id, compartment"""
    for scope, compartment, rev, mark, grant, word, row_id, as_of, *ahead in connection.exec_driver_sql(query):
        after = (word, row_id) if word else None
        yield Cursor(
            scope, Compartment(compartment), rev, mark, grant, after, as_of, tuple(ahead) if ahead[1] else None
        )
