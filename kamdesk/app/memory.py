"""How the window's process keeps its memory small and its garbage out of a person's way."""

from __future__ import annotations

import ctypes
import gc
import sys
from contextlib import suppress

from PySide6.QtCore import QObject, QTimer

from kamdesk.ui.kit.jobs import Jobs

TIDY_EVERY_MS = 5_000
SOME = 2_500
"""New objects of a few clicks, most of them the garbage of their questions; looked through in 1 ms."""
MANY = 20_000
"""New objects that take longer to look through than a person's eye notices (3 ms); these are the rows of a read."""
_M_ARENA_MAX = -8
"""glibc's name for it in malloc.h."""


def keep_in_one_heap() -> None:
    """Threads share one heap: else each reader keeps what its largest read once needed. To be called before any."""
    libc = _glibc()
    if libc is not None:
        libc.mallopt(_M_ARENA_MAX, 1)


def give_back() -> None:
    """Return freed memory to the system; other systems do so by themselves."""
    libc = _glibc()
    if libc is not None:
        libc.malloc_trim(0)


class Tidier(QObject):
    """Looks for garbage when nothing is being read, on the thread that owns the widgets, and never through old rows.

    Python would look through everything it holds whenever a read made many rows: 200 ms with the window's lock held.
    Rows hold no circles and go by themselves; they are put aside unlooked at. Everything is looked through when the
    person turns to another program.
    """

    def __init__(self, jobs: Jobs) -> None:
        super().__init__(jobs)
        self._jobs = jobs
        gc.disable()
        gc.freeze()
        self._timer = QTimer(self, interval=TIDY_EVERY_MS)
        self._timer.timeout.connect(self.tidy)
        self._timer.start()
        self._pause = QTimer(self, singleShot=True, interval=0)  # after what was read is painted
        self._pause.timeout.connect(self.tidy)
        jobs.busy_changed.connect(self._on_busy)

    def tidy(self) -> None:
        """Let go of small garbage; put aside what a large read made."""
        if self._jobs.is_busy:
            return
        if gc.get_count()[0] < MANY:
            gc.collect(1)
        else:
            gc.freeze()
            give_back()

    def tidy_all(self) -> None:
        """Look through everything; takes some tenths of a second, so only while nobody looks."""
        gc.unfreeze()
        gc.collect()
        gc.freeze()
        give_back()

    def stop(self) -> None:
        """Leave garbage to Python again."""
        self._timer.stop()
        gc.unfreeze()
        gc.enable()

    def _on_busy(self, busy: bool) -> None:  # noqa: FBT001  (a Qt slot)
        """The garbage of quick clicks goes at once: five seconds of them would pass for the rows of a read."""
        if not busy and self._timer.isActive() and gc.get_count()[0] >= SOME:
            self._pause.start()


def _glibc() -> ctypes.CDLL | None:
    if sys.platform == "linux":
        with suppress(OSError):  # another C library, musl for one, has its own ways
            return ctypes.CDLL("libc.so.6")
    return None
