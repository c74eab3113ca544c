"""What a value is shown in, off the window: its client's currency, the day, and the names of what it refers to."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from sqlalchemy import Connection

from kamdesk.facts.fact import Fact
from kamdesk.facts.shown import Around
from kamdesk.reads.called import name_of
from kamdesk.records.clients import Client
from kamdesk.records.every import by_word
from kamdesk.storage.rows import row


def around_of(connection: Connection, scope_id: bytes, values: Iterable[tuple[Fact, Any]], today: date) -> Around:
    """What these values of a client's records are shown in."""
    client = row(connection, Client, scope_id)
    found: dict[str, dict[bytes, str]] = {}
    for fact, value in values:
        for row_id in _ids(value) if fact.refers_to else ():
            named = found.setdefault(fact.refers_to, {})
            if row_id not in named:
                named[row_id] = name_of(connection, by_word(fact.refers_to), row_id)
    options = {word: tuple(names.items()) for word, names in found.items()}
    return Around(currency=client["currency"] if client else "", today=today, options=options)


def _ids(value: Any) -> tuple[bytes, ...]:  # noqa: ANN401  (an id, several, or nothing)
    return tuple(value) if isinstance(value, (tuple, list)) else (value,) if value else ()
