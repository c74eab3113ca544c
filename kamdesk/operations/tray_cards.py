"""A tray item as people read it: whose it is, its facts side by side, what became of the rest, what can be done."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection

from kamdesk.base.days import moment_from_text
from kamdesk.base.scripts import in_script
from kamdesk.base.words import tr
from kamdesk.exchange.actions import Action, Change, Deed
from kamdesk.exchange.tray_words import Told, sentence_of
from kamdesk.exchange.verdicts import Item, ItemKind
from kamdesk.exchange.wire import action_of
from kamdesk.facts.fact import Fact
from kamdesk.facts.record import Record, Sheet
from kamdesk.facts.shown import Around, shown
from kamdesk.operations.names_around import around_of
from kamdesk.reads.called import called, name_of
from kamdesk.reads.twins import Twins
from kamdesk.records.clients import Client
from kamdesk.records.every import by_word
from kamdesk.storage.rows import row


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One fact of an item as people read it."""

    fact: str
    label: str
    seen: str
    mine: str
    theirs: str
    private: bool = False
    fate: str = ""
    """empty: contested; "mine": written; "both": both wishes were merged; "waits": it waits with the contested ones;
    "back": it comes back with a removed record; "same": both twins have it"""
    about: str = ""
    """another record of the same action, by name"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """One thing to review: the item, whose it is, its facts and a sentence that says what happened."""

    item: Item
    client: str
    record: str
    name: str
    lines: tuple[Line, ...]
    """the contested facts"""
    others: tuple[Line, ...]
    """what else the same action wished"""
    sentence: str
    around: Around
    mine_at: datetime | None
    theirs_at: datetime | None
    can_take: bool
    """whether what was wished can be done at all: a record that is gone, and nobody knows any more, is not edited"""
    brings_back: bool = False
    """whether doing it makes a removed record again"""
    twins: Twins | None = None
    """two rows of this desk that look alike; the office has no item of it"""

    @property
    def alike(self) -> tuple[str, str, frozenset[str]]:
        """What cards have in common that may be answered with one key: the kind of trouble and the facts."""
        if self.twins is not None:  # each pair is looked at
            return self.item.kind, self.item.word, frozenset({self.item.item_id.hex()})
        return self.item.kind, self.item.word, frozenset(each.fact for each in self.item.facts)


def card_of(connection: Connection, item: Item, today: date) -> Card:
    """The card of an item."""
    record = by_word(item.word)
    client = row(connection, Client, item.scope_id)
    now = row(connection, record, item.row_id)
    actions = [action_of(packed) for packed in item.actions]
    around = around_of(connection, item.scope_id, _values(item, actions), today)
    lines = tuple(
        Line(fact=each.fact, private=record.fact(each.fact).private,
             **_words(record.fact(each.fact), around, seen=each.seen, mine=each.mine, theirs=each.theirs))
        for each in item.facts
    )  # fmt: skip
    told = [Told(label=line.label, mine=line.mine, theirs=line.theirs) for line in lines]
    mine_at, theirs_at = _moment(item.made_at), _moment(item.theirs_at)
    brings_back = now is None and bool(item.removed)
    return Card(
        item=item,
        client=in_script(client["legal_name"], client["other_name"]) if client else "",
        record=tr(record.label),
        name=name_of(connection, record, item.row_id) or _typed_name(record, item, actions),
        lines=lines,
        others=tuple(_others(connection, item, actions, now, around)),
        sentence=sentence_of(item, told, mine_at=mine_at, theirs_at=theirs_at, today=today),
        around=around,
        mine_at=mine_at,
        theirs_at=theirs_at,
        can_take=now is not None or brings_back or not _only_edits(item, actions),
        brings_back=brings_back,
    )


def _others(
    connection: Connection, item: Item, actions: list[Action], now: Sheet | None, around: Around
) -> Iterator[Line]:
    """What the actions wished beside the contested facts; of other records only where all of it waits."""
    contested = {each.fact for each in item.facts}
    found: dict[tuple[bytes, str], Line] = {}
    for line in _coming_back(item, around) if now is None else ():
        if line.fact not in contested:
            found[item.row_id, line.fact] = line
    for action in actions:
        waits = action.is_indivisible or item.kind in (ItemKind.HELD, ItemKind.REFUSED)
        for change in action.changes:
            if change.row_id == item.row_id:
                for line in _wishes(change, around, None if waits else now, but=contested):
                    found[change.row_id, line.fact] = line
            elif waits:
                about = _called(connection, change)
                for line in _wishes(change, around, None, about=about):
                    found[change.row_id, line.fact] = line
    yield from found.values()


def _coming_back(item: Item, around: Around) -> Iterator[Line]:
    record = by_word(item.word)
    for name, value in item.removed:
        fact = record.fact(name)
        if value not in (None, "", (), fact.default):
            words = _words(fact, around, seen=value, mine=value, theirs=None)
            yield Line(fact=name, private=fact.private, fate="back", **words)


def _wishes(
    change: Change, around: Around, now: Sheet | None, *, but: set[str] | None = None, about: str = ""
) -> Iterator[Line]:
    record = by_word(change.word)
    for name, each in change.edits.items():
        fact = record.fact(name)
        said_nothing = each.wanted in (None, "", (), fact.default) and change.deed is Deed.CREATE
        if name in (but or ()) or said_nothing or each.wanted == each.seen or change.deed is Deed.REMOVE:
            continue
        fate = "waits" if now is None else "mine" if now[name] == each.wanted else "both"
        theirs = now[name] if now is not None and fate == "both" else None
        words = _words(fact, around, seen=each.seen, mine=each.wanted, theirs=theirs)
        yield Line(fact=name, private=fact.private, fate=fate, about=about, **words)


def _words(fact: Fact, around: Around, **values: Any) -> dict[str, str]:  # noqa: ANN401  (values of any kind)
    return {"label": tr(fact.label), **{side: shown(fact, value, around) for side, value in values.items()}}


def _only_edits(item: Item, actions: list[Action]) -> bool:
    """Whether nothing in the item makes its record or takes it away."""
    deeds = {change.deed for action in actions for change in action.changes if change.row_id == item.row_id}
    return deeds == {Deed.EDIT}


def _called(connection: Connection, change: Change) -> str:
    record = by_word(change.word)
    return name_of(connection, record, change.row_id) or tr(record.label)


def _typed_name(record: type[Record], item: Item, actions: list[Action]) -> str:
    """How the record would be called if it were there."""
    typed: dict[str, Any] = {}
    for action in actions:
        for change in action.changes:
            if change.row_id == item.row_id:
                gone = change.deed is Deed.REMOVE
                typed |= {name: each.seen if gone else each.wanted for name, each in change.edits.items()}
    typed = dict(item.removed) | typed
    return called(Sheet(record, {"id": item.row_id, "scope_id": item.scope_id, **typed}))


def _values(item: Item, actions: list[Action]) -> Iterator[tuple[Fact, Any]]:
    """Everything that a card may show."""
    facts = by_word(item.word).facts()
    for each in item.facts:
        yield from ((facts[each.fact], value) for value in (each.seen, each.mine, each.theirs))
    for name, value in item.removed:
        yield facts[name], value
    for action in actions:
        for change in action.changes:
            theirs = by_word(change.word).facts()
            for name, edited in change.edits.items():
                yield from ((theirs[name], value) for value in (edited.seen, edited.wanted))


def _moment(text: str) -> datetime | None:
    return moment_from_text(text) if text else None
