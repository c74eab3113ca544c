"""The names of the bands beside the chart and of the lanes above it; they stay in sight while the chart moves."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from kamdesk.base.words import language, tr
from kamdesk.ui.kit.strokes import CENTRE, LEFT, Script, draw_text, hairline
from kamdesk.ui.kit.theme import brush, pen
from kamdesk.ui.org_chart.board import Count
from kamdesk.ui.org_chart.chart_view import ChartView
from kamdesk.ui.org_chart.lettering import BAND_NAMES

RAIL_PX, HEAD_PX = 48, 26
_NOBODY = Count(met=0, people=0)


class BandRail(QWidget):
    """Left of the chart: the level, and how many of its people we have met."""

    def __init__(self, view: ChartView) -> None:
        super().__init__(view)
        self._view = view
        self.setFixedWidth(RAIL_PX)
        view.moved.connect(self.update)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        board = self._view.board
        if board is None:
            return
        for at, band in enumerate(board.layout.bands):
            top = self._view.mapFromScene(0, band.top).y()
            foot = self._view.mapFromScene(0, band.top + band.height).y()
            if foot < 0 or top > self.height():
                continue
            painter.fillRect(0, top, self.width(), foot - top, brush("window" if at % 2 else "band"))
            hairline(painter, 0, foot, self.width())
            below = self._name(painter, top, foot, tr(BAND_NAMES[band.name]))
            if not self._view.shown.client_safe and min(foot, self.height()) - 40 >= below:
                self._count(painter, foot, board.by_band.get(band.name, _NOBODY))

    def _name(self, painter: QPainter, top: int, foot: int, name: str) -> int:
        """Write the name from the top of what is seen of the band; returns where it ends."""
        upright = language() != "en"
        y = max(top, 0) + 10
        for part in list(name) if upright else [name]:
            if y + 18 <= foot:
                box = QRectF(12 if upright else 6, y, self.width() - 6, 18)
                draw_text(painter, box, part, Script("body_bold" if upright else "small_bold", "text2", LEFT))
            y += 18
        return y

    def _count(self, painter: QPainter, foot: int, count: Count) -> None:
        if not count.people:
            return
        y = min(foot, self.height()) - 40
        for part in (f"{count.met}/{count.people}", tr("met")):
            draw_text(painter, QRectF(0, y, 44, 14), part, Script("tiny", "text3", CENTRE))
            y += 14


class LaneHead(QWidget):
    """Above the chart by department: the department, and how many of its people we have met."""

    def __init__(self, view: ChartView) -> None:
        super().__init__(view)
        self._view = view
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        view.moved.connect(self.update)

    def sizeHint(self) -> QSize:
        return QSize(200, HEAD_PX)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        hairline(painter, 0, self.height() - 1, self.width())
        board = self._view.board
        if board is None:
            return
        for lane in board.layout.lanes:
            left = self._view.mapFromScene(lane.left, 0).x() + RAIL_PX
            width = int(lane.width * self._view.zoom_level())
            if left + width < RAIL_PX or left > self.width():
                continue
            painter.setPen(pen("line"))
            painter.drawLine(left, 4, left, self.height())
            box = QRectF(max(left, RAIL_PX) + 8, 0, min(left + width, self.width()) - max(left, RAIL_PX) - 12, HEAD_PX)
            count = board.by_lane.get(lane.name, _NOBODY)
            words = lane.name or tr("no department")
            if count.people and not self._view.shown.client_safe:
                words = tr("{department}, {met} of {people} met", department=words, met=count.met, people=count.people)
            draw_text(painter, box, words, Script("small_bold", "text2", LEFT))
