"""Starts the desk. The door comes first and loads nothing it does not need; the rest follows while a person types."""

from __future__ import annotations

import signal
import subprocess
import sys
from datetime import date
from pathlib import Path
from threading import Thread
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, QTimer
from PySide6.QtWidgets import QApplication, QWidget

from kamdesk.app.memory import keep_in_one_heap
from kamdesk.app.one_window import DoorBell, ring
from kamdesk.app.turns import take_short_turns
from kamdesk.base.child_process import environment, program
from kamdesk.base.errors import KAMDeskError
from kamdesk.base.preset import preset
from kamdesk.storage.keys import KEY_FILE
from kamdesk.storage.places import make_folder, refuse_unsafe_place
from kamdesk.storage.window_lock import WindowLock
from kamdesk.ui.kit.fonts import load_fonts, set_type_size
from kamdesk.ui.kit.plain_imports import import_plainly
from kamdesk.ui.kit.theme import Theme
from kamdesk.ui.welcome.door import Door

if TYPE_CHECKING:
    from collections.abc import Callable

    from kamdesk.app.desk import DeskApp
    from kamdesk.storage.desk import Desk

SIGNALS_HEARD_MS = 500
"""Ctrl+C answers within half a second."""

# PLC0415 below: records and SQL take a second to load, the door has to be there before.


class Start(QObject):
    """Shows the door, then the desk behind it."""

    def __init__(self, application: QApplication, *, today: date | None = None, language_asked: str = "") -> None:
        super().__init__()
        import_plainly()
        keep_in_one_heap()
        take_short_turns()
        self._application, self._today, self._language_asked = application, today, language_asked
        self.was_left_open = False
        self.door: Door | None = None
        self.app: DeskApp | None = None
        self._theme: Theme | None = None
        self._hidden: list[QWidget] = []
        """what was on the screen when the desk locked itself"""

    def show_door(self, folder: Path, *, news: str = "") -> None:
        """Ask for the password, or welcome a new person; `news` says why the desk that was here is gone."""
        self._theme = Theme(self._application, self)
        load_fonts()
        set_type_size(100)
        self._theme.choose("system")
        company = preset()
        self.door = Door(
            folder, is_new=not (folder / KEY_FILE).exists(), sample=_fill_with_sample,
            office=company.office, own_desks=company.own_desks, news=news or company.trouble,
        )  # fmt: skip
        self.door.opened.connect(self.show_desk)
        self.door.other_asked.connect(self._on_other_asked)
        self.door.show()
        self.door.open_signed_in()
        QTimer.singleShot(0, _load_the_rest)

    def show_desk(self, desk: Desk) -> None:
        """Put the window of an open desk on the screen, and the door away."""
        from kamdesk.app.desk import DeskApp  # noqa: PLC0415  (see above)

        if self._theme is not None:
            self._theme.deleteLater()
            self._theme = None
        self.app = DeskApp(self._application, today=self._today, language_asked=self._language_asked)
        self.app.given_up.connect(self._on_given_up)
        self.app.lock_due.connect(self.lock)
        self.app.switch_ready.connect(self._on_switch, Qt.ConnectionType.QueuedConnection)
        self.app.show_desk(desk)
        self.app.look_after(was_left_open=self.was_left_open)
        if self.door is not None:
            self.door.close()
            self.door = None

    def _on_other_asked(self, folder: Path) -> None:
        """Another desk is opened by a program of its own; nothing is open here, so this one ends."""
        start_desk(folder)
        self._application.quit()

    def lock(self) -> None:
        """Put the door before the windows: they stay as they are, unseen, and syncs go on."""
        if self.app is None or self.app.context is None or self.door is not None:
            return
        from kamdesk.app.locking import hide_all  # noqa: PLC0415  (see above)

        desk = self.app.context.desk
        self.door = Door(desk.folder, is_new=False, locked=desk)
        self.door.opened.connect(self._on_unlocked)
        self.door.other_asked.connect(start_desk)
        self._hidden = hide_all()
        self.door.show()

    def _on_unlocked(self, _desk: object) -> None:
        door, self.door = self.door, None
        for window in self._hidden:
            window.show()
        self._hidden = []
        if door is not None:
            door.close()
            door.deleteLater()
        if self.app is not None and self.app.idle is not None:
            self.app.idle.begin_anew()

    def _on_switch(self, switch: Callable[[], Desk]) -> None:
        """Another file takes the place of the open desk's: close the one, show the other."""
        from kamdesk.storage.desk import open_with_key  # noqa: PLC0415  (see above)

        app = self.app
        assert app is not None
        assert app.context is not None
        before, news = app.context.desk, ""
        self._application.setQuitOnLastWindowClosed(False)  # for a moment there is none
        app.close()
        app.deleteLater()
        try:
            desk = switch()
        except KAMDeskError as error:
            desk, news = open_with_key(before.folder, before.key), error.text
        self.show_desk(desk)
        self._application.setQuitOnLastWindowClosed(True)
        if news and self.app is not None and self.app.window is not None:
            self.app.window.say(news)

    def _on_given_up(self, sentence: str) -> None:
        """The office has taken this laptop out of service, or it was declared lost: nothing of the desk stays."""
        from kamdesk.storage.leaving import wipe  # noqa: PLC0415  (see above)

        app = self.app
        assert app is not None
        assert app.context is not None
        folder, locked = app.context.desk.folder, self.door
        self.app, self._hidden = None, []
        self.show_door(folder, news=sentence)  # before the window goes: the last one closed ends the program
        if locked is not None:
            locked.close()
        app.close()
        app.deleteLater()
        wipe(folder)  # the sync's process has done so; where this window held the file open, it could not

    def raise_window(self) -> None:
        """Bring what is open to the front."""
        window: QWidget | None = self.door or (self.app.window if self.app is not None else None)
        if window is not None:
            window.showNormal() if window.isMinimized() else window.show()
            window.raise_()
            window.activateWindow()

    def close(self) -> None:
        """Finish what is being written and close the file."""
        if self.app is not None:
            self.app.close()


