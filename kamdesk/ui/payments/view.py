"""Everything the payments room shows, gathered in a reader: figures, receipts, promises, and the trend of two years."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from kamdesk.base.days import add_months, month_end
from kamdesk.base.money import Money
from kamdesk.figures.catalogue import compute
from kamdesk.figures.figure import Figure
from kamdesk.reads.client_list import client_names
from kamdesk.reads.clients import Named, named_clients
from kamdesk.reads.payment_page import (
    PayPromise,
    ReceiptRow,
    Terms,
    first_invoice_day,
    newest_receipts,
    pay_promises,
    terms_of,
)
from kamdesk.reads.payments import OpenInstalment, open_instalments
from kamdesk.rules.ageing import bucket_of, days_late
from kamdesk.ui.kit.headline_row import compute_all
from kamdesk.ui.kit.named import client_name

FIRST = ("receivables_ageing",)
REST = ("overdue_amount", "unapplied", "dso_simple", "days_beyond_terms", "late_share")
"""What the room can be read without for a moment; of all clients these take seconds."""
TREND_MONTHS = 12
QUARTER = 3
"""Of all clients the line has a point per quarter: each costs a pass over every invoice."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenItem:
    """An open instalment as the room lists it."""

    id: bytes
    client_id: bytes
    client: str
    instalment: str
    invoice: str
    issued_on: date | None
    due_on: date
    days_late: int
    bucket: str
    amount: Money
    open: Money
    is_disputed: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class PaymentView:
    """One day's money of one client, or of all."""

    as_of: date
    figures: Mapping[str, Figure]
    items: tuple[OpenItem, ...]
    receipts: tuple[ReceiptRow, ...]
    promises: tuple[PayPromise, ...]
    terms: Terms | None
    first_day: date | None

    def currencies(self) -> list[str]:
        """Those in which anything is open or came in, the largest open amount first."""
        sums: dict[str, int] = {receipt.currency: 0 for receipt in self.receipts}
        for item in self.items:
            sums[item.open.currency] = sums.get(item.open.currency, 0) + item.open.amount_minor
        return sorted(sums, key=lambda code: (-sums[code], code))


@dataclass(frozen=True, slots=True, kw_only=True)
class Trend:
    """Month-end values per currency, oldest first; None where a month says nothing."""

    months: tuple[date, ...]
    dso: Mapping[str, tuple[Decimal | None, ...]]
    beyond: Mapping[str, tuple[Decimal | None, ...]]


def gather(connection: Any, *, client_id: bytes | None, as_of: date) -> PaymentView:
    """Read and compute what the room shows at once."""
    figures = compute_all(connection, FIRST, client_id=client_id, as_of=as_of)
    promises = pay_promises(connection, client_id)
    items = open_instalments(connection, client_id, as_of=as_of)
    names = client_names(connection, sorted({item.client_id for item in items}))
    return PaymentView(
        as_of=as_of,
        figures=figures,
        items=_items(items, names, named_clients(connection, client_id), as_of),
        receipts=newest_receipts(connection, client_id, as_of=as_of),
        promises=promises,
        terms=terms_of(connection, client_id) if client_id is not None else None,
        first_day=first_invoice_day(connection, client_id),
    )


def gather_trend(connection: Any, *, client_id: bytes | None, as_of: date) -> Trend:
    """Days sales outstanding and days beyond terms at the last twelve month ends; slower, so it comes after."""
    step = 1 if client_id is not None else QUARTER
    months = tuple(month_end(add_months(as_of.replace(day=1), -back)) for back in range(TREND_MONTHS, 0, -step))
    return Trend(
        months=months,
        dso=_monthly(connection, "dso_simple", client_id, months, {}),
        beyond=_monthly(connection, "days_beyond_terms", client_id, months, {"days": "90"}),
    )


def _monthly(
    connection: Any, name: str, client_id: bytes | None, months: tuple[date, ...], settings: Mapping[str, str]
) -> dict[str, tuple[Decimal | None, ...]]:
    answers = [
        compute(name, connection, client_id=client_id, as_of=month, settings=settings, rows=False).value or {}
        for month in months
    ]
    codes = sorted({code for answer in answers for code in answer})
    return {code: tuple(answer.get(code) for answer in answers) for code in codes}


def _items(
    found: tuple[OpenInstalment, ...],
    names: Mapping[bytes, tuple[str, str]],
    keys: Mapping[bytes, Named],
    as_of: date,
) -> tuple[OpenItem, ...]:
    called = {each: client_name(*both) for each, both in names.items()}
    return tuple(
        OpenItem(
            id=each.id, client_id=each.client_id,
            client=called.get(each.client_id) or (keys[each.client_id].key if each.client_id in keys else ""),
            instalment=each.instalment, invoice=each.invoice, issued_on=each.issued_on, due_on=each.due_on,
            days_late=days_late(each.due_on, as_of=as_of),
            bucket=bucket_of(each.open_minor, due=each.due_on, as_of=as_of),
            amount=Money(each.amount, each.currency), open=Money(each.open_minor, each.currency),
            is_disputed=each.is_disputed,
        )
        for each in found
    )  # fmt: skip
