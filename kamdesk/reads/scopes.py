"""Whose rows a select reads: one client's, or those of every client that is known."""

from __future__ import annotations

from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, FromClause, Integer, Text, cast, func, literal_column
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import FunctionElement

from kamdesk.base.ids import NOBODY


def of_client(table: FromClause, client_id: bytes | None) -> ColumnElement[bool]:
    """Rows of this client; without one, of every client. Rows whose client is not known are in nobody's figure."""
    scope: ColumnElement[bytes] = table.c.scope_id
    return scope == client_id if client_id is not None else scope != NOBODY


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
