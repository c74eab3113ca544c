"""The state of the sync at the right end of the bar: one line, grey while all is well."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt, QTimer
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QSizePolicy

from kamdesk.sync.state import SyncState
from kamdesk.ui.kit.context import Context
from kamdesk.ui.kit.fonts import text_width
from kamdesk.ui.kit.icons import pixmap
from kamdesk.ui.kit.marks import MARK_PX, paint_mark
from kamdesk.ui.kit.strokes import Script, draw_text
from kamdesk.ui.kit.theme import pen
from kamdesk.ui.kit.words_block import Run
from kamdesk.ui.shell.sync_words import said

AGED_EVERY_MS = 60_000
"""Data grow old by themselves: the line is made anew every minute."""
GAP = 8


class SyncWord(QAbstractButton):
    """Cloud, state and time, then what waits; pressed, it opens the panel."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self._icon = "offline"
        self._runs: tuple[Run, ...] = (Run(""),)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        context.sync.changed.connect(self._say)
        timer = QTimer(self)
        timer.timeout.connect(self._say)
        timer.start(AGED_EVERY_MS)
        self._say()

    def sizeHint(self) -> QSize:
        return QSize(int(22 + sum(_width(run) for run in self._runs) + GAP * (len(self._runs) - 1) + 2), 28)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        ink = self._runs[0].ink
        painter.drawPixmap(0, (self.height() - 16) // 2, pixmap(self._icon, ink, 16, self.devicePixelRatioF()))
        x = 22.0
        for run in self._runs:
            if run.mark:
                paint_mark(painter, run.mark, QRectF(x, 0, MARK_PX, self.height()), run.ink)
            words = x + (MARK_PX + 4 if run.mark else 0)
            draw_text(
                painter, QRectF(words, 0, self.width() - words, self.height()), run.text, Script("small", run.ink)
            )
            x += _width(run) + GAP
        if self.hasFocus():
            painter.setPen(pen("accent", 2.0))
            painter.drawRect(self.rect().adjusted(1, 1, -1, -1))

    def _say(self, *_state: SyncState) -> None:
        told = said(self._context.sync.state, now=self._context.now(), today=self._context.today)
        runs = [Run(told.text, "late", mark="late") if told.is_late else Run(told.text, "text2")]
        runs += [Run(text, "wait", mark="wait") for text in (told.waiting, told.review) if text]
        self._icon, self._runs = told.icon, tuple(runs)
        text = ", ".join(run.text for run in runs)
        self.setText(text)
        self.setToolTip(text)
        self.updateGeometry()
        self.update()


def _width(run: Run) -> float:
    return text_width(run.text, "small") + (MARK_PX + 4 if run.mark else 0)
