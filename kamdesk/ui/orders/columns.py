"""The columns of the order board and of one order's lines."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from kamdesk.base.show import amount_text, day_text, late_text, money_text, quantity_text
from kamdesk.base.words import N_, commas, tr
from kamdesk.figures.amounts import money_of_micro
from kamdesk.reads.order_board import BoardLine
from kamdesk.ui.kit.columns import Column
from kamdesk.ui.kit.named import client_name


class Values:
    """How a table writes values: bare where all have one currency, which its head names, else each with its sign."""

    def __init__(self) -> None:
        self.currency = ""

    def take(self, lines: Iterable[BoardLine]) -> None:
        """Look which currencies these lines have."""
        found = {line.currency for line in lines}
        self.currency = found.pop() if len(found) == 1 else ""

    def text(self, line: BoardLine) -> str:
        """The line's value."""
        money = money_of_micro(line.value_micro, line.currency)
        return amount_text(money) if self.currency else money_text(money)


def product_text(line: BoardLine) -> str:
    """The product's name in the script of the language in force, else its key."""
    return client_name(line.name, line.other_name) or line.product


def promised_text(line: BoardLine, today: date) -> str:
    """The day it was due, and how late it is."""
    day = day_text(line.promised_on or line.required_on, today)
    return commas((day, late_text(line.days_late))) if line.days_late else day


def now_text(line: BoardLine, today: date) -> str:
    """The day it left, or is expected to."""
    return day_text(line.shipped_on or line.expected_on or line.promised_on, today)


def _far(day: date | None) -> int:
    return day.toordinal() if day else 10**7


def board_columns(today: date, values: Values, *, with_client: bool) -> tuple[Column, ...]:
    """The board's columns; the client only where there are several."""
    client = Column(
        key="client", label=N_("Client"), text=lambda line: client_name(line.client, line.client_other_name), width=130,
        stretch=2,
    )  # fmt: skip
    return (
        Column(
            key="order", label=N_("Order"), text=lambda line: line.order, width=98, middle=True, bold=True,
            mark=lambda line: "late" if line.days_late and line.shipped_on is None else "",
        ),
        *((client,) if with_client else ()),
        Column(key="product", label=N_("Product"), text=product_text, width=130, stretch=3),
        Column(
            key="quantity", label=N_("Quantity"), text=lambda line: quantity_text(line.quantity), width=70, right=True,
            sort=lambda line: line.quantity,
        ),
        Column(
            key="left", label=N_("Left"), text=lambda line: quantity_text(line.left), width=60, right=True, drop=2,
            ink=lambda line: "text" if line.left else "text3", sort=lambda line: line.left,
        ),
        Column(
            key="value", label=N_("Value"), text=values.text, width=84, right=True, sort=lambda line: line.value_micro
        ),
        Column(
            key="promised", label=N_("Promised"), text=lambda line: promised_text(line, today), width=122, right=True,
            ink=lambda line: "late" if line.days_late else "text",
            sort=lambda line: _far(line.promised_on or line.required_on),
        ),
        Column(
            key="now", label=N_("Now"), text=lambda line: now_text(line, today), width=64, right=True,
            sort=lambda line: _far(line.shipped_on or line.expected_on),
        ),
        Column(
            key="reason", label=N_("Reason"), text=lambda line: line.reason, width=110, stretch=3, ink="text2",
            private=True, hidden=with_client, drop=3,
        ),
    )  # fmt: skip


def line_columns(today: date) -> tuple[Column, ...]:
    """The lines of one order, in its pane."""
    return (
        Column(
            key="product", label=N_("Product"), text=product_text, width=90, stretch=1,
            mark=_line_mark,
        ),
        Column(
            key="quantity", label=N_("Quantity"), text=lambda line: quantity_text(line.quantity), width=52, right=True
        ),
        Column(
            key="delivered", label=N_("Delivered"), text=lambda line: quantity_text(line.delivered), width=58,
            right=True,
        ),
        Column(
            key="now", label=N_("Now"), text=lambda line: now_text(line, today), width=54, right=True,
            ink=lambda line: "late" if line.days_late and line.left else "text",
        ),
    )  # fmt: skip


def _line_mark(line: BoardLine) -> str:
    if line.left and line.days_late:
        return "late"
    return "fine" if line.quantity and line.delivered >= line.quantity else ""


def delivery_words(delivered_on: date | None, quantity: int, carrier: str, today: date) -> str:
    """16 Oct: 120 by carrier."""
    day = day_text(delivered_on, today) or tr("day not known")
    said = tr("{day}, {quantity} delivered", day=day, quantity=quantity_text(quantity))
    return commas((said, carrier))
