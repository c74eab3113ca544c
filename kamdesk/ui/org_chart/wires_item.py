"""All lines of the chart as one item below the boxes, and all dots above them when the chart is small."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from itertools import pairwise

from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPainterPath, QPen
from PySide6.QtWidgets import QGraphicsItem, QStyleOptionGraphicsItem, QWidget

from kamdesk.base.words import tr
from kamdesk.reads.org_chart import Influences
from kamdesk.rules.org_wires import Wire
from kamdesk.ui.kit.strokes import Script, draw_text
from kamdesk.ui.kit.theme import brush, colour
from kamdesk.ui.org_chart.board import Board, cold, days_since
from kamdesk.ui.org_chart.post_item import DOT

STRIPE = 1024
"""Lines are kept in stripes of this width, so that a paint looks only at those near the window."""


class WiresItem(QGraphicsItem):
    """Reporting lines; further managers dashed; a line gone cold towards a decider or payer dashed in its colour."""

    def __init__(self, board: Board) -> None:
        super().__init__()
        self._box = QRectF(0, 0, board.layout.width, board.layout.height)
        self._stripes: dict[str, dict[int, list[QLineF]]] = {
            kind: defaultdict(list) for kind in ("line", "matrix", "cold")
        }
        for wire in board.layout.wires:
            kind = _kind(wire, board)
            # the part that colleagues share stays calm: only the way down to the person shows that it is cold
            shared = wire.points[:3] if kind == "cold" and len(wire.points) > 3 else ()
            self._keep("line", shared)
            self._keep(kind, wire.points[2:] if shared else wire.points)
        self._client_safe = False
        self.setZValue(-2)
        self.setFlag(QGraphicsItem.GraphicsItemFlag.ItemUsesExtendedStyleOption)
        self.setAcceptedMouseButtons(Qt.MouseButton.NoButton)

    def set_client_safe(self, safe: bool) -> None:  # noqa: FBT001  (a Qt slot)
        """Show that a line has gone cold, or only the line."""
        self._client_safe = safe
        self.update()

    def boundingRect(self) -> QRectF:
        return self._box

    def paint(self, painter: QPainter, option: QStyleOptionGraphicsItem, widget: QWidget | None = None) -> None:
        pens = _pens()
        if self._client_safe:
            pens["cold"] = pens["line"]
        seen: QRectF = option.exposedRect
        stripes = range(int(seen.left()) // STRIPE, int(seen.right()) // STRIPE + 1)
        for kind, line_pen in pens.items():
            lines = [line for stripe in stripes for line in self._stripes[kind].get(stripe, ())]
            if lines:
                painter.setPen(line_pen)
                painter.drawLines(lines)

    def _keep(self, kind: str, points: tuple[tuple[int, int], ...]) -> None:
        for (x1, y1), (x2, y2) in pairwise(points):
            line = QLineF(x1, y1, x2, y2)
            for stripe in range(min(x1, x2) // STRIPE, max(x1, x2) // STRIPE + 1):
                self._stripes[kind][stripe].append(line)


class DotsItem(QGraphicsItem):
    """Every post as a dot in its band, coloured by coverage: the whole company at one glance."""

    def __init__(self, board: Board) -> None:
        super().__init__()
        self._box = QRectF(0, 0, board.layout.width, board.layout.height)
        self._dots: dict[str, list[QRectF]] = defaultdict(list)
        self._client_safe = False
        for key, seat in board.layout.seats.items():
            person = board.people[key]
            dot = QRectF(seat.left + board.box.width / 2 - 26, seat.top + board.box.height / 2 - 26, 52, 52)
            self._dots["vacant" if person.is_vacant else f"r{person.coverage}"].append(dot)

    def set_client_safe(self, safe: bool) -> None:  # noqa: FBT001  (a Qt slot)
        """Show coverage, or only that there is somebody."""
        self._client_safe = safe
        self.update()

    def boundingRect(self) -> QRectF:
        return self._box

    def paint(self, painter: QPainter, option: QStyleOptionGraphicsItem, widget: QWidget | None = None) -> None:
        painter.setPen(Qt.PenStyle.NoPen)
        for name, dots in self._dots.items():
            token = "line2" if name == "vacant" else "r2" if self._client_safe else "line2" if name == "r0" else name
            painter.setBrush(brush(token))
            painter.drawRects(dots)


class InfluenceItem(QGraphicsItem):
    """Who listens to whom: a dotted curve with an arrow and its word, above the boxes."""

    def __init__(self, influence: Influences, board: Board) -> None:
        super().__init__()
        seats, box = board.layout.seats, board.box
        start, end = seats[influence.from_id], seats[influence.to_id]
        leftwards = start.left > end.left
        self._start = QPointF(start.left + (30 if leftwards else box.width - 30), start.top)
        self._end = QPointF(end.left + (box.width - 8 if leftwards else 8), end.top - 3)
        self._lift = -34.0 if abs(start.top - end.top) < box.height else 0.0
        self._towards = 9.0 if leftwards else -9.0
        self.setZValue(2)
        self.setToolTip(influence.note)
        self.setAcceptedMouseButtons(Qt.MouseButton.NoButton)

    def boundingRect(self) -> QRectF:
        return self._path().boundingRect().adjusted(-12, -20, 12, 12)

    def paint(self, painter: QPainter, option: QStyleOptionGraphicsItem, widget: QWidget | None = None) -> None:
        if option.levelOfDetailFromTransform(painter.worldTransform()) < DOT:
            return
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        dotted = QPen(colour("wait"), 1.5)
        dotted.setCapStyle(Qt.PenCapStyle.RoundCap)
        dotted.setDashPattern([0.8, 2.0])
        painter.setPen(dotted)
        painter.drawPath(self._path())
        painter.setPen(QPen(colour("wait"), 1.5))
        end, side = self._end, self._towards
        painter.drawPolyline([end + QPointF(side * 0.6, -8), end, end + QPointF(side, 1)])
        middle = (self._start + self._end) / 2 + QPointF(0, self._lift - 8)
        draw_text(painter, QRectF(middle.x() - 20, middle.y(), 90, 14), tr("influences"), Script("tiny", "wait"))

    def _path(self) -> QPainterPath:
        path = QPainterPath(self._start)
        lift = QPointF(0, self._lift or -20)
        path.cubicTo(self._start + lift, self._end + lift, self._end)
        return path


def influence_items(board: Board) -> Iterable[InfluenceItem]:
    """One item per influence line whose two ends are shown."""
    seats = board.layout.seats
    return [
        InfluenceItem(each, board) for each in board.page.influences if each.from_id in seats and each.to_id in seats
    ]


def _kind(wire: Wire, board: Board) -> str:
    person = board.people[wire.person]
    if wire.kind == "matrix":
        return "matrix"
    went_cold = cold(person, board.page) and days_since(person, board.page) is not None
    return "cold" if went_cold and {"decides", "pays"} & set(person.rights) else "line"


def _pens() -> dict[str, QPen]:
    made = {"line": QPen(colour("line2"), 1), "matrix": QPen(colour("text3"), 1), "cold": QPen(colour("late"), 1.2)}
    for line_pen in made.values():
        line_pen.setCosmetic(True)
    made["matrix"].setDashPattern([3, 3])
    made["cold"].setDashPattern([4, 3])
    return made
