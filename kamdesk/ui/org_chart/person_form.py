"""Adding and editing a person in the chart's pane; every fact saves itself, a new person is saved whole."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QMenu, QPushButton, QScrollArea, QSizePolicy, QVBoxLayout, QWidget

from kamdesk.base.errors import BadValue
from kamdesk.base.words import commas, tr
from kamdesk.facts.shown import Around
from kamdesk.reads.org_chart import Person
from kamdesk.records.contacts import RIGHTS, Contact
from kamdesk.ui.kit.buttons import Button
from kamdesk.ui.kit.choice_box import ChoiceBox
from kamdesk.ui.kit.fonts import scaled
from kamdesk.ui.kit.form import FactForm
from kamdesk.ui.kit.theme import brush, pen
from kamdesk.ui.kit.words_block import Paragraph, Words
from kamdesk.ui.org_chart.board import Board, name_of
from kamdesk.ui.org_chart.detail_pane import PANE_PX
from kamdesk.ui.org_chart.lettering import RIGHT_LETTERS

FACTS = (
    "name", "latin_name", "post", "department", "level", "influence", "support", "cares_about", "mobile", "phone",
    "email",
)  # fmt: skip


class PersonForm(QWidget):
    """In the pane's place while a person is edited or added.

    Signals:
        edited: (fact, value) of the person shown.
        manager_chosen: the new manager (id or None) of the person shown.
        added: (values, manager id or None) of a new person.
        retired: whether the seat stays vacant.
        closed: back to the pane.
    """

    edited = Signal(str, object)
    manager_chosen = Signal(object)
    added = Signal(object, object)
    retired = Signal(bool)
    closed = Signal()

    def __init__(self, around: Around, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFixedWidth(scaled(PANE_PX))
        self._person: Person | None = None
        self._title = Words("", role="subtitle")
        self.form = FactForm([Contact.fact(name) for name in FACTS], around)
        self.rights = RightsField()
        self.manager = ChoiceBox()
        self.manager.setMaxVisibleItems(20)
        self.manager.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self._refusal = Paragraph("", role="tiny", ink="late")
        self._save = Button(tr("Add person"), kind="primary", small=True)
        self._close = Button(tr("Close"), small=True)
        self._retire = Button(tr("Has left"), small=True)
        self._arrange()
        self.form.edited.connect(self._on_edited)
        self.rights.edited.connect(lambda rights: self._on_edited("rights", rights))
        self.manager.activated.connect(self._on_manager)
        self._save.clicked.connect(self.save)
        self._close.clicked.connect(self.closed)
        self._retire.clicked.connect(self._on_retire)

    def show_person(self, person: Person | None, board: Board, *, manager: bytes | None) -> None:
        """Edit a person of the board, or add a new one under a manager."""
        self._person = person
        self._title.set_text(tr("New person") if person is None else name_of(person) or tr("vacant"))
        self._save.setVisible(person is None)
        self._retire.setVisible(person is not None)
        for field in self.form.fields.values():
            field.set_text("")
        self._show_facts(person)
        self._refusal.set_text("")
        self.manager.clear()
        self.manager.addItem(tr("nobody"), None)
        for other in board.page.people:
            if person is None or other.id != person.id:
                words = commas((name_of(other) or tr("vacant"), other.post))
                self.manager.addItem(words, other.id)
        self.manager.choose(manager)
        self.form.fields["name"].editor().setFocus()

    def show_again(self, person: Person) -> None:
        """The person shown is another one now: after an undo, a sync. What is being typed stays."""
        if self._person is not None and self._person.id == person.id:
            self._person = person
            self._show_facts(person)

    def typed(self) -> dict[str, str]:
        """What is typed of a new person, for a draft."""
        return self.form.texts() if self._person is None else {}

    def _show_facts(self, person: Person | None) -> None:
        self.form.set_values({name: getattr(person, name, Contact.fact(name).default) for name in FACTS})
        self.rights.set_rights(person.rights if person else ())

    def save(self) -> None:
        """Hand a new person's values on; what cannot be read is said at its field."""
        try:
            values = {name: value for name, value in self.form.values().items() if value not in (None, "", ())}
        except BadValue:
            return
        if not values.get("name"):
            self.form.fields["name"].say_error(tr("A name is needed"))
            self.form.fields["name"].editor().setFocus()
            return
        if self.rights.rights():
            values["rights"] = self.rights.rights()
        self.added.emit(values, self.manager.currentData())

    def say_error(self, name: str, sentence: str) -> None:
        """Say why a change was refused: at its field, or under the manager."""
        field = self.form.fields.get(name)
        if field is not None:
            field.say_refused(sentence)
        else:
            self._refusal.set_text(sentence)

    def refusal(self) -> str:
        """Why a change that has no field of its own was refused."""
        return self._refusal.text()

    def _arrange(self) -> None:
        page = QWidget()
        page.setObjectName("page")
        lines = QVBoxLayout(page)
        lines.setContentsMargins(16, 14, 16, 12)
        lines.setSpacing(8)
        lines.addWidget(self._title)
        lines.addWidget(Words(tr("Reports to"), role="small", ink="text2"))
        lines.addWidget(self.manager)
        lines.addWidget(self._refusal)
        lines.addWidget(Words(tr("Decision rights"), role="small", ink="text2"))
        lines.addWidget(self.rights)
        lines.addWidget(self.form)
        buttons = QHBoxLayout()
        for button in (self._save, self._retire, self._close):
            buttons.addWidget(button)
        buttons.addStretch(1)
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setWidget(page)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(area, 1)
        buttons.setContentsMargins(16, 8, 16, 12)
        whole.addLayout(buttons)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), brush("surface"))
        painter.setPen(pen("line"))
        painter.drawLine(0, 0, 0, self.height())

    def _on_edited(self, name: str, value: object) -> None:
        if self._person is not None:
            self.edited.emit(name, value)

    def _on_manager(self, _at: int) -> None:
        if self._person is not None:
            self.manager_chosen.emit(self.manager.currentData())

    def _on_retire(self) -> None:
        menu = QMenu(self)
        menu.addAction(tr("Left, the seat stays vacant"), lambda: self.retired.emit(True))
        menu.addAction(tr("Left, their reports move up"), lambda: self.retired.emit(False))
        menu.exec(self._retire.mapToGlobal(self._retire.rect().bottomLeft()))


