"""Open instalments, unapplied money, invoiced amounts and settled invoices at a day; amounts in minor units."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from sqlalchemy import Connection, func, select

from kamdesk.reads.allocations import (
    PAYMENTS,
    allocations,
    instalments,
    invoices,
    of_instalments,
    of_invoices,
    of_issued,
    receipts,
)
from kamdesk.reads.remembered import once_a_snapshot, remembered
from kamdesk.reads.scopes import month_of, of_client

_siblings = instalments.alias()


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenInstalment:
    """A part of an invoice of which something was open at a day."""

    id: bytes
    client_id: bytes
    invoice_id: bytes
    invoice: str
    instalment: str
    """the invoice's number, with the part's where it has several: INV-0826/2"""
    issued_on: date
    due_on: date
    currency: str
    amount: int
    open_minor: int
    is_disputed: bool


def knows_money(connection: Connection) -> bool:
    """Whether any invoice is on this desk; who may not read money has none, which is not the same as no debt."""
    return connection.execute(select(invoices.c.id).limit(1)).first() is not None


def open_instalments(connection: Connection, client_id: bytes | None, *, as_of: date) -> tuple[OpenInstalment, ...]:
    """Issued by as-of and not covered by what was received by as-of; earliest due day first."""
    if client_id is None:
        question = ("open_instalments", as_of)
        return remembered(connection, question, PAYMENTS, lambda: _open_instalments(connection, None, as_of))
    return _open_instalments(connection, client_id, as_of)


@once_a_snapshot
def _open_instalments(connection: Connection, client_id: bytes | None, as_of: date) -> tuple[OpenInstalment, ...]:
    loose: dict[bytes, int] = defaultdict(int)
    for part in of_invoices(connection, client_id, as_of).taken:
        loose[part.instalment_id] += part.amount
    found = []
    for each in _not_covered(connection, client_id, as_of):
        left = each.open_minor - loose.get(each.id, 0)
        if left:
            found.append(replace(each, open_minor=left) if left != each.open_minor else each)
    return tuple(found)


def _not_covered(connection: Connection, client_id: bytes | None, as_of: date) -> list[OpenInstalment]:
    paid = of_instalments(client_id, as_of).subquery()
    left = instalments.c.amount - func.coalesce(paid.c.paid, 0)
    # What is open is found first and alone: of two hundred thousand instalments few need their invoice looked up.
    open_ = (
        select(instalments, left.label("left"))
        .outerjoin(paid, paid.c.instalment_id == instalments.c.id)
        .where(of_client(instalments, client_id), left != 0)
        .cte("open_instalments")
        .prefix_with("MATERIALIZED")
    )
    # Counted for all at once: while a first sync runs no index leads from an invoice to its instalments.
    parts = (
        select(_siblings.c.invoice_id, func.count().label("parts"))
        .where(_siblings.c.invoice_id.in_(select(open_.c.invoice_id)))
        .group_by(_siblings.c.invoice_id)
        .cte("parts")
        .prefix_with("MATERIALIZED")
    )
    due = func.coalesce(open_.c.due_on, invoices.c.issued_on)
    rows = (
        select(
            open_,
            invoices.c.external_key.label("invoice_key"),
            invoices.c.issued_on,
            invoices.c.is_disputed,
            due.label("due"),
            parts.c.parts,
        )
        .join(invoices, invoices.c.id == open_.c.invoice_id)
        .join(parts, parts.c.invoice_id == open_.c.invoice_id)
        .where(invoices.c.issued_on <= as_of)
        .order_by(due, invoices.c.external_key, open_.c.position)
    )
    return [_open_instalment(row) for row in connection.execute(rows)]


def _open_instalment(row: Any) -> OpenInstalment:  # noqa: ANN401  (a row of the select above)
    return OpenInstalment(
        id=row.id,
        client_id=row.scope_id,
        invoice_id=row.invoice_id,
        invoice=row.invoice_key,
        instalment=f"{row.invoice_key}/{row.position}" if row.parts > 1 else row.invoice_key,
        issued_on=row.issued_on,
        due_on=row.due,
        currency=row.currency,
        amount=row.amount,
        open_minor=int(row.left),
        is_disputed=row.is_disputed,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class UnappliedReceipt:
    """A receipt of which something was not used for any invoice issued by that day."""

    id: bytes
    client_id: bytes
    receipt: str
    received_on: date
    currency: str
    amount: int
    left_minor: int


def unapplied_receipts(connection: Connection, client_id: bytes | None, *, as_of: date) -> tuple[UnappliedReceipt, ...]:
    """Receipts by as-of less what they paid of invoices issued by as-of; oldest first."""
    if client_id is None:
        question = ("unapplied_receipts", as_of)
        return remembered(connection, question, PAYMENTS, lambda: _unapplied_receipts(connection, None, as_of))
    return _unapplied_receipts(connection, client_id, as_of)


@once_a_snapshot
def _unapplied_receipts(connection: Connection, client_id: bytes | None, as_of: date) -> tuple[UnappliedReceipt, ...]:
    used = (
        select(allocations.c.receipt_id, func.sum(allocations.c.amount).label("used"))
        .where(of_client(allocations, client_id), of_issued(client_id, as_of))
        .group_by(allocations.c.receipt_id)
        .subquery()
    )
    left = receipts.c.amount - func.coalesce(used.c.used, 0)
    rows = (
        select(
            receipts.c.id, receipts.c.scope_id, receipts.c.external_key, receipts.c.received_on, receipts.c.currency,
            receipts.c.amount, left.label("left"),
        )
        .outerjoin(used, used.c.receipt_id == receipts.c.id)
        .where(of_client(receipts, client_id), receipts.c.received_on <= as_of, left != 0)
        .order_by(receipts.c.received_on, receipts.c.external_key)
    )  # fmt: skip
    return tuple(
        UnappliedReceipt(
            id=row.id, client_id=row.scope_id, receipt=row.external_key, received_on=row.received_on,
            currency=row.currency, amount=row.amount, left_minor=int(row.left),
        )
        for row in connection.execute(rows)
    )  # fmt: skip


def unapplied(connection: Connection, client_id: bytes | None, *, as_of: date) -> dict[str, int]:
    """By currency, ≤ 0: receipts that paid no invoice, and what their invoice's instalments could not take."""
    found: dict[str, int] = defaultdict(int)
    for receipt in unapplied_receipts(connection, client_id, as_of=as_of):
        found[receipt.currency] -= receipt.left_minor
    for currency, rest in of_invoices(connection, client_id, as_of).rest.items():
        found[currency] -= rest
    return dict(found)


