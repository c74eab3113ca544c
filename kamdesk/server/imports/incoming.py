"""Many values at once on their way into PostgreSQL: COPY into a table, or into a passing one that others read."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from itertools import count
from typing import Any

from sqlalchemy import Connection, Table
from sqlalchemy.types import TypeEngine


class Incoming:
    """Passing tables of one transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._numbers = count(1)

    def copy(self, table: str, columns: Sequence[str], rows: Iterable[tuple[Any, ...]]) -> None:
        """Add rows to a table; PostgreSQL reads days and moments out of their text."""
        driver: Any = self._connection.connection.driver_connection
        query = f"COPY {table} ({', '.join(columns)}) FROM STDIN"
        with driver.cursor() as cursor, cursor.copy(query) as copying:
            for row in rows:
                copying.write_row(row)

    @contextmanager
    def table(self, like: Table, columns: Sequence[str], rows: Iterable[tuple[Any, ...]]) -> Iterator[str]:
        """A passing table with some columns of another."""
        with self.plain({name: like.c[name].type for name in columns}, rows) as name:
            yield name

    @contextmanager
    def plain(self, columns: Mapping[str, TypeEngine[Any]], rows: Iterable[tuple[Any, ...]]) -> Iterator[str]:
        """A passing table with columns of these types."""
        name = f"incoming_{next(self._numbers)}"
        dialect = self._connection.dialect
        told = ", ".join(f"{column} {kind.compile(dialect=dialect)}" for column, kind in columns.items())
        self._connection.exec_driver_sql(f"CREATE TEMPORARY TABLE {name} ({told}) ON COMMIT DROP")
        self.copy(name, list(columns), rows)
        self._connection.exec_driver_sql(f"ANALYZE {name}")
        yield name
        self._connection.exec_driver_sql(f"DROP TABLE {name}")
