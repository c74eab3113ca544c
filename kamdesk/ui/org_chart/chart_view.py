"""The chart on screen: pan, zoom, keys, choice; Qt moves what is drawn and asks only for what comes into sight."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import QEvent, QPoint, QPointF, QRect, QRectF, Qt, QTimer, Signal
from PySide6.QtGui import QContextMenuEvent, QKeyEvent, QMouseEvent, QPainter, QResizeEvent, QWheelEvent
from PySide6.QtWidgets import QFrame, QGraphicsItem, QGraphicsScene, QGraphicsView, QWidget

from kamdesk.base.words import tr
from kamdesk.ui.kit.theme import brush, pen
from kamdesk.ui.org_chart.board import Board
from kamdesk.ui.org_chart.post_item import DOT, PostItem, Shown
from kamdesk.ui.org_chart.walk import neighbour
from kamdesk.ui.org_chart.wires_item import DotsItem, WiresItem, influence_items

ZOOM_MIN, ZOOM_MAX = 0.02, 2.0
STEP = 1.2
CHUNK = 200
"""Boxes made in one go: about fifteen milliseconds."""
READABLE = 0.72
"""A chart that fits at this zoom is shown whole at first; a larger one at full size from its top."""


class ChartView(QGraphicsView):
    """Boxes, lines and bands of one board.

    Signals:
        chosen: the person chosen (id), or None.
        opened: Enter or a double click on a person (id).
        fold_asked: the branch of this person (id) is to be folded or unfolded.
        menu_asked: (id, where on the screen).
        moved: what is seen of the scene changed.
    """

    chosen = Signal(object)
    opened = Signal(object)
    fold_asked = Signal(object)
    menu_asked = Signal(object, QPoint)
    moved = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._scene = QGraphicsScene(self)
        self._scene.setItemIndexMethod(QGraphicsScene.ItemIndexMethod.BspTreeIndex)
        self.setScene(self._scene)
        self.board: Board | None = None
        self.shown = Shown()
        self._items: dict[bytes, PostItem] = {}
        self._waiting: list[bytes] = []
        self._private: list[QGraphicsItem] = []
        self._wires: WiresItem | None = None
        self._dots: DotsItem | None = None
        self._are_dots = False
        self._untouched = True
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setDragMode(QGraphicsView.DragMode.ScrollHandDrag)
        self.setTransformationAnchor(QGraphicsView.ViewportAnchor.AnchorUnderMouse)
        self.setAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop)
        self.setRenderHint(QPainter.RenderHint.Antialiasing)
        self.setOptimizationFlag(QGraphicsView.OptimizationFlag.DontSavePainterState)
        self.setViewportUpdateMode(QGraphicsView.ViewportUpdateMode.SmartViewportUpdate)
        self.setAccessibleName(tr("Organisation chart; the list view reads it out"))
        self.viewport().setCursor(Qt.CursorShape.ArrowCursor)
        self._scene.selectionChanged.connect(self._on_selection)
        for bar in (self.horizontalScrollBar(), self.verticalScrollBar()):
            bar.valueChanged.connect(self.moved)

    def show_board(self, board: Board, *, keep_place: bool) -> None:
        """Show a chart; `keep_place` leaves zoom, place and choice as they are."""
        before = self.current()
        self.board = board
        self._scene.clear()
        layout = board.layout
        self._items, self._are_dots = {}, False
        self._waiting = list(layout.seats)[::-1]
        self._wires, self._dots = WiresItem(board), DotsItem(board)
        self._private = list(influence_items(board))
        for item in (self._wires, self._dots, *self._private):
            self._scene.addItem(item)
        self._fill()
        self._scene.setSceneRect(QRectF(0, 0, layout.width, layout.height))
        self.set_client_safe(self.shown.client_safe)
        if keep_place:
            self._after_zoom()
            if (chosen := self._item(before)) is not None:
                chosen.setSelected(True)
        else:
            self.show_start()
        self.moved.emit()

    def show_start(self) -> None:
        """The whole chart where that can be read, else its top at full size; so until somebody zooms or drags."""
        if self.board is None:
            return
        self._untouched = True
        self.resetTransform()
        fits = min(1.0, self._fitting())
        self._zoom_by(fits if fits >= READABLE else 1.0)
        tree = self.board.tree
        root = max(tree.roots, key=lambda key: len(tree.under.get(key, ())), default=None)
        item = self._item(root)
        if item is not None and fits < READABLE:
            self.centerOn(item.centre())
        self.verticalScrollBar().setValue(0)
        self._untouched = True

    def show_whole(self) -> None:
        """The whole chart, however small."""
        self.resetTransform()
        self._zoom_by(min(1.0, self._fitting()))

    def zoom(self, factor: float) -> None:
        """Nearer or farther, the middle stays."""
        anchor = self.transformationAnchor()
        self.setTransformationAnchor(QGraphicsView.ViewportAnchor.AnchorViewCenter)
        self._zoom_by(factor)
        self.setTransformationAnchor(anchor)

    def zoom_level(self) -> float:
        """1.0 is reading size."""
        return self.transform().m11()

    def current(self) -> bytes | None:
        """The person chosen."""
        return next((item.person.id for item in self._scene.selectedItems() if isinstance(item, PostItem)), None)

    def choose(self, key: bytes, *, centre: bool = False) -> None:
        """Choose a person and bring them into sight."""
        item = self._item(key)
        if item is None or item.isSelected():
            return
        self._scene.blockSignals(True)
        self._scene.clearSelection()
        self._scene.blockSignals(False)
        item.setSelected(True)
        if centre:
            self.centerOn(item.centre())
        else:
            self.ensureVisible(item, 24, 24)

    def set_client_safe(self, safe: bool) -> None:  # noqa: FBT001  (a Qt slot)
        """Take away what the client may not see, in the same places."""
        self.shown.client_safe = safe
        for item in self._private:
            item.setVisible(not safe)
        for line in (self._wires, self._dots):
            if line is not None:
                line.set_client_safe(safe)
        self.repaint_items()

    def set_found(self, found: Iterable[bytes] | None) -> None:
        """Let those found stand out; None ends the search."""
        self.shown.searching, self.shown.found = found is not None, frozenset(found or ())
        self.repaint_items()

    def set_right(self, right: str) -> None:
        """Let those with a decision right stand out; empty shows everybody alike."""
        self.shown.right = right
        self.repaint_items()

    def repaint_items(self) -> None:
        """Paint everything again: other words, other theme, other people standing out."""
        for item in self._items.values():
            item.update()
        self.viewport().update()

    def scene_box(self) -> QRectF:
        """What is seen of the scene."""
        return self.mapToScene(self.viewport().rect()).boundingRect()

    def drawBackground(self, painter: QPainter, rect: QRectF | QRect) -> None:
        rect = QRectF(rect)
        painter.fillRect(rect, brush("window"))
        if self.board is None:
            return
        for at, band in enumerate(self.board.layout.bands):
            strip = QRectF(rect.left(), band.top, rect.width(), band.height)
            if strip.intersects(rect):
                painter.fillRect(strip.intersected(rect), brush("window" if at % 2 else "band"))
                painter.setPen(pen("line"))
                painter.drawLine(strip.bottomLeft(), strip.bottomRight())
        painter.setPen(pen("line"))
        for lane in self.board.layout.lanes[1:]:
            painter.drawLine(QPointF(lane.left, rect.top()), QPointF(lane.left, rect.bottom()))

    def wheelEvent(self, event: QWheelEvent) -> None:
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self._zoom_by(STEP ** (event.angleDelta().y() / 120))
            event.accept()
        else:
            self._untouched = False
            super().wheelEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self._untouched = False
        item = self._post_at(event.position().toPoint())
        if item is not None and item.is_knob(self.mapToScene(event.position().toPoint())):
            self.fold_asked.emit(item.person.id)
            return
        super().mousePressEvent(event)
        self.viewport().setCursor(Qt.CursorShape.ArrowCursor)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        super().mouseReleaseEvent(event)
        self.viewport().setCursor(Qt.CursorShape.ArrowCursor)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        item = self._post_at(event.position().toPoint())
        if item is not None:
            self.opened.emit(item.person.id)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        item = self._post_at(event.pos())
        if item is not None:
            self.choose(item.person.id)
            self.menu_asked.emit(item.person.id, event.globalPos())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key, here = event.key(), self.current()
        if key in {Qt.Key.Key_Plus, Qt.Key.Key_Equal}:
            self.zoom(STEP)
        elif key == Qt.Key.Key_Minus:
            self.zoom(1 / STEP)
        elif key == Qt.Key.Key_0:
            self.show_whole()
        elif self.board is not None and (there := neighbour(self.board, here, key)) is not None:
            self.choose(there)
        elif key in {Qt.Key.Key_Return, Qt.Key.Key_Enter} and here is not None:
            self.opened.emit(here)
        elif key == Qt.Key.Key_Space and here is not None:
            self.fold_asked.emit(here)
        else:
            super().keyPressEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            self.repaint_items()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self._untouched:
            self.show_start()
        self.moved.emit()

    def _fill(self) -> None:
        """Make the next boxes, then let the window breathe: two thousand at once would hold it for a fifth second."""
        for key in [self._waiting.pop() for _each in range(min(CHUNK, len(self._waiting)))]:
            self._item(key)
        if self._waiting:
            QTimer.singleShot(0, self, self._fill)

    def _item(self, key: bytes | None) -> PostItem | None:
        """The box of a post, made now if it was not yet."""
        if key is None or self.board is None or key not in self.board.layout.seats:
            return None
        item = self._items.get(key)
        if item is None:
            item = PostItem(self.board.people[key], self.board.layout.seats[key], self.board, self.shown)
            item.setVisible(not self._are_dots)
            self._items[key] = item
            self._scene.addItem(item)
        return item

    def _fitting(self) -> float:
        box, room = self.sceneRect(), self.viewport().rect()
        return min(room.width() / max(1.0, box.width()), room.height() / max(1.0, box.height()))

    def _zoom_by(self, factor: float) -> None:
        self._untouched = False
        wanted = max(ZOOM_MIN, min(ZOOM_MAX, self.zoom_level() * factor))
        self.scale(wanted / self.zoom_level(), wanted / self.zoom_level())
        self._after_zoom()
        self.moved.emit()

    def _after_zoom(self) -> None:
        """Below the smallest boxes one item draws all posts as dots: two thousand paint calls become one."""
        dots = self.zoom_level() < DOT
        if self._dots is not None and dots != self._are_dots:
            self._are_dots = dots
            for item in self._items.values():
                item.setVisible(not dots)
        if self._dots is not None:
            self._dots.setVisible(dots)

    def _post_at(self, place: QPoint) -> PostItem | None:
        found = self.itemAt(place)
        return found if isinstance(found, PostItem) else None

    def _on_selection(self) -> None:
        self.chosen.emit(self.current())
