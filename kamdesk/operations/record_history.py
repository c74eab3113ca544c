"""Who changed a record that is being reviewed, as far as this desk knows: its own actions, the office's last word."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection

from kamdesk.base.words import tr
from kamdesk.exchange.actions import Action, Change, Deed
from kamdesk.exchange.wire import action_of
from kamdesk.facts.shown import Around, shown
from kamdesk.operations.tray_cards import Card
from kamdesk.records.every import by_word
from kamdesk.storage import outbox
from kamdesk.storage.desk import Desk

STATES = (*outbox.PENDING, outbox.DONE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One fact of a record that somebody changed."""

    at: datetime
    what: str
    who: str
    is_here: bool
    """done on this laptop"""
    waits: bool
    """the office has not taken it"""
    private: bool


def history_of(desk: Desk, card: Card) -> tuple[Step, ...]:
    """What this desk knows of the record's changes, newest first: 35 days of its own, the item's, the office's last."""
    with desk.reading() as connection:
        steps = [*_own(connection, card), *_of_item(connection, card), *_office(card)]
    return tuple(sorted(steps, key=lambda step: step.at, reverse=True))


def _own(connection: Connection, card: Card) -> Iterator[Step]:
    for kept in outbox.kept_since(connection, 0, (card.item.row_id,), STATES):
        yield from _steps(kept.action, card, is_here=True, waits=kept.state in outbox.PENDING)


def _of_item(connection: Connection, card: Card) -> Iterator[Step]:
    """What fell into the item from somewhere else: another laptop of this person, or another person's."""
    for packed in card.item.actions:
        action = action_of(packed)
        if outbox.kept(connection, action.action_id) is None:
            yield from _steps(action, card, is_here=False, waits=True)


def _office(card: Card) -> Iterator[Step]:
    if card.theirs_at is not None:
        for line in card.lines:
            what = _from_to(line.label, line.seen, line.theirs)
            who = card.item.theirs_by
            yield Step(at=card.theirs_at, what=what, who=who, is_here=False, waits=False, private=line.private)


def _steps(action: Action, card: Card, *, is_here: bool, waits: bool) -> Iterator[Step]:
    for change in action.changes:
        if change.row_id == card.item.row_id:
            for what, private in _told(change, card.around):
                yield Step(
                    at=action.made_at, what=what, who=action.author.name, is_here=is_here, waits=waits, private=private
                )


def _told(change: Change, around: Around) -> Iterator[tuple[str, bool]]:
    record = by_word(change.word)
    if change.deed is not Deed.EDIT:
        added = change.deed is Deed.CREATE
        said = (
            tr("{record} added", record=tr(record.label)) if added else tr("{record} removed", record=tr(record.label))
        )
        yield said, False
        return
    for name, each in change.edits.items():
        if each.seen != each.wanted:
            fact = record.fact(name)
            yield (
                _from_to(tr(fact.label), shown(fact, each.seen, around), shown(fact, each.wanted, around)),
                fact.private,
            )


def _from_to(label: str, before: str, after: str) -> str:
    return tr("{fact}, {before} to {after}", fact=label, before=before or "–", after=after or "–")
