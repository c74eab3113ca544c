"""Single rows of any record, as the operations write them; bulk imports have their own path."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from sqlalchemy import Connection, delete, insert, select, update

from kamdesk.facts.kinds import to_driver
from kamdesk.facts.record import Record, Sheet
from kamdesk.storage import search


def row(connection: Connection, record: type[Record], row_id: bytes) -> Sheet | None:
    """The record's values, or None if there is no such row."""
    table = record.table()
    found = connection.execute(select(table).where(table.c.id == row_id)).mappings().first()
    return Sheet(record, dict(found)) if found else None


def rows_where(connection: Connection, record: type[Record], **equal: object) -> tuple[Sheet, ...]:
    """All rows whose columns have these values, oldest first."""
    table = record.table()
    query = select(table).where(*(table.c[name] == value for name, value in equal.items())).order_by(table.c.id)
    return tuple(Sheet(record, dict(found)) for found in connection.execute(query).mappings())


def insert_row(
    connection: Connection, record: type[Record], row_id: bytes, scope_id: bytes, values: Mapping[str, Any],
    *, external_key: str = "",
) -> None:  # fmt: skip
    """Write a new row; facts that are not named take their declared default."""
    defaults = {name: fact.default for name, fact in record.facts().items()}
    columns = {"id": row_id, "scope_id": scope_id, "external_key": external_key, "rev": 0}
    connection.execute(insert(record.table()), {**defaults, **values, **columns})


def update_row(connection: Connection, record: type[Record], row_id: bytes, values: Mapping[str, Any]) -> None:
    """Change some facts of a row."""
    if values:
        table = record.table()
        connection.execute(update(table).where(table.c.id == row_id).values(dict(values)))


def delete_row(connection: Connection, record: type[Record], row_id: bytes) -> None:
    """Take a row out."""
    table = record.table()
    connection.execute(delete(table).where(table.c.id == row_id))


def show_row(connection: Connection, record: type[Record], row_id: bytes, sheet: Sheet | None, *, rev: int) -> None:
    """Write a row as the desk shows it, with its search entry, in place of what stood there; None takes it out."""
    if sheet is None:
        delete_row(connection, record, row_id)
    else:
        facts = record.facts().items()
        values = (to_driver(fact.kind, sheet.get(name, fact.default)) for name, fact in facts)
        connection.exec_driver_sql(_in_place(record), (row_id, sheet.scope_id, sheet.external_key, rev, *values))
    find_row(connection, record, row_id)


@lru_cache(maxsize=256)
def _in_place(record: type[Record]) -> str:
    """Laid over one by one when a thousand rows come back: Core would put the same statement together each time."""
    columns = ("id", "scope_id", "external_key", "rev", *record.facts())
    marks = ", ".join("?" * len(columns))
    return f"INSERT OR REPLACE INTO {record.table().name} ({', '.join(columns)}) VALUES ({marks})"  # noqa: S608  (names from the declarations)


def find_row(connection: Connection, record: type[Record], row_id: bytes) -> None:
    """Bring a row's search entry up to date with the row, or take it out."""
    if not search.is_searched(record):
        return
    now = row(connection, record, row_id)
    if now is None:
        search.leave(connection, record, row_id)
        return
    text = search.searched_text(record, now, now.external_key)
    search.enter(connection, record, [(now.id, now.scope_id, text)])


class FileWorld:
    """The file as a world that rules over several records look at."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def row(self, record: type[Record], row_id: bytes) -> Sheet | None:
        """The record's values, or None if there is no such row."""
        return row(self._connection, record, row_id)

    def rows(self, record: type[Record], scope_id: bytes) -> tuple[Sheet, ...]:
        """All rows of a kind in one scope, oldest first."""
        return rows_where(self._connection, record, scope_id=scope_id)
