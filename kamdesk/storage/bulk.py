"""Many rows at once: tuples straight into the driver's executemany (Core dicts reach a fifth of it, SYNC_LIMITS 1)."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from itertools import islice
from typing import Any

from sqlalchemy import Connection, func, select

from kamdesk.facts.record import Record

KEYS_A_QUERY = 900
"""SQLite takes 32,766 parameters, but its planner is quickest with few."""
ROWS_A_STATEMENT = 5_000
"""So many are made, written and forgotten in turn: they stay near the processor."""
WHOLE_TABLE_RATIO = 8
"""Below this many rows per asked key the whole table is read once: faster than looking up each."""


def existing(
    connection: Connection,
    record: type[Record],
    facts: Sequence[str],
    keys: Collection[str],
    *,
    by: str = "external_key",
) -> Iterator[tuple[Any, ...]]:
    """(key, id, scope, *facts) of the rows with these keys, as the file keeps them."""
    table = record.table()
    columns = ", ".join([by, "id", "scope_id", *facts])
    query = f"SELECT {columns} FROM {table.name}"  # noqa: S608  (names from the declarations, never from a file)
    count = connection.execute(select(func.count()).select_from(table)).scalar_one()
    if count <= len(keys) * WHOLE_TABLE_RATIO:
        wanted = keys if isinstance(keys, (set, frozenset, dict)) else set(keys)
        yield from (row for row in _rows(connection, query, ()) if row[0] in wanted)
        return
    asked = list(keys)
    for start in range(0, len(asked), KEYS_A_QUERY):
        some = asked[start : start + KEYS_A_QUERY]
        marks = ", ".join("?" * len(some))
        # Keys are indexed where they are not empty; without saying so SQLite reads the whole table each time.
        yield from _rows(connection, f"{query} WHERE {by} IN ({marks}) AND {by} != ''", some)


def _rows(connection: Connection, query: str, values: Sequence[str]) -> Iterator[tuple[Any, ...]]:
    for row in connection.exec_driver_sql(query, tuple(values)):
        yield tuple(row)


def is_empty(connection: Connection, record: type[Record]) -> bool:
    """Whether the table has no row at all."""
    return connection.execute(select(record.table().c.id).limit(1)).first() is None


def insert_many(
    connection: Connection, record: type[Record], columns: Sequence[str], rows: Iterable[tuple[Any, ...]]
) -> None:
    """New rows; columns that are not given take the declared default."""
    query, coming = _insert(record.table().name, columns), iter(rows)
    while some := list(islice(coming, ROWS_A_STATEMENT)):
        _executemany(connection, query, some)


def update_many(
    connection: Connection, record: type[Record], columns: Sequence[str], rows: Sequence[tuple[Any, ...]]
) -> None:
    """Changed rows: the columns' values, then the id."""
    sets = ", ".join(f"{name} = ?" for name in columns)
    _executemany(connection, f"UPDATE {record.table().name} SET {sets} WHERE id = ?", rows)  # noqa: S608  (as above)


def enter_search(connection: Connection, rows: Sequence[tuple[str, bytes, bytes, str]]) -> None:
    """Put (word, id, scope, text) into the search table, in place of what stood there."""
    columns = ("word", "row_id", "scope_id", "text")
    _executemany(connection, _insert("search_words", columns).replace("INSERT", "INSERT OR REPLACE", 1), rows)


def follow(
    connection: Connection, record: type[Record], reference: str, column: str, moved: Sequence[tuple[Any, bytes, Any]]
) -> None:
    """Rows that refer to a changed one (value now, its id, value before) and held its value take the new one."""
    query = f"UPDATE {record.table().name} SET {column} = ? WHERE {reference} = ? AND {column} IS ?"  # noqa: S608  (names from the declarations)
    _executemany(connection, query, moved)


def date_order_lines(connection: Connection, orders: Iterable[tuple[str | None, int, bytes]]) -> None:
    """Give the lines of orders (day of sale, credit note, order id) what they take from their order."""
    rows = [(day, credit, order, day, credit) for day, credit, order in orders]
    _executemany(
        connection,
        "UPDATE order_lines SET sales_on = ?, is_credit = ? "
        "WHERE order_id = ? AND (sales_on IS NOT ? OR is_credit IS NOT ?)",
        rows,
    )


def take_from_orders(connection: Connection, line_ids: Sequence[bytes], no_sale: Sequence[str]) -> None:
    """Lines that just found their order take its day of sale, credit mark and, where they have none, its currency."""
    marks = ", ".join("?" * len(no_sale))
    query = (
        f"UPDATE order_lines SET sales_on = CASE WHEN o.status IN ({marks}) THEN NULL ELSE o.ordered_on END, "  # noqa: S608  (only question marks)
        "is_credit = o.is_credit, "
        "currency = CASE order_lines.currency WHEN '' THEN o.currency ELSE order_lines.currency END "
        "FROM orders o WHERE o.id = order_lines.order_id AND order_lines.id = ?"
    )
    _executemany(connection, query, [(*no_sale, line_id) for line_id in line_ids])


def _insert(table: str, columns: Sequence[str]) -> str:
    marks = ", ".join("?" * len(columns))
    return f"INSERT INTO {table} ({', '.join(columns)}) VALUES ({marks})"  # noqa: S608  (names from the declarations)


def _executemany(connection: Connection, query: str, rows: Sequence[tuple[Any, ...]]) -> None:
    if rows:
        connection.exec_driver_sql(query, list(rows) if not isinstance(rows, list) else rows)
