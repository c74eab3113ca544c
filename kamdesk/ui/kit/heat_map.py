"""A small heat map of rows by columns: met of all in words on the colour; nobody there is dashed, a gap is edged."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from kamdesk.ui.kit.fonts import line_height, text_width
from kamdesk.ui.kit.strokes import CENTRE, LEFT, Script, draw_text
from kamdesk.ui.kit.theme import brush, colour, pen, tokens

HEAT_INKS = ("text3", "text", "text", "heat_ink", "accent_ink")
"""The ink that stands on r0 … r4."""

CELL_PX = 18


@dataclass(frozen=True, slots=True)
class Heat:
    """One cell: words, a step from 0 to 4, or `none` (nobody there) or `gap` (somebody there whom nobody met)."""

    words: str = ""
    step: int = 0
    none: bool = False
    gap: bool = False


class HeatMap(QWidget):
    """Rows of cells under column names."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._columns: tuple[str, ...] = ()
        self._rows: tuple[tuple[str, tuple[Heat, ...]], ...] = ()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def set_cells(self, columns: Sequence[str], rows: Sequence[tuple[str, Sequence[Heat]]]) -> None:
        """Show rows of (name, cells)."""
        self._columns = tuple(columns)
        self._rows = tuple((name, tuple(cells)) for name, cells in rows)
        self.setAccessibleName(self.text())
        self.updateGeometry()
        self.update()

    def text(self) -> str:
        """What is written, for readers and tests."""
        return "; ".join(f"{name}: {', '.join(cell.words for cell in cells)}" for name, cells in self._rows)

    def sizeHint(self) -> QSize:
        return QSize(200, line_height("tiny") + 2 + len(self._rows) * (CELL_PX + 2))

    def paintEvent(self, event: QPaintEvent) -> None:
        if not self._columns:
            return
        painter = QPainter(self)
        names = max([42.0, *(text_width(name, "tiny") + 6 for name, _cells in self._rows)])
        width = (self.width() - names) / len(self._columns)
        for at, name in enumerate(self._columns):
            box = QRectF(names + at * width, 0, width - 2, line_height("tiny"))
            draw_text(painter, box, name, Script("tiny", "text3", CENTRE))
        for number, (name, cells) in enumerate(self._rows):
            top = line_height("tiny") + 2 + number * (CELL_PX + 2)
            draw_text(painter, QRectF(0, top, names - 4, CELL_PX), name, Script("tiny", "text3", LEFT))
            for at, cell in enumerate(cells):
                draw_heat(painter, QRectF(names + at * width, top, width - 2, CELL_PX), cell)


def draw_heat(painter: QPainter, box: QRectF, cell: Heat) -> None:
    """One cell of a heat map."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    edge = box.adjusted(0.5, 0.5, -0.5, -0.5)
    if cell.none:
        painter.setPen(pen("line2", 1.0, dashed=True))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(edge, 2, 2)
    elif cell.gap:
        painter.setPen(pen("late", 1.0))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(edge, 2, 2)
        draw_text(painter, box, cell.words, Script("tiny", "late", CENTRE))
    else:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(brush(f"r{cell.step}"))
        painter.drawRoundedRect(box, 2, 2)
        draw_text(painter, box, cell.words, Script("tiny", HEAT_INKS[cell.step], CENTRE))
    painter.restore()


def heat_ink(step: int) -> QColor:
    """The ink on a step, for those who paint their own cells."""
    return QColor(tokens().heat_ink) if step == 3 else colour(HEAT_INKS[step])
