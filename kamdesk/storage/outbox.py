"""The outbox: what people did here, kept until the office has it; on an owner-run desk it is the undo history."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Connection, delete, func, insert, select, update

from kamdesk.base.days import moment_text
from kamdesk.exchange.actions import Action, Deed
from kamdesk.exchange.wire import action_bytes, action_of
from kamdesk.storage.settings import OUTBOX_DAYS, read_settings, write_setting
from kamdesk.storage.tables import outbox, outbox_rows

KEPT_DAYS = 35
"""Sent actions, and the undo history of an owner-run desk, are kept this long (SYNC 4)."""

OPEN, UNDONE, SENT, ANSWERED, DONE = "open", "undone", "sent", "answered", "done"
"""Not sent; taken back; sealed and on its way; answered, its rows not back yet; back, kept as sent (SYNC 4)."""
PENDING = (OPEN, SENT, ANSWERED)
"""Laid over the office's rows."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """An action in the outbox and where it stands."""

    action: Action
    position: int
    state: str


def keep(connection: Connection, action: Action, touched: Iterable[bytes]) -> None:
    """Put an action into the outbox, in the transaction of its effects."""
    last = connection.execute(select(outbox.c.position).order_by(outbox.c.position.desc()).limit(1)).scalar()
    connection.execute(
        insert(outbox),
        {
            "position": (last or 0) + 1,
            "action_id": action.action_id,
            "made_at": moment_text(action.made_at),
            "state": OPEN,
            "action": action_bytes(action),
        },
    )
    rows = [{"action_id": action.action_id, "row_id": row_id} for row_id in set(touched)]
    if rows:
        connection.execute(insert(outbox_rows), rows)


def kept(connection: Connection, action_id: bytes) -> Kept | None:
    """The action and its state, or None if it is not (or no longer) kept."""
    found = connection.execute(select(outbox).where(outbox.c.action_id == action_id)).mappings().first()
    return _kept(dict(found)) if found else None


def kept_since(
    connection: Connection, position: int, row_ids: Iterable[bytes], states: Collection[str] = (OPEN,)
) -> tuple[Kept, ...]:
    """Actions in these states after a position that touch or name one of these rows, newest first."""
    query = (
        select(outbox)
        .where(outbox.c.position > position, outbox.c.state.in_(states))
        .where(outbox.c.action_id.in_(select(outbox_rows.c.action_id).where(outbox_rows.c.row_id.in_(list(row_ids)))))
        .order_by(outbox.c.position.desc())
    )
    return tuple(_kept(dict(found)) for found in connection.execute(query).mappings())


def last_writer(connection: Connection, row_id: bytes, facts: Collection[str]) -> bytes | None:
    """The newest pending action that made this row or wrote one of these facts: what a new edit is made upon."""
    for kept in kept_since(connection, 0, (row_id,), PENDING):
        for change in kept.action.changes:
            if change.row_id == row_id and (change.deed is Deed.CREATE or not change.edits.keys().isdisjoint(facts)):
                return kept.action.action_id
    return None


def last_open(connection: Connection) -> Kept | None:
    """The newest action that can be undone."""
    query = select(outbox).where(outbox.c.state == OPEN).order_by(outbox.c.position.desc()).limit(1)
    found = connection.execute(query).mappings().first()
    return _kept(dict(found)) if found else None


def mark(connection: Connection, action_id: bytes, state: str) -> None:
    """Say where an action stands now."""
    connection.execute(update(outbox).where(outbox.c.action_id == action_id).values(state=state))


def waiting(connection: Connection) -> int:
    """How many actions the office has not answered."""
    return int(connection.exec_driver_sql(_WAITING).scalar_one())


_WAITING = f"SELECT count(*) FROM outbox WHERE state IN ('{OPEN}', '{SENT}')"  # noqa: S608  (our own words)


def prune(connection: Connection, now: datetime, *, has_office: bool) -> None:
    """Let go of what is older than the kept days; what an office has not answered stays, however old. Once a day.

    A clock that jumps ahead makes nothing old: an action must have lain here for so many days of work as well. An
    office that is put back then finds with this laptop what it lost.
    """
    last = connection.execute(select(func.max(outbox.c.position))).scalar() or 0
    ends = [*_ends_of_days(connection), last][-KEPT_DAYS - 1 :]
    write_setting(connection, OUTBOX_DAYS, " ".join(map(str, ends)))
    if len(ends) <= KEPT_DAYS:
        return
    old = outbox.c.made_at < moment_text(now - timedelta(days=KEPT_DAYS))
    old &= (outbox.c.position <= ends[0]) & (outbox.c.position < last)  # the newest stays: places are counted on
    if has_office:
        old &= outbox.c.state.in_((UNDONE, DONE))
    ids = select(outbox.c.action_id).where(old)
    connection.execute(delete(outbox_rows).where(outbox_rows.c.action_id.in_(ids)))
    connection.execute(delete(outbox).where(old))


def _ends_of_days(connection: Connection) -> list[int]:
    """The newest position at the end of each of the last days on which this was asked."""
    return [int(each) for each in read_settings(connection).get(OUTBOX_DAYS, "").split()]


def _kept(values: dict[str, object]) -> Kept:
    packed, position, state = values["action"], values["position"], values["state"]
    assert isinstance(packed, bytes)
    return Kept(action=action_of(packed), position=int(str(position)), state=str(state))
