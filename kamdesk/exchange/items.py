"""Tray items as bytes and back; values in the form a file keeps, so that both sides compare and show the same."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from functools import lru_cache
from typing import Any

from msgspec import msgpack

from kamdesk.exchange.verdicts import Contested, Item, ItemKind
from kamdesk.exchange.wire import action_of
from kamdesk.facts.kinds import from_driver, to_driver
from kamdesk.facts.policies import Compartment
from kamdesk.records.every import by_word


def item_bytes(item: Item) -> bytes:
    """The item as msgpack."""
    kinds = {name: fact.kind for name, fact in by_word(item.word).facts().items()}
    facts = [
        [each.fact, *(to_driver(kinds[each.fact], value) for value in (each.seen, each.mine, each.theirs))]
        for each in item.facts
    ]
    return msgpack.encode(
        [
            item.item_id, item.kind, item.action_id, item.word, item.row_id, item.scope_id, list(item.compartments),
            facts, item.sentence, list(item.actions), item.author, item.made_at, item.theirs_by, item.theirs_at,
            item.removed_key, [[name, to_driver(kinds[name], value)] for name, value in item.removed],
        ]
    )  # fmt: skip


def item_of(data: bytes) -> Item:
    """The item of its bytes; facts that this program does not know are left out."""
    plain: list[Any] = msgpack.decode(data)
    item_id, kind, action_id, word, row_id, scope_id, compartments, facts, sentence, actions, *who = plain
    kinds = {name: fact.kind for name, fact in by_word(word).facts().items()}
    author, made_at, theirs_by, theirs_at, *more = who
    removed_key, removed = more or ("", ())
    return Item(
        item_id=item_id,
        kind=ItemKind(kind),
        action_id=action_id,
        word=word,
        row_id=row_id,
        scope_id=scope_id,
        compartments=tuple(Compartment(each) for each in compartments),
        facts=tuple(_contested(kinds[fact[0]], fact) for fact in facts if fact[0] in kinds),
        sentence=sentence,
        actions=tuple(actions),
        author=author,
        made_at=made_at,
        theirs_by=theirs_by,
        theirs_at=theirs_at,
        removed_key=removed_key,
        removed=tuple((name, from_driver(kinds[name], value)) for name, value in removed if name in kinds),
    )


def items_meanwhile(there: Iterable[bytes], new: Iterable[bytes], coming: Collection[Any]) -> Sequence[bytes]:
    """The new items, as far as they can be answered while these (scope, compartment) are still on their way.

    An item comes with the rows it is about: until then its earlier form stays, if it is there. What is no longer in
    the tray goes at once.
    """
    earlier = {_where(data)[0]: data for data in there}
    found = []
    for data in new:
        item_id, parts = _where(data)
        kept = data if parts.isdisjoint(coming) else earlier.get(item_id)
        found += [kept] if kept is not None else []
    return found


def _where(data: bytes) -> tuple[bytes, set[tuple[bytes, str]]]:
    """The item's id and the parts it is about, also of a kind of record that this program does not know."""
    item_id, *_, scope_id, compartments = msgpack.decode(data)[:7]
    return item_id, {(scope_id, each) for each in compartments}


def _contested(kind: Any, plain: list[Any]) -> Contested:  # noqa: ANN401  (a Kind; values of any kind)
    name, *values = plain
    seen, mine, theirs = (from_driver(kind, value) for value in values)
    return Contested(fact=name, seen=seen, mine=mine, theirs=theirs)


def places_of(item: Item) -> frozenset[tuple[bytes, Compartment]]:
    """All that one must be able to read to look at an item: of its own row, and of every action that fell into it."""
    own = frozenset((item.scope_id, compartment) for compartment in item.compartments)
    return own.union(*map(_places_of_action, item.actions))


@lru_cache(maxsize=4096)
def _places_of_action(packed: bytes) -> frozenset[tuple[bytes, Compartment]]:
    """Trays are asked for at every sync, and what fell into an item never changes."""
    return frozenset((change.scope_id, by_word(change.word).compartment) for change in action_of(packed).changes)
