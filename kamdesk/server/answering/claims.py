"""Which actions the office has seen: each takes effect once, and whoever asks again gets the same answer (SYNC 4.1)."""

from __future__ import annotations

from typing import Any

import msgspec
from sqlalchemy import Connection, Row, func, select, update
from sqlalchemy.dialects.postgresql import insert

from kamdesk.exchange.office_store import Claim
from kamdesk.exchange.protocol import Answer, packed
from kamdesk.exchange.verdicts import Verdict
from kamdesk.server.database.tables import actions
from kamdesk.server.people.devices import Device


def claim(connection: Connection, device: Device, action_id: bytes, content: bytes, sequence: int) -> Claim:
    """Insert an action's id, or say what is known of it."""
    values = {
        "action_id": action_id, "device_id": device.device_id, "user_id": device.user_id, "sequence": sequence,
        "content_hash": content,
    }  # fmt: skip
    new = insert(actions).values(values).on_conflict_do_nothing().returning(actions.c.action_id)
    if connection.execute(new).first():
        return Claim()
    known = known_action(connection, action_id)
    assert known is not None
    return claimed(known, content)


def known_action(connection: Connection, action_id: bytes) -> Row[Any] | None:
    """What is kept of an action, if its id was seen before."""
    return connection.execute(select(actions).where(actions.c.action_id == action_id)).first()


def claimed(known: Row[Any], content: bytes) -> Claim:
    """What is to be said of an id that was seen before, asked with this content."""
    if bytes(known.content_hash) != content:
        return Claim(is_forged=True)
    if known.answer is None:
        return Claim(answer=applied_earlier(known.action_id))
    return Claim(answer=msgspec.msgpack.decode(known.answer, type=Answer))


def applied_earlier(action_id: bytes) -> Answer:
    """The answer itself was dropped after its time; the id never is."""
    return Answer(action_id=bytes(action_id), verdict=Verdict.APPLIED, code="earlier")


def remember(connection: Connection, answer: Answer) -> None:
    """Keep the answer of a claimed action."""
    is_it = actions.c.action_id == answer.action_id
    connection.execute(update(actions).where(is_it).values(answer=packed(answer), answered_at=func.now()))
