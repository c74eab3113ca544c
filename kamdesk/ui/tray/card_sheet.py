"""The facts of a card in columns: fact, before, theirs, mine; below, the result that is saved and can be edited."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from PySide6.QtCore import QPointF, QRect, Signal
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from kamdesk.base.show import moment_here_text
from kamdesk.base.words import commas, tr
from kamdesk.exchange.verdicts import ItemKind
from kamdesk.facts.kinds import Kind
from kamdesk.operations.tray_cards import Card, Line
from kamdesk.records.every import by_word
from kamdesk.ui.kit.fonts import text_width
from kamdesk.ui.kit.form import FactField
from kamdesk.ui.kit.marks import SLOT_PX
from kamdesk.ui.kit.sheets import Sheet
from kamdesk.ui.kit.theme import pen
from kamdesk.ui.kit.words_block import Run
from kamdesk.ui.tray.cells import SIDE, TOP, Cell, ChoiceCell
from kamdesk.ui.tray.differences import differing
from kamdesk.ui.tray.marked_text import MarkedText
from kamdesk.ui.tray.wording import answers

THEIRS, MINE, OWN = "theirs", "mine", "own"
"""Which value is taken: one of the two, or a third that was typed."""
FIELD_WIDTH = 360
NOT_TYPED = frozenset({Kind.CHOICES, Kind.REFERENCES, Kind.MOMENT})
"""Kinds without an editor of one field: one of the two values is taken."""


class CardSheet(Sheet):
    """One card.

    Signals:
        changed: another value is chosen or typed.
    """

    changed = Signal()

    def __init__(self, card: Card, *, safe: bool) -> None:
        super().__init__()
        self.card = card
        self.taken: dict[str, str] = {}
        self.fields: dict[str, FactField] = {}
        self._result_row = -1
        self._choices: dict[str, tuple[ChoiceCell, ChoiceCell]] = {}
        self._lines = [line for line in card.lines if not (safe and line.private) and _says_something(line)]
        self._others = [line for line in card.others if not (safe and line.private)]
        self._are_twins = card.twins is not None
        self._is_choice = self._are_twins or card.item.kind in (ItemKind.CLASH, ItemKind.PROPOSAL)
        self._has_office = any(line.seen or line.theirs for line in (*self._lines, *self._others))
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(1, 1, 1, 1)
        self._grid.setSpacing(0)
        for at, share in enumerate(self._shares()):
            self._grid.setColumnStretch(at, share)
            self._grid.setColumnMinimumWidth(at, 90 if at else self._labels_px())
        self._heads()
        others = [*self._others]
        if self._are_twins:  # what is the same is why both stand here
            while others:
                self._other(others.pop(0))
        for line in self._lines:
            self._contested(line)
        for line in others:
            self._other(line)
        if self._is_choice and self._lines and not self._are_twins:
            self._result()

    def choose(self, fact: str, which: str) -> None:
        """Take one of the two values of a fact."""
        contested = next(each for each in self.card.item.facts if each.fact == fact)
        field = self.fields.get(fact)
        if field is not None:
            field.put_value(contested.theirs if which == THEIRS else contested.mine)
        self._set_taken(fact, which)

    def instead(self) -> dict[str, Any]:
        """The facts of which something else than mine is taken, with that value. Raises: BadValue."""
        values: dict[str, Any] = {}
        for each in self.card.item.facts:
            which = self.taken.get(each.fact, MINE)
            if which == OWN:
                values[each.fact] = self.fields[each.fact].value()
            elif which == THEIRS:
                values[each.fact] = each.theirs
        return values

    def chosen(self) -> dict[str, Any]:
        """The value taken of each contested fact."""
        facts = self.card.item.facts
        return {each.fact: each.mine if self.taken.get(each.fact) == MINE else each.theirs for each in facts}

    def typed(self) -> dict[str, str]:
        """The texts that are neither of the two values."""
        return {fact: self.fields[fact].text() for fact, which in self.taken.items() if which == OWN}

    def put_typed(self, texts: dict[str, str]) -> None:
        """Put texts back that were typed before the card changed."""
        for fact, text in texts.items():
            if fact in self.fields:
                self.fields[fact].set_text(text)
                self._set_taken(fact, OWN)

    def is_all(self, which: str) -> bool:
        """Whether every fact takes this side."""
        return set(self.taken.values()) == {which}

    def texts(self) -> list[str]:
        """What stands in the cells, row by row."""
        return [cell.text() for at in range(self._grid.count()) if isinstance(cell := self._widget(at), Cell)]

    def paint_inside(self, painter: QPainter) -> None:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, on=False)
        painter.setPen(pen("line"))
        foot = self.height() - 2
        for row in range(1, self._grid.rowCount()):
            top = self._at(row, 0).top()
            painter.drawLine(QPointF(1, top), QPointF(self.width() - 2, top))
            foot = top if row == self._result_row else foot
        last = self._grid.columnCount() - 1
        for column in range(1, last + 1):
            left = self._at(0, column).left()
            below = foot if column == last and last > 1 else self.height() - 2  # the result lies across the last two
            painter.drawLine(QPointF(left, 1), QPointF(left, below))

    def _at(self, row: int, column: int) -> QRect:
        """Where a cell lies; a grid whose rows depend on its width does not know it itself."""
        item = self._grid.itemAtPosition(row, column)
        return item.geometry() if item else QRect()

    def _widget(self, at: int) -> QWidget | None:
        item = self._grid.itemAt(at)
        return item.widget() if item else None

    def _labels_px(self) -> int:
        """The first column holds the longest word of any label, and what stands below one."""
        words = [word for line in (*self._lines, *self._others) for word in line.label.split()]
        widest = max((text_width(word, "body") for word in words), default=0)
        return int(max(widest, text_width(tr("choose one"), "small") + SLOT_PX)) + 2 * SIDE + 1

    def _shares(self) -> tuple[int, ...]:
        if self._are_twins:
            return (150, 354, 354)
        return (150, 236, 236, 236) if self._has_office else (150, 708)

    def _heads(self) -> None:
        card = self.card
        if card.twins is not None:
            for at, (head, sheet) in enumerate(((tr("First"), card.twins.first), (tr("Second"), card.twins.second)), 1):
                self._grid.addWidget(_Head(head, sheet.external_key or tr("written by hand")), 0, at)
            self._grid.addWidget(_Head(tr("Fact"), ""), 0, 0)
            return
        mine = tr("Mine") if card.item.kind is ItemKind.CLASH else tr("What was written")
        heads = [(tr("Fact"), ""), (mine, self._signed(card.item.author, card.mine_at))]
        if self._has_office:
            theirs = tr("Theirs") if card.item.theirs_by else tr("At the office")
            heads[1:1] = [
                (tr("Before"), tr("as you saw it")),
                (theirs, self._signed(card.item.theirs_by, card.theirs_at)),
            ]
        for at, (head, below) in enumerate(heads):
            self._grid.addWidget(_Head(head, below), 0, at)

    def _signed(self, who: str, when: datetime | None) -> str:
        return commas((who, moment_here_text(when, self.card.around.today)))

    def _contested(self, line: Line) -> None:
        both = line.theirs and line.mine
        theirs_spans, mine_spans = differing(line.theirs, line.mine) if both else ((), ())
        mine = MarkedText(line.mine or "–", spans=mine_spans)
        asks = self._is_choice and (both or not self._are_twins)
        note = [Run(tr("choose one"), "wait", "small", mark="wait")] if asks else []
        fact = Cell(MarkedText(line.label, ink="text2"), *note)
        before = Cell(MarkedText(line.seen or "–", ink="text2"))
        theirs = MarkedText(line.theirs or "–", spans=theirs_spans)
        if not self._is_choice:
            self.taken[line.fact] = MINE
            between = (before, Cell(theirs)) if self._has_office else ()
            self._add_row(fact, *between, self._editor(line) or Cell(mine))
            return
        cells = ChoiceCell(theirs), ChoiceCell(mine)
        for cell, which in zip(cells, (THEIRS, MINE), strict=True):
            cell.chosen.connect(lambda fact=line.fact, which=which: self.choose(fact, which))
        self._choices[line.fact] = cells
        self._add_row(fact, *(() if self._are_twins else (before,)), *cells)
        self._set_taken(line.fact, THEIRS if self._are_twins and line.theirs else MINE)

    def _other(self, line: Line) -> None:
        label = tr("{record}: {fact}", record=line.about, fact=line.label) if line.about else line.label
        fact = Cell(MarkedText(label, ink="text2"))
        if line.fate == "same":
            self._add_row(fact, Cell(MarkedText(line.theirs)), Cell(MarkedText(line.mine)))
            return
        if line.fate in ("waits", "back"):
            said = tr("waits with it") if line.fate == "waits" else tr("comes back")
            mine = Cell(MarkedText(line.mine or "–"), Run(said, "wait", "small", mark="wait"))
        else:
            said = tr("merged, mine") if line.fate == "mine" else tr("merged, both")
            mine = Cell(MarkedText(line.mine or "–"), Run(said, "fine", "small", mark="fine"))
        if not self._has_office:
            self._add_row(fact, mine)
            return
        nothing = tr("removed") if line.fate == "back" else tr("not changed")
        theirs = MarkedText(line.theirs) if line.theirs else MarkedText(nothing, ink="text3")
        self._add_row(fact, Cell(MarkedText(line.seen or "–", ink="text2")), Cell(theirs), mine)

    def _add_row(self, *cells: QWidget) -> None:
        row = self._grid.rowCount()
        for at, cell in enumerate(cells):
            self._grid.addWidget(cell, row, at)

    def _result(self) -> None:
        """What will be saved, a field for each contested fact that has an editor of one field."""
        fields = [field for line in self._lines if (field := self._editor(line, bare=len(self._lines) == 1))]
        if not fields:
            return
        self._result_row = self._grid.rowCount()
        self._grid.addWidget(Cell(MarkedText(tr("Result after saving"), ink="text2")), self._result_row, 0)
        holder = QWidget()
        lines = QVBoxLayout(holder)
        lines.setContentsMargins(0, 0, 0, 0)
        lines.setSpacing(0)
        for field in fields:
            lines.addWidget(field)
        across = (2, 1, 2) if self._has_office else (1, 1, 1)
        self._grid.addWidget(holder, self._result_row, *across)

    def _editor(self, line: Line, *, bare: bool = True) -> QWidget | None:
        """The fact's own editor, with what was written in it; none where it cannot be done or typed."""
        fact = by_word(self.card.item.word).fact(line.fact)
        if fact.kind in NOT_TYPED or not self.card.can_take or not answers(self.card).take:
            return None
        field = FactField(fact, self.card.around, bare=bare)
        field.setMaximumWidth(FIELD_WIDTH)
        field.set_value(next(each.mine for each in self.card.item.facts if each.fact == line.fact))
        field.typed.connect(lambda: self._set_taken(line.fact, OWN))
        if self._is_choice:
            field.hint.set_text(tr("edit here if neither is right"))
        self.fields[line.fact] = field
        holder = QWidget()
        lines = QVBoxLayout(holder)
        lines.setContentsMargins(SIDE, TOP - 2, SIDE, 2)
        lines.addWidget(field)
        return holder

    def _set_taken(self, fact: str, which: str) -> None:
        self.taken[fact] = which
        for cell, side in zip(self._choices.get(fact, ()), (THEIRS, MINE), strict=False):
            cell.set_chosen(side == which)
        self.changed.emit()


class _Head(QWidget):
    def __init__(self, words: str, below: str) -> None:
        super().__init__()
        lines = QVBoxLayout(self)
        lines.setContentsMargins(SIDE, 8, SIDE, 8)
        lines.setSpacing(0)
        for text, role, ink in ((words, "body_bold", "text"), (below, "small", "text2")):
            each = MarkedText(text, role=role, ink=ink)  # in a narrow window who and when go on below
            lines.addWidget(each)
        lines.addStretch(1)


def _says_something(line: Line) -> bool:
    return bool(line.seen or line.mine or line.theirs)
