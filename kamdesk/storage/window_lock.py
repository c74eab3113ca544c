"""One window per profile: the lock lasts as long as the process, whatever way it ends."""

from __future__ import annotations

import os
import sys
from pathlib import Path

_FILE = "window.lock"
_OPEN = b"open"


class WindowLock:
    """The right to show the window of a profile. `left_open` tells that the last window did not close by itself."""

    def __init__(self, folder: Path) -> None:
        self._file = folder / _FILE
        self._handle: int | None = None
        self.left_open = False

    def take(self) -> bool:
        """Take the lock; False when another window of this profile has it."""
        handle = os.open(self._file, os.O_RDWR | os.O_CREAT, 0o600)
        if not lock_first_byte(handle):
            os.close(handle)
            return False
        self._handle = handle
        os.lseek(handle, 1, os.SEEK_SET)
        self.left_open = os.read(handle, len(_OPEN)) == _OPEN
        self._say(_OPEN)
        return True

    def release(self) -> None:
        """Give the lock back: the window closed by itself."""
        if self._handle is None:
            return
        self._say(b"")
        os.close(self._handle)
        self._handle = None

    def _say(self, state: bytes) -> None:
        assert self._handle is not None
        os.ftruncate(self._handle, 1)  # the first byte is what Windows locks; nobody reads it
        os.lseek(self._handle, 1, os.SEEK_SET)
        os.write(self._handle, state)


def lock_first_byte(handle: int) -> bool:
    """Lock the first byte without waiting; the system unlocks it when the process ends."""
    try:
        if sys.platform == "win32":
            import msvcrt  # noqa: PLC0415  (only there)

            os.lseek(handle, 0, os.SEEK_SET)
            msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)
        else:
            import fcntl  # noqa: PLC0415  (not on Windows)

            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True
