"""Loads the rooms while a person looks at the first one: their modules are no part of the click that opens them."""

from __future__ import annotations

from collections.abc import Callable
from threading import Thread

from PySide6.QtCore import QObject, QTimer

from kamdesk.ui.kit.jobs import Jobs
from kamdesk.ui.shell.rooms import load_rooms

PAINTED_MS = 100
"""What was read for the first room is painted by then."""


class Beforehand(QObject):
    """Waits until nothing is being read, then loads once, in a thread; a room opened sooner loads itself."""

    def __init__(self, jobs: Jobs, load: Callable[[], None] = load_rooms) -> None:
        super().__init__(jobs)
        self._jobs, self._load = jobs, load
        self._pause = QTimer(self, singleShot=True, interval=PAINTED_MS)
        self._pause.timeout.connect(self._begin)
        jobs.busy_changed.connect(self._on_busy)

    def _on_busy(self, busy: bool) -> None:  # noqa: FBT001  (a Qt slot)
        if busy:
            self._pause.stop()
        else:
            self._pause.start()

    def _begin(self) -> None:
        self._jobs.busy_changed.disconnect(self._on_busy)
        Thread(target=self._load, name="rooms", daemon=True).start()
