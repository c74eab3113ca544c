"""One product's projected stock by week: bars above and below nothing, the season's line, extremes in numbers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from PySide6.QtCore import QLineF, QRectF, QSize
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from kamdesk.base.show import day_text, quantity_text
from kamdesk.base.words import commas, tr
from kamdesk.rules.projected_stock import Level
from kamdesk.ui.kit.fonts import text_width
from kamdesk.ui.kit.strokes import CENTRE, RIGHT, Script, draw_text
from kamdesk.ui.kit.theme import brush, pen

WEEKS = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class WeekBar:
    """The lowest projected stock of a week, in thousandths."""

    starts_on: date
    quantity: int


def weeks_ahead(levels: Sequence[Level], *, as_of: date, weeks: int = WEEKS) -> list[WeekBar]:
    """The lowest level of each week from as-of's on; what does not move stays as it was."""
    monday = as_of - timedelta(days=as_of.weekday())
    bars, standing = [], levels[0].quantity if levels else 0
    waiting = list(levels)
    for week in range(weeks):
        starts_on = monday + timedelta(days=7 * week)
        lowest = None if week == 0 else standing
        while waiting and waiting[0].day < starts_on + timedelta(days=7):
            standing = waiting.pop(0).quantity
            lowest = standing if lowest is None else min(lowest, standing)
        bars.append(WeekBar(starts_on=starts_on, quantity=standing if lowest is None else lowest))
    return bars


class AheadChart(QWidget):
    """Painted; no axis but nothing itself."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._bars: list[WeekBar] = []
        self._season: tuple[date, str] | None = None
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_weeks(self, bars: list[WeekBar], season: tuple[date, str] | None) -> None:
        """Show weeks, and where a season begins among them."""
        self._bars, self._season = bars, season
        self.setAccessibleName(self.text())
        self.update()

    def text(self) -> str:
        """The bars in words, for readers and tests."""
        return commas(f"{day_text(bar.starts_on)} {quantity_text(bar.quantity)}" for bar in self._bars)

    def sizeHint(self) -> QSize:
        return QSize(280, 184)

    def paintEvent(self, event: QPaintEvent) -> None:
        if not self._bars:
            return
        painter = QPainter(self)
        box = QRectF(0, 32, self.width(), self.height() - 66)
        high = max(0, *(bar.quantity for bar in self._bars))
        low = min(0, *(bar.quantity for bar in self._bars))
        span = (high - low) or 1
        zero = box.top() + box.height() * high / span
        pitch = box.width() / len(self._bars)
        for at, bar in enumerate(self._bars):
            size = box.height() * abs(bar.quantity) / span
            top = zero - size if bar.quantity > 0 else zero
            token = "late" if bar.quantity < 0 else "e2"
            painter.fillRect(QRectF(at * pitch + pitch * 0.14, top, pitch * 0.72, size), brush(token))
            self._week_name(painter, QRectF(at * pitch, self.height() - 16, pitch, 16), bar)
            if at in self._told():
                y = top - 15 if bar.quantity >= 0 else zero + size + 1
                words, ink = quantity_text(bar.quantity), "late" if bar.quantity < 0 else "text"
                draw_text(painter, QRectF(at * pitch - 14, y, pitch + 28, 14), words, Script("tiny", ink, CENTRE))
        painter.setPen(pen("text3"))
        painter.drawLine(QLineF(0, zero, box.width(), zero))
        self._draw_season(painter, box, pitch)

    def _week_name(self, painter: QPainter, box: QRectF, bar: WeekBar) -> None:
        draw_text(painter, box, str(bar.starts_on.isocalendar().week), Script("tiny", "text3", CENTRE))

    def _told(self) -> set[int]:
        """Which bars say their number: the first, the last, the highest and the lowest."""
        order = sorted(range(len(self._bars)), key=lambda at: self._bars[at].quantity)
        return {0, len(self._bars) - 1, order[0], order[-1]}

    def _draw_season(self, painter: QPainter, box: QRectF, pitch: float) -> None:
        if self._season is None:
            return
        starts_on, name = self._season
        first = self._bars[0].starts_on
        days = (starts_on - first).days
        if not 0 <= days <= 7 * len(self._bars):
            return
        x = pitch * days / 7
        painter.setPen(pen("text2", 1.0, dashed=True))
        painter.drawLine(QLineF(x, 0, x, box.bottom()))
        words = tr("{season} from {day}", season=name or tr("peak season"), day=day_text(starts_on, first))
        if text_width(words, "tiny") <= self.width() - x - 5 or x < self.width() / 2:
            draw_text(painter, QRectF(x + 5, 0, self.width() - x - 5, 14), words, Script("tiny", "text2"))
        else:  # late in the picture there is more room before the line
            draw_text(painter, QRectF(0, 0, x - 5, 14), words, Script("tiny", "text2", RIGHT))
