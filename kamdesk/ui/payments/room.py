"""The money of one client or of all: the instalment calendar, ageing at any day, open items, receipts, how they pay."""

from __future__ import annotations

from datetime import date, timedelta
from typing import ClassVar

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QScrollArea, QSlider, QStackedLayout, QVBoxLayout, QWidget

from kamdesk.base.money import Money
from kamdesk.base.show import amount_text, day_text
from kamdesk.base.words import N_, commas, ntr, tr
from kamdesk.figures.figure import Figure
from kamdesk.ui.kit.buttons import Segmented
from kamdesk.ui.kit.context import Context
from kamdesk.ui.kit.empty_state import EmptyState
from kamdesk.ui.kit.fonts import scaled
from kamdesk.ui.kit.headline_row import Headline, HeadlineRow, compute_all
from kamdesk.ui.kit.page import MARGIN, PageHead
from kamdesk.ui.kit.room import Room
from kamdesk.ui.kit.sheet_table import DENSE, SheetTable
from kamdesk.ui.kit.sheets import Sheet, SheetHead
from kamdesk.ui.kit.words_block import Words
from kamdesk.ui.payments.ageing_block import AgeingBlock
from kamdesk.ui.payments.calendar_face import CalendarFace, CalendarLegend
from kamdesk.ui.payments.calendar_weeks import weeks_of
from kamdesk.ui.payments.columns import item_columns, receipt_columns
from kamdesk.ui.payments.terms_words import terms_text
from kamdesk.ui.payments.trend_lines import TrendLines
from kamdesk.ui.payments.view import REST, PaymentView, Trend, gather, gather_trend

SETTLE_MS = 40
BESIDE_FROM_PX = 900
"""In a narrower room the money stands below the calendar."""
HEADLINES = (
    Headline(name="overdue_amount", label=N_("overdue"), late_if_any=True),
    Headline(name="receivables_ageing", part="gross", label=N_("open in all")),
    Headline(name="unapplied", label=N_("unapplied cash")),
)
ITEMS, RECEIPTS = "items", "receipts"


