"""Signing in: throttled by name and by address, the same answer and time for names that nobody has (SYNC 6)."""

from __future__ import annotations

from datetime import datetime, timedelta
from hashlib import sha256

from sqlalchemy import Connection, Engine, delete, select, update
from sqlalchemy.dialects.postgresql import insert

from kamdesk.base.errors import KAMDeskError
from kamdesk.base.words import tr
from kamdesk.server.database.tables import sign_ins, users
from kamdesk.server.people.passwords import fits
from kamdesk.server.people.users import User, user_of

FREE_BY_NAME = 4
"""Typing slips."""
FREE_BY_ADDRESS = 40
"""A company's laptops may stand behind one address."""
WAIT_MAX_S = 900
FORGOTTEN_AFTER = timedelta(days=1)


class SignInRefused(KAMDeskError):
    """The name, the password or both are wrong; the text does not say which."""


class TooManyTries(KAMDeskError):
    """Wait before the next try; `wait_s` says how long."""

    def __init__(self, wait_s: int) -> None:
        super().__init__(tr("Too many tries; try again in {seconds} seconds.", seconds=wait_s))
        self.wait_s = wait_s


def sign_in(engine: Engine, name: str, password: str, *, address: str, now: datetime) -> User:
    """The user of this name and password. Raises: SignInRefused, TooManyTries."""
    free = {_who("name", name): FREE_BY_NAME, _who("address", address): FREE_BY_ADDRESS}
    with engine.begin() as connection:
        wait_s = max(_wait_s(connection, who, allowed, now) for who, allowed in free.items())
        found = connection.execute(select(users.c.user_id, users.c.password_hash).where(users.c.name == name)).first()
    if wait_s:
        raise TooManyTries(wait_s)
    is_right = fits(password, found.password_hash if found else None)
    with engine.begin() as connection:
        user = user_of(connection, found.user_id) if found and is_right else None
        if user is not None and user.is_active:
            connection.execute(delete(sign_ins).where(sign_ins.c.who == _who("name", name)))
            return user
        for who in sorted(free):
            _note(connection, who, now)
    raise SignInRefused(tr("The name or the password is wrong."))


def _who(kind: str, text: str) -> bytes:
    """Names that were tried are kept as hashes: people type passwords into the wrong field."""
    return sha256(f"{kind}:{text}".encode()).digest()


def _wait_s(connection: Connection, who: bytes, free: int, now: datetime) -> int:
    found = connection.execute(select(sign_ins).where(sign_ins.c.who == who)).first()
    if found is None or found.failed < free:
        return 0
    if found.last_at > now:  # the clock stood ahead then, or was set back since: the wait begins anew, and ends
        connection.execute(update(sign_ins).where(sign_ins.c.who == who).values(last_at=now))
    wait_s = min(1 << min(int(found.failed) - free + 1, 20), WAIT_MAX_S)
    passed = max(now - found.last_at, timedelta())
    return max(0, wait_s - int(passed.total_seconds()))


def _note(connection: Connection, who: bytes, now: datetime) -> None:
    connection.execute(delete(sign_ins).where(sign_ins.c.last_at < now - FORGOTTEN_AFTER))
    failed = insert(sign_ins).values(who=who, failed=1, last_at=now)
    connection.execute(
        failed.on_conflict_do_update(
            index_elements=["who"], set_={"failed": sign_ins.c.failed + 1, "last_at": failed.excluded.last_at}
        )
    )
