"""What the laptop's side of a sync asks of whatever keeps its rows: the encrypted file, or memory in the simulation."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import Any, Protocol

from kamdesk.exchange.actions import Action
from kamdesk.exchange.protocol import Answer, Cursor, Frame
from kamdesk.facts.policies import Compartment
from kamdesk.facts.record import Record, Sheet

PartKey = tuple[bytes, Compartment]


@dataclass(frozen=True, slots=True, kw_only=True)
class Outgoing:
    """An action that the office has not answered; without a number it is not sealed yet."""

    action_id: bytes
    sequence: int | None
    action: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class Mine:
    """An action of this laptop and the office's answer, if there is one."""

    action: Action
    answer: Answer | None


@dataclass(frozen=True, slots=True, kw_only=True)
class OfficeRow:
    """What the office has of a row that this laptop has changed; no sheet: the office has no such row (yet)."""

    sheet: Sheet | None
    rev: int = 0


class LaptopTransaction(Protocol):
    """One writing transaction of the laptop."""

    def nonce(self) -> bytes:
        """The nonce the office handed out last; empty before the first contact."""

    def keep_nonce(self, nonce: bytes) -> None:
        """Show this one next time."""

    def outgoing(self, limit: int) -> Sequence[Outgoing]:
        """Unsent and unanswered actions, oldest first."""

    def last_sequence(self) -> int:
        """The highest number given to an action."""

    def first_sequence(self) -> int:
        """The lowest number of an action that is still kept, sent ones included; 0 where none has a number."""

    def renumber(self) -> None:
        """The office knows this laptop as a new one: no action has a number any more, sent ones neither."""

    def seal(self, action_id: bytes, sequence: int) -> None:
        """From now on the action is on its way: undo is a new action."""

    def take_answer(self, answer: Answer) -> Action | None:
        """Keep the office's word. Returns: the action, or None for one that is not ours (any more)."""

    def answered(self) -> Sequence[Mine]:
        """Answered actions whose rows have not come back yet."""

    def done(self, action_ids: Collection[bytes]) -> None:
        """These came back: they leave the outbox and are kept as sent."""

    def offer_again(self) -> Sequence[Action]:
        """The office was put back: whatever was sent in the last 35 days is on its way again, in its old order."""

    def guard(self, record: type[Record], row_id: bytes, scope_id: bytes) -> None:
        """Before a row is first changed here: keep what the office has of it."""

    def pending_of(self, row_id: bytes) -> Sequence[Mine]:
        """Unsent, unanswered and not yet returned actions that touch this row, oldest first."""

    def office_row(self, record: type[Record], row_id: bytes) -> OfficeRow | None:
        """What the office has of a row with pending changes; None for a row without any."""

    def rows_with_pending(self, record: type[Record], scope_id: bytes) -> Collection[bytes]:
        """The rows of a kind for which `office_row` knows something."""

    def keep_office_row(self, record: type[Record], row_id: bytes, scope_id: bytes, office: OfficeRow) -> None:
        """What the office has now of a row with pending changes."""

    def forget_office_row(self, record: type[Record], row_id: bytes) -> None:
        """Nothing is pending here any more: the row shown is the office's."""

    def show(self, record: type[Record], row_id: bytes, sheet: Sheet | None, rev: int) -> None:
        """Write the row that the desk shows, with its search entry; None takes it out."""

    def upsert(self, record: type[Record], scope_id: bytes, frame: Frame, rows: Sequence[Sequence[Any]]) -> None:
        """Write rows as they came, in place of what stood there."""

    def flush(self) -> None:
        """Write what was only gathered so far: after this the transaction has its commit left."""

    def remove(self, record: type[Record], row_ids: Sequence[bytes]) -> None:
        """Take rows out, with their search entries."""

    def begin_whole(self, part: PartKey) -> None:
        """A part comes from nothing: what does not come again will go."""

    def end_whole(self, part: PartKey) -> Sequence[tuple[type[Record], bytes]]:
        """What did not come again goes; unsent creates stay. Returns: gone rows with pending changes, to lay anew."""

    def cursors(self) -> Sequence[Cursor]:
        """How far this laptop holds each part; parts whose facts this program reads anew are left out."""

    def parts_held(self) -> Collection[PartKey]:
        """Every part that anything is held of: also the ones whose cursors are left out."""

    def keep_cursor(self, cursor: Cursor, as_of: str) -> None:
        """Up to here the part is held."""

    def purge(self, part: PartKey) -> Sequence[tuple[type[Record], bytes]]:
        """The part is this user's no longer: rows, cursor, sent or undone actions and search entries go together.

        Returns: rows with pending changes, of which the office now has nothing here (`OfficeRow(sheet=None)`).
        """

    def keep_items(self, items: Iterable[bytes]) -> None:
        """The open tray items, in place of the earlier ones."""

    def items(self) -> Sequence[bytes]:
        """The open tray items as they came."""

    def keep_policy(self, policy: dict[str, str]) -> None:
        """What the office wants of its laptops, in place of what it wanted before."""

    def policy(self) -> dict[str, str]:
        """What the office wants of its laptops."""

    def park(self, frame: Frame, why: str) -> None:
        """Keep rows that cannot be applied as they came: counted, shown, tried again."""


class LaptopStore(Protocol):
    """The laptop's rows, outbox and cursors."""

    def foresee(self, frame: Frame) -> None:
        """These rows are written next: whatever they need beside themselves may be got ready, in any thread."""

    def writing(self) -> AbstractContextManager[LaptopTransaction]:
        """One transaction: all of it or nothing."""

    def reading(self) -> AbstractContextManager[LaptopTransaction]:
        """One state of the file, of which nothing is changed: nobody waits for it."""
