"""What the database complains about, in words a person can act on."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy.exc import DatabaseError
from sqlcipher3 import dbapi2

from kamdesk.base.errors import CannotOpen
from kamdesk.base.words import N_, tr
from kamdesk.storage.full_disk import DISK_FULL

LEAST_ROOM = 1 << 20
"""Bytes free: with less, what the system calls a failed write or open is a full disk."""


@contextmanager
def in_words(folder: Path) -> Iterator[None]:
    """Within this block a database in this folder that is full, locked, read-only or damaged says so as CannotOpen."""
    try:
        yield
    except (DatabaseError, dbapi2.DatabaseError) as error:
        said = _as_words(str(getattr(error, "orig", error)), folder)
        if said is None:
            raise
        raise said from error


def _as_words(complaint: str, folder: Path) -> CannotOpen | None:
    for sign, reason in _SIGNS.items():
        if sign in complaint:
            why = "disk_full" if sign in _ALSO_WHEN_FULL and _has_no_room(folder) else reason
            return CannotOpen(tr(_WORDS[why]), reason=why)
    return None


def _has_no_room(folder: Path) -> bool:
    try:
        return os.access(folder, os.W_OK) and shutil.disk_usage(folder).free < LEAST_ROOM
    except OSError:
        return False


_SIGNS = {
    "disk is full": "disk_full",
    "locked": "locked",
    "readonly": "read_only",
    "unable to open": "read_only",
    "malformed": "damaged",
    "not a database": "damaged",
    "disk I/O error": "damaged",
}

_ALSO_WHEN_FULL = frozenset({"unable to open", "disk I/O error"})

_WORDS = {
    "disk_full": DISK_FULL,
    "locked": N_("Another program is writing to this desk; try again in a moment"),
    "read_only": N_("This desk's folder cannot be written to; check its rights, or keep the desk in another place"),
    "damaged": N_("The desk's file is damaged; put back the last good backup"),
}
