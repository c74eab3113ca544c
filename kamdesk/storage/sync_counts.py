"""How much of the office is not here yet."""

from __future__ import annotations

import msgspec
from sqlalchemy import Connection, func, select

from kamdesk.exchange.protocol import Frame
from kamdesk.storage.tables import cursors, parked_frames


def parts_loading(connection: Connection) -> int:
    """How many parts are here in part only."""
    query = select(func.count()).select_from(cursors).where(cursors.c.after_word != "")
    return connection.scalar(query) or 0


def rows_unapplied(connection: Connection) -> int:
    """How many rows came and could not be taken in; they are kept as they came."""
    kept = connection.execute(select(parked_frames.c.frame)).scalars()
    return sum(len(msgspec.msgpack.decode(each, type=Frame).rows) for each in kept)
