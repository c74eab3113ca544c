"""Who changed what in one record, and where: the office's history, as far as this user may read (SYNC 3.9)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

from msgspec import msgpack
from sqlalchemy import Engine, Row, select

from kamdesk.base.days import moment_text
from kamdesk.base.errors import NotFound
from kamdesk.exchange.actions import Deed
from kamdesk.exchange.http_words import Happened, History, HistoryAsked, Place
from kamdesk.records.every import by_word
from kamdesk.server.database.stamping import Part
from kamdesk.server.database.tables import actions, devices, history
from kamdesk.server.people.devices import Device
from kamdesk.server.people.territory import territory

STEPS_MAX = 500
"""Changes of one record in one answer; the newest come."""


def history_of(engine: Engine, device: Device, today: date, asked: HistoryAsked) -> History:
    """The changes of a record, newest first. The same nothing where there is none and where it may not be read."""
    try:
        part = Part(asked.scope_id, by_word(asked.word).compartment)
    except NotFound:
        return History()
    with engine.connect() as connection:
        if part not in territory(connection, device.user_id, today).parts:
            return History()
        query = (
            select(history, devices.c.user_id)
            .outerjoin(devices, devices.c.device_id == history.c.device_id)
            .outerjoin(actions, actions.c.action_id == history.c.action_id)
            .where(history.c.scope_id == asked.scope_id, history.c.row_id == asked.row_id)
            .where(history.c.compartment == part.compartment.value)
            .order_by(history.c.rev.desc(), actions.c.sequence.desc(), history.c.fact)
            .limit(STEPS_MAX + 1)
        )
        found = connection.execute(query).all()
    return History(steps=tuple(_steps(found[:STEPS_MAX], device)), is_cut=len(found) > STEPS_MAX)


def _steps(found: Sequence[Row[Any]], device: Device) -> Iterator[Happened]:
    whole = {row.action_id for row in found if row.fact == ""}
    for row in found:
        if row.fact and row.action_id in whole:
            continue  # what a removed record was: the removal itself says enough
        was_removed = not row.fact and msgpack.decode(row.value) is not None
        deed = Deed.EDIT if row.fact else Deed.REMOVE if was_removed else Deed.CREATE
        yield Happened(
            at=moment_text(row.at), author=row.author, place=_place(row, device), deed=deed, fact=row.fact,
            before=msgpack.decode(row.value) if row.fact else None,
            after=msgpack.decode(row.wanted) if row.fact and row.wanted is not None else None,
        )  # fmt: skip


def _place(row: Row[Any], device: Device) -> Place:
    """Whose laptop: what others call theirs is told to nobody."""
    if row.device_id is not None and bytes(row.device_id) == device.device_id:
        return Place.THIS_LAPTOP
    return Place.OWN_LAPTOP if row.user_id is not None and bytes(row.user_id) == device.user_id else Place.ELSEWHERE
