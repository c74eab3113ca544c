"""What every room is: a page that reads what it shows, and reads again when that changed."""

from __future__ import annotations

from datetime import date
from typing import ClassVar, NamedTuple

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QWidget

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
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        context.bus.changed.connect(self._on_changed)
        context.bus.as_of_changed.connect(self._on_as_of_changed)
        context.bus.client_safe_changed.connect(self.set_client_safe)

    def open(self, client_id: bytes | None, argument: str = "") -> None:
        """Show one client's part, or everybody's; `argument` may name a row to choose."""
        if client_id != self.client_id:
            self.client_id = client_id
            self._is_stale = True
        if self.isVisible():
            self._freshen()

    def read_again(self) -> None:
        """Ask for what the room shows; the answer fills it."""

    def subject(self) -> Subject | None:
        """The record that is chosen here, for commands that are about one; None means the client."""
        return None

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

    def _freshen(self) -> None:
        if self._is_stale:
            self._is_stale = False
            self.read_again()

    def _on_changed(self, changed: frozenset[tuple[str, bytes]]) -> None:
        if not self.shows or any(word in self.shows for word, _row_id in changed):
            self._is_stale = True
            if self.isVisible():
                self._freshen()

    def _on_as_of_changed(self, _day: date) -> None:
        self._is_stale = True
        if self.isVisible():
            self._freshen()
