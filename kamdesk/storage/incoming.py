"""Whole parts of the office: one that comes anew, one that is this user's no longer, rows that go."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec
from sqlalchemy import Connection, delete, select

from kamdesk.exchange.laptop_store import PartKey
from kamdesk.exchange.parts import records_in
from kamdesk.exchange.protocol import Frame
from kamdesk.facts.record import Record
from kamdesk.storage import search
from kamdesk.storage.office_rows import GOING
from kamdesk.storage.tables import (
    cursors,
    office_rows,
    outbox,
    outbox_rows,
    parked_frames,
    search_words,
    sweeps,
)


def remove(connection: Connection, record: type[Record], row_ids: Sequence[bytes]) -> None:
    """Take rows out, with their search entries."""
    if not row_ids:
        return
    ids = [(row_id,) for row_id in row_ids]
    connection.exec_driver_sql(f"DELETE FROM {record.table().name} WHERE id = ?", ids)  # noqa: S608  (as above)
    connection.exec_driver_sql("DELETE FROM pending_links WHERE row_id = ?", ids)
    if search.is_searched(record):
        connection.exec_driver_sql(
            "DELETE FROM search_words WHERE word = ? AND row_id = ?", [(record.word, row_id) for row_id in row_ids]
        )


def begin_whole(connection: Connection, part: PartKey) -> bool:
    """A part comes anew: every row of it is marked, and goes at the end unless it came again.

    Returns: whether there was any.
    """
    scope_id, compartment = part
    _forget_parked(connection, part)
    marked = 0
    for record in records_in(scope_id, compartment):
        table = record.table()
        in_part = (table.c.scope_id == scope_id, table.c.rev > 0)
        marked += connection.execute(table.update().where(*in_part).values(rev=GOING)).rowcount
        apart = (office_rows.c.scope_id == scope_id, office_rows.c.word == record.word, office_rows.c.rev > 0)
        marked += connection.execute(office_rows.update().where(*apart).values(rev=GOING)).rowcount
    if marked:
        whose = {"scope_id": scope_id, "compartment": compartment.value}
        connection.execute(sweeps.insert().prefix_with("OR REPLACE"), whose)
    return marked > 0


def end_whole(connection: Connection, part: PartKey) -> list[tuple[type[Record], bytes]]:
    """What did not come again goes. Returns: gone rows that have pending changes here."""
    scope_id, compartment = part
    this = (sweeps.c.scope_id == scope_id, sweeps.c.compartment == compartment.value)
    if not connection.execute(delete(sweeps).where(*this)).rowcount:
        return []
    gone: list[tuple[type[Record], bytes]] = []
    for record in records_in(scope_id, compartment):
        apart = (office_rows.c.scope_id == scope_id, office_rows.c.word == record.word, office_rows.c.rev == GOING)
        pending = list(connection.execute(select(office_rows.c.row_id).where(*apart)).scalars())
        connection.execute(office_rows.update().where(*apart).values(rev=0, image=None))
        gone += [(record, row_id) for row_id in pending]
        table = record.table()
        left = select(table.c.id).where(table.c.scope_id == scope_id, table.c.rev == GOING)
        remove(connection, record, [row_id for row_id in connection.execute(left).scalars() if row_id not in pending])
    return gone


def purge(connection: Connection, part: PartKey) -> list[tuple[type[Record], bytes]]:
    """A part is this user's no longer: its rows, its cursor, its search entries go in this transaction.

    Returns: rows with pending changes, of which the office now has nothing here.
    """
    pending: list[tuple[type[Record], bytes]] = []
    scope_id, compartment = part
    connection.exec_driver_sql("PRAGMA secure_delete = on")
    _forget_parked(connection, part)
    for record in records_in(scope_id, compartment):
        table = record.table()
        ids = select(table.c.id).where(table.c.scope_id == scope_id)
        connection.execute(
            delete(search_words).where(search_words.c.word == record.word, search_words.c.row_id.in_(ids))
        )
        connection.exec_driver_sql("DELETE FROM pending_links WHERE scope_id = ? AND word = ?", (scope_id, record.word))
        connection.execute(delete(table).where(table.c.scope_id == scope_id))
        apart = (office_rows.c.scope_id == scope_id, office_rows.c.word == record.word)
        pending += [
            (record, row_id) for row_id in connection.execute(select(office_rows.c.row_id).where(*apart)).scalars()
        ]
        connection.execute(office_rows.update().where(*apart).values(rev=0, image=None))
    this = {"scope_id": scope_id, "compartment": compartment.value}
    for kept in (cursors, sweeps):
        connection.execute(delete(kept).where(*(kept.c[name] == value for name, value in this.items())))
    return pending


def _forget_parked(connection: Connection, part: PartKey) -> None:
    """Rows of this part that could not be applied: they come again with it, or are this user's no longer."""
    for position, packed in connection.execute(select(parked_frames.c.position, parked_frames.c.frame)).all():
        frame = msgspec.msgpack.decode(packed, type=Frame)
        if (frame.scope_id, frame.compartment) == part:
            connection.execute(delete(parked_frames).where(parked_frames.c.position == position))


def forget_actions(connection: Connection, action_ids: Sequence[bytes]) -> None:
    """These actions are kept no longer, nor which rows they touched."""
    if action_ids:
        ids = [(action_id,) for action_id in action_ids]
        for table in (outbox_rows, outbox):
            connection.exec_driver_sql(f"DELETE FROM {table.name} WHERE action_id = ?", ids)  # noqa: S608  (own names)