class PaymentsRoom(Room):
    """One client's money, or everybody's."""

    shows: ClassVar[frozenset[str]] = frozenset({"invoice", "instalment", "receipt", "allocation", "promise", "client"})

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self._view: PaymentView | None = None
        self._trend: Trend | None = None
        self._figures: dict[str, Figure] = {}
        self.head = PageHead(tr("Payments"))
        self.figures = HeadlineRow(HEADLINES)
        self.currency = Segmented([("", "")])
        self.terms = Words("", role="small", ink="text2", right=True)
        self.calendar_head = SheetHead(tr("Instalment calendar"))
        self.calendar = CalendarFace()
        self.legend = CalendarLegend()
        self.ageing_head = SheetHead(tr("Receivables by days late"))
        self.ageing = AgeingBlock()
        self.slider = QSlider(Qt.Orientation.Horizontal)
        self.day = Words("", role="tiny", ink="text2", right=True)
        self.trend = TrendLines()
        self.lists = Segmented([(ITEMS, tr("Open items")), (RECEIPTS, tr("Receipts"))])
        self.note = Words("", role="tiny", ink="text3", right=True)
        self._tables = {
            (kind, alone): SheetTable(make(context.today, with_client=not alone), height=DENSE, flush=True)
            for kind, make in ((ITEMS, item_columns), (RECEIPTS, receipt_columns))
            for alone in (True, False)
        }
        self.empty = EmptyState.without_data(
            context,
            tr("No invoice or receipt is on this desk."),
            tr("Money comes with the ERP's or the bank's files, or from the office to those who may read it."),
        )
        self.hidden = EmptyState(
            tr("Other clients are not shown while this client may look."), tr("F9 shows everything again.")
        )
        self._settle = QTimer(self, singleShot=True, interval=SETTLE_MS)
        self._arrange()
        self._connect()

    @property
    def table(self) -> SheetTable:
        """The list in force."""
        return self._tables[self.lists.current(), self.client_id is not None]

    def read_again(self) -> None:
        client_id, as_of = self.client_id, self.context.as_of
        self.head.setVisible(client_id is None)
        self.context.jobs.read(
            lambda connection: gather(connection, client_id=client_id, as_of=as_of), self._show, owner=self,
            latest="view",
        )  # fmt: skip
        self.context.jobs.read(
            lambda connection: compute_all(connection, REST, client_id=client_id, as_of=as_of), self._show_figures,
            owner=self, latest="figures",
        )  # fmt: skip
        self.context.jobs.read(
            lambda connection: gather_trend(connection, client_id=client_id, as_of=as_of), self._show_trend, owner=self,
            latest="trend",
        )  # fmt: skip

    def focus_first(self) -> None:
        self.table.setFocus()

    def set_client_safe(self, safe: bool) -> None:  # noqa: FBT001  (a Qt slot)
        self.trend.setVisible(not safe)
        self._turn()

    def _show(self, view: PaymentView) -> None:
        before = self._view
        self._view = view
        codes = view.currencies()
        if before is None or codes != before.currencies():
            self.currency.set_choices([(code, code) for code in codes])
        if self.currency.current() not in codes:
            self.currency.choose(codes[0] if codes else "")
        self.currency.setVisible(len(codes) > 1)
        self.figures.show_figures(view.figures)
        if view.terms is not None:
            self.terms.set_text(tr("terms agreed: {terms}", terms=terms_text(view.terms)))
        self._set_slider(view)
        self._show_currency()
        self._turn()

    def _show_currency(self) -> None:
        """What depends on the currency chosen; the lists show every currency with its sign."""
        if self._view is None:
            return
        view, code = self._view, self.currency.current()
        weeks = weeks_of(view, code)
        self.calendar.show_weeks(weeks, view.as_of)
        self.legend.show_total(amount_text(Money(weeks.total, code)) if code else "")
        newest = max((receipt.received_on for receipt in view.receipts), default=None)
        parts = [code, tr("ledger {day}", day=day_text(view.as_of, self.context.today))]
        if newest:
            parts.append(tr("receipts to {day}", day=day_text(newest, self.context.today)))
        self.calendar_head.source.set_text(commas(parts))
        self.ageing.show_ageing(view, code)
        self.ageing_head.source.set_text(code)
        self.trend.show_figures(self._figures, code)
        if self._trend is not None:
            self.trend.show_trend(self._trend, code)
        self._fill_lists(self.calendar.chosen())

    def _show_figures(self, figures: dict[str, Figure]) -> None:
        self._figures = figures
        self.figures.show_figures(figures)
        self.trend.show_figures(figures, self.currency.current())

    def _show_trend(self, trend: Trend) -> None:
        self._trend = trend
        self.trend.show_trend(trend, self.currency.current())

    def _fill_lists(self, day: date | None) -> None:
        if self._view is None:
            return
        alone = self.client_id is not None
        items = [item for item in self._view.items if day is None or item.due_on == day]
        receipts = [row for row in self._view.receipts if day is None or row.received_on == day]
        self._tables[ITEMS, alone].set_rows(items)
        self._tables[RECEIPTS, alone].set_rows(receipts)
        shown = items if self.lists.current() == ITEMS else receipts
        words = ntr("{n} row", "{n} rows", len(shown))
        if day is not None:
            words = tr("{day} only, {rows}", day=day_text(day, self.context.today), rows=words)
        self.note.set_text(words)

    def _set_slider(self, view: PaymentView) -> None:
        span = (self.context.today - view.first_day).days if view.first_day else 0
        self.slider.blockSignals(True)
        self.slider.setRange(-max(0, span), 0)
        self.slider.setPageStep(30)
        self.slider.setValue((view.as_of - self.context.today).days)
        self.slider.blockSignals(False)
        self.day.set_text(tr("as of {day}", day=day_text(view.as_of)))

    def _arrange(self) -> None:
        lines = QVBoxLayout(self)
        lines.setContentsMargins(0, 0, 0, 14)
        lines.setSpacing(0)
        lines.addWidget(self.head)
        top = QHBoxLayout()
        top.setContentsMargins(MARGIN, 12, MARGIN, 10)
        top.setSpacing(16)
        top.addWidget(self.figures)
        top.addStretch(1)
        top.addWidget(self.terms)
        top.addWidget(self.currency)
        lines.addLayout(top)
        body = QWidget()
        self._faces = QStackedLayout(body)
        self._faces.addWidget(self._made_body())
        for state in (self.empty, self.hidden):
            sheet = Sheet()
            inside = QVBoxLayout(sheet)
            inside.setContentsMargins(16, 8, 16, 8)
            inside.addWidget(state)
            self._faces.addWidget(_with_margin(sheet))
        lines.addWidget(body, 1)

    def _made_body(self) -> QWidget:
        left, right = Sheet(), Sheet()
        calendar = QVBoxLayout(left)
        calendar.setContentsMargins(16, 12, 16, 8)
        calendar.setSpacing(6)
        calendar.addWidget(self.calendar_head)
        calendar.addWidget(self.calendar, 1)
        calendar.addWidget(self.legend)
        self._fill_money(right)
        page = QWidget()
        page.setObjectName("page")
        self._sheets = QBoxLayout(QBoxLayout.Direction.LeftToRight, page)
        self._sheets.setContentsMargins(MARGIN, 0, MARGIN, 0)
        self._sheets.setSpacing(16)
        self._sheets.addWidget(left, 1)
        self._sheets.addWidget(right, 1)
        area = QScrollArea()  # a low window scrolls: neither calendar nor list is ever pressed
        area.setWidgetResizable(True)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setWidget(page)
        return area

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        beside = self.width() >= BESIDE_FROM_PX
        self._sheets.setDirection(QBoxLayout.Direction.LeftToRight if beside else QBoxLayout.Direction.TopToBottom)

    def _fill_money(self, right: Sheet) -> None:
        money = QVBoxLayout(right)
        money.setContentsMargins(16, 12, 16, 8)
        money.setSpacing(8)
        upper = QHBoxLayout()
        upper.setSpacing(16)
        ageing = QVBoxLayout()
        ageing.setSpacing(4)
        day = QHBoxLayout()
        day.addWidget(self.slider, 1)
        self.day.setFixedWidth(120)
        day.addWidget(self.day)
        for part in (self.ageing_head, self.ageing):
            ageing.addWidget(part)
        ageing.addLayout(day)
        upper.addLayout(ageing, 5)
        upper.addWidget(self.trend, 4)
        money.addLayout(upper)
        choice = QHBoxLayout()
        choice.addWidget(self.lists)
        choice.addWidget(self.note, 1)
        money.addLayout(choice)
        lists = QWidget()
        lists.setMinimumHeight(scaled(160))
        self._lists = QStackedLayout(lists)
        for table in self._tables.values():
            self._lists.addWidget(table)
        money.addWidget(lists, 1)

    def _connect(self) -> None:
        self.figures.asked.connect(self.why_asked)
        self.trend.asked.connect(self.why_asked)
        self.currency.chosen.connect(lambda _code: self._show_currency())
        self.lists.chosen.connect(self._on_list)
        self.calendar.day_chosen.connect(self._fill_lists)
        self.slider.valueChanged.connect(self._on_slid)
        self._settle.timeout.connect(
            lambda: self.context.show_day(self.context.today + timedelta(days=self.slider.value()))
        )
        self.empty.asked.connect(self.ask_for_data)
        for (_kind, alone), table in self._tables.items():
            if not alone:
                table.row_opened.connect(lambda row: self.room_asked.emit("payments", row.client_id))

    def _turn(self) -> None:
        hidden = self.context.client_safe and self.client_id is None
        known = self._view is None or bool(self._view.items or self._view.receipts or self._view.first_day)
        self._faces.setCurrentIndex(2 if hidden else 0 if known else 1)
        self._lists.setCurrentWidget(self.table)
        self.figures.setVisible(known and not hidden)

    def _on_list(self, _kind: str) -> None:
        self._fill_lists(self.calendar.chosen())
        self._turn()

    def _on_slid(self, value: int) -> None:
        self.day.set_text(tr("as of {day}", day=day_text(self.context.today + timedelta(days=value))))
        self._settle.start()


def _with_margin(widget: QWidget) -> QWidget:
    frame = QWidget()
    lines = QVBoxLayout(frame)
    lines.setContentsMargins(MARGIN, 0, MARGIN, 0)
    lines.addWidget(widget)
    return frame
