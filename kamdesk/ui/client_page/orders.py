"""Orders: what is late, what is open, how we keep our word, and the sales of thirteen months against their season."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from kamdesk.base.money import Money
from kamdesk.base.show import amount_text, day_text, headline_text, late_text, month_text, number_text
from kamdesk.base.words import language, ntr, tr
from kamdesk.figures.figure import Figure, Row
from kamdesk.rules.sales import whole_months
from kamdesk.ui.client_page.quadrant import Quadrant, figures_of
from kamdesk.ui.kit.columns import Column
from kamdesk.ui.kit.context import Context
from kamdesk.ui.kit.empty_state import EmptyState
from kamdesk.ui.kit.figure_words import headline, one_text
from kamdesk.ui.kit.sheet_table import DENSE, SheetTable
from kamdesk.ui.kit.strokes import Spark, draw_spark
from kamdesk.ui.kit.words_block import Words

ROWS_MAX, MONTHS = 4, 13
_FIGURES = ("late_lines", "open_order_value", "otif_by_line", "sales_by_month", "sales_vs_season")


class OrdersQuadrant(Quadrant):
    """Opens the orders of this client."""

    def __init__(self, context: Context) -> None:
        empty = EmptyState.without_data(
            context,
            tr("No order of this client is on this desk."),
            tr("Orders come with the ERP's files, or from the office to those who may read them."),
        )
        super().__init__(context, tr("Orders"), "orders", empty)
        self.aim: int | None = None
        self.season = SeasonLine()
        self.lines.addWidget(self.season)
        self.table = SheetTable(_columns(context.today), height=DENSE, flush=True)
        self.lines.addWidget(self.table)

    def gather(self, connection: Any, client_id: bytes, as_of: date) -> dict[str, Figure]:
        return figures_of(connection, _FIGURES, client_id, as_of)

    def show_view(self, view: dict[str, Figure]) -> None:
        late, still_open, otif, sales, season = (view[name] for name in _FIGURES)
        self.show_empty(is_empty=not sales.value and not still_open.rows)
        safe = self.context.client_safe
        first, second, third = self.figures.blocks
        n = int((late.value or {"count": 0})["count"])
        first.set_figure(str(n), "", tr("late lines"), ink="late" if n else "text", explains=late)
        orders = int(still_open.inputs.get("orders", 0))
        said = ntr("{n} open order", "{n} open orders", orders)
        second.set_figure(headline(still_open.value or {}), "", said, explains=still_open)
        third.set_figure(one_text(otif.value), "%" if otif.value is not None else "", self._otif_words(), explains=otif)
        self.season.setVisible(not safe)
        self.season.show_line(season_of(sales, season, self.context.settings.text("currency")))
        rows = sorted(still_open.rows or (), key=lambda row: (-row["days_late"], row["required"] or date.max))
        self.table.set_rows(rows[:ROWS_MAX])
        self.table.fit_height()
        self.head.source.set_text(tr("order book, {day}", day=day_text(late.as_of, self.context.today)))
        self.foot.set_text(_foot(rows[ROWS_MAX:], self.context.today) if rows else tr("Nothing is open."))

    def _otif_words(self) -> str:
        if self.aim is None:
            return tr("OTIF by line")
        return tr("OTIF by line, their aim {n}", n=number_text(Decimal(self.aim) / 10_000))


@dataclass(frozen=True, slots=True)
class SeasonView:
    """Thirteen months as a line, and what is said beside it."""

    spark: Spark
    last: str
    said: str
    run: str
    state: str


def season_of(sales: Figure, season: Figure, currency: str) -> SeasonView:
    """The newest thirteen whole months in one currency; expectation where there are months enough for one."""
    sold = {code: months for code, months in (sales.value or {}).items() if code != "incomplete"}
    currency = currency if currency in sold else min(sold, default="")
    by_month: dict[str, Money] = sold.get(currency) or {}
    months = whole_months(sales.as_of, MONTHS)
    values = tuple(by_month[month].amount_minor if month in by_month else 0 for month in months)
    expected: tuple[int | None, ...] = ()
    said = state = again = ""
    if season.value:
        found = season.value[currency]
        rows = {row["month"]: row["expectation"] for row in season.rows or () if row["currency"] == currency}
        expected = tuple(rows[month].amount_minor if month in rows else None for month in months)
        percent, state = found["difference_percent"], "late" if found["alarm"] else ""
        run = found["months_below"]
        if percent is not None:
            below = percent < 0
            again = ntr("{n} month in a row", "{n} months in a row", run) if below and run > 1 else ""
            said = (
                tr("{n}% below season", n=one_text(-percent)) if below else tr("{n}% above season", n=one_text(percent))
            )
    last = ""
    if values and months and months[-1] in by_month:
        sold_last = by_month[months[-1]]
        amount = amount_text(sold_last) if language() == "en" else headline_text(sold_last)
        last = tr("{month} {amount}", month=month_text(months[-1]), amount=amount)
    return SeasonView(Spark(values=values, expected=expected, state=state), last, said, again, state)


class SeasonLine(QWidget):
    """The line at the left, three short lines of words at its right."""

    def __init__(self) -> None:
        super().__init__()
        self._line = _Line()
        self.last, self.said, self.run = (Words("", role="tiny") for _line in range(3))
        across = QHBoxLayout(self)
        across.setContentsMargins(0, 0, 0, 0)
        across.setSpacing(10)
        across.addWidget(self._line, 3)
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addStretch(1)
        words.addWidget(self.last)
        words.addWidget(self.said)
        words.addWidget(self.run)
        words.addStretch(1)
        across.addLayout(words, 2)

    def show_line(self, view: SeasonView) -> None:
        """Show thirteen months."""
        self._line.spark = view.spark
        self._line.setAccessibleName(f"{view.last} {view.said}")
        self._line.update()
        self.last.set_text(view.last)
        self.said.set_text(view.said, view.state or "text2")
        self.run.set_text(view.run, "text2")


class _Line(QWidget):
    def __init__(self) -> None:
        super().__init__()
        self.spark: Spark | None = None

    def sizeHint(self) -> QSize:
        return QSize(236, 44)

    def minimumSizeHint(self) -> QSize:
        return QSize(100, 44)

    def paintEvent(self, event: QPaintEvent) -> None:
        if self.spark is not None:
            draw_spark(QPainter(self), QRectF(self.rect()), self.spark)


def _foot(more: list[Row], today: date) -> str:
    if not more:
        return ""
    first = more[0]
    if len(more) == 1:
        return tr("1 more, {order}, {amount}, {day}", order=first["order"], amount=amount_text(first["value"]),
                  day=day_text(first["required"], today))  # fmt: skip
    return tr(
        "{n} more, next {order}, {day}", n=len(more), order=first["order"], day=day_text(first["required"], today)
    )


def _columns(today: date) -> list[Column]:
    def promised(row: Row) -> str:
        day = day_text(row["promised"] or row["required"], today)
        return tr("{day}, {late}", day=day, late=late_text(row["days_late"])) if row["days_late"] > 0 else day

    return [
        Column(key="order", label=tr("Order"), text=lambda row: row["order"], width=68, middle=True,
               mark=lambda row: "late" if row["days_late"] > 0 else ""),
        Column(key="product", label=tr("Product"), text=lambda row: row["name"] or row["product"], width=86, stretch=1),
        Column(key="left", label=tr("Qty"), text=lambda row: number_text(row["left"]), width=36, right=True),
        Column(key="value", label=tr("Value"), width=62, right=True, drop=2,
               text=lambda row: amount_text(row["value"])),
        Column(key="promised", label=tr("Promised"), text=promised, width=104, right=True,
               ink=lambda row: "late" if row["days_late"] > 0 else "text"),
        Column(key="expected", label=tr("Now"), text=lambda row: day_text(row["expected"] or row["required"], today),
               width=52, right=True, drop=1),
    ]  # fmt: skip
