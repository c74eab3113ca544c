"""The office's PostgreSQL as the invariants look at it: a state of dictionaries, read again at every commit."""

from collections.abc import Callable

import msgspec

from kamdesk.exchange.actions import Change, Deed, Edit
from kamdesk.exchange.items import item_of
from kamdesk.exchange.parts import records_in
from kamdesk.exchange.protocol import Answer, Stamp
from kamdesk.facts.kinds import from_driver
from kamdesk.facts.policies import Compartment, Role
from kamdesk.records.every import by_word
from kamdesk.server.database.rows import file_rows
from tests.sync.memory_laptop import sheet_of
from tests.sync.memory_office import Kept, Known, Row, State, User, Wrote, merged_in

_HISTORY = """
    SELECT scope_id, compartment, rev, row_id, word, fact, value, action_id FROM office.history
    WHERE (scope_id, compartment, rev) IN (SELECT * FROM unnest(%s::bytea[], %s::text[], %s::bigint[])) ORDER BY ctid"""


class OfficeReader:
    """The newest state that was read, and what watches each step from one to the next."""

    def __init__(self) -> None:
        self.state = State()
        self.watch: Callable[[State, State], None] = lambda before, after: None

    def committing(self, connection) -> None:
        """Read what this transaction is about to commit; nothing has to be looked at where no head rose."""
        before, after = self.state, self.state.copy()
        risen = _heads(connection, before, after)
        if not risen:
            return
        _read_rows(connection, after, risen)
        _read_books(connection, after)
        after.history = (*before.history, *_written(connection, before, after, risen))
        self.state = after
        self.watch(before, after)

    def read_books(self, connection) -> None:
        """Rights, answers and floors changed, and no row."""
        after = self.state.copy()
        _heads(connection, self.state, after)
        _read_books(connection, after)
        self.state = after


def _heads(connection, before: State, after: State) -> list:
    """Returns: the parts whose head rose."""
    after.heads, risen = {}, []
    query = "SELECT scope_id, compartment, rev, mark, floor FROM office.heads WHERE rev > 0 ORDER BY 1, 2"
    for scope_id, compartment, *values, floor in connection.exec_driver_sql(query):
        part = (bytes(scope_id), Compartment(compartment))
        after.floors[part] = floor
        stamp, old = Stamp(*part, values[0], bytes(values[1])), before.heads.get(part)
        after.heads[part] = old if old == stamp else stamp
        if old != stamp:
            risen.append(part)
            after.stamps[stamp] = True
    return risen


def _read_rows(connection, after: State, parts: list) -> None:
    for part in parts:
        for record in records_in(*part):
            key = (record.word, part[0])
            old = after.tables.get(key, {})
            table = {}
            for plain in file_rows(connection, record, "scope_id = %s ORDER BY id", (part[0],)):
                there = old.get(plain[0])
                same = there is not None and there.plain == plain
                table[plain[0]] = there if same else Row(sheet_of(record, part[0], plain), plain)
            if table != old:
                after.tables[key] = table
                for row_id in old.keys() - table.keys():
                    after.where.pop(row_id, None)
                after.where.update(dict.fromkeys(table, key))
    after.merged = merged_in(after.tables)
    scopes = {part[0] for part in parts}
    after.removed = {row_id: each for row_id, each in after.removed.items() if each[1] not in scopes}
    query = "SELECT id, word, scope_id, rev FROM office.tombstones WHERE scope_id = ANY(%s)"
    for row_id, word, scope_id, rev in connection.exec_driver_sql(query, (list(scopes),)):
        after.removed[bytes(row_id)] = (word, bytes(scope_id), rev)


def _read_books(connection, after: State) -> None:
    def rows(query):
        for row in connection.exec_driver_sql(query):
            yield [bytes(value) if isinstance(value, memoryview) else value for value in row]

    after.users = {
        user_id: User(name, Role(role), granted)
        for user_id, name, role, granted in rows("SELECT user_id, name, role, granted FROM office.users ORDER BY name")
    }
    after.serves = {
        (user_id, scope_id): granted
        for user_id, scope_id, granted in rows("SELECT user_id, scope_id, granted FROM office.serves ORDER BY 1, 2")
    }
    known = after.actions
    after.actions = {
        action_id: _known(known.get(action_id), *values)
        for action_id, *values in rows(
            "SELECT action_id, content_hash, user_id, device_id, answer FROM office.actions ORDER BY ctid"
        )
    }
    after.items = {
        item_id: Kept(item_of(body), author_id, state == "open")
        for item_id, body, author_id, state in rows("SELECT item_id, body, author_id, state FROM office.items")
    }
    fates = rows("SELECT action_id, row_id, fact, item_id FROM office.fates")
    after.fates = {(action_id, row_id, fact): item_id for action_id, row_id, fact, item_id in fates}
    after.aliases = dict(rows("SELECT old_id, new_id FROM office.aliases"))
    after.raw = dict(rows("SELECT action_id, action FROM office.raw_actions"))


def _known(before: Known | None, content, user_id, device_id, answer) -> Known:
    if before is not None and (before.answer is None) is (answer is None):
        return before
    told = msgspec.msgpack.decode(answer, type=Answer) if answer else None
    return Known(content, user_id, device_id, told)


def _written(connection, before: State, after: State, parts: list) -> list[Wrote]:
    """The changes of people in this transaction, with what they wrote; the history keeps what stood before each."""
    asked = [part[0] for part in parts], [part[1].value for part in parts], [after.heads[part].rev for part in parts]
    changes: list[tuple] = []
    key = None
    for scope_id, compartment, _, row_id, word, fact, value, action_id in connection.exec_driver_sql(_HISTORY, asked):
        part = (bytes(scope_id), Compartment(compartment))
        if (action_id, row_id) != key or fact == "" or fact in changes[-1][-1]:
            key = (action_id, row_id)
            changes.append((bytes(action_id), part, word, bytes(row_id), {}))
        changes[-1][-1][fact] = msgspec.msgpack.decode(value)
    stands: dict[bytes, dict] = {}
    found = [_wrote(after, stands, each) for each in reversed(changes)]
    return found[::-1]


def _wrote(after: State, stands: dict, told: tuple) -> Wrote:
    """One change, from the newest back to the oldest: `stands` is what stood after it."""
    action_id, part, word, row_id, seen = told
    record = by_word(word)
    if row_id not in stands:
        there = after.tables.get((word, part[0]), {}).get(row_id)
        stands[row_id] = dict(there.sheet) if there else {}
    now = stands[row_id]
    if seen.keys() == {""}:
        deed, edits = Deed.CREATE, {name: Edit(seen=None, wanted=now.get(name)) for name in record.facts()}
        stands[row_id] = {}
    else:
        deed = Deed.REMOVE if "" in seen else Deed.EDIT
        was = {name: from_driver(record.fact(name).kind, value) for name, value in seen.items() if name}
        edits = {name: Edit(seen=value, wanted=now.get(name)) for name, value in was.items()}
        stands[row_id] = {**now, **was}
    change = Change(deed=deed, word=word, row_id=row_id, scope_id=part[0], edits=edits)
    return Wrote(action_id, after.actions[action_id].user_id, after.heads[part], change)
