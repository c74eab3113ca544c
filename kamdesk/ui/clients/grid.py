"""Industry by grade: how many clients stand where; a press on a cell shows only those."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from kamdesk.base.words import tr
from kamdesk.reads.client_list import GridCell
from kamdesk.ui.kit.fonts import scaled
from kamdesk.ui.kit.heat_map import Heat, draw_heat
from kamdesk.ui.kit.named import industry_words
from kamdesk.ui.kit.strokes import CENTRE, LEFT, Script, draw_text
from kamdesk.ui.kit.theme import pen

GRADES = ("A", "B", "C", "")
NAME_PX, CELL_PX, ROW_PX, HEAD_PX = 112, 36, 26, 20


class IndustryGrid(QWidget):
    """The grid.

    Signals:
        cell_chosen: (industry id or None, grade or None) — None asks nothing.
    """

    cell_chosen = Signal(object, object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._cells: tuple[GridCell, ...] = ()
        self._grades: tuple[str, ...] = GRADES
        self._chosen: tuple[bytes | None, str | None] = (None, None)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setCursor(Qt.CursorShape.PointingHandCursor)

    def set_cells(self, cells: Sequence[GridCell]) -> None:
        """Show counts."""
        self._cells = tuple(cells)
        known = {grade for cell in cells for grade, n in cell.counts.items() if n}
        self._grades = tuple(grade for grade in GRADES if grade or grade in known)
        self.setAccessibleName("; ".join(f"{self._name(cell)} {sum(cell.counts.values())}" for cell in cells))
        self.updateGeometry()
        self.update()

    def choose(self, industry_id: bytes | None, grade: str | None) -> None:
        """Show which cell is asked for."""
        self._chosen = (industry_id, grade)
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(NAME_PX + len(self._grades) * CELL_PX, scaled(HEAD_PX) + len(self._cells) * scaled(ROW_PX))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        most = max([1, *(n for cell in self._cells for n in cell.counts.values())])
        for at, grade in enumerate(self._grades):
            box = QRectF(self._left(at), 0, self._wide(), scaled(HEAD_PX))
            draw_text(painter, box, grade or tr("none"), Script("tiny", "text3", CENTRE))
        for number, cell in enumerate(self._cells):
            top = scaled(HEAD_PX) + number * scaled(ROW_PX)
            name = QRectF(0, top, NAME_PX - 6, scaled(ROW_PX) - 2)
            draw_text(painter, name, self._name(cell), Script("small", "text2", LEFT))
            for at, grade in enumerate(self._grades):
                n = cell.counts.get(grade, 0)
                box = QRectF(self._left(at), top, self._wide() - 2, scaled(ROW_PX) - 2)
                heat = Heat(str(n), min(3, n * 3 // most)) if n else Heat(none=True)
                draw_heat(painter, box, heat)
                if n and self._chosen == (cell.industry_id, grade):
                    painter.setPen(pen("accent", 2.0))
                    painter.drawRoundedRect(box.adjusted(1, 1, -1, -1), 2, 2)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        row = int((event.position().y() - scaled(HEAD_PX)) // scaled(ROW_PX))
        at = int((event.position().x() - NAME_PX) // self._wide())
        if event.position().y() < scaled(HEAD_PX) or not 0 <= row < len(self._cells):
            wanted: tuple[bytes | None, str | None] = (None, None)
        else:
            wanted = (self._cells[row].industry_id, self._grades[at] if 0 <= at < len(self._grades) else None)
        wanted = (None, None) if wanted == self._chosen else wanted
        self.choose(*wanted)
        self.cell_chosen.emit(*wanted)

    def _left(self, at: int) -> float:
        return NAME_PX + at * self._wide()

    def _wide(self) -> float:
        return (self.width() - NAME_PX) / len(self._grades)

    @staticmethod
    def _name(cell: GridCell) -> str:
        return industry_words(cell.industry, cell.industry_chinese) or tr("no industry")
