"""The search table: one folded text per client, contact and product, kept in step by whoever writes rows."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from sqlalchemy import Connection, delete, insert

from kamdesk.base.folding import search_text
from kamdesk.facts.record import Record
from kamdesk.storage.tables import search_words


def is_searched(record: type[Record]) -> bool:
    """Whether rows of this kind stand in the search table."""
    return any(fact.searched for fact in record.facts().values())


def searched_text(record: type[Record], values: Mapping[str, Any], external_key: str) -> str:
    """What is found of a row: its searched facts and its external key, folded."""
    parts = [values.get(name) for name, fact in record.facts().items() if fact.searched]
    return search_text(*parts, external_key)


def enter(connection: Connection, record: type[Record], rows: Iterable[tuple[bytes, bytes, str]]) -> None:
    """Put rows (id, scope, text) into the search table, in place of what stood there."""
    found = [
        {"word": record.word, "row_id": row_id, "scope_id": scope_id, "text": text} for row_id, scope_id, text in rows
    ]
    if found:
        connection.execute(insert(search_words).prefix_with("OR REPLACE"), found)


def leave(connection: Connection, record: type[Record], row_id: bytes) -> None:
    """Take a row out of the search table."""
    connection.execute(delete(search_words).where(search_words.c.word == record.word, search_words.c.row_id == row_id))
