"""What happened at a client lately, and what comes next: visits, money, goods, promises, needs, notes in one line."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Connection, select, union_all

from kamdesk.base.clock import today_of
from kamdesk.base.money import Money
from kamdesk.reads.day_bounds import day_end, day_start
from kamdesk.reads.scopes import of_client
from kamdesk.records.orders import NOT_SALES, Order
from kamdesk.records.payments import Receipt
from kamdesk.records.visits import Need, Note, Promise, Request, Visit

EACH_MAX = 8
"""Of every kind the newest few; together they fill the rail."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """Something on a day. `kind`: visit, planned, receipt, shipped, kept, broken, need, note, request, closed."""

    kind: str
    word: str
    id: bytes
    day: date
    text: str
    amount: Money | None = None


def timeline(connection: Connection, client_id: bytes, *, as_of: date, limit: int = 12) -> tuple[Event, ...]:
    """The newest events up to as-of, newest first; visits planned from as-of on stand on top."""
    found = [event for read in _READS for event in read(connection, client_id, as_of)]
    found.sort(key=lambda event: (event.day, event.id), reverse=True)
    return tuple(found[:limit])


def _visits(connection: Connection, client_id: bytes, as_of: date) -> list[Event]:
    visits = Visit.table()
    rows = (
        select(visits.c.id, visits.c.starts_at, visits.c.status, visits.c.purpose, visits.c.place)
        .where(of_client(visits, client_id))
        .limit(EACH_MAX)
    )
    at = visits.c.starts_at
    made = rows.where(visits.c.status == "done", at <= day_end(as_of)).order_by(at.desc())
    coming = rows.where(visits.c.status == "planned", at >= day_start(as_of)).order_by(at)
    return [
        Event(
            kind="visit" if status == "done" else "planned",
            word=Visit.word,
            id=row_id,
            day=today_of(starts_at),
            text=purpose or place,
        )
        for row_id, starts_at, status, purpose, place in connection.execute(
            union_all(select(made.subquery()), select(coming.subquery()))
        )
    ]


def _receipts(connection: Connection, client_id: bytes, as_of: date) -> list[Event]:
    receipts = Receipt.table()
    rows = (
        select(receipts.c.id, receipts.c.received_on, receipts.c.amount, receipts.c.currency, receipts.c.external_key)
        .where(of_client(receipts, client_id), receipts.c.received_on <= as_of)
        .order_by(receipts.c.received_on.desc())
        .limit(EACH_MAX)
    )
    return [
        Event(kind="receipt", word=Receipt.word, id=row_id, day=day, text=key, amount=Money(amount, currency))
        for row_id, day, amount, currency, key in connection.execute(rows)
    ]


def _shipped(connection: Connection, client_id: bytes, as_of: date) -> list[Event]:
    orders = Order.table()
    # ordered_on leads the index; the newest orders hold the newest shipments
    rows = (
        select(orders.c.id, orders.c.shipped_on, orders.c.external_key)
        .where(
            of_client(orders, client_id),
            orders.c.ordered_on <= as_of,
            orders.c.shipped_on <= as_of,
            orders.c.status.not_in(NOT_SALES),
            orders.c.is_credit.is_(False),
        )
        .order_by(orders.c.ordered_on.desc())
        .limit(EACH_MAX * 2)
    )
    return [
        Event(kind="shipped", word=Order.word, id=row_id, day=day, text=key)
        for row_id, day, key in connection.execute(rows)
    ]


def _promises(connection: Connection, client_id: bytes, as_of: date) -> list[Event]:
    promises = Promise.table()
    rows = (
        select(promises.c.id, promises.c.closed_on, promises.c.outcome, promises.c.what)
        .where(of_client(promises, client_id), promises.c.closed_on <= as_of, promises.c.outcome != "withdrawn")
        .order_by(promises.c.closed_on.desc())
        .limit(EACH_MAX)
    )
    return [
        Event(kind="broken" if outcome == "broken" else "kept", word=Promise.word, id=row_id, day=day, text=what)
        for row_id, day, outcome, what in connection.execute(rows)
    ]


def _needs(connection: Connection, client_id: bytes, as_of: date) -> list[Event]:
    needs = Need.table()
    rows = (
        select(needs.c.id, needs.c.said_on, needs.c.topic, needs.c.value)
        .where(of_client(needs, client_id), needs.c.said_on <= as_of)
        .order_by(needs.c.said_on.desc())
        .limit(EACH_MAX)
    )
    return [
        Event(kind="need", word=Need.word, id=row_id, day=day, text=": ".join(part for part in (topic, value) if part))
        for row_id, day, topic, value in connection.execute(rows)
    ]


def _notes(connection: Connection, client_id: bytes, as_of: date) -> list[Event]:
    notes = Note.table()
    rows = (
        select(notes.c.id, notes.c.written_at, notes.c.text)
        .where(of_client(notes, client_id), notes.c.written_at <= day_end(as_of))
        .order_by(notes.c.written_at.desc())
        .limit(EACH_MAX)
    )
    return [
        Event(kind="note", word=Note.word, id=row_id, day=today_of(moment), text=text.split("\n")[0])
        for row_id, moment, text in connection.execute(rows)
    ]


def _requests(connection: Connection, client_id: bytes, as_of: date) -> list[Event]:
    requests = Request.table()
    rows = (
        select(requests.c.id, requests.c.opened_at, requests.c.closed_at, requests.c.summary)
        .where(of_client(requests, client_id), requests.c.opened_at <= day_end(as_of))
        .order_by(requests.c.opened_at.desc())
        .limit(EACH_MAX)
    )
    found = []
    for row_id, opened_at, closed_at, summary in connection.execute(rows):
        closed = closed_at is not None and today_of(closed_at) <= as_of
        day = today_of(closed_at if closed else opened_at)
        found.append(Event(kind="closed" if closed else "request", word=Request.word, id=row_id, day=day, text=summary))
    return found


_READS: tuple[Callable[[Connection, bytes, date], list[Event]], ...] = (
    _visits, _receipts, _shipped, _promises, _needs, _notes, _requests,
)  # fmt: skip
