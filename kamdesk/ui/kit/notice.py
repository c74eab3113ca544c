"""News without a dialog: bottom right, eight seconds, with Undo; all are kept in the log of notices."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass
from datetime import datetime

from PySide6.QtCore import QEvent, QObject, QPointF, QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QColor, QEnterEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from kamdesk.base.tokens import DARK, LIGHT
from kamdesk.base.words import tr
from kamdesk.ui.kit.fonts import pixel_font, scaled, text_width
from kamdesk.ui.kit.strokes import CENTRE, LEFT, Script, elided
from kamdesk.ui.kit.theme import tokens

SHOWN_MS = 8_000
"""Long enough to read a sentence and reach for Undo (LOOK 4)."""

LOG_MAX = 500
"""A day's news; older ones are in the history of each record."""

WIDTH = 372
UNDO_KEYS = "Ctrl Z"


@dataclass(frozen=True, slots=True)
class News:
    """One notice as it was shown."""

    text: str
    action_id: object | None
    moment: datetime | None
    failed: bool = False


class Notice(QWidget):
    """The one notice of a window; the newest wins.

    Signals:
        undo_asked: the person takes the action back; carries its id.
    """

    undo_asked = Signal(object)

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self.log: deque[News] = deque(maxlen=LOG_MAX)
        self._news = News("", None, None)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(SHOWN_MS)
        self._timer.timeout.connect(self.hide)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        window.installEventFilter(self)
        self.hide()

    def show_news(
        self, text: str, action_id: object | None = None, moment: datetime | None = None, *, failed: bool = False
    ) -> None:
        """Say what happened, or that it could not be done; with an action's id it can be taken back."""
        self._news = News(text, action_id, moment, failed)
        self.log.append(self._news)
        self.setAccessibleName(text)
        self._place()
        self.raise_()
        self.show()
        self.update()
        self._timer.start()

    def text(self) -> str:
        """What is written."""
        return self._news.text

    @property
    def action_id(self) -> object | None:
        """The action that Undo takes back."""
        return self._news.action_id

    def undo(self) -> None:
        """Ask to take the last action back."""
        if self._news.action_id is not None:
            self.undo_asked.emit(self._news.action_id)
            self._news = News(self._news.text, None, None)
        self.hide()

    def sizeHint(self) -> QSize:
        needed = int(text_width(self._news.text, "body")) + 56
        return QSize(max(WIDTH, min(needed + (120 if self._news.action_id else 0), 560)), scaled(36))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize and self.isVisible():
            self._place()
        return False

    def enterEvent(self, event: QEnterEvent) -> None:
        self._timer.stop()

    def leaveEvent(self, event: QEvent) -> None:
        self._timer.start()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        self.undo() if event.position().x() > self.width() - 120 else self.hide()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        other = LIGHT if tokens().is_dark else DARK  # the notice wears the other theme's ink
        ground, ink, link = QColor(tokens().text), QColor(tokens().surface), QColor(other.accent)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(ground)
        painter.drawRoundedRect(QRectF(self.rect()), 6, 6)
        middle = self.height() / 2
        if self._news.failed:
            painter.setBrush(QColor(other.late))
            painter.drawPolygon([QPointF(12, middle + 5), QPointF(17.5, middle - 5), QPointF(23, middle + 5)])
        painter.setPen(ink)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        if not self._news.failed:
            painter.drawPolyline([QPointF(13, middle), QPointF(16, middle + 3), QPointF(22, middle - 4)])
        room = self.width() - 44 - (118 if self._news.action_id is not None else 0)
        painter.setFont(pixel_font("body"))
        painter.drawText(QRectF(32, 0, room, self.height()), int(LEFT), elided(self._news.text, "body", room))
        if self._news.action_id is not None:
            painter.drawRoundedRect(QRectF(self.width() - 50.5, middle - 9, 40, 18), 3, 3)
            painter.setFont(pixel_font("tiny"))
            painter.drawText(QRectF(self.width() - 50, middle - 9, 40, 18), int(CENTRE), UNDO_KEYS)
            painter.setPen(link)
            painter.setFont(pixel_font("body_bold"))
            painter.drawText(QRectF(self.width() - 114, 0, 56, self.height()), int(Script().flags | CENTRE), tr("Undo"))

    def _place(self) -> None:
        self.resize(self.sizeHint())
        window = self.parentWidget()
        if window is not None:
            self.move(window.width() - self.width() - 20, window.height() - self.height() - 16)
