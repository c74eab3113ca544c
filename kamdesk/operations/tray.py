"""The review tray: what a person must look at, and what they decide; a decision is an action like any other."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from sqlalchemy import Connection

from kamdesk.base.days import moment_from_text
from kamdesk.base.errors import NotFound
from kamdesk.base.ids import new_id
from kamdesk.base.words import tr
from kamdesk.exchange.actions import Action, Author, Change, Changes, Deed, create, edit
from kamdesk.exchange.tray_words import Told, sentence_of
from kamdesk.exchange.verdicts import Item, ItemKind
from kamdesk.exchange.wire import action_of
from kamdesk.facts.record import Sheet
from kamdesk.facts.shown import Around, shown
from kamdesk.operations.commit import commit
from kamdesk.reads.called import name_of
from kamdesk.records.clients import Client
from kamdesk.records.every import by_word
from kamdesk.storage.desk import Desk
from kamdesk.storage.rows import row
from kamdesk.storage.tray import open_items


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One contested fact as people read it."""

    fact: str
    label: str
    seen: str
    mine: str
    theirs: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """One thing to review: the item, whose it is, its facts and a sentence that says what happened."""

    item: Item
    client: str
    record: str
    name: str
    lines: tuple[Line, ...]
    sentence: str


def tray(desk: Desk, *, today: date) -> tuple[Card, ...]:
    """What waits for this person, oldest first; empty most days."""
    with desk.reading() as connection:
        return tuple(_card(connection, item, today) for item in open_items(connection))


def keep_theirs(desk: Desk, author: Author, item_id: bytes) -> Changes:
    """Leave everything as the office has it; what was typed stays in the history of the item."""
    return _settle(desk, author, _item(desk, item_id), ())


def take_mine(desk: Desk, author: Author, item_id: bytes, *, instead: Mapping[str, Any] | None = None) -> Changes:
    """Do what was wished, upon what the office has now; `instead` gives other values for some facts.

    Raises: as `commit` does; the item then stays where it is.
    """
    item = _item(desk, item_id)
    with desk.reading() as connection:
        changes = tuple(_wished(connection, item, dict(instead or {})))
    return _settle(desk, author, item, changes)


def _settle(desk: Desk, author: Author, item: Item, changes: tuple[Change, ...]) -> Changes:
    return commit(
        desk,
        Action(
            action_id=new_id(), verb="settle", author=author, made_at=desk.clock(), changes=changes,
            is_indivisible=True, settles=item.item_id,
        ),
    )  # fmt: skip


def _item(desk: Desk, item_id: bytes) -> Item:
    with desk.reading() as connection:
        found = next((item for item in open_items(connection) if item.item_id == item_id), None)
    if found is None:
        raise NotFound(tr("This is no longer in the tray: somebody settled it."))
    return found


def _wished(connection: Connection, item: Item, instead: dict[str, Any]) -> Iterator[Change]:
    """A clash is settled by its contested facts; anything else by doing its actions once more."""
    if item.kind in (ItemKind.CLASH, ItemKind.PROPOSAL) and row(connection, by_word(item.word), item.row_id):
        wanted = {each.fact: (each.theirs, instead.get(each.fact, each.mine)) for each in item.facts}
        yield edit(item.word, item.row_id, item.scope_id, wanted)
        return
    for packed in item.actions:
        for change in action_of(packed).changes:
            other = instead if change.row_id == item.row_id else {}
            yield from _once_more(row(connection, by_word(change.word), change.row_id), change, other)


def _once_more(now: Sheet | None, change: Change, instead: dict[str, Any]) -> Iterator[Change]:
    wanted = {name: instead.get(name, each.wanted) for name, each in change.edits.items()}
    if change.deed is Deed.REMOVE:
        if now is not None:
            yield replace(change, edits={}, after=None, children_seen=())
    elif now is not None:
        yield edit(change.word, change.row_id, now.scope_id, {name: (now[name], wanted[name]) for name in wanted})
    elif change.deed is Deed.CREATE:
        yield create(change.word, change.row_id, change.scope_id, wanted, external_key=change.external_key)


def _card(connection: Connection, item: Item, today: date) -> Card:
    record = by_word(item.word)
    client = row(connection, Client, item.scope_id)
    around = Around(currency=client["currency"] if client else "", today=today, options=_named(connection, item))
    lines = tuple(
        Line(
            fact=each.fact,
            label=tr(record.fact(each.fact).label),
            **{side: shown(record.fact(each.fact), getattr(each, side), around) for side in ("seen", "mine", "theirs")},
        )
        for each in item.facts
    )
    told = [Told(label=line.label, mine=line.mine, theirs=line.theirs) for line in lines]
    return Card(
        item=item,
        client=client["legal_name"] if client else "",
        record=tr(record.label),
        name=name_of(connection, record, item.row_id),
        lines=lines,
        sentence=sentence_of(item, told, mine_at=_moment(item.made_at), theirs_at=_moment(item.theirs_at), today=today),
    )


def _named(connection: Connection, item: Item) -> dict[str, tuple[tuple[bytes, str], ...]]:
    """How people call what the contested facts refer to."""
    facts = by_word(item.word).facts()
    found: dict[str, tuple[tuple[bytes, str], ...]] = {}
    for each in item.facts:
        word = facts[each.fact].refers_to
        for value in (each.seen, each.mine, each.theirs) if word else ():
            ids = value if isinstance(value, tuple) else (value,) if value else ()
            named = tuple((row_id, name_of(connection, by_word(word), row_id)) for row_id in ids)
            found[word] = (*found.get(word, ()), *named)
    return found


def _moment(text: str) -> Any:  # noqa: ANN401  (a datetime, or nothing)
    return moment_from_text(text) if text else None
