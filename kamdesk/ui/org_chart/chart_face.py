"""The chart with the names of its bands and lanes around it and the zoom buttons on it."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QWidget

from kamdesk.base.words import tr
from kamdesk.ui.kit.buttons import Button
from kamdesk.ui.kit.fonts import scaled
from kamdesk.ui.org_chart.band_rail import BandRail, LaneHead
from kamdesk.ui.org_chart.board import DEPARTMENT, Board
from kamdesk.ui.org_chart.chart_view import STEP, ChartView


class ChartFace(QWidget):
    """What the room shows for "by level" and "by department".

    Signals:
        all_asked: True folds every branch below the second row, False unfolds everything.
    """

    all_asked = Signal(bool)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.view = ChartView()
        self._rail = BandRail(self.view)
        self._lanes = LaneHead(self.view)
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setSpacing(0)
        grid.addWidget(self._lanes, 0, 0, 1, 2)
        grid.addWidget(self._rail, 1, 0)
        grid.addWidget(self.view, 1, 1)
        self._tools = QWidget(self)
        line = QHBoxLayout(self._tools)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(4)
        for name, words, act in (
            ("down", tr("Fold branches"), lambda: self.all_asked.emit(True)),
            ("up", tr("Unfold all"), lambda: self.all_asked.emit(False)),
            ("zoom_out", tr("Smaller"), lambda: self.view.zoom(1 / STEP)),
            ("zoom_in", tr("Larger"), lambda: self.view.zoom(STEP)),
            ("fit", tr("Whole chart"), self.view.show_whole),
        ):
            button = Button("", icon=name, small=True)
            button.setFixedWidth(scaled(30))
            button.setToolTip(words)
            button.setAccessibleName(words)
            button.clicked.connect(act)
            line.addWidget(button)

    def show_board(self, board: Board, *, keep_place: bool) -> None:
        """Show a board."""
        self._lanes.setVisible(board.by == DEPARTMENT)
        self.view.show_board(board, keep_place=keep_place)
        self._rail.update()
        self._lanes.update()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        size = self._tools.sizeHint()
        self._tools.setGeometry(self.width() - size.width() - 18, self.height() - size.height() - 14, *size.toTuple())
        self._tools.raise_()
