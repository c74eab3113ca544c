"""Who changed a record: what this desk knows of it, and what the office tells when it is asked."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection

from kamdesk.base.days import moment_from_text
from kamdesk.base.words import tr
from kamdesk.exchange.actions import Action, Change, Deed
from kamdesk.exchange.http_words import Happened, Place
from kamdesk.exchange.verdicts import ItemKind
from kamdesk.exchange.wire import action_of
from kamdesk.facts.fact import Fact
from kamdesk.facts.kinds import from_driver
from kamdesk.facts.record import Record
from kamdesk.facts.shown import Around, shown
from kamdesk.operations.names_around import around_of
from kamdesk.operations.tray_cards import Card
from kamdesk.reads.called import name_of
from kamdesk.records.every import by_word
from kamdesk.storage import outbox
from kamdesk.storage.desk import Desk
from kamdesk.storage.rows import row

STATES = (*outbox.PENDING, outbox.DONE)
UNANSWERED = (outbox.OPEN, outbox.SENT)
"""The office's own history does not have them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One fact of a record that somebody changed."""

    at: datetime
    what: str
    who: str
    place: Place
    waits: bool
    """the office has not taken it"""
    private: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordHistory:
    """A record's changes, newest first."""

    name: str
    label: str
    scope_id: bytes
    steps: tuple[Step, ...]


def history_of(desk: Desk, card: Card, told: Sequence[Happened] | None = None) -> tuple[Step, ...]:
    """The changes of a card's record, newest first: what waits, and the office's; unasked, what this desk knows of it.

    Without the office that are 35 days of its own actions, what lies in the item, and the office's last word.
    """
    item = card.item
    with desk.reading() as connection:
        around = _around(connection, (item.word, item.row_id, item.scope_id), told or (), card.around.today)
        own = [*_own(connection, item.row_id, around, UNANSWERED if told is not None else STATES)]
        own += _of_item(connection, card, is_told=told is not None)
    if told is None:
        return _by_time([*own, *_office(card)])
    return (*_by_time(own), *_told(item.word, told, around))


def record_history(
    desk: Desk, word: str, row_id: bytes, *, today: date, told: Sequence[Happened] | None = None
) -> RecordHistory:
    """The changes of a record: what is on its way, and what the office told; unasked, 35 days of this laptop's own."""
    record = by_word(word)
    with desk.reading() as connection:
        now = row(connection, record, row_id)
        scope_id = now.scope_id if now else b""
        around = _around(connection, (word, row_id, scope_id), told or (), today)
        states = UNANSWERED if told is not None else STATES
        own = _by_time(_own(connection, row_id, around, states))
        name = name_of(connection, record, row_id)
    steps = (*own, *_told(word, told or (), around))
    return RecordHistory(name=name, label=tr(record.label), scope_id=scope_id, steps=steps)


def _by_time(steps: Iterable[Step]) -> tuple[Step, ...]:
    """The newest first. What the office told stays in the office's order: laptops' clocks decide nothing."""
    return tuple(sorted(steps, key=lambda step: step.at, reverse=True))


def _around(connection: Connection, what: tuple[str, bytes, bytes], told: Iterable[Happened], today: date) -> Around:
    """`what` is the record's word, id and scope."""
    word, row_id, scope_id = what
    values: list[tuple[Fact, Any]] = []
    for kept in outbox.kept_since(connection, 0, (row_id,), STATES):
        for change in kept.action.changes:
            facts = by_word(change.word).facts()
            values += [
                (facts[name], value) for name, each in change.edits.items() for value in (each.seen, each.wanted)
            ]
    for fact, before, after in _facts_told(by_word(word), told):
        values += [(fact, before), (fact, after)]
    return around_of(connection, scope_id, values, today)


