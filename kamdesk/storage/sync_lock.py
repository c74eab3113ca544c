"""One sync of a profile at a time, whoever wants one: the window's process, the command line."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from kamdesk.base.errors import Refused
from kamdesk.base.words import tr
from kamdesk.storage.window_lock import lock_first_byte

_FILE = "sync.lock"
_LOOK_EVERY_S = 0.1


@contextmanager
def only_sync(folder: Path, *, patience_s: float = 0) -> Iterator[None]:
    """Within this block nobody else syncs this profile. Raises: Refused where somebody does for longer than that."""
    handle = os.open(folder / _FILE, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        until = time.monotonic() + patience_s
        while not lock_first_byte(handle):
            if time.monotonic() >= until:
                raise Refused(tr("This desk is being synced already; try again in a moment."))
            time.sleep(_LOOK_EVERY_S)
        yield
    finally:
        os.close(handle)