def run(folder: Path, *, today: date | None = None, language_asked: str = "", desk: Desk | None = None) -> int:
    """Open the window of a profile and stay until it is closed; a second start raises the first window.

    With `desk` it is open already (the demo), else the person is asked for the password. Raises: CannotOpen.
    """
    made = QApplication.instance() or QApplication(sys.argv[:1])
    assert isinstance(made, QApplication)
    made.setApplicationName("KAMDesk")
    made.setQuitOnLastWindowClosed(True)
    refuse_unsafe_place(folder)
    make_folder(folder)
    lock = WindowLock(folder)
    if not lock.take():
        ring(folder)
        if desk is not None:
            desk.close()
        return 0
    _obey_signals(made)
    start = Start(made, today=today, language_asked=language_asked)
    start.was_left_open = lock.left_open
    bell = DoorBell(folder, start.raise_window)
    try:
        if desk is not None:
            start.show_desk(desk)
        else:
            start.show_door(folder)
        return made.exec()
    finally:
        bell.close()
        start.close()
        lock.release()


def start_desk(folder: Path) -> None:
    """Start the program for another profile; passwords that the environment holds for this one stay here."""
    environ = {name: value for name, value in environment().items() if not name.startswith("KAMDESK_")}
    subprocess.Popen([*program(), "--profile", str(folder)], env=environ)  # noqa: S603  (our own program, no shell)


def _obey_signals(application: QApplication) -> None:
    """Ctrl+C in the terminal and the system's wish to end close the window, and with it the file."""
    for wish in (signal.SIGINT, signal.SIGTERM):
        signal.signal(wish, lambda *_: application.quit())
    beat = QTimer(application)
    beat.timeout.connect(lambda: None)  # Python looks for signals only when it runs, and Qt's loop is not Python
    beat.start(SIGNALS_HEARD_MS)


def _load_the_rest() -> None:
    """Load what the desk behind the door needs; whoever is quicker with the password waits for it."""

    def load() -> None:
        import kamdesk.app.desk  # noqa: F401, PLC0415  (see above)

    Thread(target=load, name="load", daemon=True).start()


def _fill_with_sample(desk: Desk) -> None:
    from kamdesk.operations.sample_company import take_sample_company  # noqa: PLC0415  (see above)

    take_sample_company(desk)
