"""Find clients, people, orders and products by anything people type: characters, pinyin, initials, phone digits.

Source: the desk's search table (one folded text per row); orders by their own or the client's number, on indexes.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from sqlalchemy import (
    ColumnClause,
    ColumnElement,
    Connection,
    FromClause,
    Select,
    and_,
    case,
    column,
    func,
    or_,
    select,
    table,
)

from kamdesk.base.folding import folded, phone_digits
from kamdesk.base.scripts import in_script
from kamdesk.base.words import commas
from kamdesk.facts.record import Record
from kamdesk.reads.names import called
from kamdesk.reads.scopes import keepers
from kamdesk.records.catalogue import Product
from kamdesk.records.clients import Client
from kamdesk.records.contacts import Contact
from kamdesk.records.orders import Order

PER_KIND = 6
"""What fits under each heading of the palette without scrolling."""

PHONE_DIGITS_MIN = 4
"""Fewer digits are no phone number yet; they would find half the desk."""

INNER_DIGITS_MIN = 4
"""The same of an order's number: three digits stand somewhere in every tenth of a hundred thousand."""

_AFTER_ALL = "\U0010ffff"
"""No mark of a number comes after it."""

_row_id: ColumnClause[bytes] = column("row_id")
_words = table("search_words", column("word"), _row_id, column("scope_id"), column("text"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Hit:
    """A row that was found: what it is, whose, what people call it, and a word of context."""

    word: str
    id: bytes
    client_id: bytes
    title: str
    other: str
    """a client's other name; empty for the others"""
    context: str


def find(connection: Connection, typed: str, *, per_kind: int = PER_KIND) -> tuple[Hit, ...]:
    """The best hits of each kind, clients first; nothing for an empty text."""
    parts = folded(typed).split()
    if not parts:
        return ()
    digits = phone_digits(typed) if not any(mark.isalpha() for mark in typed) else ""
    hits: list[Hit] = []
    for record, describe in _KINDS:
        if record is Order:
            ids = _orders_numbered(connection, typed.strip(), per_kind)
        else:
            ids = list(connection.execute(_found(record, parts, digits, per_kind)).scalars())
        by_id = {hit.id: hit for hit in describe(connection, ids)}
        hits += [by_id[each] for each in ids if each in by_id]
    kept = keepers(connection)
    return (
        tuple(replace(hit, client_id=kept.get(hit.client_id, hit.client_id)) for hit in hits) if kept else tuple(hits)
    )


def _found(record: type[Record], parts: Sequence[str], digits: str, limit: int) -> Select[bytes]:
    text: ColumnElement[str] = _words.c.text
    every = and_(*(_holds(text, part) for part in parts))
    where = every
    if len(digits) >= PHONE_DIGITS_MIN:
        where = or_(every, _holds(text, digits))
    first = parts[0]
    rank = case((func.instr(text, first) == 1, 0), (_holds(text, f" {first}"), 1), else_=2)
    rows = select(_row_id).where(_words.c.word == record.word, where)
    return rows.order_by(rank, func.length(text), _row_id).limit(limit)


def names_hold(clients: FromClause, part: str) -> ColumnElement[bool]:
    """Clients one of whose names, pinyin and numbers holds a folded word, as the palette finds them."""
    found = select(_row_id).where(_words.c.word == Client.word, _holds(_words.c.text, part))
    return clients.c.id.in_(found)


def _holds(text: ColumnElement[str], part: str) -> ColumnElement[bool]:
    """Both are folded already: comparing bytes is enough, and quicker than LIKE."""
    return func.instr(text, part) > 0


def _orders_numbered(connection: Connection, typed: str, limit: int) -> list[bytes]:
    """Orders whose number, or the client's, begins so; else, with digits enough, those whose number holds it."""
    orders = Order.table()
    spellings = list(dict.fromkeys((typed, typed.upper(), typed.lower())))
    found: list[bytes] = []
    for number in (orders.c.external_key, orders.c.their_number):
        begun: list[tuple[str, bytes]] = []
        for each in spellings:  # one range each: with all of them in one OR the whole index would be read
            begins = and_(number >= each, number < each + _AFTER_ALL, number != "")
            rows = select(number, orders.c.id).where(begins).order_by(number).limit(limit)
            begun += [(key, row_id) for key, row_id in connection.execute(rows)]
        found += [row_id for _, row_id in sorted(begun) if row_id not in found][: limit - len(found)]
    if not found and sum(mark.isdigit() for mark in typed) >= INNER_DIGITS_MIN:
        number = orders.c.external_key
        holds = or_(*(func.instr(number, each) > 0 for each in spellings))
        found = list(connection.execute(select(orders.c.id).where(holds, number != "").limit(limit)).scalars())
    return found


def _clients(connection: Connection, ids: Iterable[bytes]) -> list[Hit]:
    clients = Client.table()
    rows = select(clients.c.id, clients.c.legal_name, clients.c.short_name, clients.c.other_name, clients.c.city)
    return [
        Hit(
            word=Client.word,
            id=row_id,
            client_id=row_id,
            title=short or name,
            other=other,
            context=city,
        )
        for row_id, name, short, other, city in connection.execute(rows.where(clients.c.id.in_(list(ids))))
    ]


def _contacts(connection: Connection, ids: Iterable[bytes]) -> list[Hit]:
    contacts, clients = Contact.table(), Client.table()
    rows = (
        select(
            contacts.c.id, contacts.c.scope_id, contacts.c.name, contacts.c.latin_name, contacts.c.post,
            contacts.c.mobile, contacts.c.phone, called(clients), clients.c.other_name,
        )
        .join(clients, clients.c.id == contacts.c.scope_id, isouter=True)
        .where(contacts.c.id.in_(list(ids)))
    )  # fmt: skip
    return [
        Hit(
            word=Contact.word,
            id=row_id,
            client_id=client_id,
            title=name or post,
            other=latin if name else "",
            context=_joined(post if name else "", in_script(client or "", other or ""), mobile or phone),
        )
        for row_id, client_id, name, latin, post, mobile, phone, client, other in connection.execute(rows)
    ]


def _orders(connection: Connection, ids: Iterable[bytes]) -> list[Hit]:
    orders, clients = Order.table(), Client.table()
    rows = (
        select(
            orders.c.id, orders.c.scope_id, orders.c.external_key, orders.c.ordered_on, clients.c.legal_name,
            clients.c.short_name,
        )
        .join(clients, clients.c.id == orders.c.scope_id, isouter=True)
        .where(orders.c.id.in_(list(ids)))
    )  # fmt: skip
    return [
        Hit(
            word=Order.word,
            id=row_id,
            client_id=client_id,
            title=key,
            other="",
            context=_joined(short or name, str(day or "")),
        )
        for row_id, client_id, key, day, name, short in connection.execute(rows)
    ]


def _products(connection: Connection, ids: Iterable[bytes]) -> list[Hit]:
    products = Product.table()
    rows = select(products.c.id, products.c.scope_id, products.c.external_key, products.c.name, products.c.category)
    return [
        Hit(
            word=Product.word,
            id=row_id,
            client_id=scope,
            title=name or key,
            other="",
            context=_joined(key if name else "", category),
        )
        for row_id, scope, key, name, category in connection.execute(rows.where(products.c.id.in_(list(ids))))
    ]


def _joined(*parts: str | None) -> str:
    return commas(parts)


_KINDS = ((Client, _clients), (Contact, _contacts), (Order, _orders), (Product, _products))
