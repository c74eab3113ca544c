"""What the office knows when it judges an action, beside the rows themselves."""

from __future__ import annotations

from typing import Protocol

from kamdesk.exchange.verdicts import Item
from kamdesk.exchange.world import World
from kamdesk.facts.policies import Compartment
from kamdesk.facts.record import Record


class Court(World, Protocol):
    """A world with a memory: what was removed, merged, and what became of earlier actions."""

    def was_removed(self, row_id: bytes) -> bool:
        """Whether a row of this id once stood here."""

    def keeper_of(self, row_id: bytes) -> bytes:
        """The row that stands for this one since twins were merged; itself where none were."""

    def scope_exists(self, scope_id: bytes) -> bool:
        """Whether this scope has ever had a row."""

    def item_of(self, action_id: bytes, row_id: bytes, fact: str) -> Item | None:
        """The tray item that this fact of an earlier action of the same user fell into, open or not."""

    def waiting(self, row_id: bytes, fact: str) -> Item | None:
        """The newest open item that this fact of a row lies in by an action of this user; "" is the row itself."""

    def open_item(self, item_id: bytes) -> Item | None:
        """A tray item that nobody has settled yet, if it is one that this user may look at."""

    def was_settled(self, item_id: bytes) -> bool:
        """Whether somebody settled this tray item before."""


def part_of(record: type[Record], scope_id: bytes) -> tuple[bytes, Compartment]:
    """The (scope, compartment) a row lies in."""
    return scope_id, record.compartment
