"""A stacked bar with its legend directly below, in the same order, with amounts that add up in the reader's head.

A legend that finds no room on one line takes a second.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from kamdesk.base.words import commas
from kamdesk.ui.kit.fonts import line_height, text_width
from kamdesk.ui.kit.strokes import Script, draw_text
from kamdesk.ui.kit.theme import brush

BAR_PX = 14
LEGEND_GAP = 8


@dataclass(frozen=True, slots=True)
class Part:
    """One part of the bar: its token, its size, its words in the legend. Without a token only the words stand."""

    token: str
    size: int
    words: str


class StackedBar(QWidget):
    """Parts of a whole in one line; `limit` is drawn as an ink line that overshoots."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._title = ""
        self._parts: tuple[Part, ...] = ()
        self._whole = 0
        self._limit: int | None = None
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def set_parts(
        self, title: str, parts: Sequence[Part], *, whole: int | None = None, limit: int | None = None
    ) -> None:
        """Show parts; `whole` larger than their sum leaves the rest of the bar empty."""
        self._title, self._parts, self._limit = title, tuple(parts), limit
        total = sum(part.size for part in parts if part.token)
        self._whole = max(total, whole or 0, limit or 0)
        self.setAccessibleName(self.text())
        self.updateGeometry()
        self.update()

    def text(self) -> str:
        """What is written, for readers and tests."""
        return commas([self._title, *(part.words for part in self._parts)])

    def needed_width(self) -> int:
        """How wide the legend's longest line runs at its narrowest."""
        return int(max((_line_width(parts) for parts in self._legend_lines()), default=0.0))

    def sizeHint(self) -> QSize:
        lines = len(self._legend_lines())
        height = (line_height("tiny") if self._title else 0) + BAR_PX + 3 + lines * line_height("tiny") + 2
        return QSize(200, height)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.updateGeometry()  # another width may need another number of lines

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        top = 0
        if self._title:
            draw_text(painter, QRectF(0, 0, self.width(), line_height("tiny")), self._title, Script("tiny", "text3"))
            top = line_height("tiny") + 2
        self._draw_bar(painter, QRectF(0, top, self.width(), BAR_PX))
        self._draw_legend(painter, top + BAR_PX + 2)

    def _draw_bar(self, painter: QPainter, box: QRectF) -> None:
        painter.fillRect(box, brush("r0"))
        if not self._whole:
            return
        x = box.left()
        for part in self._parts:
            if part.token and part.size > 0:
                width = box.width() * part.size / self._whole
                painter.fillRect(QRectF(x, box.top(), max(1.0, width - 1), box.height()), brush(part.token))
                x += width
        if self._limit is not None:
            at = box.left() + box.width() * self._limit / self._whole
            painter.fillRect(QRectF(min(at, box.right() - 1) - 1, box.top() - 3, 2, box.height() + 6), brush("text"))

    def _legend_lines(self) -> list[tuple[Part, ...]]:
        """The legend's parts on one line, or the first half and the rest on two."""
        half = (len(self._parts) + 1) // 2
        if _line_width(self._parts) <= self.width():
            return [self._parts]
        return [self._parts[:half], self._parts[half:]]

    def _draw_legend(self, painter: QPainter, top: float) -> None:
        for number, parts in enumerate(self._legend_lines()):
            if parts:
                self._draw_legend_line(painter, top + number * line_height("tiny"), parts)

    def _draw_legend_line(self, painter: QPainter, top: float, parts: Sequence[Part]) -> None:
        widths = [_legend_width(part) for part in parts]
        gap = (self.width() - sum(widths)) / max(1, len(widths) - 1)
        x = 0.0
        for part, width in zip(parts, widths, strict=True):
            text_x = x
            if part.token:
                painter.fillRect(QRectF(x, top + (line_height("tiny") - 8) / 2, 8, 8), brush(part.token))
                text_x += 12
            box = QRectF(text_x, top, width, line_height("tiny"))
            draw_text(painter, box, part.words, Script("tiny", "text2"))
            x += width + max(float(LEGEND_GAP), min(gap, 48.0) if len(widths) < 4 else gap)


def _line_width(parts: Sequence[Part]) -> float:
    return sum(_legend_width(part) + LEGEND_GAP for part in parts) - LEGEND_GAP


def _legend_width(part: Part) -> float:
    return text_width(part.words, "tiny") + (12 if part.token else 0) + 1
