"""Text that wraps, with stretches of it on a tint."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QSize
from PySide6.QtGui import QPainter, QPaintEvent, QTextCharFormat, QTextLayout, QTextOption
from PySide6.QtWidgets import QSizePolicy, QWidget

from kamdesk.ui.kit.fonts import line_height, pixel_font
from kamdesk.ui.kit.theme import brush, colour
from kamdesk.ui.tray.differences import Spans

SHOWN_MAX = 4_000
"""Of a text of ten million letters the first pages are shown; the whole stays where it is."""


class MarkedText(QWidget):
    """A text in one role; `spans` stand on `risk_bg`."""

    def __init__(self, text: str, *, ink: str = "text", role: str = "body", spans: Spans = ()) -> None:
        super().__init__()
        self._text = text if len(text) <= SHOWN_MAX else text[:SHOWN_MAX] + "…"
        self._ink, self._role = ink, role
        self.spans = tuple((begin, end) for begin, end in spans if begin < SHOWN_MAX)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.setAccessibleName(self._text)

    def text(self) -> str:
        """What is written."""
        return self._text

    def marked(self) -> list[str]:
        """The stretches on a tint."""
        return [self._text[begin:end] for begin, end in self.spans]

    def heightForWidth(self, width: int) -> int:
        return int(self._laid_out(width)[1] + 0.99)

    def sizeHint(self) -> QSize:
        return QSize(120, self.heightForWidth(max(self.width(), 120)))

    def minimumSizeHint(self) -> QSize:
        return QSize(40, line_height(self._role))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setPen(colour(self._ink))
        self._laid_out(self.width())[0].draw(painter, QPointF(0, 0), self._tints())

    def _tints(self) -> list[QTextLayout.FormatRange]:
        ranges = []
        tint = QTextCharFormat()
        tint.setBackground(brush("risk_bg"))
        tint.setForeground(colour(self._ink))
        for begin, end in self.spans:
            each = QTextLayout.FormatRange()
            each.start, each.length, each.format = begin, end - begin, tint
            ranges.append(each)
        return ranges

    def _laid_out(self, width: int) -> tuple[QTextLayout, float]:
        option = QTextOption()
        option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        layout = QTextLayout(self._text.replace("\n", "\u2028"), pixel_font(self._role))
        layout.setTextOption(option)
        layout.beginLayout()
        y = 0.0
        step = line_height(self._role)
        while (line := layout.createLine()).isValid():
            line.setLineWidth(max(width, 20))
            line.setPosition(QPointF(0, y + (step - line.height()) / 2))
            y += step
        layout.endLayout()
        return layout, max(y, step)
