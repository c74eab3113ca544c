"""What every room is: a page that reads what it shows, and reads again when that changed."""

from __future__ import annotations

from datetime import date
from time import perf_counter
from typing import ClassVar, NamedTuple

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import QWidget

from kamdesk.ui.kit.bus import from_elsewhere
from kamdesk.ui.kit.context import Context


class Subject(NamedTuple):
    """A record that a command is about."""

    word: str
    row_id: bytes


class Room(QWidget):
    """The base of rooms. A room says in `shows` which records it shows and overrides `read_again`.

    Signals:
        client_asked: open the page of this client.
        room_asked: (room name, client id or None) — go to another room.
        why_asked: a Figure that is to explain itself.
        command_asked: (command name, anything) — log a visit, write a brief: what the shell's registry does.
    """

    client_asked = Signal(object)
    room_asked = Signal(str, object)
    why_asked = Signal(object)
    command_asked = Signal(str, object)

    shows: ClassVar[frozenset[str]] = frozenset()
    """words of the records it shows; a change of one of them makes the room read again"""

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.context = context
        self.client_id: bytes | None = None
        self._is_stale = True
        self._asked_at = 0.0
        self._resting = QTimer(self, singleShot=True)
        self._resting.timeout.connect(self._freshen_if_visible)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        context.bus.changed.connect(self._on_changed)
        context.bus.as_of_changed.connect(self._on_as_of_changed)
        context.bus.client_safe_changed.connect(self.set_client_safe)

    def open(self, client_id: bytes | None, argument: str = "") -> None:
        """Show one client's part, or everybody's; `argument` may name a row to choose."""
        if client_id != self.client_id:
            self.client_id = client_id
            self._is_stale = True
        self._freshen_if_visible()

    def read_again(self) -> None:
        """Ask for what the room shows; the answer fills it."""

    def ask_for_data(self) -> None:
        """Go where data come from: to the import, or to how the desk stands with its office."""
        if self.context.gets_from_office:
            self.command_asked.emit("sync", None)
        else:
            self.room_asked.emit("imports", None)

    def subject(self) -> Subject | None:
        """The record that is chosen here, for commands that are about one; None means the client."""
        return None

    def is_in_hand(self) -> bool:
        """Whether something stands here that a room made anew would not have."""
        return False

    def finish(self) -> None:
        """Do what is being typed here, by the key that finishes; most rooms have nothing to finish."""

    def focus_first(self) -> None:
        """Put the focus where the keys of this room work."""
        self.setFocus()

    def set_client_safe(self, safe: bool) -> None:  # noqa: FBT001  (a Qt slot)
        """Take away what the client may not see, or bring it back."""

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.set_client_safe(self.context.client_safe)
        self._freshen()

    def hideEvent(self, event: QHideEvent) -> None:
        """What is still being read here makes way for the room that is opened; coming back reads it."""
        super().hideEvent(event)
        if not event.spontaneous() and self.context.jobs.leave(self):
            self._is_stale = True

    def _freshen_if_visible(self) -> None:
        if self.isVisible():
            self._freshen()

    def _freshen(self) -> None:
        if self._is_stale:
            self._is_stale = False
            self._asked_at = perf_counter()
            self.read_again()
            self.context.jobs.when_read(self, self._rest)

    def _rest(self) -> None:
        """As long as it read, a room leaves the file to others: of a first sync there is news every second."""
        self._resting.start(round(1000 * (perf_counter() - self._asked_at)))

    def _on_changed(self, changed: frozenset[tuple[str, bytes]]) -> None:
        if not self.shows or any(word in self.shows for word, _row_id in changed):
            self._is_stale = True
            if not (from_elsewhere(changed) and self._is_reading_or_resting()):
                self._freshen_if_visible()

    def _is_reading_or_resting(self) -> bool:
        """News from elsewhere wait then: begun anew by each of them, a long read would never end."""
        return self._resting.isActive() or self.context.jobs.is_reading(self)

    def _on_as_of_changed(self, _day: date) -> None:
        self._is_stale = True
        self._freshen_if_visible()
