"""What the database complains about, in words a person can act on."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy.exc import DatabaseError
from sqlcipher3 import dbapi2

from kamdesk.base.errors import CannotOpen
from kamdesk.base.words import N_, tr


@contextmanager
def in_words() -> Iterator[None]:
    """Within this block a database that is full, locked, read-only or damaged says so as CannotOpen."""
    try:
        yield
    except (DatabaseError, dbapi2.DatabaseError) as error:
        said = _as_words(str(getattr(error, "orig", error)))
        if said is None:
            raise
        raise said from error


def _as_words(complaint: str) -> CannotOpen | None:
    for sign, reason in _SIGNS.items():
        if sign in complaint:
            return CannotOpen(tr(_WORDS[reason]), reason=reason)
    return None


_SIGNS = {
    "disk is full": "disk_full",
    "locked": "locked",
    "readonly": "read_only",
    "unable to open": "read_only",
    "malformed": "damaged",
    "not a database": "damaged",
    "disk I/O error": "damaged",
}

_WORDS = {
    "disk_full": N_("The disk is full; make room and try again. Nothing was lost, nothing was half written."),
    "locked": N_("Another program is writing to this desk; try again in a moment"),
    "read_only": N_("This desk's folder cannot be written to; check its rights, or keep the desk in another place"),
    "damaged": N_("The desk's file is damaged; put back the last good backup"),
}
