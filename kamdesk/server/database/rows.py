"""Rows of records as the office keeps them: read as sheets or as a laptop's file keeps them, written one by one."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from functools import lru_cache
from typing import Any

import psycopg
from sqlalchemy import ColumnElement, Connection, delete, insert, select, update
from sqlalchemy.exc import DBAPIError

from kamdesk.base.ids import CATALOGUE
from kamdesk.facts.kinds import Kind
from kamdesk.facts.record import Record, Sheet
from kamdesk.server.database.record_tables import office_table


def sheet_of(connection: Connection, record: type[Record], row_id: bytes, scopes: Collection[bytes]) -> Sheet | None:
    """A row that lies in one of these scopes, in the catalogue, or is a client itself: keys begin with the scope."""
    table = office_table(record)
    places = {*scopes, CATALOGUE, row_id}
    found = (
        connection.execute(select(table).where(table.c.id == row_id, table.c.scope_id.in_(places))).mappings().first()
    )
    return Sheet(record, dict(found)) if found else None


def sheets_in(connection: Connection, record: type[Record], scope_id: bytes) -> list[Sheet]:
    """Every row of a kind in one scope, oldest first."""
    table = office_table(record)
    query = select(table).where(table.c.scope_id == scope_id).order_by(table.c.id)
    return [Sheet(record, dict(found)) for found in connection.execute(query).mappings()]


def insert_sheet(
    connection: Connection, record: type[Record], scope_id: bytes, row_id: bytes, values: Mapping[str, Any], *, rev: int
) -> None:
    """A new row; facts that are not named take their declared default."""
    defaults = {name: fact.default for name, fact in record.facts().items()}
    connection.execute(
        insert(office_table(record)), {**defaults, **values, "scope_id": scope_id, "id": row_id, "rev": rev}
    )


def update_sheet(
    connection: Connection, record: type[Record], scope_id: bytes, row_id: bytes, values: Mapping[str, Any], *, rev: int
) -> None:
    """Some facts of a row."""
    connection.execute(update(office_table(record)).where(_is(record, scope_id, row_id)).values(**values, rev=rev))


def delete_sheet(connection: Connection, record: type[Record], scope_id: bytes, row_id: bytes) -> None:
    """Take a row out; its tombstone is left by the database."""
    connection.execute(delete(office_table(record)).where(_is(record, scope_id, row_id)))


def _is(record: type[Record], scope_id: bytes, row_id: bytes) -> ColumnElement[bool]:
    table = office_table(record)
    return (table.c.scope_id == scope_id) & (table.c.id == row_id)


@lru_cache(maxsize=256)
def as_a_file_keeps_it(record: type[Record]) -> str:
    """The columns of a row as a laptop's file keeps them, made by PostgreSQL: id, external key, rev, facts in order.

    Nothing becomes a Python date or UUID on the way: reading is half of what the office does in a first sync.
    """
    facts = (as_kept(fact.kind, name) for name, fact in record.facts().items())
    return ", ".join(["id", "external_key", "rev", *facts])


def as_kept(kind: Kind, name: str) -> str:
    """A column as a laptop's file keeps its values."""
    if kind is Kind.BOOLEAN:
        return f"{name}::int"
    if kind is Kind.DAY:
        return f"{name}::text"
    if kind is Kind.MOMENT:
        return f"""to_char({name} AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"')"""
    return name


def file_rows(connection: Connection, record: type[Record], where: str, values: Sequence[Any]) -> list[tuple[Any, ...]]:
    """Rows as a laptop's file keeps them, through a binary cursor."""
    query = f"SELECT {as_a_file_keeps_it(record)} FROM {office_table(record).fullname} WHERE {where}"  # noqa: S608  (our own words)
    driver: Any = connection.connection.driver_connection
    try:
        with driver.cursor(binary=True) as cursor:
            found: Iterable[tuple[Any, ...]] = cursor.execute(query, values).fetchall()
    except psycopg.Error as error:
        raise _as_sqlalchemy_says_it(connection, error, is_gone=driver.closed) from error
    return list(found)


def _as_sqlalchemy_says_it(connection: Connection, error: psycopg.Error, *, is_gone: bool) -> BaseException:
    """What a statement past SQLAlchemy met, as every other one would have told it; a broken connection is not kept."""
    if is_gone:
        connection.invalidate(error)
    dialect = connection.dialect
    return DBAPIError.instance(None, None, error, psycopg.Error, connection_invalidated=is_gone, dialect=dialect)
