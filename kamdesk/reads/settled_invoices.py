"""Invoices that were fully paid by a day, and how long each part of them took."""

from __future__ import annotations

import sys
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple

from sqlalchemy import Connection, Date, Select, func, literal, select

from kamdesk.base.days import add_days
from kamdesk.reads.allocations import (
    allocations,
    due_on,
    instalments,
    invoices,
    of_invoices,
    receipts,
    received_by,
)
from kamdesk.reads.remembered import once_a_snapshot
from kamdesk.reads.scopes import days_between
from kamdesk.rules.payment_behaviour import Settlement


class _Part(NamedTuple):
    """Money that one instalment took; `ago` is how many days before as-of it came."""

    invoice_id: bytes
    currency: str
    invoice_amount: int
    amount: int
    days_to_pay: int
    days_beyond: int
    ago: int


@once_a_snapshot
def settlements(
    connection: Connection, client_id: bytes | None, *, as_of: date, days: int | None = None
) -> dict[str, list[Settlement]]:
    """By currency, the parts of invoices settled by as-of, and within so many days up to it where they are given."""
    invoices_of: dict[bytes, _Invoice] = {}
    parts: list[Settlement] = []  # of all clients a quarter million: each kept once, in its last form
    for part in _parts(connection, client_id, as_of, days):
        invoice = invoices_of.get(part.invoice_id)
        if invoice is None:
            invoice = invoices_of[part.invoice_id] = _Invoice(part.invoice_id, part.currency, part.invoice_amount)
        invoice.paid += part.amount
        invoice.ago = min(invoice.ago, part.ago)
        parts.append(
            Settlement(
                invoice=invoice.id,
                amount_minor=part.amount,
                days_to_pay=part.days_to_pay,
                days_beyond_terms=part.days_beyond,
            )
        )
    found: dict[str, list[Settlement]] = defaultdict(list)
    for each in parts:
        invoice = invoices_of[each.invoice]
        if 0 < invoice.amount <= invoice.paid and (days is None or invoice.ago < days):
            found[invoice.currency].append(each)
    return dict(found)


@dataclass(slots=True)
class _Invoice:
    """What came in for an invoice, and how many days before as-of the newest of it."""

    id: bytes
    currency: str
    amount: int
    paid: int = 0
    ago: int = sys.maxsize


def _paid_lately(client_id: bytes | None, as_of: date, days: int) -> Select[Any]:
    """Invoices that took money in the last days: only they can have been settled in them."""
    return (
        select(func.coalesce(allocations.c.invoice_id, instalments.c.invoice_id))
        .select_from(allocations)
        .join(receipts, receipts.c.id == allocations.c.receipt_id)
        .outerjoin(instalments, instalments.c.id == allocations.c.instalment_id)
        .where(received_by(client_id, as_of), receipts.c.received_on > add_days(as_of, -days))
    )


def _parts(connection: Connection, client_id: bytes | None, as_of: date, days: int | None) -> Iterator[_Part]:
    rows = (
        select(
            invoices.c.id,
            invoices.c.currency,
            invoices.c.amount,
            allocations.c.amount,
            days_between(invoices.c.issued_on, receipts.c.received_on),
            days_between(due_on, receipts.c.received_on),
            days_between(receipts.c.received_on, literal(as_of, Date)),
        )
        .select_from(allocations)
        .join(instalments, instalments.c.id == allocations.c.instalment_id)
        .join(invoices, invoices.c.id == instalments.c.invoice_id)
        .join(receipts, receipts.c.id == allocations.c.receipt_id)
        .where(received_by(client_id, as_of), invoices.c.issued_on <= as_of)
    )
    if days is not None:
        rows = rows.where(invoices.c.id.in_(_paid_lately(client_id, as_of, days)))
    for row in connection.execute(rows):
        yield _Part(*row)
    for part in of_invoices(connection, client_id, as_of).taken:
        yield _Part(
            invoice_id=part.invoice_id,
            currency=part.currency,
            invoice_amount=part.invoice_amount,
            amount=part.amount,
            days_to_pay=(part.received_on - part.issued_on).days,
            days_beyond=(part.received_on - part.due_on).days,
            ago=(as_of - part.received_on).days,
        )
