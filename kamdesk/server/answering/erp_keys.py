"""Which key of the ERP a new row may have: an import takes rows of the same key for the same row."""

from __future__ import annotations

import msgspec
from sqlalchemy import Connection, Exists, exists, select

from kamdesk.exchange.actions import Change
from kamdesk.records.clients import Client
from kamdesk.records.every import by_word
from kamdesk.server.database.record_tables import office_table
from kamdesk.server.database.tables import history


def free_key(connection: Connection, change: Change) -> str:
    """The key that a new row brings along; none where another row has it, and none for a client.

    Whoever guessed the number of a client to come would get its orders and its money with the next import. A client
    that is brought back has the key again that it had. Nothing is refused: who makes up a key does not hear which
    there are.
    """
    wanted, theirs = change.external_key, office_table(by_word(change.word)).c.external_key
    if not wanted or _is_any(connection, exists().where(theirs == wanted)):
        return ""
    had_it = exists().where(
        history.c.scope_id == change.scope_id, history.c.row_id == change.row_id,
        history.c.fact == "", history.c.value == msgspec.msgpack.encode(wanted),
    )  # fmt: skip
    return wanted if change.word != Client.word or _is_any(connection, had_it) else ""


def _is_any(connection: Connection, query: Exists) -> bool:
    return bool(connection.execute(select(query)).scalar())
