"""The working day as a line, with its visits."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRectF, QSize
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from kamdesk.reads.visits import VisitRow
from kamdesk.ui.kit.fonts import line_height, text_width
from kamdesk.ui.kit.named import client_name
from kamdesk.ui.kit.strokes import Script, draw_text
from kamdesk.ui.kit.theme import brush, pen

FIRST, LAST = 7, 19
"""From seven to seven; a visit outside moves to the edge."""


class DayStrip(QWidget):
    """Hours below a line, visits on it, their clients' names under the hours."""

    def __init__(self) -> None:
        super().__init__()
        self._rows: tuple[VisitRow, ...] = ()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def set_visits(self, rows: Sequence[VisitRow]) -> None:
        """Show these visits."""
        self._rows = tuple(rows)
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(400, 10 + line_height("tiny") + line_height("small"))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setPen(pen("line2"))
        painter.drawLine(QPointF(0, 4.5), QPointF(self.width(), 4.5))
        for hour in range(FIRST, LAST + 1, 2):
            x = self._x(hour)
            painter.drawLine(QPointF(x, 2), QPointF(x, 8))
        for hour in range(FIRST, LAST + 1, 2):
            text = f"{hour}:00"
            width = text_width(text, "tiny") + 1
            x = max(0.0, min(self._x(hour) - width / 2, self.width() - width))
            draw_text(painter, QRectF(x, 9, width, line_height("tiny")), text, Script("tiny", "text2"))
        end = 0.0
        for row in self._rows:
            end = self._draw(painter, row, end)

    def _draw(self, painter: QPainter, row: VisitRow, free_from: float) -> float:
        if row.starts_at is None:
            return free_from
        start = row.starts_at.astimezone()
        x = self._x(start.hour + start.minute / 60)
        last = row.ends_at.astimezone() if row.ends_at else None
        until = self._x(last.hour + last.minute / 60) if last else x + 30
        painter.fillRect(QRectF(x, 1, max(6.0, until - x), 7), brush("accent"))
        name = client_name(row.client, row.client_other)
        width = text_width(name, "small") + 1
        left = max(free_from, min(x, self.width() - width))
        box = QRectF(left, 9 + line_height("tiny"), max(0.0, self.width() - left), line_height("small"))
        draw_text(painter, box, name, Script("small", "text2"))
        return left + width + 14

    def _x(self, hour: float) -> float:
        share = (min(max(hour, FIRST), LAST) - FIRST) / (LAST - FIRST)
        return share * (self.width() - 1)
