"""Today's visits: time, client, what is late there, and the three asks; one is chosen, keys act on it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from kamdesk.base.words import ntr, tr
from kamdesk.reads.visits import VisitRow
from kamdesk.ui.kit.client_numbers import ClientNumbers, amounts_text
from kamdesk.ui.kit.fonts import line_height, metrics, pixel_font, scaled, text_width
from kamdesk.ui.kit.named import client_name, grade_words
from kamdesk.ui.kit.strokes import Script, draw_badge, draw_text, hairline
from kamdesk.ui.kit.theme import brush, colour, pen

HEIGHT, PLAIN_HEIGHT, ASKS = 128, 66, 3
LEFT = 64
"""The names stand at one edge, right of the times."""


class VisitCards(QWidget):
    """The visits of a day.

    Signals:
        opened: a VisitRow; Enter or a double click.
        chosen: a VisitRow became the chosen one.
        key_pressed: (letter, VisitRow).
    """

    opened = Signal(object)
    chosen = Signal(object)
    key_pressed = Signal(str, object)

    def __init__(self, currency: str) -> None:
        super().__init__()
        self._currency = currency
        self.rows: tuple[VisitRow, ...] = ()
        self._numbers: Mapping[bytes, ClientNumbers] = {}
        self._at = 0
        self._safe = False
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def set_visits(self, rows: Sequence[VisitRow], numbers: Mapping[bytes, ClientNumbers]) -> None:
        """Show visits, the next one chosen."""
        self.rows, self._numbers = tuple(rows), numbers
        self._at = min(self._at, max(0, len(rows) - 1))
        self.setAccessibleName("; ".join(client_name(row.client, row.client_other) for row in rows))
        self.updateGeometry()
        self.update()

    def set_client_safe(self, safe: bool) -> None:  # noqa: FBT001  (a Qt slot)
        """Without badges and asks."""
        self._safe = safe
        self.update()

    def current(self) -> VisitRow | None:
        """The chosen visit."""
        return self.rows[self._at] if self.rows else None

    def sizeHint(self) -> QSize:
        return QSize(500, sum(map(_height, self.rows)))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        top = 0.0
        for at, row in enumerate(self.rows):
            box = QRectF(0, top, self.width(), _height(row))
            if at == self._at:
                painter.fillRect(box, brush("accent_bg"))
                painter.fillRect(QRectF(0, top, 3, box.height()), brush("accent"))
            self._draw(painter, box, row, chosen=at == self._at)
            hairline(painter, 0, box.bottom() - 0.5, self.width())
            top += box.height()
        if self.hasFocus() and self.rows:
            painter.setPen(pen("accent", 1.0))

    def _draw(self, painter: QPainter, box: QRectF, row: VisitRow, *, chosen: bool) -> None:
        times = _times(row)
        middle = box.top() + 25
        draw_text(painter, QRectF(16, middle - 14, LEFT, 28), times[0], Script("figure_small"))
        draw_text(painter, QRectF(16, middle + 10, LEFT, line_height("tiny")), times[1], Script("tiny", "text2"))
        left = 16.0 + LEFT
        name = client_name(row.client, row.client_other)
        width = min(text_width(name, "subtitle") + 1, box.width() - left - 30)
        draw_text(painter, QRectF(left, middle - 13, width, 26), name, Script("subtitle"))
        x = left + width + 10
        for text, state in self._badges(row):
            if x < box.width() - 140:
                x += draw_badge(painter, x, middle, text, state, on_selected=chosen) + 8
        under = QRectF(left, middle + 11, box.width() - left - 16, line_height("small"))
        draw_text(painter, under, _where_and_whom(row) or row.purpose, Script("small", "text2"))
        if row.asks and not self._safe:
            self._draw_asks(painter, QRectF(left, box.top() + 66, box.width() - left - 16, box.height() - 70), row)

    def _draw_asks(self, painter: QPainter, box: QRectF, row: VisitRow) -> None:
        width = (box.width() - 32) / ASKS
        for at, ask in enumerate(row.asks[:ASKS]):
            part = QRectF(box.left() + at * (width + 16), box.top(), width, box.height())
            hairline(painter, part.left(), part.top(), width, "line2")
            head = QRectF(part.left(), part.top() + 4, width, line_height("tiny"))
            draw_text(painter, head, tr("Ask {n}", n=at + 1), Script("tiny", "text2"))
            painter.setFont(pixel_font("small"))
            painter.setPen(colour("text"))
            words = QRectF(part.left(), head.bottom(), width, line_height("small") * 2)
            painter.drawText(words, int(Qt.TextFlag.TextWordWrap | Qt.AlignmentFlag.AlignTop), _two_lines(ask, width))

    def _badges(self, row: VisitRow) -> list[tuple[str, str]]:
        if self._safe:
            return []
        found = self._numbers.get(row.client_id, ClientNumbers())
        badges = [(grade_words(row.grade), "accent")] if row.grade else []
        if any(amount > 0 for amount in found.overdue.values()):
            badges.append((tr("{amount} overdue", amount=amounts_text(found.overdue, self._currency)), "late"))
        if found.late_orders:
            badges.append((ntr("{n} late order", "{n} late orders", found.late_orders), "late"))
        return badges

    def keyPressEvent(self, event: QKeyEvent) -> None:
        row, letter = self.current(), event.text().upper()
        step = {"J": 1, "K": -1}.get(letter) or {int(Qt.Key.Key_Down): 1, int(Qt.Key.Key_Up): -1}.get(event.key())
        if event.modifiers() != Qt.KeyboardModifier.NoModifier or row is None:
            super().keyPressEvent(event)
        elif step:
            self._choose(self._at + step)
        elif event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self.opened.emit(row)
        elif letter.isalnum():
            self.key_pressed.emit(letter, row)
        else:
            super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        top = 0.0
        for at, row in enumerate(self.rows):
            if top <= event.position().y() < top + _height(row):
                self._choose(at)
            top += _height(row)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        if (row := self.current()) is not None:
            self.opened.emit(row)

    def _choose(self, at: int) -> None:
        self._at = max(0, min(len(self.rows) - 1, at))
        self.update()
        self.chosen.emit(self.current())


def _where_and_whom(row: VisitRow) -> str:
    people = tr("; ").join(row.theirs)
    return tr("{place}. {people}", place=row.place, people=people) if row.place and people else row.place or people


def _height(row: VisitRow) -> int:
    return scaled(HEIGHT if row.asks else PLAIN_HEIGHT)


def _times(row: VisitRow) -> tuple[str, str]:
    if row.starts_at is None:
        return "", ""
    start = row.starts_at.astimezone()
    end = f"{row.ends_at.astimezone():%H:%M}" if row.ends_at else ""
    return f"{start:%H:%M}", tr("to {time}", time=end) if end else ""


@lru_cache(maxsize=256)
def _two_lines(text: str, width: float) -> str:
    """The text as far as two lines hold it, with dots where it goes on."""
    shown, left = text, len(text)
    while left and _lines(shown, width) > 2:
        left -= 1
        shown = text[:left].rstrip(" ，：,:") + "…"
    return shown


def _lines(text: str, width: float) -> int:
    box = metrics("small").boundingRect(QRectF(0, 0, width, 1000), int(Qt.TextFlag.TextWordWrap), text)
    return round(box.height() / metrics("small").lineSpacing())
