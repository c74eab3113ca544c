"""Rows of records as the office keeps them: read as sheets or as a laptop's file keeps them, written many at once."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from functools import lru_cache
from typing import Any

import psycopg
from sqlalchemy import Column, ColumnElement, Connection, Dialect, Select, TypeDecorator, delete, select, text
from sqlalchemy.exc import DBAPIError

from kamdesk.base.ids import CATALOGUE
from kamdesk.facts.kinds import Kind
from kamdesk.facts.policies import Scope
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


def sheets_at(
    connection: Connection, record: type[Record], row_ids: Collection[bytes], scopes: Collection[bytes]
) -> dict[bytes, Sheet]:
    """Those of these rows that lie in one of these scopes, in the catalogue, or are clients themselves."""
    places = {*scopes, CATALOGUE, *(row_ids if record.scope is Scope.OWN else ())}
    found = connection.execute(_these(record), {"ids": list(row_ids), "places": list(places)}).mappings()
    return {row["id"]: Sheet(record, dict(row)) for row in found}


@lru_cache(maxsize=256)
def _these(record: type[Record]) -> Select[Any]:
    return select(office_table(record)).where(text("id = ANY(:ids) AND scope_id = ANY(:places)"))


def insert_sheets(connection: Connection, record: type[Record], rows: Sequence[Mapping[str, Any]]) -> None:
    """New rows, each with scope_id, id and rev; facts that are not named take their declared default."""
    defaults: dict[str, Any] = {name: fact.default for name, fact in record.facts().items()}
    defaults["external_key"] = ""
    columns, dialect = [*office_table(record).columns], connection.dialect
    names, table = ", ".join(_names(columns)), office_table(record).fullname
    query = f"INSERT INTO {table} ({names}) SELECT * FROM {_arrays(columns, dialect)}"  # noqa: S608  (our own words)
    connection.exec_driver_sql(query, _turned(columns, [{**defaults, **row} for row in rows], dialect))


def update_sheets(
    connection: Connection, record: type[Record], names: Iterable[str], rows: Sequence[Mapping[str, Any]]
) -> None:
    """These facts of rows of which each stands here once, with scope_id, id and rev."""
    table, dialect = office_table(record), connection.dialect
    wanted = [table.columns[name] for name in (*names, "rev")]
    columns = [table.columns["scope_id"], table.columns["id"], *wanted]
    query = (
        f"UPDATE {table.fullname} stands SET {', '.join(f'{name} = asked.{name}' for name in _names(wanted))} "  # noqa: S608  (our own words)
        f"FROM {_arrays(columns, dialect)} AS asked ({', '.join(_names(columns))}) "
        "WHERE stands.scope_id = asked.scope_id AND stands.id = asked.id"
    )
    connection.exec_driver_sql(query, _turned(columns, rows, dialect))


def _names(columns: Iterable[Column[Any]]) -> list[str]:
    return [column.name for column in columns]


def _arrays(columns: Iterable[Column[Any]], dialect: Dialect) -> str:
    """Rows as one array for each column: a statement takes any number of them, and its triggers fire once."""
    return f"unnest({', '.join(f'%s::{column.type.compile(dialect=dialect)}[]' for column in columns)})"


def _turned(columns: Iterable[Column[Any]], rows: Sequence[Mapping[str, Any]], dialect: Dialect) -> tuple[Any, ...]:
    return tuple(_values(column, [row[column.name] for row in rows], dialect) for column in columns)


def _values(column: Column[Any], values: list[Any], dialect: Dialect) -> list[Any]:
    if isinstance(column.type, TypeDecorator):
        return [column.type.process_bind_param(value, dialect) for value in values]
    return values


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
    return rows_of_query(connection, query, values)


def rows_of_query(connection: Connection, query: str, values: Sequence[Any]) -> list[tuple[Any, ...]]:
    """What a query answers, through a binary cursor: bytes and numbers as they are."""
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
