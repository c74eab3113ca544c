"""The review tray: what a person must look at, and what they decide; a decision is an action like any other."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection

from kamdesk.base.clock import today_of
from kamdesk.base.errors import KAMDeskError, NotFound, Refused
from kamdesk.base.ids import new_id
from kamdesk.base.words import tr
from kamdesk.exchange.actions import Action, Author, Change, Changes, Deed, create, edit
from kamdesk.exchange.verdicts import Item, ItemKind
from kamdesk.exchange.wire import action_of
from kamdesk.facts.record import Sheet
from kamdesk.operations.commit import commit
from kamdesk.operations.tray_cards import Card, card_of
from kamdesk.operations.twin_cards import twin_card, twins_for
from kamdesk.operations.twins import keep_apart, may_keep_second, merge
from kamdesk.records.every import by_word
from kamdesk.storage.desk import Desk
from kamdesk.storage.rows import row
from kamdesk.storage.tray import open_items, settled_items

FIRST, SECOND, BOTH = "first", "second", "both"
"""The answers to a card of twins."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Answered:
    """What was decided here and is not at the office yet."""

    card: Card
    action_id: bytes
    """the decision: undo brings the card back"""
    kept_theirs: bool
    at: datetime


def tray(desk: Desk, *, today: date) -> tuple[Card, ...]:
    """What waits for this person, oldest first, and rows that look alike; empty most days."""
    with desk.reading() as connection:
        cards = [card_of(connection, item, today) for item in open_items(connection)]
        return (*cards, *(twin_card(connection, each, today) for each in twins_for(connection, desk.author.role)))


def answer_twins(desk: Desk, author: Author, card: Card, answer: str, *, values: Mapping[str, Any]) -> Changes:
    """Keep the "first" or the "second" of two twins, with these values; or "both", for ever. Raises: as `commit`."""
    assert card.twins is not None
    first, second = card.twins.first, card.twins.second
    if answer == SECOND and not may_keep_second(card.twins):
        raise Refused(tr("The first one comes from the company's books and stays; keep that one, or both."))
    if answer == BOTH:
        return keep_apart(desk, author, second, first)
    kept, gone = (first, second) if answer == FIRST else (second, first)
    return merge(desk, author, kept, gone, values)


def answered(desk: Desk, *, today: date) -> tuple[Answered, ...]:
    """What was decided here and still waits for the office, newest first."""
    with desk.reading() as connection:
        return tuple(
            Answered(
                card=card_of(connection, item, today),
                action_id=action.action_id,
                kept_theirs=not action.changes,
                at=action.made_at,
            )
            for item, action in settled_items(connection)
        )


def keep_theirs(desk: Desk, author: Author, item_id: bytes) -> Changes:
    """Leave everything as the office has it; what was typed stays in the history of the item."""
    return _settle(desk, author, _item(desk, item_id), ())


def take_mine(desk: Desk, author: Author, item_id: bytes, *, instead: Mapping[str, Any] | None = None) -> Changes:
    """Do what was wished, upon what the office has now; `instead` gives other values for some facts.

    Raises: as `commit` does, and Refused where there is nothing left to write to; the item then stays where it is.
    """
    item = _item(desk, item_id)
    with desk.reading() as connection:
        changes = _wished(connection, item, dict(instead or {}))
        if not changes and not card_of(connection, item, today_of(desk.clock())).can_take:
            raise Refused(tr("This record was removed at the office; copy what you wrote and add it anew."))
    return _settle(desk, author, item, changes)


def answer_alike(
    desk: Desk, author: Author, item_ids: Iterable[bytes], *, mine: bool
) -> tuple[tuple[Changes, ...], tuple[KAMDeskError, ...]]:
    """Answer several items the same way. Returns: what was done, and why some could not be; those stay in the tray."""
    done: list[Changes] = []
    troubles: list[KAMDeskError] = []
    for item_id in item_ids:
        try:
            done.append(take_mine(desk, author, item_id) if mine else keep_theirs(desk, author, item_id))
        except KAMDeskError as error:
            troubles.append(error)
    return tuple(done), tuple(troubles)


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


def _wished(connection: Connection, item: Item, instead: dict[str, Any]) -> tuple[Change, ...]:
    """A clash is settled by its contested facts; anything else by doing its actions once more."""
    if item.kind in (ItemKind.CLASH, ItemKind.PROPOSAL) and row(connection, by_word(item.word), item.row_id):
        wanted = {each.fact: (each.theirs, instead.get(each.fact, each.mine)) for each in item.facts}
        return (edit(item.word, item.row_id, item.scope_id, wanted),)
    found: dict[bytes, Change] = {}
    if item.removed and row(connection, by_word(item.word), item.row_id) is None:
        found[item.row_id] = _brought_back(item)
    for packed in item.actions:
        for change in action_of(packed).changes:
            other = instead if change.row_id == item.row_id else {}
            _once_more(found, row(connection, by_word(change.word), change.row_id), change, other)
    return tuple(found.values())


def _brought_back(item: Item) -> Change:
    """A removed record as it was; the edits that wait are laid upon it."""
    return create(item.word, item.row_id, item.scope_id, dict(item.removed), external_key=item.removed_key)


def _once_more(found: dict[bytes, Change], now: Sheet | None, change: Change, instead: dict[str, Any]) -> None:
    """Add a change to those that are to be done; a later one of the same row goes on from the earlier one."""
    wanted = {name: instead.get(name, each.wanted) for name, each in change.edits.items()}
    earlier = found.get(change.row_id)
    if change.deed is Deed.REMOVE:
        found.pop(change.row_id, None)
        if now is not None:
            found[change.row_id] = replace(change, edits={}, after=None, children_seen=())
    elif now is not None:
        edits = edit(change.word, change.row_id, now.scope_id, {name: (now[name], wanted[name]) for name in wanted})
        found[change.row_id] = replace(edits, edits={**(earlier.edits if earlier else {}), **edits.edits})
    elif earlier is not None or change.deed is Deed.CREATE:
        before = {name: each.wanted for name, each in earlier.edits.items()} if earlier else {}
        untouched = {name for name, each in change.edits.items() if name not in instead and each.wanted == each.seen}
        values = {**wanted, **before, **{name: wanted[name] for name in wanted if name not in untouched}}
        key = earlier.external_key if earlier else change.external_key
        found[change.row_id] = create(change.word, change.row_id, change.scope_id, values, external_key=key)
