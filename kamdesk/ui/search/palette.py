"""The palette (Ctrl+K): one field over every client, person, order, product and command; the last clients at once."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import QEvent, QObject, QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QGraphicsDropShadowEffect, QLineEdit, QVBoxLayout, QWidget

from kamdesk.base.folding import folded, search_text
from kamdesk.base.scripts import in_order
from kamdesk.base.words import commas, tr
from kamdesk.reads.search import Hit, find
from kamdesk.ui.kit.badges import draw_key, key_width
from kamdesk.ui.kit.context import Context
from kamdesk.ui.kit.floating import Floating
from kamdesk.ui.kit.fonts import pixel_font, text_width
from kamdesk.ui.kit.icons import pixmap
from kamdesk.ui.kit.strokes import Script, draw_text
from kamdesk.ui.kit.theme import brush, pen

WIDTH, TOP, FIELD, ROW, HEADING = 560, 96, 40, 32, 24
COMMANDS_MAX = 6
_ICONS = {"client": "clients", "contact": "people", "order": "orders", "product": "stock"}


@dataclass(frozen=True, slots=True)
class Offer:
    """One row of the palette: a found record or a command, or a heading (no action)."""

    title: str
    context: str = ""
    icon: str = ""
    keys: str = ""
    do: Callable[[], None] | None = None


@dataclass(frozen=True, slots=True)
class CommandOffer:
    """A command as the shell's registry hands it over."""

    text: str
    icon: str
    keys: str
    do: Callable[[], None]


