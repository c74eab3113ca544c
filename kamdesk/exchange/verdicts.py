"""What the office says to an action, and what it then writes: plain frozen values, the same in every store."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from enum import StrEnum
from hashlib import blake2b
from typing import Any

from kamdesk.exchange.actions import Change
from kamdesk.facts.policies import Compartment


class Verdict(StrEnum):
    """The answer to an action; nothing is ever answered by silence (SYNC 4.4)."""

    APPLIED = "applied"
    MERGED = "merged"
    """in part: some facts wait in the tray, the others are written"""
    WAITS = "waits"
    """in whole: somebody looks at it"""
    REFUSED = "refused"
    HELD = "held"
    """its author may not read there any more; the nearest person who may looks at it"""


class ItemKind(StrEnum):
    """Why something lies in the tray."""

    CLASH = "clash"
    PROPOSAL = "proposal"
    """a wish for a fact whose owner decides"""
    GONE = "gone"
    """an edit of what was removed, or a removal of what was changed"""
    REFUSED = "refused"
    HELD = "held"
    TWIN = "twin"


@dataclass(frozen=True, slots=True, kw_only=True)
class Contested:
    """One fact of a tray item: what the author saw, what they want, what the office has."""

    fact: str
    seen: Any
    mine: Any
    theirs: Any


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """One thing a person must look at."""

    item_id: bytes
    kind: ItemKind
    action_id: bytes
    word: str
    row_id: bytes
    scope_id: bytes
    compartments: tuple[Compartment, ...]
    """all of them must be readable for whoever is to look at it"""
    facts: tuple[Contested, ...] = ()
    sentence: str = ""
    """why it was refused, in the author's language"""
    actions: tuple[bytes, ...] = ()
    """every action that fell into it, as sent: what was typed can be read, changed and sent again"""
    author: str = ""
    made_at: str = ""
    theirs_by: str = ""
    """who wrote the value that stands at the office, and when: shown, never compared"""
    theirs_at: str = ""
    removed_key: str = ""
    removed: tuple[tuple[str, Any], ...] = ()
    """what the record was when it was removed, with its external key, so that it can be brought back"""

    def grown(self, action: bytes, facts: Iterable[Contested]) -> Item:
        """The item with one more action in it; of the same fact the last wish counts."""
        newer = {each.fact: each for each in facts}
        kept = tuple(newer.pop(each.fact, each) for each in self.facts)
        actions = self.actions if action in self.actions else (*self.actions, action)
        return replace(self, facts=(*kept, *newer.values()), actions=actions)


@dataclass(frozen=True, slots=True, kw_only=True)
class Fate:
    """A fact of an action that was not simply taken: later edits made upon it join the same item."""

    row_id: bytes
    fact: str
    item_id: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """A verdict with everything the store has to write for it."""

    verdict: Verdict
    code: str = ""
    """for a refusal, in one word: rights, value, rule, exists, forged …"""
    fact: str = ""
    sentence: str = ""
    writes: tuple[Change, ...] = ()
    items: tuple[Item, ...] = ()
    """new ones, or open ones grown by a later edit"""
    fates: tuple[Fate, ...] = ()
    closes: bytes | None = None
    """the tray item that this action settles"""


def item_id_of(action_id: bytes, row_id: bytes, kind: ItemKind) -> bytes:
    """The id of the item that a row of an action falls into: the same however often it is judged."""
    return blake2b(action_id + row_id + kind.encode(), digest_size=16).digest()


@dataclass(slots=True)
class Findings:
    """What is found while the changes of one action are judged, one after the other."""

    writes: list[Change] = field(default_factory=list)
    items: dict[bytes, Item] = field(default_factory=dict)
    fates: list[Fate] = field(default_factory=list)

    def add(self, item: Item, fates: Iterable[Fate]) -> None:
        """Something waits; the same item found again only grows."""
        self.items[item.item_id] = item
        self.fates.extend(fates)
