"""A table's header: small grey words without a ground, a hairline below, the sort arrow beside the word."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QPointF, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QContextMenuEvent, QPainter
from PySide6.QtWidgets import QHeaderView, QWidget

from kamdesk.base.words import tr
from kamdesk.ui.kit.fonts import scaled, text_width
from kamdesk.ui.kit.row_delegate import RowDelegate, aligned
from kamdesk.ui.kit.rows_model import RowsModel
from kamdesk.ui.kit.strokes import Script, draw_text
from kamdesk.ui.kit.theme import brush, pen


class SheetHeader(QHeaderView):
    """The header of a `SheetTable`.

    Signals:
        sort_asked: (column, descending) after a click.
        menu_asked: where the menu of columns is to open.
    """

    sort_asked = Signal(int, bool)
    menu_asked = Signal(QPoint)

    def __init__(self, model: RowsModel, delegate: RowDelegate, parent: QWidget) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self._rows_model, self._delegate = model, delegate
        self._sorted, self._descending = -1, False
        self.setMinimumSectionSize(8)
        self.setSectionsMovable(True)
        self.setSectionsClickable(True)
        self.setHighlightSections(False)
        self.setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        self.sectionClicked.connect(self._on_clicked)

    def show_sort(self, at: int, *, descending: bool) -> None:
        """Show by which column the rows are sorted; −1 for the room's own order."""
        self._sorted, self._descending = at, descending
        self.viewport().update()

    def sizeHint(self) -> QSize:
        return QSize(0, scaled(24))

    def paintSection(self, painter: QPainter, rect: QRect, logicalIndex: int) -> None:
        painter.fillRect(QRect(rect.left(), rect.bottom(), rect.width(), 1), brush("line"))
        column = self._rows_model.columns[logicalIndex]
        left, right = self._delegate.left(logicalIndex), self._delegate.right(logicalIndex)
        box = QRectF(rect).adjusted(left, 0, -right, -1)
        text = tr(column.label)
        role = "tiny" if self._delegate.height < scaled(28) else "small"
        draw_text(painter, box, text, Script(role, "text3", aligned(column)))
        if logicalIndex == self._sorted:
            self._draw_arrow(painter, box, text_width(text, role), right=column.right)

    def _draw_arrow(self, painter: QPainter, box: QRectF, width: float, *, right: bool) -> None:
        x = box.right() - width - 7 if right else box.left() + width + 7
        y = box.center().y()
        tip, foot = (y + 2.5, y - 1.5) if self._descending else (y - 2.5, y + 1.5)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(pen("text3", 1.2))
        painter.drawPolyline([QPointF(x - 3, foot), QPointF(x, tip), QPointF(x + 3, foot)])
        painter.restore()

    def _on_clicked(self, at: int) -> None:
        descending = not self._descending if at == self._sorted else self._rows_model.columns[at].right
        self.show_sort(at, descending=descending)
        self.sort_asked.emit(at, descending)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        self.menu_asked.emit(event.globalPos())
