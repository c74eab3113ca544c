"""The bar below the chart: the day shown, with its slider, and what ring, marks and letters mean."""

from __future__ import annotations

from datetime import date, timedelta

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QSlider, QWidget

from kamdesk.base.show import day_text
from kamdesk.base.words import commas, tr
from kamdesk.records.contacts import RIGHTS, SUPPORTS
from kamdesk.ui.kit.fonts import scaled, text_width
from kamdesk.ui.kit.marks import paint_mark
from kamdesk.ui.kit.strokes import Script, draw_text
from kamdesk.ui.kit.words_block import Words
from kamdesk.ui.org_chart.lettering import RIGHT_LETTERS, SUPPORT_MARKS
from kamdesk.ui.org_chart.post_item import paint_letter, paint_ring

SETTLE_MS = 40
"""While the slider moves, the chart is read again at most 25 times a second."""


class LegendBar(QWidget):
    """The foot of the room.

    Signals:
        day_chosen: the slider stands on another day (date).
    """

    day_chosen = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._last = date.min
        self._slider = QSlider(Qt.Orientation.Horizontal)
        self._slider.setFixedWidth(140)
        self._slider.setAccessibleName(tr("As of"))
        self._day = Words("", role="small", ink="text")
        self._day.setFixedWidth(scaled(78))
        self._legend = _Legend()
        self._settle = QTimer(self)
        self._settle.setSingleShot(True)
        self._settle.setInterval(SETTLE_MS)
        self._settle.timeout.connect(self._tell)
        line = QHBoxLayout(self)
        line.setContentsMargins(20, 0, 20, 0)
        line.setSpacing(12)
        label = Words(tr("As of"), role="small", ink="text3")
        label.setFixedWidth(label.needed_width() + 1)
        for widget in (label, self._slider, self._day):
            line.addWidget(widget)
        line.addStretch(1)
        line.addWidget(self._legend)
        self.setFixedHeight(scaled(46))
        self._slider.valueChanged.connect(self._on_moved)

    def set_days(self, first: date | None, today: date, shown: date) -> None:
        """What the slider spans; without history it stands still on today."""
        self._last = today
        span = max(0, (today - first).days) if first else 0
        self._slider.blockSignals(True)
        self._slider.setRange(-span, 0)
        self._slider.setPageStep(30)
        self._slider.setValue((shown - today).days)
        self._slider.setEnabled(span > 0)
        self._slider.blockSignals(False)
        self._day.set_text(day_text(shown))

    def set_client_safe(self, safe: bool) -> None:  # noqa: FBT001  (a Qt slot)
        """Before the client there are no marks, so no legend of them."""
        self._legend.setVisible(not safe)

    def chosen_day(self) -> date:
        """Where the slider stands."""
        return self._last + timedelta(days=self._slider.value())

    def _on_moved(self, _value: int) -> None:
        self._day.set_text(day_text(self.chosen_day()))
        self._settle.start()

    def _tell(self) -> None:
        self.day_chosen.emit(self.chosen_day())


LINE_PX = 19
"""Two lines of the legend fit into the foot."""


class _Legend(QWidget):
    """Painted in one go; where the room is narrow it takes a second line, and gives way from the left after that."""

    def __init__(self) -> None:
        super().__init__()
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(commas(words for _kind, _what, words in self._entries()))

    def sizeHint(self) -> QSize:
        return QSize(int(sum(self._width(entry) for entry in self._entries())) + 1, scaled(2 * LINE_PX))

    def minimumSizeHint(self) -> QSize:
        return QSize(0, scaled(2 * LINE_PX))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        lines = self._lines()
        for at, line in enumerate(lines):
            middle = self.height() / 2 + scaled(LINE_PX) * (at - (len(lines) - 1) / 2)
            x = float(self.width())
            for entry in line:
                x -= self._width(entry)
                self._draw(painter, QPointF(x + 8, middle), entry)

    def _lines(self) -> list[list[tuple[str, str, str]]]:
        """The entries from the right, the upper line first."""
        lines: list[list[tuple[str, str, str]]] = [[]]
        room = float(self.width())
        for entry in reversed(self._entries()):
            if self._width(entry) > room:
                lines.insert(0, [])
                room = float(self.width())
            lines[0].append(entry)
            room -= self._width(entry)
        return lines[-2:]

    def _draw(self, painter: QPainter, place: QPointF, entry: tuple[str, str, str]) -> None:
        kind, what, words = entry
        x, middle = place.x(), place.y()
        if kind == "ring":
            paint_ring(painter, QRectF(x, middle - 8, 16, 16), 3, 2.5)
        elif kind == "mark":
            paint_mark(painter, what, QRectF(x + 2, middle - 6, 12, 12))
        else:
            paint_letter(painter, x, middle - 7, tr(RIGHT_LETTERS[what]), strong=what == "decides")
        draw_text(painter, QRectF(x + 19, middle - 10, 200, 20), words, Script("tiny", "text2"))

    def _width(self, entry: tuple[str, str, str]) -> float:
        return 27 + text_width(entry[2], "tiny")

    def _entries(self) -> list[tuple[str, str, str]]:
        return [
            ("ring", "", tr("coverage 3/4")),
            ("mark", "cold", tr("cold, over 90 days")),
            *(("mark", mark, tr(SUPPORTS[support])) for support, mark in SUPPORT_MARKS.items()),
            *(("letter", right, tr(RIGHTS[right])) for right in RIGHT_LETTERS),
        ]
