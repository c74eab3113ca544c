"""What is new at one client since a day: people, orders, receipts, needs, requests; each as the words it is told in."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import Connection, and_, func, or_, select

from kamdesk.base.clock import today_of
from kamdesk.base.days import add_months
from kamdesk.base.scripts import in_script
from kamdesk.reads.names import person_name
from kamdesk.reads.scopes import of_client
from kamdesk.records.catalogue import Product
from kamdesk.records.contacts import Contact
from kamdesk.records.orders import NOT_SALES, Order, OrderLine
from kamdesk.records.payments import Receipt
from kamdesk.records.visits import Need, Request

_PRICES_BACK = 12
"""Months before the day within which an earlier price still counts as the one before."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonChange:
    """Somebody who came into a post, or left it."""

    name: str
    post: str
    came_on: date | None
    left_on: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class NeedChange:
    """An expectation that is new or was said anew."""

    topic: str
    value: str
    before: str
    said_on: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ReceiptSum:
    """What came in, by currency; minor units."""

    currency: str
    amount: int
    count: int
    last_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class RequestChange:
    """A request that was opened or closed."""

    number: str
    kind: str
    summary: str
    opened_on: date | None
    closed_on: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class PriceChange:
    """A product whose unit price moved; millionths of the major unit."""

    product: str
    currency: str
    before: int
    now: int
    changed_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Changes:
    """Everything since a day, after it and up to as-of."""

    since: date
    people: tuple[PersonChange, ...]
    new_orders: tuple[str, ...]
    shipped_orders: tuple[str, ...]
    receipts: tuple[ReceiptSum, ...]
    needs: tuple[NeedChange, ...]
    requests: tuple[RequestChange, ...]
    prices: tuple[PriceChange, ...]


def changes_since(connection: Connection, client_id: bytes, *, since: date, as_of: date) -> Changes:
    """Six statements, each over the client's own rows."""
    return Changes(
        since=since,
        people=_people(connection, client_id, since, as_of),
        new_orders=_orders(connection, client_id, (since, as_of), shipped=False),
        shipped_orders=_orders(connection, client_id, (since, as_of), shipped=True),
        receipts=_receipts(connection, client_id, since, as_of),
        needs=_needs(connection, client_id, since, as_of),
        requests=_requests(connection, client_id, since, as_of),
        prices=_prices(connection, client_id, since, as_of),
    )


def _people(connection: Connection, client_id: bytes, since: date, as_of: date) -> tuple[PersonChange, ...]:
    came = and_(Contact.starts_on > since, Contact.starts_on <= as_of)
    left = and_(Contact.ends_on > since, Contact.ends_on <= as_of)
    rows = select(person_name(Contact), Contact.post, Contact.starts_on, Contact.ends_on, left.label("left")).where(
        of_client(Contact.table(), client_id), Contact.is_vacant.is_(False), or_(came, left)
    )
    return tuple(
        PersonChange(
            name=row.name,
            post=row.post,
            came_on=None if row.left else row.starts_on,
            left_on=row.ends_on if row.left else None,
        )
        for row in connection.execute(rows.order_by(func.coalesce(Contact.ends_on, Contact.starts_on), Contact.name))
    )


def _orders(connection: Connection, client_id: bytes, period: tuple[date, date], *, shipped: bool) -> tuple[str, ...]:
    day = Order.shipped_on if shipped else Order.ordered_on
    rows = select(Order.external_key).where(
        of_client(Order.table(), client_id),
        Order.is_credit.is_(False),
        Order.status.not_in(NOT_SALES),
        day > period[0],
        day <= period[1],
    )
    return tuple(connection.scalars(rows.order_by(day.desc(), Order.external_key.desc())))


def _receipts(connection: Connection, client_id: bytes, since: date, as_of: date) -> tuple[ReceiptSum, ...]:
    rows = (
        select(Receipt.currency, func.sum(Receipt.amount), func.count(), func.max(Receipt.received_on))
        .where(of_client(Receipt.table(), client_id), Receipt.received_on > since, Receipt.received_on <= as_of)
        .group_by(Receipt.currency)
        .order_by(Receipt.currency)
    )
    return tuple(
        ReceiptSum(currency=currency, amount=int(amount), count=count, last_on=last)
        for currency, amount, count, last in connection.execute(rows)
        if last
    )


def _needs(connection: Connection, client_id: bytes, since: date, as_of: date) -> tuple[NeedChange, ...]:
    """Needs said in the period, each with what was expected before."""
    said = func.coalesce(Need.said_on, Need.valid_from)
    rows = (
        select(Need.topic, Need.value, said.label("said_on"))
        .where(of_client(Need.table(), client_id), said <= as_of)
        .order_by(said, Need.id)
    )
    before: dict[str, str] = {}
    found: dict[str, NeedChange] = {}
    for topic, value, said_on in connection.execute(rows):
        if said_on > since:
            found[topic] = NeedChange(topic=topic, value=value, before=before.get(topic, ""), said_on=said_on)
        before[topic] = value
    return tuple(found.values())


def _requests(connection: Connection, client_id: bytes, since: date, as_of: date) -> tuple[RequestChange, ...]:
    rows = select(Request.number, Request.kind, Request.summary, Request.opened_at, Request.closed_at).where(
        of_client(Request.table(), client_id), or_(Request.opened_at.is_not(None), Request.closed_at.is_not(None))
    )
    found = [
        RequestChange(
            number=row.number,
            kind=row.kind,
            summary=row.summary,
            opened_on=_day(row.opened_at, since, as_of),
            closed_on=_day(row.closed_at, since, as_of),
        )
        for row in connection.execute(rows.order_by(Request.opened_at))
    ]
    return tuple(each for each in found if each.opened_on or each.closed_on)


def _day(moment: datetime | None, since: date, as_of: date) -> date | None:
    day = today_of(moment) if moment else None
    return day if day and since < day <= as_of else None


def _prices(connection: Connection, client_id: bytes, since: date, as_of: date) -> tuple[PriceChange, ...]:
    """Products sold in the period at another unit price than last before it."""
    lines = OrderLine.table().c
    here = and_(
        of_client(OrderLine.table(), client_id),
        lines.is_credit.is_(False),
        lines.unit_price > 0,
        lines.sales_on <= as_of,
    )
    sold = select(lines.product_id).where(here, lines.sales_on > since, lines.product_id.is_not(None))
    rows = (
        select(lines.product_id, lines.unit_price, lines.currency, lines.sales_on)
        .where(here, lines.product_id.in_(sold), lines.sales_on > add_months(since, -_PRICES_BACK))
        .order_by(lines.sales_on, lines.id)
    )
    before: dict[tuple[bytes, str], int] = {}
    found: dict[tuple[bytes, str], tuple[int, int, date]] = {}
    for row in connection.execute(rows):
        key = (row.product_id, row.currency)
        if row.sales_on > since and key in before and before[key] != row.unit_price:
            found[key] = (before[key], row.unit_price, row.sales_on)
        if row.sales_on <= since:
            before[key] = row.unit_price
    names = _names(connection, {product_id for product_id, _ in found})
    return tuple(
        PriceChange(product=names.get(key[0], ""), currency=key[1], before=was, now=now, changed_on=day)
        for key, (was, now, day) in found.items()
    )


def _names(connection: Connection, product_ids: set[bytes]) -> dict[bytes, str]:
    if not product_ids:
        return {}
    rows = select(Product.id, Product.name, Product.other_name).where(Product.id.in_(product_ids))
    return {row.id: in_script(row.name, row.other_name) for row in connection.execute(rows)}
