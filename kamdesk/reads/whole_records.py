"""All rows of a kind of record, in portions: for what takes everything out, whatever its size."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from sqlalchemy import Connection, select

from kamdesk.facts.record import Record, Sheet
from kamdesk.reads.scopes import of_client

PORTION = 5_000
"""Rows held at once: a few megabytes, and few enough round trips."""
_NAMED_AT_ONCE = 500


def whole_record(
    connection: Connection, record: type[Record], *, scope_id: bytes | None = None
) -> Iterator[tuple[Sheet, ...]]:
    """The rows in portions, in the order of their ids; of one client where it is given."""
    table = record.table()
    query = select(table).order_by(table.c.id).limit(PORTION)
    if scope_id is not None:
        query = query.where(of_client(table, scope_id))
    last = b""
    while True:
        found = connection.execute(query.where(table.c.id > last)).mappings().all()
        if not found:
            return
        yield tuple(Sheet(record, dict(values)) for values in found)
        last = bytes(found[-1]["id"])


def keys_of(connection: Connection, record: type[Record], row_ids: Iterable[bytes]) -> dict[bytes, str]:
    """Id → external key, for those rows that are there and have one."""
    table, wanted = record.table(), list(set(row_ids))
    keys: dict[bytes, str] = {}
    for start in range(0, len(wanted), _NAMED_AT_ONCE):
        query = select(table.c.id, table.c.external_key).where(table.c.id.in_(wanted[start : start + _NAMED_AT_ONCE]))
        keys |= {bytes(row_id): key for row_id, key in connection.execute(query) if key}
    return keys
