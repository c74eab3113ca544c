"""Laptop profiles: each with one user for ever and a random token, of which the office keeps only a hash."""

from __future__ import annotations

import secrets
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from hashlib import sha256
from typing import Any

from sqlalchemy import Connection, Row, Select, func, insert, or_, select, update

from kamdesk.base.errors import NotFound, Refused
from kamdesk.base.ids import id_from_text, id_text, new_id
from kamdesk.base.words import tr
from kamdesk.server.database.tables import devices, users
from kamdesk.server.people.journal import Journal
from kamdesk.server.people.users import User

TOKEN_BYTES = 32
NOTED_EVERY = timedelta(minutes=1)
"""The last contact is noted so exactly; a commit for every question would cost a flush of the disk each."""


class State(StrEnum):
    """What a laptop may still do."""

    ACTIVE = "active"
    RETIRED = "retired"
    """it may send its outbox, then it wipes itself"""
    LOST = "lost"
    """shut out; at its next contact its key is destroyed before anything else happens"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Device:
    """A laptop profile as the office knows it."""

    device_id: bytes
    user_id: bytes
    user: str
    name: str
    state: State
    joined_at: datetime
    last_contact_at: datetime | None
    waiting: int
    last_sequence: int
    token_made_at: datetime
    copied_from: bytes | None


def register(connection: Connection, user: User, name: str, *, now: datetime, before: bytes = b"") -> tuple[bytes, str]:
    """A new laptop of this user; `before` is what a copied or restored one was until now, and stays on the list.

    Returns: its id, and the token that is told once and never kept.
    """
    device_id, token = new_id(), _new_token()
    values = {
        "device_id": device_id,
        "user_id": user.user_id,
        "name": name.strip()[:200],
        "copied_from": before or None,
    }
    moments = {"joined_at": now, "last_contact_at": now, "token_made_at": now}
    connection.execute(insert(devices), values | moments | {"token_hash": _hash(token)})
    return device_id, token


def device_of(connection: Connection, token: str, *, now: datetime) -> Device | None:
    """The laptop that holds this token, whatever its state; None for a token of nobody or of who was shut out.

    The first use of a new token ends the one before. A lost laptop is told so whoever was shut out: its key must go.
    """
    hashed = _hash(token)
    has_it = or_(devices.c.token_hash == hashed, devices.c.token_before == hashed)
    is_answered = or_(users.c.is_active, devices.c.state == State.LOST.value)
    found = connection.execute(_devices().add_columns(devices.c.token_before).where(has_it, is_answered)).first()
    if found is None:
        return None
    changes: dict[str, object] = {}
    if found.token_before is not None and bytes(found.token_before) != hashed:
        changes["token_before"] = None
    if found.last_contact_at is None or abs(now - found.last_contact_at) > NOTED_EVERY:
        changes["last_contact_at"] = now
    if changes:
        connection.execute(update(devices).where(devices.c.device_id == found.device_id).values(**changes))
    return _device(found)


def rotated_token(connection: Connection, device: Device, *, days: int, now: datetime) -> str | None:
    """A new token where the old one is older than so many days; the old one is good until a new one was used.

    Also where the new one before this was never used: its reply was lost, and the laptop still shows the old one.
    """
    if now - device.token_made_at < timedelta(days=days):
        return None
    token = _new_token()
    shown = func.coalesce(devices.c.token_before, devices.c.token_hash)
    changes = {"token_before": shown, "token_hash": _hash(token), "token_made_at": now}
    connection.execute(update(devices).where(devices.c.device_id == device.device_id).values(**changes))
    return token


def every_device(connection: Connection, user_id: bytes | None = None) -> list[Device]:
    """All laptops, or those of one user, by user and name."""
    query = _devices().order_by(users.c.name, devices.c.joined_at)
    if user_id is not None:
        query = query.where(devices.c.user_id == user_id)
    return [_device(row) for row in connection.execute(query)]


def device_named(connection: Connection, text: str) -> Device:
    """The laptop of this id or name. Raises: NotFound, Refused where two have it."""
    is_meant = devices.c.name == text
    with suppress(ValueError):
        is_meant = or_(is_meant, devices.c.device_id == id_from_text(text))
    found = connection.execute(_devices().where(is_meant)).all()
    if len(found) > 1:
        raise Refused(tr('Several laptops are called "{name}"; name one by its id.', name=text))
    if not found:
        raise NotFound(tr('There is no laptop called "{name}" at this office.', name=text))
    return _device(found[0])


def end_device(connection: Connection, journal: Journal, device: Device, state: State, *, now: datetime) -> Device:
    """The laptop is retired or lost from now on; a lost one is never anything else again. Raises: Refused."""
    if device.state is State.LOST and state is not State.LOST:
        raise Refused(tr("This laptop was declared lost; its key is destroyed. Join it anew."))
    if device.state is not state:
        journal.note(f"device_{state}", now, device=device.device_id)
        connection.execute(update(devices).where(devices.c.device_id == device.device_id).values(state=state.value))
    return device_named(connection, id_text(device.device_id))


def _new_token() -> str:
    return secrets.token_urlsafe(TOKEN_BYTES)


def _hash(token: str) -> bytes:
    """A random token of 256 bits needs no slow hash: nobody guesses it."""
    return sha256(token.encode()).digest()


def _devices() -> Select[Any]:
    return select(devices, users.c.name.label("user")).join(users, users.c.user_id == devices.c.user_id)


def _device(row: Row[Any]) -> Device:
    values = row._mapping  # noqa: SLF001  (SQLAlchemy's public name for it)
    names = ("name", "user", "joined_at", "last_contact_at", "waiting", "last_sequence", "token_made_at", "copied_from")
    return Device(
        device_id=bytes(values["device_id"]),
        user_id=bytes(values["user_id"]),
        state=State(values["state"]),
        **{name: values[name] for name in names},
    )
