"""Which receipts paid which instalments at a day; money that names only an invoice fills its earliest part first."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, and_, func, or_, select

from kamdesk.reads.remembered import once_a_snapshot
from kamdesk.reads.scopes import of_client
from kamdesk.records.payments import Allocation, Instalment, Invoice, Receipt
from kamdesk.rules.ageing import fill_earliest_first

invoices, instalments = Invoice.table(), Instalment.table()
receipts, allocations = Receipt.table(), Allocation.table()
PAYMENTS = (invoices, instalments, receipts, allocations)
"""Whatever is said of money is made of these."""

due_on: ColumnElement[date] = func.coalesce(instalments.c.due_on, invoices.c.issued_on)
"""Without a term an invoice falls due on its own day."""


def received_by(client_id: bytes | None, as_of: date) -> ColumnElement[bool]:
    """Allocations of receipts that had come in at as-of; to be joined with receipts."""
    return and_(of_client(allocations, client_id), receipts.c.received_on <= as_of)


def of_instalments(client_id: bytes | None, as_of: date) -> Select[Any]:
    """Money received at as-of, by instalment that the allocation names."""
    return (
        select(allocations.c.instalment_id, func.sum(allocations.c.amount).label("paid"))
        .join(receipts, receipts.c.id == allocations.c.receipt_id)
        .where(received_by(client_id, as_of), allocations.c.instalment_id.is_not(None))
        .group_by(allocations.c.instalment_id)
    )


def of_issued(client_id: bytes | None, as_of: date) -> ColumnElement[bool]:
    """Allocations that name something issued by as-of; told by the few invoices that were issued later."""
    later = select(invoices.c.id).where(of_client(invoices, client_id), invoices.c.issued_on > as_of)
    later_parts = select(instalments.c.id).where(instalments.c.invoice_id.in_(later))
    part, whole = allocations.c.instalment_id, allocations.c.invoice_id
    return and_(
        or_(part.is_not(None), whole.is_not(None)),
        or_(part.is_(None), part.not_in(later_parts)),
        or_(whole.is_(None), whole.not_in(later)),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Filled:
    """What an instalment took of a receipt that names only its invoice."""

    invoice_id: bytes
    instalment_id: bytes
    currency: str
    issued_on: date
    due_on: date
    received_on: date
    amount: int
    invoice_amount: int


@dataclass(frozen=True, slots=True)
class Fillings:
    """What instalments took, and by currency what no instalment could take."""

    taken: tuple[Filled, ...]
    rest: dict[str, int]


@once_a_snapshot
def of_invoices(connection: Connection, client_id: bytes | None, as_of: date) -> Fillings:
    """Receipts that name only an invoice, spread over its instalments in the order of their due days."""
    loose = (
        select(allocations.c.invoice_id, allocations.c.amount, receipts.c.received_on)
        .join(receipts, receipts.c.id == allocations.c.receipt_id)
        .join(invoices, invoices.c.id == allocations.c.invoice_id)
        .where(received_by(client_id, as_of), allocations.c.instalment_id.is_(None), invoices.c.issued_on <= as_of)
        .order_by(receipts.c.received_on, allocations.c.id)
    )
    received = connection.execute(loose).all()
    parts = _parts(connection, client_id, as_of) if received else {}
    taken: list[Filled] = []
    rest: dict[str, int] = defaultdict(int)
    for invoice_id, amount, received_on in received:
        of_invoice = parts.get(invoice_id, [])
        takes, over = fill_earliest_first([left for _, left in of_invoice], amount)
        for at, take in enumerate(takes):
            row, left = of_invoice[at]
            of_invoice[at] = (row, left - take)
            if take:
                taken.append(
                    Filled(
                        invoice_id=invoice_id, instalment_id=row.id, currency=row.currency, issued_on=row.issued_on,
                        due_on=row.due_on, received_on=received_on, amount=take, invoice_amount=row.invoice_amount,
                    )
                )  # fmt: skip
        if over and of_invoice:
            rest[of_invoice[0][0].currency] += over
    return Fillings(tuple(taken), dict(rest))


def _parts(connection: Connection, client_id: bytes | None, as_of: date) -> dict[bytes, list[tuple[Any, int]]]:
    """Instalments of invoices that loose money names, earliest first, with what named allocations leave open."""
    named = select(allocations.c.invoice_id).where(
        of_client(allocations, client_id), allocations.c.instalment_id.is_(None)
    )
    paid = of_instalments(client_id, as_of).subquery()
    left = (instalments.c.amount - func.coalesce(paid.c.paid, 0)).label("left")
    rows = (
        select(
            instalments.c.id, instalments.c.invoice_id, instalments.c.currency, invoices.c.issued_on,
            invoices.c.amount.label("invoice_amount"), due_on.label("due_on"), left,
        )
        .join(invoices, invoices.c.id == instalments.c.invoice_id)
        .outerjoin(paid, paid.c.instalment_id == instalments.c.id)
        .where(instalments.c.invoice_id.in_(named))
        .order_by(due_on, instalments.c.position)
    )  # fmt: skip
    parts: dict[bytes, list[tuple[Any, int]]] = defaultdict(list)
    for row in connection.execute(rows):
        parts[row.invoice_id].append((row, int(row.left)))
    return parts
