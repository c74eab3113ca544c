"""Who was there: type a name or its initials, Enter takes it; taken people stand as words that can be taken out."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QStringListModel, Qt, Signal
from PySide6.QtWidgets import QCompleter, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from kamdesk.base.folding import folded, search_text
from kamdesk.base.words import commas, tr
from kamdesk.reads.visits import Person
from kamdesk.ui.kit.buttons import Button
from kamdesk.ui.kit.fonts import pixel_font

PER_LINE = 3


class PeopleField(QWidget):
    """A field that gathers people.

    Signals:
        changed: somebody was taken in or out.
    """

    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._people: dict[str, Person] = {}
        self._taken: list[Person] = []
        self._lines = QVBoxLayout(self)
        self._lines.setContentsMargins(0, 0, 0, 0)
        self._lines.setSpacing(4)
        self.edit = QLineEdit()
        self.edit.setFont(pixel_font("body"))
        self.edit.setPlaceholderText(tr("a name, Enter takes it"))
        self.edit.returnPressed.connect(self._take_typed)
        self._completer = QCompleter(self)
        self._completer.setFilterMode(Qt.MatchFlag.MatchContains)
        self._completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        self._completer.activated.connect(self._take_named)
        self.edit.setCompleter(self._completer)
        self._chips = QVBoxLayout()
        self._chips.setSpacing(4)
        self._lines.addLayout(self._chips)
        self._lines.addWidget(self.edit)

    def set_people(self, people: Sequence[Person], taken: Sequence[bytes] = ()) -> None:
        """Offer these people; some may be taken already."""
        self._people = {_words(person): person for person in people}
        self._completer.setModel(QStringListModel(list(self._people), self))
        self._taken = [person for person in people if person.id in set(taken)]
        self._show_chips()

    def ids(self) -> tuple[bytes, ...]:
        """Who was taken."""
        return tuple(person.id for person in self._taken)

    def _take_typed(self) -> None:
        wanted = folded(self.edit.text())
        if wanted:
            found = next((words for words in self._people if wanted in search_text(words)), None)
            if found is not None:
                self._take_named(found)

    def _take_named(self, words: str) -> None:
        person = self._people.get(words)
        if person is not None and person not in self._taken:
            self._taken.append(person)
            self._show_chips()
            self.changed.emit()
        self.edit.clear()
        popup = self._completer.popup()
        if popup is not None:
            popup.hide()

    def _leave(self, person: Person) -> None:
        self._taken.remove(person)
        self._show_chips()
        self.changed.emit()

    def _show_chips(self) -> None:
        while (line := self._chips.takeAt(0)) is not None:
            layout = line.layout()
            while layout is not None and (item := layout.takeAt(0)) is not None:
                widget = item.widget()
                if widget is not None:
                    widget.deleteLater()
        for at in range(0, len(self._taken), PER_LINE):
            line_of = QHBoxLayout()
            line_of.setSpacing(6)
            for person in self._taken[at : at + PER_LINE]:
                chip = Button(person.name or person.post, icon="close", small=True)
                chip.setToolTip(tr("Take {name} out", name=person.name))
                chip.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
                chip.clicked.connect(lambda _checked=False, who=person: self._leave(who))
                line_of.addWidget(chip)
            line_of.addStretch(1)
            self._chips.addLayout(line_of)


def _words(person: Person) -> str:
    return commas((person.name, person.post))
