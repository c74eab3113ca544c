"""Days sales outstanding and days beyond terms: the value now, a line of twelve months, the month before in words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal

from PySide6.QtCore import QRectF, QSize, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from kamdesk.base.money import half_up
from kamdesk.base.show import number_text
from kamdesk.base.words import N_, tr
from kamdesk.figures.figure import Figure
from kamdesk.ui.kit.figure_block import FigureBlock
from kamdesk.ui.kit.fonts import text_width
from kamdesk.ui.kit.strokes import Spark, draw_spark
from kamdesk.ui.kit.words_block import Words
from kamdesk.ui.payments.view import Trend

LINES = (
    ("dso_simple", N_("days sales outstanding")),
    ("days_beyond_terms", N_("days beyond terms")),
    ("late_share", N_("invoices paid late")),
)

LINE_FROM_PX = 186
"""In a narrower place the numbers stand alone: a line of forty pixels shows nothing."""


class TrendLines(QWidget):
    """Three figures of one currency, two with their line.

    Signals:
        asked: a Figure that is to explain itself.
    """

    asked = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        lines = QVBoxLayout(self)
        lines.setContentsMargins(0, 0, 0, 0)
        lines.setSpacing(8)
        self.blocks: dict[str, FigureBlock] = {}
        self._sparks: dict[str, _SparkLine] = {}
        self._words: dict[str, Words] = {}
        widest = max(int(text_width(tr(label), "small")) + 4 for _name, label in LINES)
        for name, label in LINES:
            block, spark, words = FigureBlock(role="figure_small"), _SparkLine(), Words("", role="tiny", ink="text3")
            block.set_figure("", "", tr(label))
            block.setMinimumWidth(widest)
            block.asked.connect(self.asked)
            self.blocks[name], self._sparks[name], self._words[name] = block, spark, words
            across = QHBoxLayout()
            across.setSpacing(10)
            across.addWidget(block)
            beside = QVBoxLayout()
            beside.setSpacing(0)
            beside.addWidget(spark)
            beside.addWidget(words)
            across.addLayout(beside, 1)
            lines.addLayout(across)
        lines.addStretch(1)

    def show_figures(self, figures: Mapping[str, Figure], currency: str) -> None:
        """Show the values of the day."""
        for name, label in LINES:
            figure = figures.get(name)
            if figure is None:
                continue
            value = (figure.value or {}).get(currency)
            unit = "%" if name == "late_share" else tr("d")
            self.blocks[name].set_figure(_whole(value), unit if value is not None else "", tr(label), explains=figure)
            self.blocks[name].setToolTip(figure.refused_text)

    def show_trend(self, trend: Trend, currency: str) -> None:
        """Show the lines of twelve months."""
        for name, values in (("dso_simple", trend.dso), ("days_beyond_terms", trend.beyond)):
            line = values.get(currency, ())
            self._sparks[name].show_values(line)
            self._words[name].set_text(_before(line))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        roomy = self.width() >= LINE_FROM_PX
        for part in (*self._sparks.values(), *self._words.values()):
            part.setVisible(roomy)

    def texts(self) -> list[str]:
        """What is written, for readers and tests."""
        return [block.text() for block in self.blocks.values()] + [words.text() for words in self._words.values()]


class _SparkLine(QWidget):
    def __init__(self) -> None:
        super().__init__()
        self._spark: Spark | None = None
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_values(self, values: Sequence[Decimal | None]) -> None:
        tenths = tuple(None if value is None else int(half_up(value * 10)) for value in values)
        self._spark = Spark(values=tenths) if any(value is not None for value in tenths) else None
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(90, 26)

    def paintEvent(self, event: QPaintEvent) -> None:
        if self._spark is not None and len(self._spark.values) > 1:
            draw_spark(QPainter(self), QRectF(self.rect()), self._spark)


def _whole(value: Decimal | None) -> str:
    return "\u2013" if value is None else number_text(half_up(value), 0)


def _before(line: Sequence[Decimal | None]) -> str:
    """What it was twelve months ago."""
    return tr("a year ago {n}", n=_whole(line[0])) if line and line[0] is not None else ""