class Palette(Floating):
    """Floats over the window; Enter does the chosen row, Esc goes.

    Signals:
        hit_chosen: a Hit was chosen.
        explain_asked: an explain id of a printed figure (m05) was typed and chosen.
    """

    hit_chosen = Signal(object)
    explain_asked = Signal(str)

    def __init__(
        self,
        window: QWidget,
        context: Context,
        commands: Callable[[], Sequence[CommandOffer]],
        at_hand: Callable[[], Sequence[Hit]],
    ) -> None:
        super().__init__(window)
        self._context, self._commands, self._at_hand = context, commands, at_hand
        self.offers: list[Offer] = []
        self._at = -1
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground, on=False)
        self.field = QLineEdit(self)
        self.field.setProperty("bare", "true")
        self.field.setFont(pixel_font("asked"))
        self.field.setPlaceholderText(tr("Find a client, person or order"))
        self.field.textChanged.connect(self._on_typed)
        self.field.installEventFilter(self)
        lines = QVBoxLayout(self)
        lines.setContentsMargins(40, 5, 60, 0)
        lines.addWidget(self.field)
        lines.addStretch(1)
        shadow = QGraphicsDropShadowEffect(self)
        shadow.setBlurRadius(16)
        shadow.setOffset(0, 4)
        shadow.setColor(QColor(0, 0, 0, 31))
        self.setGraphicsEffect(shadow)
        self.hide()

    def open(self, text: str = "") -> None:
        """Show the palette with an empty field, or with this text."""
        self.field.setText(text)
        self._on_typed(text)
        self.show()
        self.raise_()
        self.field.setFocus()

    def choose(self) -> None:
        """Do the chosen row."""
        if 0 <= self._at < len(self.offers):
            do = self.offers[self._at].do
            self.hide()
            if do is not None:
                do()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            return self._key(event)
        if event.type() == QEvent.Type.FocusOut and watched is self.field and self.isVisible():
            self.hide()
        return False

    def _key(self, event: QKeyEvent) -> bool:
        step = {int(Qt.Key.Key_Down): 1, int(Qt.Key.Key_Up): -1}.get(event.key())
        if step is not None:
            self._move(step)
        elif event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self.choose()
        elif event.key() == Qt.Key.Key_Escape:
            self.hide()
        else:
            return False
        return True

    def _move(self, step: int) -> None:
        at = self._at + step
        while 0 <= at < len(self.offers) and self.offers[at].do is None:
            at += step
        if 0 <= at < len(self.offers):
            self._at = at
            self.update()

    def _on_typed(self, text: str) -> None:
        if not text.strip():
            self._show(self._at_hand(), text)
            return
        self._context.jobs.read(
            lambda connection: find(connection, text),
            lambda hits: self._show(hits, text),
            owner=self,
            latest="find",
        )

    def _show(self, hits: Sequence[Hit], typed: str) -> None:
        if typed != self.field.text():
            return
        if self._context.client_safe:
            hits = ()  # other clients are none of this client's business
        self.offers = []
        for word, heading in _headings():
            found = [hit for hit in hits if hit.word == word]
            if found:
                self.offers.append(Offer(heading if typed.strip() else tr("Last opened")))
            for hit in found:
                name, other = in_order(hit.title, hit.other)
                context = commas((other, hit.context))
                self.offers.append(Offer(name, context, _ICONS[word], do=partial(self.hit_chosen.emit, hit)))
        self._offer_commands(typed)
        self._at = next((at for at, offer in enumerate(self.offers) if offer.do), -1)
        self._fit()

    def _offer_commands(self, typed: str) -> None:
        wanted = folded(typed)
        found = [each for each in self._commands() if not wanted or wanted in search_text(each.text)]
        code = typed.strip().lower()
        if len(code) in {2, 3} and code[0].isalpha() and code[1:].isdigit():
            text = tr("Explain figure {code} of a brief", code=code)
            found.insert(0, CommandOffer(text, "help", "", lambda: self.explain_asked.emit(code)))
        if found:
            self.offers.append(Offer(tr("Do")))
        for each in found[:COMMANDS_MAX] if wanted else found[: COMMANDS_MAX * 2 - len(self.offers)]:
            self.offers.append(Offer(each.text, "", each.icon, each.keys, each.do))
        if not self.offers:
            self.offers.append(Offer(tr('Nothing found for "{text}"', text=typed)))

    def _fit(self) -> None:
        height = FIELD + 1 + sum(_height(offer) for offer in self.offers) + 8
        window = self.parentWidget()
        if window is not None:
            self.setGeometry((window.width() - WIDTH) // 2, TOP, WIDTH, min(height, window.height() - TOP - 20))
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(pen("line2", 1.0))
        painter.setBrush(brush("surface"))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), 6, 6)
        painter.drawPixmap(QPointF(14, 12), pixmap("search", "text2", 16, self.devicePixelRatioF()))
        draw_key(painter, self.width() - key_width("Esc") - 12, FIELD / 2, "Esc")
        painter.setPen(pen("line"))
        painter.drawLine(1, FIELD, self.width() - 2, FIELD)
        top = FIELD + 1.0
        for at, offer in enumerate(self.offers):
            self._draw(painter, QRectF(1, top, self.width() - 2, _height(offer)), offer, chosen=at == self._at)
            top += _height(offer)

    def _draw(self, painter: QPainter, box: QRectF, offer: Offer, *, chosen: bool) -> None:
        if offer.do is None:
            draw_text(painter, box.adjusted(13, 4, -12, 0), offer.title, Script("tiny", "text3"))
            return
        if chosen:
            painter.fillRect(box, brush("accent_bg"))
        picture = pixmap(offer.icon, "text2", 16, self.devicePixelRatioF())
        painter.drawPixmap(QPointF(13, box.top() + (ROW - 16) / 2), picture)
        keys = "Enter" if chosen and not offer.keys else offer.keys
        right = box.right() - (key_width(keys) + 20 if keys else 12)
        title = QRectF(39, box.top(), min(text_width(offer.title, "body") + 1, right - 39), ROW)
        draw_text(painter, title, offer.title, Script("body"))
        context = QRectF(title.right() + 12, box.top(), max(0.0, right - title.right() - 12), ROW)
        draw_text(painter, context, offer.context, Script("small", "text2"))
        if keys:
            draw_key(painter, box.right() - key_width(keys) - 11, box.top() + ROW / 2, keys)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self.mousePressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        top = FIELD + 1.0
        for at, offer in enumerate(self.offers):
            if top <= event.position().y() < top + _height(offer) and offer.do is not None:
                self._at = at
                self.update()
            top += _height(offer)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        self.choose()


def _height(offer: Offer) -> int:
    return ROW if offer.do is not None else HEADING


def _headings() -> tuple[tuple[str, str], ...]:
    return (
        ("client", tr("Clients")), ("contact", tr("People")), ("order", tr("Orders")), ("product", tr("Products")),
    )  # fmt: skip
