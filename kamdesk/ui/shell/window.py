"""The window: column, bar, the room that is open, notices, palette; everything by key."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from functools import partial
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtGui import QCloseEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QMainWindow, QStackedWidget, QVBoxLayout, QWidget

from kamdesk.base.show import day_text
from kamdesk.base.words import tr
from kamdesk.figures.catalogue import compute, explained
from kamdesk.operations.undo import take_back
from kamdesk.reads.search import Hit
from kamdesk.ui.kit.context import Context
from kamdesk.ui.kit.notice import Notice
from kamdesk.ui.kit.room import Room
from kamdesk.ui.kit.theme import Theme
from kamdesk.ui.kit.why_panel import WhyPanel
from kamdesk.ui.search.palette import Palette
from kamdesk.ui.shell.at_hand import AtHand
from kamdesk.ui.shell.client_frame import ClientFrame
from kamdesk.ui.shell.commands import Commands
from kamdesk.ui.shell.curtain import Curtain
from kamdesk.ui.shell.departures import Departures
from kamdesk.ui.shell.loading_strip import LoadingStrip
from kamdesk.ui.shell.manual_panel import ManualPanel
from kamdesk.ui.shell.navigation import Navigation
from kamdesk.ui.shell.panels import Panels
from kamdesk.ui.shell.places import History, Place
from kamdesk.ui.shell.rooms import CLIENT_TABS, rooms_of
from kamdesk.ui.shell.top_bar import TopBar
from kamdesk.ui.shell.window_commands import HIDDEN_FROM_CLIENTS, offers, register

FOLDS_UNDER = 1200
"""Below this width the column shows only icons (LOOK 3)."""


class DeskWindow(QMainWindow):
    """The one window of a desk.

    Signals:
        rebuild_asked: the language or the type size changed; the application makes a new window at the same place.
    """

    rebuild_asked = Signal()

    def __init__(self, context: Context, *, company: str = "", person: str = "", post: str = "") -> None:
        super().__init__()
        self.context = context
        self._company = company
        self._rooms: dict[str, Room] = {}
        self._frame: ClientFrame | None = None
        self.history = History()
        self.theme: Theme | None = None
        self.rooms = rooms_of(context)
        self.navigation = Navigation(self.rooms)
        self.bar = TopBar(context)
        self.at_hand = AtHand(context, self.navigation)
        self._stack = QStackedWidget()
        self._curtain = Curtain()
        self._stack.addWidget(self._curtain)
        self._stack.setMinimumSize(200, 200)  # a page scrolls inside; it never makes the window larger
        self._put_together()
        self.notice = Notice(self)
        self.why = WhyPanel(self, context.jobs)
        self.panels = Panels(self, context, self.say)
        self.manual = ManualPanel(self)
        self.about: object = None
        self.commands = Commands(self)
        self.palette_box = Palette(
            self, context, partial(offers, self.commands), partial(self.at_hand.hits, self.history)
        )
        self.navigation.person.set_person(person, post)
        self._connect()
        Departures(context, self.history, self.go, self)
        register(self)
        self._say_title()
        self._on_as_of_changed(context.as_of)
        self.resize(1366, 768)

    def go(self, place: Place) -> None:
        """Open a room, a client's page, or one of its parts; the client sees no other client and no list of them."""
        if place.client_id is not None:
            place = replace(place, client_id=self.at_hand.standing_for(place.client_id))
        if self.context.client_safe and place.client_id not in {frame.client_id for frame in [self._frame] if frame}:
            return
        self.history.went(place)
        self._show(place)

    def go_back(self) -> None:
        """The place before this one."""
        before = self.history.back()
        if before is not None:
            self._show(before)

    def room(self) -> Room | None:
        """The room that is open."""
        shown = self._stack.currentWidget()
        return shown.room() if isinstance(shown, ClientFrame) else shown if isinstance(shown, Room) else None

    def client_frame(self) -> ClientFrame:
        """The page of a client, made when first needed."""
        if self._frame is None:
            self._frame = ClientFrame(self.context, self.connect_room)
            self._frame.named.connect(self._on_client_named)
            self._frame.tab_shown.connect(self._on_tab_shown)
            self._stack.addWidget(self._frame)
        return self._frame

    def connect_room(self, room: Room) -> None:
        """Take a room's wishes."""
        room.client_asked.connect(lambda client_id: self.go(Place("client", client_id)))
        room.room_asked.connect(self._on_room_asked)
        room.command_asked.connect(self._on_command_asked)
        room.why_asked.connect(self.why.explain)

    def say(self, text: str, action_id: object | None = None) -> None:
        """Say what happened, with Undo where it can be taken back."""
        self.notice.show_news(text, action_id, self.context.desk.clock())

    def say_failed(self, text: str) -> None:
        """Say that something could not be done."""
        self.notice.show_news(text, None, self.context.desk.clock(), failed=True)

    def _put_together(self) -> None:
        middle = QWidget()
        across = QHBoxLayout(middle)
        across.setContentsMargins(0, 0, 0, 0)
        across.setSpacing(0)
        across.addWidget(self.navigation)
        right = QVBoxLayout()
        right.setSpacing(0)
        right.addWidget(self.bar)
        self.strip = LoadingStrip(self.context.sync)
        right.addWidget(self.strip)
        right.addWidget(self._stack, 1)
        across.addLayout(right, 1)
        self.setCentralWidget(middle)

    def _connect(self) -> None:
        bus, jobs = self.context.bus, self.context.jobs
        self.navigation.room_asked.connect(lambda name: self.go(Place(name)))
        self.navigation.client_asked.connect(lambda client_id: self.go(Place("client", client_id)))
        self.navigation.person_asked.connect(lambda: self.go(Place("settings")))
        self.bar.as_of.clicked.connect(self.panels.ask_day)
        self.bar.sync.clicked.connect(self.panels.show_sync)
        self.palette_box.explain_asked.connect(self._on_explain_asked)
        self.bar.search.clicked.connect(self.palette_box.open)
        self.bar.crumbs.crumb_asked.connect(self._on_crumb_asked)
        self.palette_box.hit_chosen.connect(self._on_hit_chosen)
        self.notice.undo_asked.connect(self.undo)
        bus.as_of_changed.connect(self._on_as_of_changed)
        bus.client_safe_changed.connect(self._on_client_safe)
        bus.notice_asked.connect(self.say)
        jobs.failed.connect(self.say_failed)

    def undo(self, action_id: Any) -> None:
        """Take an action back, or several that one key did, in the writer."""
        desk = self.context.desk

        def done(changes: Any) -> None:
            self.context.bus.changed.emit(changes.rows)
            self.say(tr("Taken back"))

        self.context.jobs.write(lambda: take_back(desk, action_id), done, owner=self)

    def _show(self, place: Place) -> None:
        self.why.hide()
        if place.room == "client" and place.client_id is not None:
            frame = self.client_frame()
            with self.context.jobs.together():
                self._stack.setCurrentWidget(frame)
                frame.open(place.client_id, place.tab or "overview", place.argument)
                self.at_hand.opened(place.client_id)
            frame.room().focus_first()
            self.navigation.show_room("clients")
        else:
            spot = next((each for each in self.rooms if each.name == place.room), self.rooms[0])
            if spot.name not in self._rooms:
                room = spot.make(self.context)
                self.connect_room(room)
                self._rooms[spot.name] = room
                self._stack.addWidget(room)
            room = self._rooms[spot.name]
            self._stack.setCurrentWidget(room)
            room.open(None, place.argument)
            room.focus_first()
            self.navigation.show_room(spot.name)
            self.bar.crumbs.set_crumbs([tr(spot.label)])
        self._say_title()

    def client_meant(self) -> bytes | None:
        """The client a command is about: of the row it was asked for, or of the page that is open."""
        if isinstance(self.about, bytes):
            return self.about
        found = getattr(self.about, "client_id", None)
        if isinstance(found, bytes):
            return found
        place = self.history.here()
        return place.client_id if place is not None else None

    def show_news(self) -> None:
        """Show all notices."""
        self.panels.show_news(list(self.notice.log), self.undo)

    def rebuild(self) -> None:
        """Ask for a new window in another language or size."""
        self.rebuild_asked.emit()

    def refresh_pins(self) -> None:
        """The pinned clients are others now."""
        self.at_hand.refresh()

    def _on_client_safe(self, safe: bool) -> None:  # noqa: FBT001  (a Qt slot)
        """Only the open client's page stays; without one the window is empty until F9 is pressed again."""
        self.why.hide()
        self.panels.hide()
        self.navigation.set_client_safe(safe)
        self.bar.search.setVisible(not safe)
        for command in self.commands.all():
            if command.name.startswith(HIDDEN_FROM_CLIENTS):
                command.action.setEnabled(not safe)
        if safe and self._stack.currentWidget() is not self._frame:
            self._stack.setCurrentWidget(self._curtain)
            self.bar.crumbs.set_crumbs([""])
        elif not safe and self._stack.currentWidget() is self._curtain:
            self._show(self.history.here() or Place("today"))
        self._say_title()

    def _on_client_named(self, name: str) -> None:
        frame = self.client_frame()
        tab = next((place for place in CLIENT_TABS if place.name == frame.tabs.current()), CLIENT_TABS[0])
        crumbs = [tr("Clients"), name]
        self.bar.crumbs.set_crumbs(crumbs if tab is CLIENT_TABS[0] else [*crumbs, tr(tab.label)])
        self._say_title()

    def _on_tab_shown(self, _tab: str) -> None:
        name = self.client_frame().head.client_name()
        if name:
            self._on_client_named(name)

    def _on_crumb_asked(self, at: int) -> None:
        frame = self._frame
        self.go(Place("client", frame.client_id) if at == 1 and frame is not None else Place("clients"))

    def _on_room_asked(self, name: str, client_id: object) -> None:
        if isinstance(client_id, bytes):
            self.go(Place("client", client_id, tab=name))
        else:
            self.go(Place(name))

    def _on_command_asked(self, name: str, about: object) -> None:
        self.about = about
        self.commands.run(name)
        self.about = None

    def _on_explain_asked(self, explain_id: str) -> None:
        """A small id printed behind a number: its formula and rows, for the client whose page is open."""
        client_id, as_of = self.client_meant(), self.context.as_of
        self.context.jobs.read(
            lambda connection: compute(explained(explain_id).name, connection, client_id=client_id, as_of=as_of),
            self.why.explain,
            owner=self,
        )

    def _on_hit_chosen(self, hit: Hit) -> None:
        if hit.word == "product":
            self.go(Place("stock", argument=hit.id.hex()))
        else:
            tab = {"contact": "people", "order": "orders"}.get(hit.word, "overview")
            self.go(Place("client", hit.client_id, tab=tab, argument=hit.id.hex()))

    def _on_as_of_changed(self, day: date) -> None:
        if self.context.is_past:
            self.bar.as_of.set_state(tr("as of {day}", day=day_text(day)), state="risk")
        else:
            self.bar.as_of.set_state(tr("As of {day}", day=day_text(day)))

    def _say_title(self) -> None:
        parts = [self.bar.crumbs.text().split(" / ")[-1], self._company, "KAMDesk"]
        title = " – ".join(part for part in parts if part)
        self.setWindowTitle(tr("{title} (client view)", title=title) if self.context.client_safe else title)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.why.place_again()
        self.panels.place_again()
        self.manual.place_again()
        narrow = self.width() < FOLDS_UNDER
        self.navigation.fold(narrow or bool(self.context.settings.get("navigation_folded")))

    def closeEvent(self, event: QCloseEvent) -> None:
        self.context.settings.set("window", bytes(self.saveGeometry().toHex().data()).decode())
        super().closeEvent(event)
