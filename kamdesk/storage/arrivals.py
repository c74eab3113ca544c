"""Rows from the office on their way into the file: gathered by table over many small parts, then written at once.

A first sync brings thousands of clients, each with a few rows of many kinds; a statement for each of those frames
would cost more than the rows themselves (SYNC_LIMITS 1).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, TypeAlias

from sqlalchemy import Connection, select

from kamdesk.base.errors import NotFound
from kamdesk.exchange.laptop_store import PartKey
from kamdesk.exchange.parts import schema_of
from kamdesk.exchange.protocol import Cursor, Frame
from kamdesk.facts.policies import Compartment
from kamdesk.facts.record import Record
from kamdesk.records.every import by_word
from kamdesk.storage import bulk, incoming, search
from kamdesk.storage.tables import cursors, office_rows, sweeps

SearchTexts: TypeAlias = dict[int, tuple[list[Any], list[str]]]
"""Rows of a frame and what is found of each, by the identity of their list: made before the transaction, used once."""
_OWN_COLUMNS = ("id", "external_key", "rev")
_CURSOR = (
    "scope_id", "compartment", "rev", "mark", "grant_number", "after_word", "after_id", "schema_number", "as_of",
    "ahead_rev", "ahead_mark",
)  # fmt: skip


class Arrivals:
    """What one transaction brings. `flush()` before anything else looks at the tables, and before the commit."""

    def __init__(
        self, connection: Connection, held: set[PartKey] | None = None, texts: SearchTexts | None = None
    ) -> None:
        self._connection = connection
        self._rows: dict[tuple[type[Record], tuple[str, ...]], list[tuple[Any, ...]]] = {}
        self._found: list[tuple[str, bytes, bytes, str]] = []
        self._cursors: list[tuple[Any, ...]] = []
        self._texts = {} if texts is None else texts
        self._held = held
        self._sweeping: set[PartKey] | None = None
        self._apart: dict[tuple[bytes, str], set[bytes]] | None = None

    def upsert(self, record: type[Record], scope_id: bytes, frame: Frame, rows: Sequence[Sequence[Any]]) -> None:
        """Take rows as they came; facts that this program does not know are left out."""
        if not rows:
            return
        names = tuple(frame.names)
        known = [at for at, name in enumerate(names) if name in record.facts()]
        if len(known) != len(names):
            rows = [[*row[:3], *(row[3 + at] for at in known)] for row in rows]
            names = tuple(names[at] for at in known)
        scope = (bytearray(scope_id),)  # the driver binds one without asking its adapters
        self._rows.setdefault((record, names), []).extend([tuple(row) + scope for row in rows])
        if search.is_searched(record):
            _, foreseen = self._texts.pop(id(frame.rows), (None, ()))
            texts = foreseen if len(foreseen) == len(rows) else _texts(record, names, rows)
            self._found += [(record.word, row[0], scope_id, text) for row, text in zip(rows, texts, strict=True)]

    def keep_cursor(self, cursor: Cursor, as_of: str) -> None:
        """Up to here the part is held."""
        word, row_id = cursor.after or ("", None)
        schema = schema_of(cursor.scope_id, cursor.compartment)
        at, ahead = (cursor.rev, cursor.mark, cursor.grant), cursor.ahead or (None, None)
        self._cursors.append((cursor.scope_id, cursor.compartment.value, *at, word, row_id, schema, as_of, *ahead))
        if self._held is not None:
            self._held.add((cursor.scope_id, cursor.compartment))

    def begin_whole(self, part: PartKey) -> None:
        """A part comes from nothing; where it was never here there is nothing to mark."""
        if part not in self._parts_held():
            return
        self.flush()
        if incoming.begin_whole(self._connection, part):
            self._parts_sweeping().add(part)

    def end_whole(self, part: PartKey) -> list[tuple[type[Record], bytes]]:
        """What did not come again goes. Returns: gone rows that have pending changes here."""
        if part not in self._parts_sweeping():
            return []
        self.flush()
        self._parts_sweeping().discard(part)
        return incoming.end_whole(self._connection, part)

    def apart(self, record: type[Record], scope_id: bytes) -> set[bytes]:
        """The rows of a kind in a scope with pending changes."""
        if self._apart is None:
            self._apart = {}
            query = select(office_rows.c.scope_id, office_rows.c.word, office_rows.c.row_id)
            for scope, word, row_id in self._connection.execute(query):
                self._apart.setdefault((scope, word), set()).add(row_id)
        return self._apart.get((scope_id, record.word), set())

    def look_again(self) -> None:
        """Rows with pending changes became more or fewer."""
        self._apart = None

    def flush(self) -> None:
        """Write what was gathered."""
        for (record, names), rows in self._rows.items():
            self._connection.exec_driver_sql(_upsert(record, names), rows)
        if self._found:
            bulk.enter_search(self._connection, self._found)
        if self._cursors:
            marks = ", ".join("?" * len(_CURSOR))
            query = f"INSERT OR REPLACE INTO cursors ({', '.join(_CURSOR)}) VALUES ({marks})"  # noqa: S608  (own names)
            self._connection.exec_driver_sql(query, self._cursors)
        self._rows, self._found, self._cursors = {}, [], []

    def _parts_held(self) -> set[PartKey]:
        """Every part that has a cursor, or had one: rows of the office lie in no other."""
        if self._held is None:
            self._held = parts_held(self._connection)
            self._held |= {(each[0], Compartment(each[1])) for each in self._cursors}
        return self._held

    def _parts_sweeping(self) -> set[PartKey]:
        if self._sweeping is None:
            query = select(sweeps.c.scope_id, sweeps.c.compartment)
            self._sweeping = {(scope, Compartment(each)) for scope, each in self._connection.execute(query)}
        return self._sweeping


def search_texts(frame: Frame) -> list[str]:
    """What is found of each row of a frame; nothing for a kind that is not searched for, or not known."""
    try:
        record = by_word(frame.word)
    except NotFound:
        return []
    return _texts(record, frame.names, frame.rows) if search.is_searched(record) else []


def _texts(record: type[Record], names: Sequence[str], rows: Sequence[Sequence[Any]]) -> list[str]:
    return [search.searched_text(record, dict(zip(names, row[3:])), row[1]) for row in rows]  # noqa: B905  (as many names as values)


def parts_held(connection: Connection) -> set[PartKey]:
    """Every part that has a cursor."""
    query = select(cursors.c.scope_id, cursors.c.compartment)
    return {(scope_id, Compartment(each)) for scope_id, each in connection.execute(query)}


def _upsert(record: type[Record], names: Sequence[str]) -> str:
    columns = (*_OWN_COLUMNS, *names, "scope_id")
    marks = ", ".join("?" * len(columns))
    renewed = ", ".join(f"{name} = excluded.{name}" for name in columns[1:])
    return (
        f"INSERT INTO {record.table().name} ({', '.join(columns)}) "  # noqa: S608  (names from the declarations)
        f"VALUES ({marks}) ON CONFLICT (id) DO UPDATE SET {renewed}"
    )