@once_a_snapshot
def invoiced(connection: Connection, client_id: bytes | None, *, first: date, last: date) -> dict[str, int]:
    """By currency, what was invoiced from the first to the last day, credit notes taken off."""
    rows = (
        select(invoices.c.currency, func.sum(invoices.c.amount))
        .where(of_client(invoices, client_id), invoices.c.issued_on.between(first, last))
        .group_by(invoices.c.currency)
    )
    return {currency: int(amount) for currency, amount in connection.execute(rows)}


def invoiced_by_month(connection: Connection, client_id: bytes | None, *, last: date) -> dict[str, dict[str, int]]:
    """By currency and month, up to the last day; months without an invoice are absent."""
    month = month_of(invoices.c.issued_on)
    rows = (
        select(invoices.c.currency, month, func.sum(invoices.c.amount))
        .where(of_client(invoices, client_id), invoices.c.issued_on <= last)
        .group_by(invoices.c.currency, month)
    )
    found: dict[str, dict[str, int]] = {}
    for currency, key, amount in connection.execute(rows):
        found.setdefault(currency, {})[key] = int(amount)
    return found


@once_a_snapshot
def currencies(connection: Connection, client_id: bytes | None, *, as_of: date) -> list[str]:
    """In which currencies invoices were issued by as-of."""
    rows = select(invoices.c.currency).where(of_client(invoices, client_id), invoices.c.issued_on <= as_of).distinct()
    return sorted(connection.scalars(rows))
