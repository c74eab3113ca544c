"""Answers that are asked for again: within one snapshot of the file, or until the tables behind them change.

Only a desk's reading connections remember (`REMEMBERS`): they see one state of the file per transaction and write
nothing. Everywhere else (a writer, an office's PostgreSQL, a bare test connection) every question is asked anew.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Collection, Hashable
from functools import wraps
from threading import Lock
from typing import Any, Concatenate, ParamSpec, TypeVar, cast
from weakref import WeakKeyDictionary

from sqlalchemy import Connection, Engine, Table, column, select, table

Asked = ParamSpec("Asked")
Answer = TypeVar("Answer")

REMEMBERS = "remembers"
"""The execution option of engines whose connections only read a desk's file."""
KEPT_MAX = 10
"""A few figures of a day or two: each may hold some thousand rows, and whoever slides through a year begins anew."""

_changes = table("table_changes", column("table_name"), column("changes"))


def once_a_snapshot(
    read: Callable[Concatenate[Connection, Asked], Answer],
) -> Callable[Concatenate[Connection, Asked], Answer]:
    """A read that several figures of a page share is made once per transaction. Its answer must not be changed."""

    @wraps(read)
    def asked(connection: Connection, /, *args: Asked.args, **kwargs: Asked.kwargs) -> Answer:
        if not _remembers(connection):
            return read(connection, *args, **kwargs)
        kept: dict[Hashable, Any] = connection.info.setdefault(once_a_snapshot, {})
        question = (read, args, *sorted(kwargs.items()))
        if question not in kept:
            kept[question] = read(connection, *args, **kwargs)
        return cast("Answer", kept[question])

    return asked


def forget_snapshot(connection: Connection) -> None:
    """A transaction begins or ends: what was read in the one before is of another state."""
    connection.info.pop(once_a_snapshot, None)


def remembered(
    connection: Connection, question: Hashable, tables: Collection[Table], answer: Callable[[], Answer]
) -> Answer:
    """A sum over the whole company, added up once for all connections until one of its tables is written to.

    The answer must not be changed.
    """
    if not _remembers(connection):
        return answer()
    with _making:
        answers = _of_engine.setdefault(connection.engine, _Answers())
    return cast("Answer", answers.of(question, _state(connection, tables), answer))


class _Answers:
    """The newest answers, each with the state of the tables it was made of."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._kept: OrderedDict[Hashable, tuple[int, Any]] = OrderedDict()
        self._under_way: dict[Hashable, Lock] = {}

    def of(self, question: Hashable, state: int, answer: Callable[[], Any]) -> Any:  # noqa: ANN401  (any answer)
        """The kept answer, or a new one; who asks the same meanwhile waits for it instead of adding up too."""
        with self._lock:
            one_at_a_time = self._under_way.setdefault(question, Lock())
        with one_at_a_time:
            with self._lock:
                known = self._kept.get(question)
                if known is not None and known[0] == state:
                    self._kept.move_to_end(question)
                    return known[1]
            found = answer()
            self._keep(question, state, found)
            return found

    def _keep(self, question: Hashable, state: int, found: Any) -> None:  # noqa: ANN401  (any answer)
        with self._lock:
            known = self._kept.get(question)
            if known is None or known[0] < state:  # a slow reader of an older state does not displace a newer one's
                self._kept[question] = (state, found)
                self._kept.move_to_end(question)
            while len(self._kept) > KEPT_MAX:
                gone, _ = self._kept.popitem(last=False)
                self._under_way.pop(gone, None)


_of_engine: WeakKeyDictionary[Engine, _Answers] = WeakKeyDictionary()
_making = Lock()


def _remembers(connection: Connection) -> bool:
    return bool(connection.get_execution_options().get(REMEMBERS))


def _state(connection: Connection, tables: Collection[Table]) -> int:
    """A number that grows with every transaction that wrote to one of the tables, as this snapshot sees it."""
    counted = _counted_changes(connection)
    return sum(counted.get(each.name, 0) for each in tables)


@once_a_snapshot
def _counted_changes(connection: Connection) -> dict[str, int]:
    return {row.table_name: row.changes for row in connection.execute(select(_changes))}
