"""The columns of open items and of receipts."""

from __future__ import annotations

from datetime import date

from kamdesk.base.money import Money
from kamdesk.base.show import day_text, late_text, money_text
from kamdesk.base.words import N_, commas, tr
from kamdesk.reads.payment_page import ReceiptRow
from kamdesk.records.payments import INSTRUMENTS
from kamdesk.ui.kit.columns import Column
from kamdesk.ui.kit.named import client_name
from kamdesk.ui.payments.view import OpenItem


def item_columns(today: date, *, with_client: bool) -> tuple[Column, ...]:
    """Open instalments; the client only where there are several."""

    def due(item: OpenItem) -> str:
        day = day_text(item.due_on, today)
        return commas((day, late_text(item.days_late))) if item.days_late > 0 else day

    return (
        Column(
            key="instalment", label=N_("Instalment"), text=lambda item: item.instalment, width=104, middle=True,
            mark=lambda item: "late" if item.days_late > 0 else "",
        ),
        *(_client(lambda item: item.client) if with_client else ()),
        Column(
            key="issued", label=N_("Issued"), text=lambda item: day_text(item.issued_on, today), width=76, right=True,
            ink="text2", drop=2, sort=lambda item: item.issued_on.toordinal() if item.issued_on else 0,
        ),
        Column(
            key="due", label=N_("Due"), text=due, width=124, right=True, sort=lambda item: item.due_on.toordinal(),
            ink=lambda item: "late" if item.days_late > 0 else "text",
        ),
        Column(
            key="open", label=N_("Open"), text=lambda item: money_text(item.open), width=92, right=True,
            sort=lambda item: item.open.amount_minor,
        ),
        Column(
            key="amount", label=N_("Of"), text=lambda item: money_text(item.amount), width=92, right=True, ink="text3",
            drop=1, sort=lambda item: item.amount.amount_minor,
        ),
        Column(
            key="disputed", label=N_("Disputed"), text=lambda item: tr("disputed") if item.is_disputed else "",
            width=66, ink="risk", drop=3,
        ),
    )  # fmt: skip


def receipt_columns(today: date, *, with_client: bool) -> tuple[Column, ...]:
    """Receipts, and what of each paid no invoice."""

    def left(row: ReceiptRow) -> str:
        return money_text(Money(row.left_minor, row.currency)) if row.left_minor else ""

    return (
        Column(key="receipt", label=N_("Receipt"), text=lambda row: row.receipt, width=92, middle=True),
        *(_client(lambda row: client_name(row.client, row.client_other_name)) if with_client else ()),
        Column(
            key="received", label=N_("Received"), text=lambda row: day_text(row.received_on, today), width=76,
            right=True, sort=lambda row: row.received_on.toordinal(),
        ),
        Column(
            key="amount", label=N_("Amount"), text=lambda row: money_text(Money(row.amount, row.currency)), width=92,
            right=True, sort=lambda row: row.amount,
        ),
        Column(
            key="paid", label=N_("Paid"), text=lambda row: commas(row.paid) or tr("nothing yet"), width=120,
            stretch=2, ink=lambda row: "text" if row.paid else "risk",
        ),
        Column(
            key="left", label=N_("Unapplied"), text=left, width=84, right=True, ink="risk",
            sort=lambda row: row.left_minor,
        ),
        Column(
            key="instrument", label=N_("Instrument"),
            text=lambda row: tr(INSTRUMENTS.get(row.instrument, row.instrument)), width=92, ink="text2", drop=1,
        ),
    )  # fmt: skip


def _client(text: object) -> tuple[Column, ...]:
    return (Column(key="client", label=N_("Client"), text=text, width=110, stretch=2),)  # type: ignore[arg-type]  # (a row's function)
