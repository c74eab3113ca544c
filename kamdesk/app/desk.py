"""The open desk: its window, made anew for another language or a new day, and what must outlive every window."""

from __future__ import annotations

from datetime import date
from functools import partial

from PySide6.QtCore import QByteArray, QObject, Qt, QTimer, Signal
from PySide6.QtWidgets import QApplication

from kamdesk.app.beforehand import Beforehand
from kamdesk.app.caretaker import Caretaker
from kamdesk.app.locking import IdleWatch
from kamdesk.app.memory import Tidier
from kamdesk.app.office_link import OfficeLink
from kamdesk.base.clock import today_of
from kamdesk.base.words import LANGUAGES, language, set_language, tr
from kamdesk.facts.policies import ROLE_NAMES
from kamdesk.storage.desk import Desk
from kamdesk.storage.settings import COMPANY, OFFICE
from kamdesk.sync.standing import standing
from kamdesk.sync.state import SyncState
from kamdesk.ui.kit.bus import Bus
from kamdesk.ui.kit.context import Context
from kamdesk.ui.kit.fonts import load_fonts, set_type_size
from kamdesk.ui.kit.icons import icon
from kamdesk.ui.kit.jobs import Jobs
from kamdesk.ui.kit.preferences import Preferences
from kamdesk.ui.kit.theme import Theme
from kamdesk.ui.shell.in_hand import is_in_hand
from kamdesk.ui.shell.places import Place
from kamdesk.ui.shell.window import DeskWindow

KEPT_AT_THE_END = frozenset({"last_opened"})
"""Changes with every click: written each time, it would make the desk forget what it added up over the company."""
LOOKS_AT_CLOCK_MS = 30_000
"""How long after midnight a window may still call yesterday today."""


