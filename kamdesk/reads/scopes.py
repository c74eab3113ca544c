"""Whose rows a select reads: one client's, or those of every client that is known."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    FromClause,
    Integer,
    LargeBinary,
    Text,
    case,
    cast,
    func,
    literal,
    literal_column,
    select,
)
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import FunctionElement

from kamdesk.base.ids import NOBODY
from kamdesk.reads.remembered import once_a_snapshot
from kamdesk.records.clients import Client

_clients = Client.table()
_stands = _clients.alias()
_MERGED = (
    select(_clients.c.id, _stands.c.id)
    .join(_stands, _stands.c.id == _clients.c.keeper_id)
    .where(_clients.c.keeper_id > b"")  # as a range SQLite finds the few merged ones by their index
)
"""Made once: an alias of the widest table for every question was megabytes of circles between two tidyings."""


def of_client(table: FromClause, client_id: bytes | None) -> ColumnElement[bool]:
    """Rows of this client and of its twins; without one, of every client. What is nobody's is in nobody's figure."""
    scope: ColumnElement[bytes] = table.c.scope_id
    return scope.bool_op("IN")(family(client_id)) if client_id is not None else scope != NOBODY


class family(FunctionElement[bytes]):  # noqa: N801  (reads like the SQL function it is)
    """A client and those that were merged into it: their rows stay in scopes of their own (SYNC 4.7)."""

    inherit_cache = True
    name = "family"

    def __init__(self, client_id: bytes) -> None:
        super().__init__(literal(client_id, LargeBinary))


@compiles(family)
def _family(element: family, compiler: SQLCompiler, **kw: Any) -> str:  # noqa: ANN401  (SQLAlchemy's)
    # As text: building the same walk of objects for every select cost more than the select.
    (client_id,) = (compiler.process(part, **kw) for part in element.clauses)
    walk = "SELECT clients.id FROM clients JOIN family ON clients.keeper_id = family.id"
    return f"(WITH RECURSIVE family(id) AS (SELECT {client_id} UNION {walk}) SELECT family.id FROM family)"  # noqa: S608  (a placeholder, never a value)


@once_a_snapshot
def keepers(connection: Connection) -> Mapping[bytes, bytes]:
    """Merged clients, each with the one here that stands for it in the end."""
    above = {bytes(client_id): bytes(keeper_id) for client_id, keeper_id in connection.execute(_MERGED)}
    found: dict[bytes, bytes] = {}
    for client_id in above:
        here, seen = client_id, {client_id}
        while (up := above.get(here)) is not None and up not in seen:
            here = up
            seen.add(up)
        if here != client_id:
            found[client_id] = here
    return found


def stands_for(scope: ColumnElement[bytes], kept: Mapping[bytes, bytes]) -> ColumnElement[bytes]:
    """The client under which a row is counted: its own, or the one that stands for it."""
    return case(kept, value=scope, else_=scope) if kept else scope


def month_of(day: ColumnElement[Any]) -> ColumnElement[str]:
    """The month key of a day column: "2011-03", on both databases."""
    # Plain numbers, no parameters: PostgreSQL takes two parameters of the same value for two different columns.
    return func.substr(cast(day, Text), literal_column("1"), literal_column("7"))


class days_between(FunctionElement[int]):  # noqa: N801  (reads like the SQL function it is)
    """Whole days from the first to the second day column."""

    type = Integer()
    inherit_cache = True
    name = "days_between"

    def __init__(self, first: ColumnElement[Any] | date, last: ColumnElement[Any] | date) -> None:
        super().__init__(first, last)


@compiles(days_between, "sqlite")
def _on_sqlite(element: days_between, compiler: SQLCompiler, **kw: Any) -> str:  # noqa: ANN401  (SQLAlchemy's)
    first, last = (compiler.process(part, **kw) for part in element.clauses)
    return f"CAST(julianday({last}) - julianday({first}) AS INTEGER)"


@compiles(days_between, "postgresql")
def _on_postgresql(element: days_between, compiler: SQLCompiler, **kw: Any) -> str:  # noqa: ANN401  (SQLAlchemy's)
    first, last = (compiler.process(part, **kw) for part in element.clauses)
    return f"(CAST({last} AS DATE) - CAST({first} AS DATE))"
