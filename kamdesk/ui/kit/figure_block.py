"""A headline number with its unit and a label of at most five words; a click asks why it is this number."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QEnterEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from kamdesk.ui.kit.fonts import line_height, text_width
from kamdesk.ui.kit.strokes import Script, draw_text
from kamdesk.ui.kit.theme import brush, pen


class FigureBlock(QWidget):
    """One headline number.

    Signals:
        asked: the person wants to know why; carries what `set_figure` was given as `explains`.
    """

    asked = Signal(object)

    def __init__(self, *, role: str = "figure", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._role = role
        self._value = self._unit = self._label = ""
        self._ink = "text"
        self._explains: object | None = None
        self._hover = False
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)

    def set_figure(
        self, value: str, unit: str = "", label: str = "", *, ink: str = "text", explains: object = None
    ) -> None:
        """Show a number; `ink` is late only where a day or a limit is behind us."""
        self._value, self._unit, self._label, self._ink = value, unit, label, ink
        self._explains = explains
        self.setAccessibleName(f"{value} {unit}, {label}")
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus if explains is not None else Qt.FocusPolicy.NoFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor if explains is not None else Qt.CursorShape.ArrowCursor)
        self.updateGeometry()
        self.update()

    def text(self) -> str:
        """What is written, for readers and tests."""
        return f"{self._value} {self._unit} {self._label}"

    def needed_width(self) -> int:
        """How wide the block is when nothing is elided."""
        return max(self.number_width(), int(text_width(self._label, "small") + 1.99))

    def number_width(self) -> int:
        """How wide the number and its unit are: a label may lose its end, a number never."""
        unit = text_width(self._unit, "small") + 5 if self._unit else 0
        return int(text_width(self._value, self._role) + unit + 1.99)

    def sizeHint(self) -> QSize:
        return QSize(self.needed_width(), line_height(self._role) + line_height("small") - 2)

    def minimumSizeHint(self) -> QSize:
        return QSize(self.number_width(), self.sizeHint().height())

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        if self._hover and self._explains is not None:
            painter.fillRect(self.rect(), brush("hover"))
        top = QRectF(0, 0, self.width(), line_height(self._role))
        draw_text(painter, top, self._value, Script(self._role, self._ink))
        if self._unit:
            x = text_width(self._value, self._role) + 5
            # the unit stands on the number's base line
            draw_text(painter, top.adjusted(x, 5, 2, 4), self._unit, Script("small", "text2"))
        low = QRectF(0, top.bottom() - 2, self.width() + 1, line_height("small"))
        draw_text(painter, low, self._label, Script("small", "text2"))
        if self.hasFocus():
            painter.setPen(pen("accent", 2.0))
            painter.drawRect(QRectF(self.rect()).adjusted(1, 1, -1, -1))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if self._explains is not None and self.rect().contains(event.position().toPoint()):
            self.asked.emit(self._explains)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space} and self._explains is not None:
            self.asked.emit(self._explains)
        else:
            super().keyPressEvent(event)

    def enterEvent(self, event: QEnterEvent) -> None:
        self._hover = True
        self.update()

    def leaveEvent(self, event: QEvent) -> None:
        self._hover = False
        self.update()


class FigureRow(QWidget):
    """Headline numbers side by side.

    Signals:
        asked: passed on from its blocks.
    """

    asked = Signal(object)

    def __init__(self, count: int = 3, *, gap: int = 22, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(gap)
        self.blocks = [FigureBlock() for _each in range(count)]
        for block in self.blocks:
            line.addWidget(block)
            block.asked.connect(self.asked)
        line.addStretch(1)
