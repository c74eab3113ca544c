"""Who may sign in, in which role."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, func, select, update
from sqlalchemy.dialects.postgresql import insert

from kamdesk.base.errors import BadValue, NotFound
from kamdesk.base.ids import new_id
from kamdesk.base.words import tr
from kamdesk.facts.policies import Role
from kamdesk.server.database.stamping import NEWS
from kamdesk.server.database.tables import grant_numbers, users
from kamdesk.server.people.journal import Journal
from kamdesk.server.people.passwords import fits, hash_of

USER = "user"
"""The kind of a journal line that says how a user stands from then on."""
ROLES = tuple(role for role in Role if role is not Role.OWNER)
"""The roles of people at an office; the owner's is for a desk without one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class User:
    """A person who may sign in."""

    user_id: bytes
    name: str
    role: Role
    employee_id: bytes | None
    language: str
    is_active: bool
    granted: int
    """the number of the right to this role; another one after it was lost and given again"""


def add_user(
    connection: Connection,
    name: str,
    role: Role,
    password: str,
    *,
    employee_id: bytes | None = None,
    language: str = "en",
) -> User:
    """A person who may sign in; one that is there gets what differs, and signs in again if it was shut out.

    Raises: BadValue for an empty name, a role that no office has, a password that is too short.
    """
    if not name.strip() or role not in ROLES:
        raise BadValue(tr("A user has a name and one of these roles: {roles}", roles=", ".join(ROLES)))
    there = _row(connection, users.c.name == name, lock=True)
    if there is None:
        values = {"user_id": new_id(), "name": name, "granted": next_grant(connection)}
        connection.execute(insert(users), values | {"role": role.value, "password_hash": hash_of(password)})
        there = user_named(connection, name)
    else:
        _bring_in_step(connection, there, role, password)
    details = {"language": language} | ({} if employee_id is None else {"employee_id": employee_id})
    connection.execute(update(users).where(users.c.user_id == there.user_id).values(**details))
    return user_named(connection, name)


def _bring_in_step(connection: Connection, there: User, role: Role, password: str) -> None:
    changes: dict[str, object] = {}
    kept = connection.execute(select(users.c.password_hash).where(users.c.user_id == there.user_id)).scalar_one()
    if not fits(password, kept):
        changes["password_hash"] = hash_of(password)
    if there.role is not role or not there.is_active:
        changes |= {"role": role.value, "is_active": True, "granted": next_grant(connection)}
    if changes:
        connection.execute(update(users).where(users.c.user_id == there.user_id).values(**changes))


def shut_out(connection: Connection, name: str) -> User:
    """The person may not sign in any more, and none of their laptops syncs. Raises: NotFound."""
    user = user_named(connection, name, lock=True)
    connection.execute(update(users).where(users.c.user_id == user.user_id).values(is_active=False))
    return user_named(connection, name)


def set_password(connection: Connection, user_id: bytes, password: str) -> None:
    """Another password from now on. Raises: BadValue."""
    connection.execute(update(users).where(users.c.user_id == user_id).values(password_hash=hash_of(password)))


@contextmanager
def journaled(
    connection: Connection, journal: Journal, name: str, *, office_id: bytes, now: datetime
) -> Iterator[None]:
    """What is done to this user within outlives a restore: who is new stays known, who was shut out stays out.

    Someone who came after the backup keeps their id: their laptops hold work under it that only they can send again.
    """
    before = _outliving(connection, name)
    yield
    after = _outliving(connection, name)
    if after is not None and after != before:
        journal.note(USER, now, office=office_id, **after)


def _outliving(connection: Connection, name: str) -> dict[str, bytes | str] | None:
    found = connection.execute(select(users).where(users.c.name == name)).first()
    if found is None:
        return None
    told = {"user": bytes(found.user_id), "name": found.name, "language": found.language, "role": found.role}
    return told | {"active": "yes" if found.is_active else "no", "password": found.password_hash}


def put_as_noted(connection: Connection, entry: Mapping[str, str], office_id: bytes) -> None:
    """The user as a line of the journal says, also one that this office's backup does not know.

    The journal may have lain beside another office before: its people are not let in here.
    """
    is_it = users.c.user_id == bytes.fromhex(entry["user"])
    there = connection.execute(select(users).where(is_it)).first()
    is_active = entry["active"] == "yes"
    changes: dict[str, object] = {"password_hash": entry["password"], "role": entry["role"], "is_active": is_active}
    if there is None:
        if entry["office"] != office_id.hex():
            return
        who = {"user_id": bytes.fromhex(entry["user"]), "name": entry["name"], "language": entry["language"]}
        new = insert(users).values(**who, **changes, granted=next_grant(connection))
        connection.execute(new.on_conflict_do_nothing(index_elements=["name"]))
        return
    if (there.role, there.is_active) != (entry["role"], is_active):
        changes["granted"] = next_grant(connection)
    connection.execute(update(users).where(is_it).values(**changes))


def user_named(connection: Connection, name: str, *, lock: bool = False) -> User:
    """The user of this name. Raises: NotFound."""
    found = _row(connection, users.c.name == name, lock=lock)
    if found is None:
        raise NotFound(tr('There is no user called "{name}" at this office.', name=name))
    return found


def user_of(connection: Connection, user_id: bytes, *, share: bool = False) -> User:
    """The user of this id; shared, their rights cannot change before this transaction ends."""
    query = select(users).where(users.c.user_id == user_id)
    return _user(connection.execute(query.with_for_update(read=True) if share else query).one())


def every_user(connection: Connection) -> list[User]:
    """All users by name."""
    return [_user(row) for row in connection.execute(select(users).order_by(users.c.name))]


def lock_rights(connection: Connection, user_ids: Iterable[bytes]) -> None:
    """Wait until nobody judges by the rights of these users, and hold others off; sorted, so no deadlock."""
    wanted = sorted(set(user_ids))
    query = select(users.c.user_id).where(users.c.user_id.in_(wanted)).order_by(users.c.user_id).with_for_update()
    for (user_id,) in connection.execute(query):
        tell_user(connection, user_id)


def tell_user(connection: Connection, user_id: bytes) -> None:
    """Let this user's laptops know, at the commit, that they may see something else now."""
    connection.execute(select(func.pg_notify(NEWS, bytes(user_id).hex())))


def next_grant(connection: Connection) -> int:
    """The number of a right that is given now."""
    return int(connection.execute(select(func.nextval(f"{grant_numbers.schema}.{grant_numbers.name}"))).scalar_one())


def _row(connection: Connection, is_meant: ColumnElement[bool], *, lock: bool) -> User | None:
    query = select(users).where(is_meant)
    found = connection.execute(query.with_for_update() if lock else query).first()
    return _user(found) if found else None


def _user(row: Row[Any]) -> User:
    values = row._mapping  # noqa: SLF001  (SQLAlchemy's public name for it)
    return User(
        user_id=bytes(values["user_id"]),
        name=values["name"],
        role=Role(values["role"]),
        employee_id=values["employee_id"],
        language=values["language"],
        is_active=values["is_active"],
        granted=values["granted"],
    )
