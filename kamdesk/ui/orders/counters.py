"""The order board's states side by side, each with its number of orders; one may be chosen."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from kamdesk.base.show import number_text
from kamdesk.base.words import N_, commas, tr
from kamdesk.ui.kit.fonts import scaled
from kamdesk.ui.kit.strokes import Script, draw_text
from kamdesk.ui.kit.theme import brush, pen

LABELS = {
    "draft": N_("draft"),
    "queued": N_("queued"),
    "accepted": N_("accepted"),
    "late": N_("late"),
    "shipped": N_("shipped, 30 days"),
    "refused": N_("refused"),
}
_INKS = {"late": "late", "queued": "wait"}
GAP = 2


class StateCounters(QWidget):
    """Six numbers.

    Signals:
        chosen: the state to show alone, or "" for everything open.
    """

    chosen = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._counts: Mapping[str, int] = {}
        self._current = ""
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_counts(self, counts: Mapping[str, int]) -> None:
        """Show how many orders stand in each state."""
        self._counts = counts
        self.setAccessibleName(self.text())
        self.update()

    def current(self) -> str:
        """The state shown alone."""
        return self._current

    def choose(self, state: str) -> None:
        """Show a state alone; choosing it again shows everything open."""
        self._current = "" if state == self._current else state
        self.update()
        self.chosen.emit(self._current)

    def text(self) -> str:
        """What is written, for readers and tests."""
        return commas(f"{self._counts.get(state, 0)} {tr(label)}" for state, label in LABELS.items())

    def sizeHint(self) -> QSize:
        return QSize(480, scaled(44))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        for state, box in self._boxes().items():
            chosen, count = state == self._current, self._counts.get(state, 0)
            painter.fillRect(box, brush("accent_bg" if chosen else "r0"))
            ink = _INKS.get(state, "text") if count else "text3"
            draw_text(painter, box.adjusted(8, 3, -4, -18), number_text(count), Script("figure_small", ink))
            draw_text(painter, box.adjusted(8, 22, -4, -3), tr(LABELS[state]), Script("tiny", "text2"))
            if chosen and self.hasFocus():
                painter.setPen(pen("accent", 2.0))
                painter.drawRect(box.adjusted(1, 1, -1, -1))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        for state, box in self._boxes().items():
            if box.contains(event.position()):
                self.choose(state)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = {int(Qt.Key.Key_Right): 1, int(Qt.Key.Key_Left): -1}.get(event.key())
        if step is None:
            super().keyPressEvent(event)
            return
        states = ["", *LABELS]
        self._current = states[(states.index(self._current) + step) % len(states)]
        self.update()
        self.chosen.emit(self._current)

    def _boxes(self) -> dict[str, QRectF]:
        width = (self.width() - GAP * (len(LABELS) - 1)) / len(LABELS)
        return {state: QRectF(at * (width + GAP), 0, width, self.height()) for at, state in enumerate(LABELS)}
