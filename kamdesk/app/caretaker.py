"""What a desk needs beside the window: its file checked and backed up, other programs' writes noticed."""

from __future__ import annotations

from threading import Event, Thread

from PySide6.QtCore import QObject, Signal

from kamdesk.base.errors import KAMDeskError
from kamdesk.base.log import logger
from kamdesk.base.words import tr
from kamdesk.records.every import RECORDS
from kamdesk.storage.desk import Desk
from kamdesk.storage.settings import INDEXES_ASIDE

LOOK_EVERY_S = 1.0
"""What the command line wrote is on the screen within a second; asking costs some microseconds."""
CHECK_AFTER_S = 20.0
"""The first pages come first; reading the whole file would slow them."""

EVERYTHING = frozenset((record.word, b"") for record in RECORDS)
"""Another program does not say what it wrote: every room reads again what it shows."""

_log = logger(__name__)


class Caretaker(QObject):
    """Looks after an open desk in a thread of its own until it is told to stop.

    Signals:
        changed: another program wrote; the frozenset that the bus carries.
        damaged: a sentence; the file was found damaged while it was read through.
    """

    changed = Signal(object)
    damaged = Signal(str)

    def __init__(self, desk: Desk, *, was_left_open: bool, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._desk, self._was_left_open = desk, was_left_open
        self._stopped = Event()
        self._thread = Thread(target=self._look_after, name="caretaker", daemon=True)

    def start(self) -> None:
        """Begin; what is written from now on is noticed."""
        self._desk.changed_elsewhere()
        self._thread.start()

    def stop(self) -> None:
        """End, and wait for a backup in hand."""
        self._stopped.set()
        self._thread.join()

    def _look_after(self) -> None:
        waited, is_checked = 0.0, False
        while not self._stopped.wait(LOOK_EVERY_S):
            if self._desk.changed_elsewhere():
                self._desk.settings.reload()
                self.changed.emit(EVERYTHING)
            waited += LOOK_EVERY_S
            if waited >= CHECK_AFTER_S and not is_checked and not self._is_filling():
                is_checked = True
                self._check_and_back_up()

    def _is_filling(self) -> bool:
        """Whether a first sync fills the file: what it brings is at the office, and reading it all would slow it."""
        return bool(self._desk.settings.get(INDEXES_ASIDE))

    def _check_and_back_up(self) -> None:
        """Read the file through, more thoroughly after a crash, then make the day's backup if it is due."""
        try:
            self._desk.check(thorough=self._was_left_open)
            self._desk.back_up_if_due()
        except KAMDeskError as error:
            _log.warning("the file was not backed up: %s", type(error).__name__)
            self.damaged.emit(tr("{trouble} Until then nothing is backed up.", trouble=error.text))