def _own(connection: Connection, row_id: bytes, around: Around, states: Sequence[str]) -> Iterator[Step]:
    for kept in outbox.kept_since(connection, 0, (row_id,), states):
        yield from _steps(kept.action, row_id, around, place=Place.THIS_LAPTOP, waits=kept.state in outbox.PENDING)


def _of_item(connection: Connection, card: Card, *, is_told: bool) -> Iterator[Step]:
    """What lies in the item: of another laptop or another person, and once the office told the rest, of this laptop."""
    item = card.item
    in_part = is_told and item.kind in (ItemKind.CLASH, ItemKind.PROPOSAL)  # the rest was written, and is told
    only = {each.fact for each in item.facts} if in_part else None
    for packed in item.actions:
        action = action_of(packed)
        kept = outbox.kept(connection, action.action_id)
        if kept is None:
            yield from _steps(action, item.row_id, card.around, place=Place.ELSEWHERE, waits=True, only=only)
        elif is_told and kept.state not in UNANSWERED:
            yield from _steps(action, item.row_id, card.around, place=Place.THIS_LAPTOP, waits=True, only=only)


def _office(card: Card) -> Iterator[Step]:
    if card.theirs_at is not None and card.brings_back:
        what = _whole(by_word(card.item.word), Deed.REMOVE)
        yield Step(
            at=card.theirs_at, what=what, who=card.item.theirs_by, place=Place.ELSEWHERE, waits=False, private=False
        )
    elif card.theirs_at is not None:
        for line in card.lines:
            yield Step(
                at=card.theirs_at, what=_from_to(line.label, line.seen, line.theirs), who=card.item.theirs_by,
                place=Place.ELSEWHERE, waits=False, private=line.private,
            )  # fmt: skip


def _steps(
    action: Action, row_id: bytes, around: Around, *, place: Place, waits: bool, only: set[str] | None = None
) -> Iterator[Step]:
    who = {"at": action.made_at, "who": action.author.name, "place": place, "waits": waits}
    for change in action.changes:
        if change.row_id == row_id:
            for what, private in _said(change, around, only):
                yield Step(what=what, private=private, **who)  # type: ignore[arg-type]  # (fields of a step)


def _said(change: Change, around: Around, only: set[str] | None) -> Iterator[tuple[str, bool]]:
    record = by_word(change.word)
    if change.deed is not Deed.EDIT:
        yield _whole(record, change.deed), False
        return
    for name, each in change.edits.items():
        if each.seen != each.wanted and (only is None or name in only):
            fact = record.fact(name)
            before, after = shown(fact, each.seen, around), shown(fact, each.wanted, around)
            yield _from_to(tr(fact.label), before, after), fact.private


def _told(word: str, told: Iterable[Happened], around: Around) -> Iterator[Step]:
    """What the office told; facts that this program does not know are left out."""
    record = by_word(word)
    for each in told:
        if each.deed is Deed.EDIT and each.fact not in record.facts():
            continue
        what, private = _whole(record, each.deed), False
        for fact, before, after in _facts_told(record, (each,)):
            what, private = (
                _from_to(tr(fact.label), shown(fact, before, around), shown(fact, after, around)),
                fact.private,
            )
        at = moment_from_text(each.at)
        yield Step(at=at, what=what, who=each.author, place=each.place, waits=False, private=private)


def _facts_told(record: type[Record], told: Iterable[Happened]) -> Iterator[tuple[Fact, Any, Any]]:
    facts = record.facts()
    for each in told:
        if each.deed is Deed.EDIT and each.fact in facts:
            fact = facts[each.fact]
            yield fact, from_driver(fact.kind, each.before), from_driver(fact.kind, each.after)


def _whole(record: type[Record], deed: Deed) -> str:
    label = tr(record.label)
    return tr("{record} removed", record=label) if deed is Deed.REMOVE else tr("{record} added", record=label)


def _from_to(label: str, before: str, after: str) -> str:
    return tr("{fact}, {before} to {after}", fact=label, before=before or "–", after=after or "–")
