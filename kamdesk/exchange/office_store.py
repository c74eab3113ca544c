"""What the office's procedures ask of whatever keeps the rows: PostgreSQL, or dictionaries in the simulation."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import Any, Protocol

from kamdesk.exchange.actions import Action, Change
from kamdesk.exchange.court import Court
from kamdesk.exchange.protocol import Answer, Lineage, Sealed, Stamp
from kamdesk.exchange.readers import Reader
from kamdesk.exchange.verdicts import Fate, Item
from kamdesk.facts.policies import Compartment
from kamdesk.facts.record import Record

PartKey = tuple[bytes, Compartment]


@dataclass(frozen=True, slots=True)
class Claim:
    """What is known of an action id: nothing yet, its answer, or that it was given to another content."""

    answer: Answer | None = None
    is_forged: bool = False


class OfficeTransaction(Court, Protocol):
    """One writing transaction: its heads are locked before anything is read, its rights read under a lock."""

    def foresee(self, group: Sequence[tuple[Sealed, Action | None]]) -> None:
        """These actions are judged next: whatever they need may be read now, all at once."""

    def reader(self) -> Reader:
        """The user of this push as the office knows them in this transaction."""

    def is_forgotten(self, action: Action) -> bool:
        """Whether the action speaks of a person who asked to be forgotten: nothing of it is kept."""

    def claim(self, action_id: bytes, content: bytes, sequence: int) -> Claim:
        """Insert the action's id, or say what is known of it; in the transaction of its effects."""

    def attempt(self) -> AbstractContextManager[None]:
        """A savepoint: what fails within leaves nothing behind. Outside of one it takes everything with it."""

    def write(self, change: Change, action: Action) -> None:
        """Do one change, stamped with the new revision of its part; the history keeps who, when and what before.

        A remove with `into` keeps that alias for ever; a create takes one of its own id back.
        """

    def stamp(self, part: PartKey) -> Stamp:
        """The part's revision of this transaction: one more than before, however often it is asked for."""

    def serve(self, scope_id: bytes) -> None:
        """The user made this client: it is theirs until a manager assigns it."""

    def keep_item(self, item: Item) -> None:
        """Put an item into the tray, in place of its earlier form."""

    def keep_fates(self, action_id: bytes, fates: Iterable[Fate]) -> None:
        """Remember which facts of an action lie in which item."""

    def settle(self, item_id: bytes, action_id: bytes) -> None:
        """Take an item out of the tray by this action; it stays in the history."""

    def remember(self, answer: Answer) -> None:
        """Keep the answer: whoever asks again gets the same."""


class PushStore(Protocol):
    """What an office keeps for one signed-in device."""

    def meet(self, nonce: bytes) -> tuple[Lineage, bytes]:
        """Whether this laptop is the one we know, and the nonce for next time."""

    def next_sequence(self) -> int:
        """The number that the device's next new action should have."""

    def took(self, sequence: int) -> None:
        """Every action up to this number was looked at."""

    def person_part(self) -> PartKey:
        """The user's own part: it moves whenever something falls into their tray."""

    def writing(self, parts: Sequence[PartKey]) -> AbstractContextManager[OfficeTransaction]:
        """A transaction that holds the heads of these parts, taken in order, until it commits."""

    breaks: tuple[type[Exception], ...]
    """errors of the store that an action's content can cause; a lost connection or a full disk is none of them"""

    def failed(self, action_id: bytes) -> int:
        """Note that this action broke the office once more. Returns: how often by now."""

    def keep_raw(self, action_id: bytes, action: bytes, why: str) -> Answer:
        """Hold an action that the office cannot read or do, as it came. Returns: the answer, remembered."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """A part that is about to be read: whole, or the rows of later revisions."""

    scope_id: bytes
    compartment: Compartment
    newer_than: int


class PullView(Protocol):
    """One state of the office, read in one snapshot."""

    def foresee_stamps(self, stamps: Collection[Stamp]) -> None:
        """These are asked about next: they may be looked up all at once."""

    def foresee(self, wanted: Sequence[Wanted]) -> None:
        """These parts are read next, in this order: their rows may be looked up all at once."""

    def heads(self) -> Iterator[Head]:
        """Every part this user may read now, in the order in which a laptop wants them."""

    def knows(self, stamp: Stamp) -> bool:
        """Whether this office ever gave this stamp."""

    def items(self) -> tuple[Item, ...]:
        """The open items of this user's tray, oldest first, projected to what they may read."""

    def policy(self) -> dict[str, str]:
        """What the office wants of its laptops."""

    def rows(
        self, record: type[Record], scope_id: bytes, *, newer_than: int, after: bytes | None, limit: int
    ) -> Sequence[tuple[Any, ...]]:
        """Rows as a laptop's file keeps them: id, external key, rev, facts in their declared order.

        With `newer_than` above 0 all rows of later revisions; else up to `limit` rows behind the id `after`.
        """

    def removed(self, record: type[Record], scope_id: bytes, *, newer_than: int) -> Sequence[bytes]:
        """Ids of rows removed in later revisions."""


class PullStore(Protocol):
    """What an office shows one signed-in device."""

    def snapshot(self) -> AbstractContextManager[PullView]:
        """One state of the office, the same for every question asked within."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Head:
    """A part that a user may read, and where the office stands in it."""

    scope_id: bytes
    compartment: Compartment
    rev: int
    mark: bytes
    floor: int
    """tombstones of earlier revisions are gone: a cursor below starts anew"""
    grant: int
    """changes whenever this user's right to read this part was given anew"""
    as_of: str = ""
