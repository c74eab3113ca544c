"""What a transaction of the office is about to write: gathered, then written in sets, a few statements for many rows.

A statement for each row costs a round trip, its triggers and its bookkeeping; a set costs them once.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection

from kamdesk.facts.record import Record
from kamdesk.server.database.rows import insert_sheets, update_sheets
from kamdesk.server.database.stamping import Stamps

_Key = tuple[type[Record], bytes, bytes]


@dataclass(slots=True)
class _Row:
    is_new: bool
    values: dict[str, Any]


class Unwritten:
    """Rows, history and answers on their way into the database; each row stands here once, as it will be."""

    def __init__(self, connection: Connection, stamps: Stamps) -> None:
        self._connection, self._stamps = connection, stamps
        self._rows: dict[_Key, _Row] = {}
        self._history: list[Sequence[Any]] = []
        self._claims: dict[bytes, Sequence[Any]] = {}
        self._answers: dict[bytes, bytes] = {}

    def create(self, record: type[Record], scope_id: bytes, row_id: bytes, values: Mapping[str, Any]) -> None:
        """A new row, its rev among the values."""
        self._rows[record, scope_id, row_id] = _Row(is_new=True, values=dict(values))

    def edit(self, record: type[Record], scope_id: bytes, row_id: bytes, values: Mapping[str, Any]) -> None:
        """Some facts of a row and its rev, in place of what was gathered of them before."""
        self._rows.setdefault((record, scope_id, row_id), _Row(is_new=False, values={})).values.update(values)

    def note(self, *entry: Any) -> None:  # noqa: ANN401  (columns of the history)
        """One entry of the history: `HISTORY` names its columns."""
        self._history.append(entry)

    def claim(self, *entry: Any) -> None:  # noqa: ANN401  (columns of the actions)
        """An action's id that nobody had before: `CLAIM` names its columns."""
        self._claims[entry[0]] = entry

    def answer(self, action_id: bytes, answer: bytes) -> None:
        """What was answered to a claimed action."""
        self._answers[action_id] = answer

    def drop(self) -> None:
        """Forget it: what it belongs to is taken back."""
        for gathered in (self._rows, self._history, self._claims, self._answers):
            gathered.clear()

    def write_rows(self) -> None:
        """Write the heads and rows gathered so far: whoever asks the database next sees them."""
        self._stamps.write()
        created: dict[type[Record], list[Mapping[str, Any]]] = defaultdict(list)
        edited: dict[tuple[type[Record], tuple[str, ...]], list[Mapping[str, Any]]] = defaultdict(list)
        for (record, scope_id, row_id), row in self._rows.items():
            whole = row.values | {"scope_id": scope_id, "id": row_id}
            if row.is_new:
                created[record].append(whole)
            else:
                edited[record, tuple(sorted(row.values.keys() - {"rev"}))].append(whole)
        for record, rows in created.items():
            insert_sheets(self._connection, record, rows)
        for (record, names), rows in edited.items():
            update_sheets(self._connection, record, names, rows)
        self._rows.clear()

    def write(self) -> None:
        """Write everything gathered so far."""
        self.write_rows()
        self._insert(_HISTORY, self._history)
        claims = [(*entry, self._answers.pop(action_id, None)) for action_id, entry in self._claims.items()]
        self._insert(_ACTIONS, claims)
        self._insert(_ANSWERS, list(self._answers.items()))
        self.drop()

    def _insert(self, query: str, rows: Sequence[Sequence[Any]]) -> None:
        if rows:
            self._connection.exec_driver_sql(query, tuple(map(list, zip(*rows, strict=True))))


HISTORY = (
    "scope_id", "compartment", "rev", "row_id", "fact", "word", "value", "author", "device_id", "action_id", "wanted",
)  # fmt: skip
CLAIM = ("action_id", "device_id", "user_id", "sequence", "content_hash")
_HISTORY = f"""
    INSERT INTO office.history ({", ".join(HISTORY)})
    SELECT * FROM unnest(%s::bytea[], %s::text[], %s::bigint[], %s::bytea[], %s::text[], %s::text[], %s::bytea[],
        %s::text[], %s::bytea[], %s::bytea[], %s::bytea[])"""  # noqa: S608  (our own words)
_ACTIONS = f"""
    INSERT INTO office.actions ({", ".join(CLAIM)}, answer)
    SELECT * FROM unnest(%s::bytea[], %s::bytea[], %s::bytea[], %s::bigint[], %s::bytea[], %s::bytea[])"""  # noqa: S608  (our own words)
_ANSWERS = """
    UPDATE office.actions SET answer = asked.answer, answered_at = now()
    FROM unnest(%s::bytea[], %s::bytea[]) AS asked (action_id, answer) WHERE actions.action_id = asked.action_id"""