class DeskApp(QObject):
    """Owns what must outlive every window: theme, jobs, bus, context.

    Signals:
        given_up: a sentence; the office has given this laptop up and the desk is gone.
        switch_ready: a callable that returns another desk in the place of this one, once this one is closed.
        lock_due: nobody used the desk for as long as the office allows, or its person goes away.
    """

    given_up = Signal(str)
    lock_due = Signal()
    switch_ready = Signal(object)

    def __init__(self, application: QApplication, *, today: date | None = None, language_asked: str = "") -> None:
        super().__init__()
        self._application, self._today, self._language_asked = application, today, language_asked
        self.theme = Theme(application, self)
        load_fonts()
        set_type_size(100)
        self.theme.choose("system")
        application.setWindowIcon(icon("kamdesk", "accent", 64))
        self.context: Context | None = None
        self.window: DeskWindow | None = None
        self.jobs: Jobs | None = None
        self._kept_at_the_end: dict[str, str] = {}
        self._caretaker: Caretaker | None = None
        self._tidier: Tidier | None = None
        self._office: OfficeLink | None = None
        self.idle: IdleWatch | None = None
        self._day_watch = QTimer(self)
        self._day_watch.setInterval(LOOKS_AT_CLOCK_MS)
        self._day_watch.timeout.connect(self.turn_day)

    def show_desk(self, desk: Desk, *, at: Place | None = None, show: bool = True) -> DeskWindow:
        """Put the window of an open desk on the screen."""
        bus = Bus(self)
        bus.switch_ready.connect(self.switch_ready)
        bus.lock_asked.connect(self.lock_due)
        jobs = Jobs(desk, self)
        kept = desk.settings.all()

        def keep(name: str, text: str) -> None:
            if name in KEPT_AT_THE_END:
                self._kept_at_the_end[name] = text
            else:
                jobs.write(lambda: desk.settings.set(name, text), owner=self)

        settings = Preferences(kept, keep)
        self.jobs = jobs
        self._tidier = Tidier(jobs)
        Beforehand(jobs)
        self._application.applicationStateChanged.connect(self._on_state)
        self.context = Context(
            jobs=jobs, desk=desk, bus=bus, settings=settings, today=self._today or today_of(desk.clock())
        )
        chosen = self._language_asked or settings.get("language")
        set_language(chosen if chosen in LANGUAGES else language())
        set_type_size(int(settings.get("type_size")))
        self.theme.choose(str(settings.get("theme")))
        self.context.sync.show_state(SyncState(office=desk.settings.get(OFFICE)))
        if desk.has_office:
            jobs.work(partial(standing, desk), self.context.sync.show_state, owner=self)
        self._day_watch.start()
        return self._make_window(at or Place("today"), show=show)

    def turn_day(self) -> None:
        """Past midnight, or awake again in the morning: the same place in a window of the new day.

        Never over something that is being typed or shown to a client: then once it is done.
        """
        if self.context is None or self.window is None or self._today is not None:
            return
        day = today_of(self.context.desk.clock())
        if day != self.context.today and not self.context.client_safe and not is_in_hand(self.window):
            self.context.begin_day(day)
            self._on_rebuild_asked()

    def look_after(self, *, was_left_open: bool) -> None:
        """From now on the open desk's file is checked and backed up, synced, and other programs' writes are shown."""
        assert self.context is not None
        caretaker = Caretaker(self.context.desk, was_left_open=was_left_open, parent=self)
        caretaker.changed.connect(self.context.bus.changed)
        caretaker.damaged.connect(lambda text: self.window.say(text) if self.window else None)
        caretaker.start()
        self._caretaker = caretaker
        if self.context.desk.has_office:
            self._office = OfficeLink(self.context.desk, self.context.sync, self)
            self._office.given_up.connect(self.given_up)
            self._office.start()
        self.idle = IdleWatch(self.context.desk, self)
        self.idle.lock_due.connect(self.lock_due)
        self.idle.watch(self.window.windowHandle() if self.window else None)

    def close(self) -> None:
        """Finish what is being written and close the file."""
        self._day_watch.stop()
        if self._office is not None:
            self._office.stop()
            self._office = None
        if self._caretaker is not None:
            self._caretaker.stop()
            self._caretaker = None
        if self._tidier is not None:
            self._application.applicationStateChanged.disconnect(self._on_state)
            self._tidier.stop()
            self._tidier = None
        if self.window is not None:
            self.window.close()
            self.window.deleteLater()
            self.window = None
        if self.jobs is not None and self.context is not None:
            desk = self.context.desk
            for name, text in self._kept_at_the_end.items():
                self.jobs.write(partial(desk.settings.set, name, text), owner=self)
            self.jobs.close()
            self.context.desk.close()

    def _make_window(self, at: Place, *, show: bool) -> DeskWindow:
        assert self.context is not None
        author = self.context.desk.author
        window = DeskWindow(
            self.context,
            company=self.context.settings.text(COMPANY),
            person=author.name,
            post=tr(ROLE_NAMES[author.role]),
        )
        window.theme = self.theme
        window.rebuild_asked.connect(self._on_rebuild_asked)
        geometry = self.context.settings.get("window")
        if show:
            if geometry:
                window.restoreGeometry(QByteArray.fromHex(str(geometry).encode()))
            window.show()
        window.go(at)
        self.window = window
        return window

    def _on_state(self, state: Qt.ApplicationState) -> None:
        if state != Qt.ApplicationState.ApplicationActive and self._tidier is not None:
            self._tidier.tidy_all()
        elif state == Qt.ApplicationState.ApplicationActive:
            self.turn_day()

    def _on_rebuild_asked(self) -> None:
        """Another language, type size or day: the same place in a new window."""
        assert self.context is not None
        old = self.window
        set_language(str(self.context.settings.get("language")) or language())
        set_type_size(int(self.context.settings.get("type_size")))
        self.theme.renew()
        place = (old.history.here() if old else None) or Place("today")
        self._make_window(place, show=True)
        if old is not None:
            old.close()
            old.deleteLater()
