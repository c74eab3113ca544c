"""What a changed order, invoice or receipt hands on to its parts: its client, and what lines take from their order."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from kamdesk.connectors.intake.order_lines import date_lines_of
from kamdesk.connectors.intake.store import IntakeStore
from kamdesk.facts.record import Record
from kamdesk.records.orders import Delivery, Order, OrderLine
from kamdesk.records.payments import Allocation, Instalment, Invoice, Receipt

PARTS: dict[type[Record], tuple[tuple[type[Record], str], ...]] = {
    Order: ((OrderLine, "order_id"), (Delivery, "order_id")),
    OrderLine: ((Delivery, "order_line_id"),),
    Invoice: ((Instalment, "invoice_id"),),
    Receipt: ((Allocation, "receipt_id"),),
}

Changed = tuple[tuple[Any, ...], tuple[Any, ...], bytes, str]
"""A changed row: what stood and what is written of (scope, *facts), its id and key."""


def hand_on(store: IntakeStore, record: type[Record], names: Sequence[str], changed: Sequence[Changed]) -> None:
    """Parts that stood as their whole did follow it: to another client, into another currency, onto another day."""
    for at, fact in enumerate(names):
        if fact != "scope_id" and (record is not Order or fact != "currency"):
            continue
        moved = [(now[at], row_id, stood[at]) for stood, now, row_id, _ in changed if now[at] != stood[at]]
        for part, reference in PARTS[record]:
            if fact == "scope_id" or fact in part.facts():
                store.follow(part, reference, fact, moved)
    if record is Order:
        date_lines_of(store, {key for _, _, _, key in changed})
