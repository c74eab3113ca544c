"""A disk without room, in words a person can act on; it needs no database, so that the door opens quickly."""

from __future__ import annotations

import errno
from collections.abc import Iterator
from contextlib import contextmanager

from kamdesk.base.errors import CannotOpen
from kamdesk.base.words import N_, tr

DISK_FULL = N_("The disk is full; make room and try again. Nothing was lost, nothing was half written.")

_FULL = frozenset({errno.ENOSPC, getattr(errno, "EDQUOT", errno.ENOSPC)})  # Windows has no quota to say so of


@contextmanager
def full_in_words() -> Iterator[None]:
    """Within this block a disk without room for a small file says so as CannotOpen."""
    try:
        yield
    except OSError as error:
        if error.errno not in _FULL:
            raise
        raise CannotOpen(tr(DISK_FULL), reason="disk_full") from error
