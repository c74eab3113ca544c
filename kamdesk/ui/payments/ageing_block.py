"""Receivables by days late: a bar, an amount and a count per range; gross, unapplied and net below."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import Any

from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from kamdesk.base.money import Money
from kamdesk.base.show import amount_text, number_text
from kamdesk.base.words import N_, commas, tr
from kamdesk.rules.ageing import BUCKET_LABELS, BUCKETS
from kamdesk.ui.kit.fonts import scaled
from kamdesk.ui.kit.strokes import LEFT, RIGHT, Script, draw_text, hairline
from kamdesk.ui.kit.theme import brush
from kamdesk.ui.payments.view import PaymentView

LINE_PX = 20
BAR_FROM_PX = 24
"""Shorter bars say nothing that the amounts do not."""
TOTALS = (("gross", N_("Gross")), ("unapplied", N_("Unapplied")), ("net", N_("Net")))


class AgeingBlock(QWidget):
    """One currency's ageing, from the figure `receivables_ageing`."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._value: Mapping[str, Money] = {}
        self._counts: Counter[str] = Counter()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_ageing(self, view: PaymentView, currency: str) -> None:
        """Show a currency of the figure, and how many open items each range has; without one, nothing is open."""
        value: Any = (view.figures["receivables_ageing"].value or {}).get(currency, {})
        self._value = value
        self._counts = Counter(item.bucket for item in view.items if item.open.currency == currency)
        self.setAccessibleName(self.text())
        self.update()

    def text(self) -> str:
        """What is written, for readers and tests."""
        parts = [f"{tr(BUCKET_LABELS[name])} {self._amount(name)} ({self._counts[name]})" for name in BUCKETS]
        return commas([*parts, *(f"{tr(label)} {self._amount(name)}" for name, label in TOTALS)])

    def sizeHint(self) -> QSize:
        return QSize(230, scaled(LINE_PX) * (len(BUCKETS) + len(TOTALS)) + 8)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        high = scaled(LINE_PX)
        largest = max((abs(self._minor(name)) for name in BUCKETS), default=0) or 1
        for at, name in enumerate(BUCKETS):
            top = at * high
            self._paint_line(painter, top, tr(BUCKET_LABELS[name]), name)
            room = QRectF(82, top + 4, self.width() - 82 - 118, high - 8)
            if room.width() >= BAR_FROM_PX:
                width = room.width() * abs(self._minor(name)) / largest
                painter.fillRect(QRectF(room.left(), room.top(), max(1.0, width), room.height()), brush(f"a{at}"))
            count = QRectF(self.width() - 26, top, 26, high)
            draw_text(painter, count, number_text(self._counts[name]), Script("small", "text3", RIGHT))
        top = len(BUCKETS) * high + 4
        hairline(painter, 0, top, self.width(), "line2")
        for at, (name, label) in enumerate(TOTALS):
            self._paint_line(painter, top + 3 + at * high, tr(label), name)

    def _paint_line(self, painter: QPainter, top: float, label: str, name: str) -> None:
        high = scaled(LINE_PX)
        quiet = name == "unapplied"
        draw_text(painter, QRectF(0, top, 82, high), label, Script("small", "text2" if quiet else "text", LEFT))
        box = QRectF(self.width() - 116, top, 86, high)
        role = "small_bold" if name in {"gross", "net"} else "small"
        draw_text(painter, box, self._amount(name), Script(role, "text2" if quiet else "text", RIGHT))

    def _amount(self, name: str) -> str:
        money = self._value.get(name)
        return amount_text(money) if money is not None else "0"

    def _minor(self, name: str) -> int:
        money = self._value.get(name)
        return money.amount_minor if money is not None else 0
