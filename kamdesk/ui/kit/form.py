"""A form made from facts: label above field, hint below, an error in its place; each fact saves itself."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFocusEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QPlainTextEdit, QVBoxLayout, QWidget

from kamdesk.base.errors import BadValue
from kamdesk.base.words import tr
from kamdesk.facts.fact import Fact
from kamdesk.facts.kinds import Kind
from kamdesk.facts.shown import Around, shown
from kamdesk.ui.kit.choice_box import ChoiceBox
from kamdesk.ui.kit.drafts import put_typed, typed_in
from kamdesk.ui.kit.fields import echo, understood, unit_of
from kamdesk.ui.kit.fonts import pixel_font, text_width
from kamdesk.ui.kit.theme import repolish
from kamdesk.ui.kit.words_block import Run, Words

WIDTH = 360
_NOT_SAVED = object()


class FactField(QWidget):
    """One fact: its label, its editor or its plain value, its hint.

    Signals:
        edited: (fact name, value) — the person finished a change and it can be read.
        typed: the person changed something, finished or not.
    """

    edited = Signal(str, object)
    typed = Signal()

    def __init__(
        self, fact: Fact, around: Around, *, may_not: str = "", bare: bool = False, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.fact, self._around, self._may_not = fact, around, may_not
        self._value: Any = None
        self._lines = QVBoxLayout(self)
        self._lines.setContentsMargins(0, 0, 0, 0)
        self._lines.setSpacing(2)
        if not bare:
            self._lines.addWidget(Words(tr(fact.label), role="small", ink="text2"))
        self._editor = self._made_editor()
        self._lines.addWidget(self._editor)
        self.hint = Words("", role="tiny", ink="text3")
        self._lines.addWidget(self.hint)
        self._say_hint()

    def set_value(self, value: Any) -> None:
        """Show a value, unless the person is typing another one."""
        self._value = value
        text = shown(self.fact, value, self._around)
        if isinstance(self._editor, ChoiceBox):
            self._editor.choose(value)
        elif isinstance(self._editor, QPlainTextEdit):
            if not self._editor.document().isModified():
                self._editor.setPlainText(text)
        elif isinstance(self._editor, Words):
            self._editor.set_text(text or tr("not known"), "text" if text else "text3")
        elif isinstance(self._editor, QLineEdit) and not self._editor.isModified():
            self._editor.setText(text)

    def put_value(self, value: Any) -> None:
        """Show a value in place of whatever is typed."""
        if isinstance(self._editor, QLineEdit):
            self._editor.setModified(False)
        self.set_value(value)
        if isinstance(self._editor, QPlainTextEdit):
            self._editor.setPlainText(shown(self.fact, value, self._around))

    def value(self) -> Any:
        """What stands in the field now. Raises: BadValue."""
        if isinstance(self._editor, ChoiceBox):
            return self._editor.currentData()
        return understood(self.fact, self.text(), self._around) if not isinstance(self._editor, Words) else self._value

    def text(self) -> str:
        """What is typed."""
        if isinstance(self._editor, QPlainTextEdit):
            return self._editor.toPlainText()
        if isinstance(self._editor, ChoiceBox):
            return self._editor.currentText()
        return self._editor.text() if isinstance(self._editor, QLineEdit | Words) else ""

    def set_text(self, text: str) -> None:
        """Put a draft back into the field."""
        if isinstance(self._editor, QPlainTextEdit):
            self._editor.setPlainText(text)
        elif isinstance(self._editor, QLineEdit):
            self._editor.setText(text)

    def put_typed(self, text: str) -> None:
        """Put a draft back: it counts as typed."""
        if isinstance(self._editor, QLineEdit | QPlainTextEdit):
            put_typed(self._editor, text)

    def is_typed(self) -> bool:
        """Whether something stands in the field that was typed and not handed on."""
        return isinstance(self._editor, QLineEdit | QPlainTextEdit) and bool(typed_in(text=self._editor))

    def finish(self) -> None:
        """Hand on what was typed; what cannot be read stays, with the reason below it."""
        if not self.is_typed():
            return
        try:
            value = self.value()
        except BadValue as error:
            self.say_error(error.text)
            return
        if isinstance(self._editor, QPlainTextEdit):
            self._editor.document().setModified(False)
        elif isinstance(self._editor, QLineEdit):
            self._editor.setModified(False)
            self._editor.setText(shown(self.fact, value, self._around))
        self._say_hint()
        if value != self._value:
            self._value = value
            self.edited.emit(self.fact.name, value)

    def say_error(self, sentence: str) -> None:
        """Say in place of the hint what is wrong; an empty sentence brings the hint back."""
        self._editor.setProperty("wrong", "true" if sentence else "false")
        repolish(self._editor)
        if sentence:
            self.hint.set_runs(Run(sentence, "late", "tiny", mark="late"))
        else:
            self._say_hint()

    def say_refused(self, sentence: str) -> None:
        """Say why what was handed on was not saved; it stays typed, and leaving the field again tries again."""
        self._value = _NOT_SAVED
        if isinstance(self._editor, QPlainTextEdit):
            self._editor.document().setModified(True)
        elif isinstance(self._editor, QLineEdit):
            self._editor.setModified(True)
        self.say_error(sentence)

    def editor(self) -> QWidget:
        """The widget that takes the focus."""
        return self._editor

    def _made_editor(self) -> QWidget:
        if self._may_not:
            return Words("", role="body")
        if self.fact.kind in {Kind.CHOICE, Kind.BOOLEAN, Kind.REFERENCE}:
            return self._made_choice()
        if self.fact.kind is Kind.LINES:
            lines = _Lines()
            lines.textChanged.connect(lambda: self.say_error(""))
            lines.textChanged.connect(self.typed)
            lines.left.connect(self.finish)
            return lines
        edit = QLineEdit()
        edit.setFont(pixel_font("body"))
        edit.textEdited.connect(self._on_typed)
        edit.editingFinished.connect(self.finish)
        self._put_unit(edit)
        return edit

    def _made_choice(self) -> ChoiceBox:
        box = ChoiceBox()
        if self.fact.kind is Kind.BOOLEAN:
            box.addItem(tr("no"), False)
            box.addItem(tr("yes"), True)
        elif self.fact.kind is Kind.REFERENCE:
            box.addItem("", None)
            for row_id, name in self._around.options.get(self.fact.refers_to, ()):
                box.addItem(name, row_id)
        else:
            box.addItem("", "")
            for value, label in self.fact.choices.items():
                box.addItem(tr(label), value)
        box.activated.connect(lambda _at: self.typed.emit())
        box.activated.connect(lambda _at: self.edited.emit(self.fact.name, box.currentData()))
        return box

    def _put_unit(self, edit: QLineEdit) -> None:
        unit = unit_of(self.fact, self._around)
        if unit:
            words = Words(unit, role="body", ink="text3", parent=edit)
            line = QHBoxLayout(edit)
            line.setContentsMargins(0, 0, 10, 0)
            line.addStretch(1)
            line.addWidget(words)
            edit.setTextMargins(0, 0, int(text_width(unit, "body")) + 12, 0)

    def _on_typed(self, text: str) -> None:
        self.say_error("")
        self.typed.emit()
        again = echo(self.fact, text, self._around)
        if again:
            self.hint.set_text(tr("understood as {value}", value=again), "text2")

    def _say_hint(self) -> None:
        if self._may_not:
            self.hint.set_runs(Run(self._may_not, "text3", "tiny", mark="key"))
        else:
            self.hint.set_text(tr(self.fact.hint), "text3")


class _Lines(QPlainTextEdit):
    """Signals: left — the focus went elsewhere."""

    left = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setFixedHeight(84)
        self.setTabChangesFocus(True)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        if event.reason() is not Qt.FocusReason.PopupFocusReason:  # its own menu
            self.left.emit()


class FactForm(QWidget):
    """Facts of one record in one column.

    Signals:
        edited: (fact name, value) of a change that can be saved.
    """

    edited = Signal(str, object)

    def __init__(
        self,
        facts: Sequence[Fact],
        around: Around,
        *,
        may_not: dict[str, str] | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setMaximumWidth(WIDTH)
        lines = QVBoxLayout(self)
        lines.setContentsMargins(0, 0, 0, 0)
        lines.setSpacing(10)
        self.fields: dict[str, FactField] = {}
        for fact in facts:
            field = FactField(fact, around, may_not=(may_not or {}).get(fact.name, ""))
            field.edited.connect(self.edited)
            self.fields[fact.name] = field
            lines.addWidget(field)
        lines.addStretch(1)

    def set_values(self, values: Any) -> None:
        """Show the values of a `Sheet` or mapping."""
        for name, field in self.fields.items():
            if name in values:
                field.set_value(values[name])

    def finish(self) -> None:
        """Hand on whatever is typed and can be read."""
        for field in self.fields.values():
            field.finish()

    def typed(self) -> dict[str, str]:
        """What was typed and not handed on, for a draft."""
        return {name: field.text() for name, field in self.fields.items() if field.is_typed()}

    def texts(self) -> dict[str, str]:
        """All that is written in fields to type in, handed on or not."""
        return {
            name: field.text()
            for name, field in self.fields.items()
            if isinstance(field.editor(), QLineEdit | QPlainTextEdit)
        }

    def put_typed(self, texts: dict[str, str]) -> None:
        """Put a draft back."""
        for name, text in texts.items():
            if name in self.fields:
                self.fields[name].put_typed(text)

    def values(self) -> dict[str, Any]:
        """Everything in the fields. Raises: BadValue, after saying it at its field."""
        found: dict[str, Any] = {}
        for name, field in self.fields.items():
            try:
                found[name] = field.value()
            except BadValue as error:
                field.say_error(error.text)
                field.editor().setFocus()
                raise
        return found
