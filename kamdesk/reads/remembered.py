"""Sums over the whole company, kept while nothing is written: a client's page asks for the same ones at each click."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from typing import Any, TypeVar, cast

from sqlalchemy import Connection

Answer = TypeVar("Answer")

KEPT_MAX = 32
"""A few figures of a few days; whoever slides through a year begins anew."""


def remembered(connection: Connection, question: Hashable, answer: Callable[[], Answer]) -> Answer:
    """The answer given before on this connection if nobody wrote since; else a new one. It must not be changed.

    Only SQLite says cheaply whether something was written; elsewhere nothing is kept.
    """
    if connection.dialect.name != "sqlite":
        return answer()
    kept: dict[Hashable, Any] = connection.info.setdefault(remembered, {})
    state = _state(connection)
    if kept.get(_state) != state or len(kept) > KEPT_MAX:
        kept.clear()
        kept[_state] = state
    if question not in kept:
        kept[question] = answer()
    return cast("Answer", kept[question])


def _state(connection: Connection) -> tuple[int, int]:
    """A pair that changes with every write: of others, and of this connection itself."""
    others = connection.exec_driver_sql("PRAGMA data_version").scalar_one()
    own = connection.exec_driver_sql("SELECT total_changes()").scalar_one()
    return others, own
