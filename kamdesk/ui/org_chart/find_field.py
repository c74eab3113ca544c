"""Finding somebody in the chart: characters, pinyin, initials, post or department; Enter goes from one to the next."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit, QWidget

from kamdesk.base.folding import folded, search_text
from kamdesk.base.words import tr
from kamdesk.reads.org_chart import Person
from kamdesk.ui.kit.fonts import pixel_font, scaled
from kamdesk.ui.org_chart.board import Board


def found_by(people: Iterable[Person]) -> dict[bytes, str]:
    """What each person is found by, pinyin and digits included; slow at first, so a worker makes it."""
    return {
        each.id: search_text(each.name, each.latin_name, each.post, each.department, each.mobile, each.phone)
        for each in people
    }


class FindField(QLineEdit):
    """A field over the chart.

    Signals:
        found: the people whose words contain what is typed, in the chart's order; None when nothing is typed.
        went_to: one of them, by Enter (id).
    """

    found = Signal(object)
    went_to = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._board: Board | None = None
        self._words: dict[bytes, str] = {}
        self._matches: list[bytes] = []
        self._at = -1
        self.setFont(pixel_font("small"))
        self.setFixedWidth(scaled(176))
        self.setPlaceholderText(tr("Find in this chart"))
        self.setClearButtonEnabled(True)
        self.textChanged.connect(self._on_typed)

    def show_board(self, board: Board) -> None:
        """Search in this board from now on."""
        self._board = board
        self._search_again()

    def take_words(self, words: dict[bytes, str]) -> None:
        """What `found_by` made of the board's people."""
        self._words = words
        self._search_again()

    def _search_again(self) -> None:
        if self.text():
            self._on_typed(self.text())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter} and self._matches:
            self._at = (self._at + 1) % len(self._matches)
            self.went_to.emit(self._matches[self._at])
        elif event.key() == Qt.Key.Key_Escape:
            self.clear()
        else:
            super().keyPressEvent(event)

    def _on_typed(self, text: str) -> None:
        wanted = folded(text)
        self._at = -1
        if not wanted or self._board is None:
            self._matches = []
            self.found.emit(None)
            return
        self._matches = [
            person.id
            for person in self._board.page.people
            if wanted in (self._words.get(person.id) or folded(f"{person.name} {person.latin_name}"))
        ]
        self.found.emit(self._matches)
