"""Paints every table's rows: hairline, hover, selection with its bar, mark slot, badge, thin bar, sparkline."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRectF, QSize, Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from kamdesk.ui.kit.columns import Cell, Column
from kamdesk.ui.kit.fonts import line_height
from kamdesk.ui.kit.marks import SLOT_PX, paint_mark
from kamdesk.ui.kit.rows_model import RowsModel
from kamdesk.ui.kit.strokes import LEFT, RIGHT, Script, draw_badge, draw_spark, draw_text, draw_thin_bar
from kamdesk.ui.kit.theme import brush, pen

Index = QModelIndex | QPersistentModelIndex
_SELECTED = QStyle.StateFlag.State_Selected

GAP = 8
"""Room left and right of a cell's text; dense rows have less."""
DENSE_GAP = 6
BAR_GAP = 7
"""Where a flush row begins beside the bar of its selection."""
EDGE = 15
"""A table that fills its sheet begins and ends where the words above it do: 16 px, less the sheet's line."""


class RowDelegate(QStyledItemDelegate):
    """The painter of rows. `flush` tables have no room at the outer edges: their sheet gives it."""

    def __init__(self, *, height: int, flush: bool, gap: int = GAP) -> None:
        super().__init__()
        self.height = height
        self.flush = flush
        self.gap = gap
        self.hover_row = -1
        self.first_column = 0
        self.last_column = 0
        self.last_gap = 0 if flush else EDGE
        """room right of the last column; less of it where a scroll bar stands there"""
        self.total_row = -1
        """a row of sums: bold, a stronger line above it"""

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(0, self.height)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        model = index.model()
        assert isinstance(model, RowsModel)
        at = index.column()
        box = QRectF(option.rect)
        self._ground(painter, option, index, box)
        selected = bool(option.state & _SELECTED)
        left = BAR_GAP if selected and self.flush and at == self.first_column else self.left(at)
        cell = model.cell(index.row(), at)
        self._cell(painter, box.adjusted(left, 0, -self.right(at), -1), cell, model.columns[at], selected=selected)

    def left(self, at: int) -> int:
        """Room left of a column's words."""
        return self.gap if at != self.first_column else 0 if self.flush else EDGE

    def right(self, at: int) -> int:
        """Room right of a column's words."""
        return self.last_gap if at == self.last_column else self.gap

    def _ground(self, painter: QPainter, option: QStyleOptionViewItem, index: Index, box: QRectF) -> None:
        selected = bool(option.state & _SELECTED)
        if selected:
            painter.fillRect(box, brush("accent_bg"))
            if index.column() == self.first_column:
                painter.fillRect(QRectF(box.left(), box.top(), 3, box.height()), brush("accent"))
        elif index.row() == self.hover_row:
            painter.fillRect(box, brush("hover"))
        if index.row() == self.total_row:
            painter.setPen(pen("line2"))
            painter.drawLine(box.topLeft(), box.topRight())
            return
        painter.setPen(pen("line"))
        bottom = box.bottom() - 0.5
        painter.drawLine(int(box.left()), int(bottom), int(box.right()), int(bottom))

    def _cell(self, painter: QPainter, box: QRectF, cell: Cell, column: Column, *, selected: bool) -> None:
        if cell.mark is not None:
            mark_box = QRectF(box.left(), box.top(), 12, line_height(cell.role) if cell.second else box.height())
            if cell.second:
                mark_box.moveTop(box.top() + (box.height() - _two_lines(cell)) / 2)
            paint_mark(painter, cell.mark, mark_box, cell.mark_ink)
            box = box.adjusted(SLOT_PX, 0, 0, 0)
        if cell.spark is not None:
            draw_spark(painter, box, cell.spark)
        elif cell.bar is not None:
            draw_thin_bar(painter, box, cell.bar)
        elif cell.badge is not None:
            if cell.badge[0]:
                draw_badge(painter, box.left(), box.center().y(), *cell.badge, on_selected=selected)
        else:
            self._words(painter, box, cell, column)

    def _words(self, painter: QPainter, box: QRectF, cell: Cell, column: Column) -> None:
        flags = RIGHT if column.right else LEFT
        if not cell.second:
            draw_text(painter, box, cell.text, Script(cell.role, cell.ink, flags, column.middle))
            return
        top = box.top() + (box.height() - _two_lines(cell)) / 2
        first = QRectF(box.left(), top, box.width(), line_height(cell.role))
        second = QRectF(box.left(), first.bottom() - 1, box.width(), line_height("small"))
        draw_text(painter, first, cell.text, Script(cell.role, cell.ink, flags, column.middle))
        draw_text(painter, second, cell.second, Script("small", cell.second_ink, flags))


def _two_lines(cell: Cell) -> int:
    return line_height(cell.role) + line_height("small") - 1


def aligned(column: Column) -> Qt.AlignmentFlag:
    """Where a column's text stands."""
    return RIGHT if column.right else LEFT
