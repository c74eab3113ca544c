"""Invoices, their instalments, receipts, and which receipt paid what."""

from __future__ import annotations

from datetime import date

from sqlalchemy import Index
from sqlalchemy.orm import Mapped

from kamdesk.base.words import N_
from kamdesk.facts.fact import fact
from kamdesk.facts.kinds import Kind
from kamdesk.facts.policies import Compartment, Owner, Scope
from kamdesk.facts.record import Record

INSTRUMENTS = {
    "transfer": N_("bank transfer"),
    "collection": N_("collection"),
    "acceptance": N_("bank acceptance"),
    "cheque": N_("cheque"),
    "cash": N_("cash"),
    "other": N_("other"),
}


class Invoice(Record, scope=Scope.CLIENT, compartment=Compartment.MONEY, owner=Owner.LEDGER, label=N_("Invoice")):
    """What we billed; the external key is its number. Source: the ERP."""

    issued_on: Mapped[date | None] = fact(
        N_("Issued"), kind=Kind.DAY, import_as=("invoice date", "invoicedate", "issued", "开票日期", "開票日期")
    )
    currency: Mapped[str] = fact(N_("Currency"), import_as=("currency", "币种", "幣別"))
    amount: Mapped[int] = fact(
        N_("Amount"),
        kind=Kind.AMOUNT,
        default=0,
        import_as=("amount", "invoice amount", "invoiceamount", "金额", "金額"),
    )
    order_id: Mapped[bytes | None] = fact(N_("Order"), kind=Kind.REFERENCE, refers_to="order")
    is_disputed: Mapped[bool] = fact(N_("Disputed"), kind=Kind.BOOLEAN, import_as=("disputed", "争议", "爭議"))
    note: Mapped[str] = fact(N_("Note"))

    __table_args__ = (Index("ix_invoices_client_day", "scope_id", "issued_on"),)


class Instalment(Record, scope=Scope.CLIENT, compartment=Compartment.MONEY, owner=Owner.LEDGER, label=N_("Instalment")):
    """A part of an invoice with a due day of its own; an invoice due in one sum has one. Source: the ERP."""

    invoice_id: Mapped[bytes | None] = fact(N_("Invoice"), kind=Kind.REFERENCE, refers_to="invoice", index=True)
    position: Mapped[int] = fact(N_("Part"), kind=Kind.INTEGER, default=1)
    due_on: Mapped[date | None] = fact(N_("Due"), kind=Kind.DAY, import_as=("due", "due date", "duedate", "到期日"))
    currency: Mapped[str] = fact(N_("Currency"))
    amount: Mapped[int] = fact(N_("Amount"), kind=Kind.AMOUNT, default=0)


class Receipt(Record, scope=Scope.CLIENT, compartment=Compartment.MONEY, owner=Owner.LEDGER, label=N_("Receipt")):
    """Money that came in; what no allocation covers is unapplied cash. Source: the ERP or the bank."""

    received_on: Mapped[date | None] = fact(
        N_("Received"),
        kind=Kind.DAY,
        import_as=("received", "payment date", "settled", "settleddate", "收款日期"),
    )
    currency: Mapped[str] = fact(N_("Currency"))
    amount: Mapped[int] = fact(N_("Amount"), kind=Kind.AMOUNT, default=0)
    instrument: Mapped[str] = fact(N_("Instrument"), kind=Kind.CHOICE, choices=INSTRUMENTS, default="transfer")
    note: Mapped[str] = fact(N_("Note"))

    __table_args__ = (Index("ix_receipts_client_day", "scope_id", "received_on"),)


class Allocation(
    Record,
    scope=Scope.CLIENT,
    compartment=Compartment.MONEY,
    owner=Owner.LEDGER,
    label=N_("Receipt allocation"),
    table="receipt_allocations",
):
    """How much of a receipt paid which instalment. Source: the ERP."""

    receipt_id: Mapped[bytes | None] = fact(N_("Receipt"), kind=Kind.REFERENCE, refers_to="receipt", index=True)
    instalment_id: Mapped[bytes | None] = fact(
        N_("Instalment"), kind=Kind.REFERENCE, refers_to="instalment", index=True
    )
    invoice_id: Mapped[bytes | None] = fact(N_("Invoice"), kind=Kind.REFERENCE, refers_to="invoice")
    currency: Mapped[str] = fact(N_("Currency"))
    amount: Mapped[int] = fact(N_("Amount"), kind=Kind.AMOUNT, default=0)
