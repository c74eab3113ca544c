"""One product: where it lies and how old that is, what comes when, what was promised, and the weeks ahead."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime

from PySide6.QtWidgets import QVBoxLayout, QWidget

from kamdesk.base.show import day_text, moment_here_text, number_text, quantity_text
from kamdesk.base.words import N_, commas, tr
from kamdesk.figures.figure import Row
from kamdesk.figures.stock import Supply
from kamdesk.reads.stock_page import ProductStock
from kamdesk.ui.kit.columns import Column
from kamdesk.ui.kit.fact_rows import FactRows
from kamdesk.ui.kit.named import client_name
from kamdesk.ui.kit.sheet_table import DENSE, SheetTable
from kamdesk.ui.kit.words_block import Paragraph, Run, Words
from kamdesk.ui.stock.ahead_chart import AheadChart, weeks_ahead
from kamdesk.ui.stock.columns import name_text
from kamdesk.ui.stock.rows import Clients, StockRow, StockView, age_state


@dataclass(frozen=True, slots=True, kw_only=True)
class DayRow:
    """A day on which something arrives or leaves; quantities in thousandths."""

    day: date
    moves: int
    level: int
    available: int


def day_rows(supply: Supply, *, as_of: date) -> list[DayRow]:
    """The projected days with what moves on each."""
    levels = supply.levels(as_of)
    before = supply.held.on_hand
    rows = []
    for level in levels:
        rows.append(
            DayRow(day=level.day, moves=level.quantity - before, level=level.quantity, available=level.available)
        )
        before = level.quantity
    return rows


class ProductPane(QWidget):
    """Right of the stock table."""

    def __init__(self, today: date, now: Callable[[], datetime], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._today, self._now = today, now
        self.nothing = Paragraph(tr("Choose a product to see where it lies, what comes and what can be promised."))
        self._name = Words("", role="subtitle")
        self._facts = FactRows()
        self._chart_title = Words(tr("Left over by week"), role="body_bold")
        self._chart = AheadChart()
        self._finding = Paragraph("", role="small")
        self._days = SheetTable(_day_columns(today), height=DENSE, flush=True)
        self._body = QWidget()
        whole = QVBoxLayout(self)
        whole.setContentsMargins(16, 12, 16, 10)
        whole.addWidget(self.nothing)
        whole.addWidget(self._body, 1)
        lines = QVBoxLayout(self._body)
        lines.setContentsMargins(0, 0, 0, 0)
        lines.setSpacing(4)
        for widget in (self._name, self._facts, self._chart_title, self._chart, self._finding):
            lines.addWidget(widget)
        days_title = Words(tr("Day by day"), role="body_bold")
        lines.addWidget(days_title)
        lines.addWidget(self._days, 1)
        lines.addStretch(0)
        self._of_all = (self._chart_title, self._chart, self._finding, days_title, self._days)
        self.show_product(None, None, None, as_of=today, client_safe=False)

    def show_product(
        self,
        row: StockRow | None,
        supply: Supply | None,
        view: StockView | None,
        *,
        as_of: date,
        client_safe: bool,
    ) -> None:
        """Show a product, or what to do."""
        self.nothing.setVisible(row is None)
        self._body.setVisible(row is not None)
        if row is None or supply is None or view is None:
            return
        self._name.set_text(name_text(row))
        for widget in self._of_all:  # what others are promised is told by what is left over
            widget.setVisible(not client_safe)
        season = next((each for each in view.seasons if each.category in {"", row.category}), None)
        ahead = weeks_ahead(supply.levels(as_of), as_of=as_of)
        self._chart.show_weeks(ahead, (season.starts_on, season.name) if season else None)
        self._days.set_rows(day_rows(supply, as_of=as_of))
        if view.shortages is None:
            self._finding.set_text("")
            return
        short = [each for each in view.shortages if each["product_id"] == row.id]
        self._finding.set_text(_finding(short, view.clients, self._today))

    def show_places(self, stock: ProductStock) -> None:
        """Where the product lies and when more comes, once that was read."""
        facts: list[tuple[str, Run | tuple[Run, ...], str]] = []
        for level in stock.levels:
            state = age_state(level.as_of, self._now())
            age = moment_here_text(level.as_of, self._today) or tr("age not known")
            held = tr("{n} reserved", n=quantity_text(level.reserved)) if level.reserved else ""
            here = Run(commas((quantity_text(level.on_hand), held)), "text", "small")
            said = Run(tr("at {age}", age=age), state or "text2", "small", gap=8, mark=state)
            facts.append((level.warehouse or tr("On hand"), (here, said), ""))
        for arrival in stock.arrivals[:4]:
            day = day_text(arrival.due_on, self._today) or tr("day not known")
            words = commas((quantity_text(arrival.quantity), day, arrival.promised_by))
            facts.append((tr("Inbound"), Run(words, "text", "small"), ""))
        self._facts.show_facts(facts)

    def texts(self) -> list[str]:
        """What is written, for readers and tests."""
        seen = [self._chart.text(), self._finding.text()] if not self._chart.isHidden() else []
        return [self._name.text(), *self._facts.texts(), *seen]


def _finding(short: list[Row], clients: Clients, today: date) -> str:
    """The first promise that stock will not keep."""
    if not short:
        return tr("Stock and what is to arrive cover every promise.")
    first = short[0]
    day = day_text(first["required"], today)
    name = client_name(*clients.get(first["client_id"], (first["client"], "")))
    words = tr("{n} short on {day}: {order} of {client}.", n=number_text(first["short"]), day=day,
               order=first["order"], client=name)  # fmt: skip
    return words if len(short) == 1 else f"{words} {tr('{n} more after it.', n=len(short) - 1)}"


def _signed(quantity: int) -> str:
    words = quantity_text(quantity)
    return f"+{words}" if quantity > 0 else words


def _day_columns(today: date) -> tuple[Column, ...]:
    return (
        Column(key="day", label=N_("Day"), text=lambda row: day_text(row.day, today), width=70, stretch=1),
        Column(
            key="moves", label=N_("Moves"), text=lambda row: _signed(row.moves) if row.moves else "", width=70,
            right=True,
        ),
        Column(
            key="level", label=N_("Left over"), text=lambda row: quantity_text(row.level), width=70, right=True,
            ink=lambda row: "late" if row.level < 0 else "text",
        ),
        Column(key="free", label=N_("Free"), text=lambda row: quantity_text(row.available), width=60, right=True),
    )  # fmt: skip
