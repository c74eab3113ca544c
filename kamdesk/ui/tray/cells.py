"""The cells of a card's sheet: a text with a note below, and one that can be chosen."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QVBoxLayout, QWidget

from kamdesk.ui.kit.theme import brush, colour, pen
from kamdesk.ui.kit.words_block import Run, Words
from kamdesk.ui.tray.marked_text import MarkedText

SIDE, TOP = 14, 9
RADIO_PX = 13


class Cell(QWidget):
    """A text, and a small line of notes below it."""

    def __init__(self, text: MarkedText, *notes: Run, indent: int = 0) -> None:
        super().__init__()
        self.words = text
        lines = QVBoxLayout(self)
        lines.setContentsMargins(SIDE + indent, TOP, SIDE, TOP)
        lines.setSpacing(0)
        lines.addWidget(text)
        if notes:
            note = Words("", role="small")
            note.set_runs(*notes)
            lines.addWidget(note)
        lines.addStretch(1)

    def text(self) -> str:
        """What is written."""
        return self.words.text()


class ChoiceCell(Cell):
    """One of two values; the chosen one lies on a tint.

    Signals:
        chosen: the person took this one.
    """

    chosen = Signal()

    def __init__(self, text: MarkedText, *notes: Run) -> None:
        super().__init__(text, *notes, indent=RADIO_PX + 9)
        self.is_chosen = False
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setAccessibleName(text.text())

    def set_chosen(self, chosen: bool) -> None:  # noqa: FBT001  (reads as a sentence)
        """Show whether it is the chosen one."""
        self.is_chosen = chosen
        self.update()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        self.chosen.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in {Qt.Key.Key_Space, Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self.chosen.emit()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        if self.is_chosen:
            painter.fillRect(self.rect(), brush("accent_bg"))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        middle = QPointF(SIDE + RADIO_PX / 2, TOP + 10)
        painter.setBrush(brush("accent" if self.is_chosen else "surface"))
        painter.setPen(QPen(colour("accent" if self.is_chosen else "field"), 1.0))
        painter.drawEllipse(middle, RADIO_PX / 2, RADIO_PX / 2)
        if self.is_chosen:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(brush("accent_ink"))
            painter.drawEllipse(middle, 2.5, 2.5)
        if self.hasFocus():
            painter.setPen(pen("accent", 2.0))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(QRectF(self.rect()).adjusted(1, 1, -1, -1))


class UprightLine(QWidget):
    """A hairline between list and card."""

    def __init__(self) -> None:
        super().__init__()
        self.setFixedWidth(1)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setPen(pen("line"))
        painter.drawLine(0, 0, 0, self.height())
