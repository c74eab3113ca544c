"""One order in full: its days promised and actual, its lines and what is left of them, its deliveries."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from kamdesk.base.money import Money
from kamdesk.base.show import day_text, late_text, money_text
from kamdesk.base.words import commas, tr
from kamdesk.figures.amounts import sales_by_currency
from kamdesk.reads.order_board import OrderPage
from kamdesk.records.orders import ORDER_STATUSES
from kamdesk.ui.kit.badges import Badge
from kamdesk.ui.kit.buttons import Button
from kamdesk.ui.kit.fact_rows import FactRows
from kamdesk.ui.kit.sheet_table import DENSE, SheetTable
from kamdesk.ui.kit.words_block import Paragraph, Run, Words
from kamdesk.ui.orders.columns import delivery_words, line_columns

DELIVERIES_MAX = 6


class OrderPane(QWidget):
    """Right of the board.

    Signals:
        client_asked: open the client of this order (id).
    """

    client_asked = Signal(object)

    def __init__(self, today: date, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._today = today
        self._page: OrderPage | None = None
        self._number = Words("", role="subtitle")
        self._badge = Badge()
        self._facts = FactRows()
        self._lines = SheetTable(line_columns(today), height=DENSE, flush=True)
        self._deliveries = [Words("", role="small", ink="text2") for _each in range(DELIVERIES_MAX)]
        self._deliveries_title = Words(tr("Deliveries"), role="body_bold")
        self.nothing = Paragraph(tr("Choose a line to see its order: the days, what is left, what was delivered."))
        self.client = Button(tr("Open client"), small=True)
        self.client.clicked.connect(self._ask)
        self._arrange()
        self.show_page(None, client_safe=False, with_client=False)

    def show_page(self, page: OrderPage | None, *, client_safe: bool, with_client: bool) -> None:
        """Show an order, or what to do."""
        self._page = page
        self.nothing.setVisible(page is None)
        if page is not None:
            self._fill(page, client_safe=client_safe, with_client=with_client)
        self._body.setVisible(page is not None)  # last: each row shown in a visible pane would lay out all of it

    def _fill(self, page: OrderPage, *, client_safe: bool, with_client: bool) -> None:
        self._number.set_text(page.order)
        late = page.days_late and page.shipped_on is None
        status = tr(ORDER_STATUSES.get(page.status, page.status))
        self._badge.set_badge(late_text(page.days_late) if late else status, "late" if late else "")
        self._facts.show_facts(_facts(page, self._today, client_safe=client_safe))
        self._lines.set_rows(page.lines)
        self._lines.fit_height(9)
        shown = page.deliveries[-DELIVERIES_MAX:]
        for at, words in enumerate(self._deliveries):
            words.setVisible(at < len(shown) or (at == 0 and not shown))
            if at < len(shown):
                each = shown[at]
                words.set_text(delivery_words(each.delivered_on, each.quantity, each.carrier, self._today))
            elif at == 0:
                words.set_text(tr("None yet."))
        self.client.setVisible(with_client and not client_safe)

    def texts(self) -> list[str]:
        """What is written, for readers and tests."""
        deliveries = [words.text() for words in self._deliveries if not words.isHidden()]
        return [self._number.text(), self._badge.text(), *self._facts.texts(), *deliveries]

    def _arrange(self) -> None:
        whole = QVBoxLayout(self)
        whole.setContentsMargins(16, 12, 16, 12)
        whole.addWidget(self.nothing)
        self._body = QWidget()
        whole.addWidget(self._body)
        whole.addStretch(1)
        lines = QVBoxLayout(self._body)
        lines.setContentsMargins(0, 0, 0, 0)
        lines.setSpacing(4)
        head = QHBoxLayout()
        head.setSpacing(10)
        head.addWidget(self._number)
        head.addWidget(self._badge)
        head.addStretch(1)
        head.addWidget(self.client)
        lines.addLayout(head)
        lines.addWidget(self._facts)
        lines.addSpacing(8)
        lines.addWidget(Words(tr("Lines"), role="body_bold"))
        lines.addWidget(self._lines)
        lines.addSpacing(8)
        lines.addWidget(self._deliveries_title)
        for words in self._deliveries:
            lines.addWidget(words)

    def _ask(self) -> None:
        if self._page is not None:
            self.client_asked.emit(self._page.client_id)


def _facts(page: OrderPage, today: date, *, client_safe: bool) -> list[tuple[str, Run, str]]:
    late = page.days_late > 0
    actual = day_text(page.shipped_on, today) if page.shipped_on else tr("not shipped")
    days: list[tuple[str, str, str]] = [
        (tr("Ordered"), day_text(page.ordered_on, today), ""),
        (tr("Required"), day_text(page.required_on, today), ""),
        (tr("Promised"), day_text(page.promised_on, today), ""),
        (tr("Now expected"), "" if page.shipped_on else day_text(page.expected_on, today), ""),
        (tr("Shipped"), commas((actual, late_text(page.days_late))) if late else actual, "late" if late else ""),
        (tr("Their number"), page.their_number, ""),
        (tr("Taken by"), page.taken_by, ""),
        (tr("Value"), _value(page), ""),
        (tr("Freight"), _freight(page), ""),
        (tr("Reason"), "" if client_safe else page.reason, ""),
    ]
    return [(label, Run(text, state or "text", "small", mark=state), "") for label, text, state in days if text]


def _value(page: OrderPage) -> str:
    sums: dict[str, int] = {}
    for line in page.lines:
        sums[line.currency] = sums.get(line.currency, 0) + line.value_micro
    return commas(money_text(money) for money in sales_by_currency(sums).values())


def _freight(page: OrderPage) -> str:
    return money_text(Money(page.freight_minor, page.currency)) if page.freight_minor else ""
