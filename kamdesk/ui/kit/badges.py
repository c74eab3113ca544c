"""Badges and key hints as widgets."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from kamdesk.ui.kit.fonts import text_width
from kamdesk.ui.kit.strokes import BADGE_PX, CENTRE, Script, badge_width, draw_badge, draw_text
from kamdesk.ui.kit.theme import brush, pen


class Badge(QWidget):
    """A word on a tint, with the mark of its state; three per header at most."""

    def __init__(self, text: str = "", state: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._text, self._state = text, state
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.set_badge(text, state)

    def set_badge(self, text: str, state: str = "") -> None:
        """Show a badge; an empty text hides it."""
        self._text, self._state = text, state
        self.setVisible(bool(text))
        self.setAccessibleName(text)
        self.updateGeometry()
        self.update()

    def text(self) -> str:
        """What is written."""
        return self._text

    @property
    def state(self) -> str:
        """late, risk, fine, wait or accent; empty for a neutral fact."""
        return self._state

    def sizeHint(self) -> QSize:
        mark = self._state if self._state in {"late", "risk", "fine", "wait"} else ""
        return QSize(badge_width(self._text, mark), BADGE_PX)

    def paintEvent(self, event: QPaintEvent) -> None:
        draw_badge(QPainter(self), 0, self.height() / 2, self._text, self._state)


class KeyHint(QWidget):
    """A key in its little box, and what it does."""

    def __init__(self, keys: str, words: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._keys, self._words = keys.split(), words
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(f"{keys} {words}")

    def text(self) -> str:
        """What is written."""
        return f"{' '.join(self._keys)} {self._words}"

    def sizeHint(self) -> QSize:
        keys = sum(key_width(key) + 4 for key in self._keys)
        return QSize(int(keys + text_width(self._words, "small") + 5), 20)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        x = 0.0
        for key in self._keys:
            x += draw_key(painter, x, self.height() / 2, key) + 4
        draw_text(painter, QRectF(x + 1, 0, self.width() - x, self.height()), self._words, Script("small", "text2"))


def key_width(key: str) -> float:
    """How wide a key's box is."""
    return max(16.0, text_width(key, "tiny") + 9)


def draw_key(painter: QPainter, left: float, middle: float, key: str, ink: str = "text3") -> float:
    """A key in a box; returns its width."""
    width = key_width(key)
    box = QRectF(left + 0.5, middle - 8.5, width - 1, 17)
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(pen("line", 1.0))
    painter.setBrush(brush("surface") if ink == "text3" else Qt.BrushStyle.NoBrush)
    painter.drawRoundedRect(box, 3, 3)
    painter.restore()
    draw_text(painter, box, key, Script("tiny", ink, CENTRE))
    return width
