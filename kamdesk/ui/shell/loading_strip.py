"""While a desk is filled for the first time: how far it has come, below the bar; the desk works meanwhile."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from kamdesk.base.words import tr
from kamdesk.sync.state import SyncState
from kamdesk.ui.kit.fonts import scaled
from kamdesk.ui.kit.strokes import Script, draw_text
from kamdesk.ui.kit.sync_sight import SyncSight
from kamdesk.ui.kit.theme import brush, pen
from kamdesk.ui.shell.sync_words import progress

LINE_PX = 2


class LoadingStrip(QWidget):
    """One line, and below it a thin one that grows."""

    def __init__(self, sight: SyncSight) -> None:
        super().__init__()
        self._share, self._text = 0.0, ""
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        sight.changed.connect(self._show)
        self._show(sight.state)

    def text(self) -> str:
        """What is written."""
        return self._text

    def sizeHint(self) -> QSize:
        return QSize(100, scaled(28))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        box = QRectF(20, 0, self.width() - 40, self.height() - LINE_PX)
        draw_text(painter, box, self._text, Script("small", "text2"))
        painter.setPen(pen("line"))
        painter.drawLine(0, self.height() - 1, self.width(), self.height() - 1)
        painter.fillRect(QRectF(0, self.height() - LINE_PX, self.width() * self._share, LINE_PX), brush("accent"))

    def _show(self, state: SyncState) -> None:
        self.setVisible(not state.is_own and state.synced_at is None and bool(state.rows))
        self._share = state.share
        self._text = tr("Your clients are loading: {progress}. What is here can be used.", progress=progress(state))
        self.setAccessibleName(self._text)
        self.update()
