"""SQLite files of other programs, opened read-only."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Iterator
from pathlib import Path

from kamdesk.connectors.cells import Cell, Row, Table, number_cell
from kamdesk.connectors.faults import BadFile, damaged, not_a_table, too_slow

SQLITE_MARK = b"SQLite format 3\x00"
MAX_SECONDS = 300
_STEPS_BETWEEN_LOOKS = 100_000


def read_database(path: Path) -> list[Table]:
    """One table for each table of the file, its column names as the first row. Raises: BadFile."""
    try:
        with _connection(path) as connection:
            found = connection.execute(
                "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\' "
                "AND sql NOT LIKE 'CREATE VIRTUAL%' ORDER BY rowid"
            )
            names = [str(name) for (name,) in found]
    except sqlite3.Error as error:
        raise damaged(path.name) from error
    if not names:
        raise not_a_table(path.name)
    return [Table(file=path.name, name=name, rows=_Rows(path, name), headed=True) for name in names]


class _Rows:
    """Walks one table; a class, so that each table keeps its own name."""

    def __init__(self, path: Path, name: str) -> None:
        self._path, self._name = path, name

    def __call__(self) -> Iterator[Row]:
        """The column names, then the rows in the order the file keeps them. Raises: BadFile."""
        quoted = self._name.replace('"', '""')
        try:
            with _connection(self._path) as connection:
                cursor = connection.execute(f'SELECT * FROM "{quoted}"')  # noqa: S608  (a name from the file, quoted)
                yield [about[0] for about in cursor.description]
                for row in cursor:
                    yield [_cell(cell) for cell in row]
        except sqlite3.OperationalError as error:
            raise self._stopped(error) from error
        except sqlite3.Error as error:
            raise damaged(self._path.name) from error

    def _stopped(self, error: sqlite3.OperationalError) -> BadFile:
        return too_slow(self._path.name) if "interrupted" in str(error) else damaged(self._path.name)


class _connection:  # noqa: N801  (used as a verb)
    """A read-only connection with a clock, closed at the end of the block."""

    def __init__(self, path: Path) -> None:
        self._connection = sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro&immutable=1", uri=True)
        self._connection.text_factory = lambda data: data.decode("utf-8", "replace")
        self._connection.execute("PRAGMA trusted_schema = OFF")
        ends = time.monotonic() + MAX_SECONDS
        self._connection.set_progress_handler(lambda: time.monotonic() > ends, _STEPS_BETWEEN_LOOKS)

    def __enter__(self) -> sqlite3.Connection:
        return self._connection

    def __exit__(self, *error: object) -> None:
        self._connection.close()


def _cell(cell: object) -> Cell:
    if isinstance(cell, float):
        return number_cell(cell)
    return cell if isinstance(cell, (str, int)) else None
