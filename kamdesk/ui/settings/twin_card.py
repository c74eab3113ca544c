"""Two rows side by side that may mean the same: this desk's, the office's, and what is said of them."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QGridLayout, QWidget

from kamdesk.base.words import tr
from kamdesk.facts.record import Sheet
from kamdesk.reads.likeness import SHOWN, Twin
from kamdesk.ui.kit.buttons import Segmented
from kamdesk.ui.kit.theme import pen
from kamdesk.ui.kit.words_block import Words

SAME, APART = "same", "apart"


class TwinCard(QWidget):
    """One pair.

    Signals:
        decided: (id of this desk's row, whether both are the same).
    """

    decided = Signal(object, bool)

    def __init__(self, twin: Twin, *, is_same: bool) -> None:
        super().__init__()
        self.twin = twin
        self.choice = Segmented([(SAME, tr("the same")), (APART, tr("two different ones"))])
        self.choice.choose(SAME if is_same else APART)
        self.choice.chosen.connect(lambda key: self.decided.emit(twin.own.id, key == SAME))
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 8, 0, 8)
        grid.setHorizontalSpacing(16)
        grid.setVerticalSpacing(2)
        for column, head in ((1, tr("here")), (2, tr("at the office"))):
            grid.addWidget(Words(head, role="small", ink="text3"), 0, column)
            grid.setColumnStretch(column, 1)
        record = twin.own.record
        told = [("external_key", tr("Number"))] + [(name, tr(record.fact(name).label)) for name in SHOWN[record]]
        for line, (name, label) in enumerate(told, 1):
            here, there = _text(twin.own, name), _text(twin.office, name)
            if here or there:
                differs = bool(here and there and here != there)
                grid.addWidget(Words(label, role="small", ink="text2"), line, 0)
                grid.addWidget(Words(here, role="body_bold" if differs else "body"), line, 1)
                grid.addWidget(Words(there, role="body_bold" if differs else "body"), line, 2)
        grid.addWidget(self.choice, 0, 3, len(told) + 1, 1, Qt.AlignmentFlag.AlignTop)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setPen(pen("line", 1.0))
        painter.drawLine(0, self.height() - 1, self.width(), self.height() - 1)
        super().paintEvent(event)


def _text(sheet: Sheet, name: str) -> str:
    if name == "external_key":
        return sheet.external_key
    value = sheet[name]
    return str(value or "")
