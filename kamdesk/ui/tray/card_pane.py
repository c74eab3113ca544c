"""The chosen card: what happened in a sentence, the facts side by side, the answers with keys, who changed what."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from kamdesk.base.errors import BadValue
from kamdesk.base.words import commas, tr
from kamdesk.operations.record_history import Step
from kamdesk.operations.tray import BOTH, FIRST, SECOND
from kamdesk.operations.tray_cards import Card
from kamdesk.ui.kit.badges import Badge
from kamdesk.ui.kit.flow import Flow
from kamdesk.ui.kit.history_rows import history_columns
from kamdesk.ui.kit.sheet_table import DENSE, SheetTable
from kamdesk.ui.kit.words_block import Paragraph, Run, Words
from kamdesk.ui.tray.card_sheet import MINE, THEIRS, CardSheet
from kamdesk.ui.tray.item_list import Entry
from kamdesk.ui.tray.key_button import KeyButton
from kamdesk.ui.tray.wording import answers, badge, explanation, typed_text

STEPS_MAX = 12
"""The last changes are what a decision needs."""


class CardPane(QScrollArea):
    """Right of the list.

    Signals:
        kept: keep theirs, of this card and of all alike if that was wished (bool).
        taken: (values instead of mine, all alike?) — take mine, or what was chosen and typed.
        taken_back: the answer shown is to be undone.
        twins_answered: (first, second or both; the values that the kept one gets).
    """

    kept = Signal(bool)
    taken = Signal(object, bool)
    taken_back = Signal()
    twins_answered = Signal(str, object)

    def __init__(self) -> None:
        super().__init__()
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.entry: Entry | None = None
        self.sheet: CardSheet | None = None
        self.keep = self.take = self.both = self.edit = self.alike = KeyButton("", "")
        self._texts: dict[bytes, dict[str, str]] = {}
        self._safe = False
        self._shown: tuple[Entry | None, int, bool] | None = None
        self.sentence = Paragraph("")
        self.said = Words("", role="small", ink="late")
        self.history = SheetTable(history_columns(None), height=DENSE, flush=True)
        self._make()

    def _make(self) -> None:
        inside = QWidget()
        inside.setObjectName("page")
        self._page = QVBoxLayout(inside)
        self._page.setContentsMargins(24, 14, 20, 14)
        self._page.setSpacing(4)
        self.setWidget(inside)

    def show_entry(self, entry: Entry | None, *, alike: int, safe: bool) -> None:
        """Show a card, or nothing. One that is shown already stays as it is, with what is being typed in it."""
        if self._shown == (entry, alike, safe):
            return
        self._note_typed()
        self._shown, self.entry, self.sheet = (entry, alike, safe), entry, None
        self._make()
        if entry is None or entry.card is None:
            return
        card = entry.card
        self._page.addLayout(_head(card))
        self._safe = safe
        self.sentence = Paragraph(
            "" if safe and any(line.private for line in card.lines) else card.sentence, ink="text"
        )
        self._page.addWidget(self.sentence)
        self._page.addWidget(Paragraph(explanation(card), role="small"))
        self._page.addSpacing(6)
        self.sheet = CardSheet(card, safe=safe)
        self._page.addWidget(self.sheet)
        self._page.addSpacing(6)
        self.said = Words("", role="small", ink="late")
        self.said.hide()
        self._page.addWidget(self.said)
        self._page.addLayout(self._answers(entry, card, alike))
        note = tr("Your answer goes up at the next sync; undo it any time before.")
        self._page.addWidget(Words(note, role="tiny", ink="text3"))
        self.sheet.changed.connect(self._say_primary)
        self.sheet.put_typed(self._texts.get(entry.item_id, {}) if entry.answered is None else {})
        self._say_primary()
        self.history = SheetTable(history_columns(card.around.today), height=DENSE, flush=True)
        self.history.horizontalHeader().viewport().setAutoFillBackground(False)
        self._page.addSpacing(16)
        self._page.addWidget(Words(tr("Who changed this"), role="body_bold"))
        self._page.addWidget(self.history)
        self._page.addStretch(1)

    def typed(self) -> dict[str, str]:
        """What is being typed in any card, for a draft: "item/fact" and the text."""
        self._note_typed()
        return {
            f"{item_id.hex()}/{fact}": text for item_id, texts in self._texts.items() for fact, text in texts.items()
        }

    def put_typed(self, texts: Mapping[str, str]) -> None:
        """What was being typed when the program ended."""
        for name, text in texts.items():
            item_id, _, fact = name.partition("/")
            self._texts.setdefault(bytes.fromhex(item_id), {})[fact] = text

    def forget_typed(self, item_id: bytes) -> None:
        """The card was answered: nothing is to be offered again."""
        self._texts.pop(item_id, None)
        if self.entry is not None and self.entry.item_id == item_id:
            self.sheet = None

    def _note_typed(self) -> None:
        """The card may change under what is typed, and another one may be looked at in between."""
        if self.entry is not None and self.sheet is not None and self.entry.answered is None:
            self._texts[self.entry.item_id] = self.sheet.typed()

    def show_history(self, steps: Sequence[Step]) -> None:
        """Show who changed the record."""
        shown = [step for step in steps if not (self._safe and step.private)]
        self.history.set_rows(shown[:STEPS_MAX])
        self.history.fit_height()

    def texts(self) -> list[str]:
        """What is written, for readers and tests."""
        cells = self.sheet.texts() if self.sheet is not None else []
        return [self.sentence.text(), *cells, *(step.what for step in self.history.rows_model.rows)]

    def press(self, letter: str) -> None:
        """A key pressed in the list: the same as its button."""
        buttons = {"1": self.keep, "2": self.take, "3": self.both, "E": self.edit, "A": self.alike, "C": self.copy}
        button = buttons.get(letter) if self.sheet is not None else None
        if button is not None and button.isEnabled() and not button.isHidden():
            button.click()

    def finish(self) -> None:
        """The button that does what is chosen and typed."""
        for button in (self.take, self.keep):
            if button.property("kind") == "primary" and not button.isHidden():
                button.click()
                return

    def say_error(self, sentence: str) -> None:
        """Say why the answer could not be taken."""
        self.said.set_runs(Run(sentence, "late", "small", mark="late"))
        self.said.show()

    def _answers(self, entry: Entry, card: Card, alike: int) -> Flow:
        words = answers(card)
        is_open = entry.answered is None
        self.keep = KeyButton(tr(words.keep), "1")
        self.take = KeyButton(tr(words.take) if words.take else "", "2")
        self.both = KeyButton(tr("Both stay"), "3")
        self.edit = KeyButton(tr("Edit"), "E")
        self.copy = KeyButton(tr("Copy what I wrote"), "C", kind="quiet")
        self.alike = KeyButton(tr("Apply to all {n} alike", n=alike), "A")
        self.alike.setCheckable(True)
        self.back = KeyButton(tr("Undo this answer"), "Ctrl Z")
        self.keep.setVisible(is_open)
        self.take.setVisible(is_open and bool(words.take) and card.can_take)
        self.edit.setVisible(is_open and self.sheet is not None and bool(self.sheet.fields))
        self.alike.setVisible(is_open and alike > 1)
        self.back.setVisible(not is_open)
        self.both.setVisible(card.twins is not None)
        self.both.clicked.connect(lambda: self._answer_twins(BOTH))
        self.keep.clicked.connect(self._on_keep)
        self.take.clicked.connect(self._on_take)
        self.edit.clicked.connect(self._on_edit)
        self.copy.clicked.connect(lambda: QGuiApplication.clipboard().setText(typed_text(card)))
        self.back.clicked.connect(self.taken_back)
        return Flow(self.keep, self.take, self.both, self.edit, self.alike, self.back, self.copy)

    def _is_for_all(self) -> bool:
        return self.alike.isChecked() and not self.alike.isHidden()

    def _say_primary(self) -> None:
        """The button that does what is chosen is the one primary button."""
        if self.sheet is None:
            return
        if self.sheet.card.twins is not None:
            self.keep.set_kind("primary")
            return
        card = self.sheet.card
        words = answers(card)
        keeps = self.sheet.is_all(THEIRS)
        as_it_is = keeps or self.sheet.is_all(MINE) or not self.sheet.taken
        self.keep.set_kind("primary" if keeps or not card.can_take or not words.take else "")
        self.take.set_kind("" if keeps else "primary")
        self.take.setText(tr(words.take) if as_it_is else tr("Save this result"))

    def _answer_twins(self, answer: str) -> None:
        assert self.sheet is not None
        self.twins_answered.emit(answer, {} if answer == BOTH else self.sheet.chosen())

    def _on_keep(self) -> None:
        if self.sheet is not None and self.sheet.card.twins is not None:
            self._answer_twins(FIRST)
        else:
            self.kept.emit(self._is_for_all())

    def _on_take(self) -> None:
        assert self.sheet is not None
        if self.sheet.card.twins is not None:
            self._answer_twins(SECOND)
            return
        if self.sheet.is_all(THEIRS):  # the key for mine says mine, whatever the cells say
            for fact in list(self.sheet.taken):
                self.sheet.choose(fact, MINE)
        try:
            instead = self.sheet.instead()
        except BadValue as error:
            self._say_wrong(error)
            return
        self.taken.emit(instead, self._is_for_all() and not instead)

    def _say_wrong(self, error: BadValue) -> None:
        field = self.sheet.fields.get(error.fact) if self.sheet else None
        if field is not None:
            field.say_error(error.text)
            field.editor().setFocus()
        else:
            self.say_error(error.text)

    def _on_edit(self) -> None:
        if self.sheet is not None and self.sheet.fields:
            editor = next(iter(self.sheet.fields.values())).editor()
            editor.setFocus(Qt.FocusReason.ShortcutFocusReason)
            select = getattr(editor, "selectAll", None)
            if select is not None:
                select()


def _head(card: Card) -> QHBoxLayout:
    line = QHBoxLayout()
    line.setSpacing(9)
    line.addWidget(Words(card.name or card.record, role="subtitle"))
    record, client = card.record if card.name else "", card.client if card.client != card.name else ""
    line.addWidget(Words(commas((record, client)), ink="text2"))
    line.addWidget(Badge(badge(card), "wait"))
    line.addStretch(1)
    return line
