"""The bar on top: where we are, the search field, the day shown, the state of the exchange with the office."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QHBoxLayout, QSizePolicy, QWidget

from kamdesk.base.words import tr
from kamdesk.ui.kit.badges import draw_key, key_width
from kamdesk.ui.kit.context import Context
from kamdesk.ui.kit.fonts import text_width
from kamdesk.ui.kit.icons import pixmap
from kamdesk.ui.kit.strokes import Script, badge_width, draw_badge, draw_text
from kamdesk.ui.kit.theme import brush, pen
from kamdesk.ui.shell.sync_word import SyncWord

HEIGHT = 44
CRUMB_GAP, CRUMB_LEAST = 17, 28
SEARCH_PX, SEARCH_LEAST = 256, 160
SEARCH_KEYS = "Ctrl K"


class Crumbs(QWidget):
    """Where we are; all but the last lead back.

    Signals:
        crumb_asked: the place (0, 1, …) that was pressed.
    """

    crumb_asked = Signal(int)

    def __init__(self) -> None:
        super().__init__()
        self._crumbs: tuple[str, ...] = ()
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Expanding)

    def set_crumbs(self, crumbs: Sequence[str]) -> None:
        """Show a way of names."""
        self._crumbs = tuple(crumbs)
        self.setAccessibleName(" / ".join(crumbs))
        self.updateGeometry()
        self.update()

    def text(self) -> str:
        """What is written."""
        return " / ".join(self._crumbs)

    def sizeHint(self) -> QSize:
        return QSize(int(sum(self._widths()) + 20 * len(self._crumbs)), HEIGHT)

    def minimumSizeHint(self) -> QSize:
        return QSize(80, HEIGHT)

    def reach(self) -> float:
        """Where the last word ends."""
        return sum(self._places()[-1]) if self._crumbs else 0.0

    def _widths(self) -> list[float]:
        """As wide as the words."""
        last = len(self._crumbs) - 1
        return [text_width(crumb, "body_bold" if at == last else "body") + 1 for at, crumb in enumerate(self._crumbs)]

    def _places(self) -> list[tuple[float, float]]:
        """Where each stands and how wide; where room lacks those on the way give first, where we are last."""
        widths = self._widths()
        lacking = sum(widths) + CRUMB_GAP * (len(widths) - 1) - self.width()
        for at in sorted(range(len(widths) - 1), key=lambda at: -widths[at]):
            given = max(0.0, min(lacking, widths[at] - CRUMB_LEAST))
            widths[at] -= given
            lacking -= given
        places, x = [], 0.0
        for width in widths:
            places.append((x, width))
            x += width + CRUMB_GAP
        return places

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        for at, (crumb, (x, width)) in enumerate(zip(self._crumbs, self._places(), strict=True)):
            last = at == len(self._crumbs) - 1
            box = QRectF(x, 0, min(width, self.width() - x), self.height())
            draw_text(painter, box, crumb, Script("body_bold" if last else "body", "text" if last else "text2"))
            if not last:
                draw_text(painter, QRectF(x + width + 5, 0, 10, self.height()), "/", Script("body", "line2"))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        for at, (x, width) in enumerate(self._places()[:-1]):
            if x <= event.position().x() <= x + width:
                self.crumb_asked.emit(at)


class SearchField(QAbstractButton):
    """Looks like a field, opens the palette."""

    def __init__(self) -> None:
        super().__init__()
        self.setFixedHeight(28)
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self.setText(tr("Find a client, person or order"))
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setCursor(Qt.CursorShape.IBeamCursor)

    def sizeHint(self) -> QSize:
        return QSize(SEARCH_PX, 28)

    def minimumSizeHint(self) -> QSize:
        return QSize(SEARCH_LEAST, 28)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(pen("accent", 2.0) if self.hasFocus() else pen("line", 1.0))
        painter.setBrush(brush("surface"))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), 5, 5)
        painter.drawPixmap(9, 6, pixmap("search", "text2", 16, self.devicePixelRatioF()))
        key = key_width(SEARCH_KEYS)
        room = QRectF(33, 0, self.width() - 44 - key, self.height())
        draw_text(painter, room, self.text(), Script("small", "text3"))
        draw_key(painter, self.width() - key - 6, self.height() / 2, SEARCH_KEYS)


class StateWord(QAbstractButton):
    """An icon and a word, or a badge where the state is not the usual one."""

    def __init__(self, icon: str) -> None:
        super().__init__()
        self._icon, self._state = icon, ""
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def set_state(self, text: str, *, icon: str = "", state: str = "") -> None:
        """Show a word; with a state as a badge in its colour."""
        self._icon, self._state = icon or self._icon, state
        self.setText(text)
        self.setToolTip(text)
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        if self._state:
            return QSize(badge_width(self.text(), self._state), 28)
        return QSize(int(text_width(self.text(), "small")) + 24, 28)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        if self._state:
            draw_badge(painter, 0, self.height() / 2, self.text(), self._state)
            return
        painter.drawPixmap(0, (self.height() - 16) // 2, pixmap(self._icon, "text2", 16, self.devicePixelRatioF()))
        draw_text(painter, QRectF(22, 0, self.width() - 22, self.height()), self.text(), Script("small", "text2"))
        if self.hasFocus():
            painter.setPen(pen("accent", 2.0))
            painter.drawRect(self.rect().adjusted(1, 1, -1, -1))


class TopBar(QWidget):
    """The bar; the window fills its parts."""

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFixedHeight(HEIGHT)
        line = QHBoxLayout(self)
        line.setContentsMargins(20, 0, 20, 0)
        line.setSpacing(12)
        self.crumbs = Crumbs()
        self.search = SearchField()
        self.as_of = StateWord("cal")
        self.sync = SyncWord(context)
        line.addWidget(self.crumbs, 1)
        line.addWidget(self.search)
        line.addWidget(self.as_of)
        line.addWidget(self.sync)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setPen(pen("line"))
        painter.drawLine(0, HEIGHT - 1, self.width(), HEIGHT - 1)
