"""Passwords at the office: kept as Argon2id only; an unknown name costs as much time as a wrong password (SYNC 6)."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from threading import BoundedSemaphore

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from kamdesk.base.errors import BadValue
from kamdesk.base.words import tr

SHORTEST = 8
LONGEST = 1_000


@dataclass(frozen=True, slots=True)
class Cost:
    """What one try costs; about a twentieth of a second, above OWASP's least."""

    rounds: int = 2
    memory_kib: int = 19_456
    lanes: int = 1


PASSWORD_COST = Cost()
"""Every hash says its own cost, so this may change. Tests make it cheap."""
_AT_ONCE = BoundedSemaphore(2)
"""Sign-ins wait for each other rather than take all memory and both processors from the syncs."""


def hash_of(password: str) -> str:
    """What is kept of a password. Raises: BadValue where it is too short to keep anybody out."""
    if not SHORTEST <= len(password) <= LONGEST:
        raise BadValue(tr("A password has at least {n} characters.", n=SHORTEST))
    with _AT_ONCE:
        return _hasher(PASSWORD_COST).hash(password)


def fits(password: str, kept: str | None) -> bool:
    """Whether the password is the one that was kept; None takes the same time and never fits."""
    with _AT_ONCE:
        hasher = _hasher(PASSWORD_COST)
        try:
            hasher.verify(kept or _nobodys(PASSWORD_COST), password[:LONGEST])
        except (VerificationError, InvalidHashError):
            return False
    return kept is not None


@lru_cache(maxsize=4)
def _hasher(cost: Cost) -> PasswordHasher:
    return PasswordHasher(time_cost=cost.rounds, memory_cost=cost.memory_kib, parallelism=cost.lanes)


@lru_cache(maxsize=4)
def _nobodys(cost: Cost) -> str:
    return _hasher(cost).hash("nobody has this name")
