"""What the payments room shows beside the figures: receipts with what they paid, promises to pay, the terms agreed."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Connection, func, select

from kamdesk.base.ids import id_text
from kamdesk.reads.allocations import allocations, instalments, invoices, receipts
from kamdesk.reads.names import called
from kamdesk.reads.scopes import of_client
from kamdesk.records.clients import Client
from kamdesk.records.visits import Promise

RECEIPTS_MAX = 500
"""The newest ones; older receipts are found in the client's export."""

_promises, _clients = Promise.table(), Client.table()


@dataclass(frozen=True, slots=True, kw_only=True)
class ReceiptRow:
    """Money that came in; `left_minor` is what paid no invoice (unapplied cash)."""

    id: bytes
    client_id: bytes
    client: str
    client_other_name: str
    receipt: str
    received_on: date
    currency: str
    amount: int
    left_minor: int
    instrument: str
    paid: tuple[str, ...]
    """the invoices it paid"""


def newest_receipts(connection: Connection, client_id: bytes | None, *, as_of: date) -> tuple[ReceiptRow, ...]:
    """The newest receipts by a day, newest first."""
    rows = (
        select(receipts, called(_clients).label("client_name"), _clients.c.other_name)
        .outerjoin(_clients, _clients.c.id == receipts.c.scope_id)
        .where(of_client(receipts, client_id), receipts.c.received_on <= as_of)
        .order_by(receipts.c.received_on.desc(), receipts.c.id.desc())
        .limit(RECEIPTS_MAX)
    )
    found = connection.execute(rows).all()
    used, paid = _uses(connection, [row.id for row in found], as_of)
    return tuple(
        ReceiptRow(
            id=row.id, client_id=row.scope_id, client=row.client_name or "", client_other_name=row.other_name or "",
            receipt=row.external_key or id_text(row.id), received_on=row.received_on, currency=row.currency,
            amount=row.amount, left_minor=row.amount - used.get(row.id, 0), instrument=row.instrument,
            paid=tuple(paid.get(row.id, ())),
        )
        for row in found
    )  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class PayPromise:
    """A client's open promise that names an invoice."""

    client_id: bytes
    invoice: str
    due_on: date
    what: str


def pay_promises(connection: Connection, client_id: bytes | None) -> tuple[PayPromise, ...]:
    """Promises to pay that are not closed, earliest first."""
    rows = (
        select(_promises.c.scope_id, invoices.c.external_key, _promises.c.due_on, _promises.c.what)
        .join(invoices, invoices.c.id == _promises.c.invoice_id)
        .where(
            of_client(_promises, client_id), _promises.c.side == "theirs", _promises.c.outcome == "open",
            _promises.c.due_on.is_not(None),
        )
    )  # fmt: skip
    return tuple(
        PayPromise(client_id=row.scope_id, invoice=row.external_key, due_on=row.due_on, what=row.what)
        for row in connection.execute(rows.order_by(_promises.c.due_on))
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """What was agreed with a client."""

    payment_term_days: int
    payment_schedule: str
    currency: str


def terms_of(connection: Connection, client_id: bytes) -> Terms | None:
    """The terms of a client; None where it is not on this desk."""
    row = connection.execute(
        select(_clients.c.payment_term_days, _clients.c.payment_schedule, _clients.c.currency).where(
            _clients.c.id == client_id
        )
    ).one_or_none()
    return Terms(payment_term_days=row[0], payment_schedule=row[1], currency=row[2]) if row else None


def first_invoice_day(connection: Connection, client_id: bytes | None) -> date | None:
    """How far back the as-of slider goes."""
    rows = connection.execute(select(func.min(invoices.c.issued_on)).where(of_client(invoices, client_id)))
    found: date | None = rows.scalar_one()
    return found


def _uses(
    connection: Connection, receipt_ids: Iterable[bytes], as_of: date
) -> tuple[Mapping[bytes, int], Mapping[bytes, list[str]]]:
    """By receipt: how much of it paid invoices that were issued by as-of, and which."""
    used: dict[bytes, int] = defaultdict(int)
    paid: dict[bytes, list[str]] = defaultdict(list)
    rows = (
        select(allocations.c.receipt_id, allocations.c.amount, invoices.c.external_key)
        .outerjoin(instalments, instalments.c.id == allocations.c.instalment_id)
        .join(invoices, invoices.c.id == func.coalesce(instalments.c.invoice_id, allocations.c.invoice_id))
        .where(allocations.c.receipt_id.in_(list(receipt_ids)), invoices.c.issued_on <= as_of)
    )
    for receipt_id, amount, invoice in connection.execute(rows):
        used[receipt_id] += amount
        if invoice not in paid[receipt_id]:
            paid[receipt_id].append(invoice)
    return used, paid
