"""A client's page: its head and tabs, and under them the room of the chosen tab."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from kamdesk.base.words import tr
from kamdesk.ui.client_page.head import ClientHead
from kamdesk.ui.kit.buttons import Tabs
from kamdesk.ui.kit.context import Context
from kamdesk.ui.kit.page import MARGIN
from kamdesk.ui.kit.room import Room
from kamdesk.ui.kit.sheets import Line
from kamdesk.ui.shell.rooms import CLIENT_TABS


class ClientFrame(QWidget):
    """Holds one client at a time; rooms are made when their tab is first opened.

    Signals:
        tab_shown: (tab name) the person went to another part.
        named: the client's name is known, for the way of names on top.
    """

    tab_shown = Signal(str)
    named = Signal(str)

    def __init__(self, context: Context, connect: Callable[[Room], None], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context, self._connect = context, connect
        self._rooms: dict[str, Room] = {}
        self.client_id: bytes | None = None
        self.head = ClientHead(context)
        self.head.named.connect(self.named)
        connect(self.head)
        self.tabs = Tabs([(place.name, tr(place.label)) for place in CLIENT_TABS])
        self.tabs.chosen.connect(self.show_tab)
        self._stack = QStackedWidget()
        lines = QVBoxLayout(self)
        lines.setContentsMargins(0, 0, 0, 0)
        lines.setSpacing(0)
        lines.addWidget(self.head)
        tab_line = QHBoxLayout()
        tab_line.setContentsMargins(MARGIN, 0, MARGIN, 0)
        tab_line.addWidget(self.tabs)
        tab_line.addStretch(1)
        lines.addLayout(tab_line)
        lines.addWidget(Line())
        lines.addWidget(self._stack, 1)

    def open(self, client_id: bytes, tab: str = "overview", argument: str = "") -> None:
        """Show a client's page at one of its parts."""
        self.client_id = client_id
        self.head.open(client_id)
        self.show_tab(tab, argument)

    def show_tab(self, name: str, argument: str = "") -> None:
        """Go to a part of the page."""
        known = {place.name: place for place in CLIENT_TABS}
        place = known.get(name, CLIENT_TABS[0])
        if place.name not in self._rooms:
            room = place.make(self._context)
            self._connect(room)
            self._rooms[place.name] = room
            self._stack.addWidget(room)
        room = self._rooms[place.name]
        self.tabs.choose(place.name)
        self._stack.setCurrentWidget(room)
        room.open(self.client_id, argument)
        self.tab_shown.emit(place.name)

    def room(self) -> Room:
        """The part that is shown."""
        shown = self._stack.currentWidget()
        assert isinstance(shown, Room)
        return shown