class RightsField(QWidget):
    """Six letters to switch on and off; the whole word stands in the tooltip and for screen readers.

    Signals:
        edited: the rights now chosen (tuple).
    """

    edited = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(4)
        self._letters: dict[str, QPushButton] = {}
        for right, letter in RIGHT_LETTERS.items():
            button = Button(tr(letter), small=True)
            button.setCheckable(True)
            button.setFixedWidth(scaled(28))
            button.setToolTip(tr(RIGHTS[right]))
            button.setAccessibleName(tr(RIGHTS[right]))
            button.clicked.connect(self._on_clicked)
            self._letters[right] = button
            line.addWidget(button)
        line.addStretch(1)

    def rights(self) -> tuple[str, ...]:
        """The rights chosen, as the record keeps them."""
        return tuple(sorted(right for right, button in self._letters.items() if button.isChecked()))

    def set_rights(self, rights: tuple[str, ...]) -> None:
        """Show rights."""
        for right, button in self._letters.items():
            button.setChecked(right in rights)
            self._show(button)

    def _on_clicked(self) -> None:
        for button in self._letters.values():
            self._show(button)
        self.edited.emit(self.rights())

    def _show(self, button: QPushButton) -> None:
        button.setProperty("kind", "primary" if button.isChecked() else "")
        button.style().unpolish(button)
        button.style().polish(button)
