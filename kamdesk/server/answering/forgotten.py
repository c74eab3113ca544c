"""What speaks of a person, and is kept no more once they asked to be forgotten (SYNC 6)."""

from __future__ import annotations

from collections.abc import Iterator

from kamdesk.exchange.actions import Action
from kamdesk.facts.record import Record
from kamdesk.records.contacts import InfluenceLine, KeyDate
from kamdesk.records.every import by_word
from kamdesk.records.visits import Note, SoreSpot

ABOUT: dict[type[Record], tuple[str, ...]] = {
    Note: ("contact_id",),
    SoreSpot: ("contact_id",),
    KeyDate: ("contact_id",),
    InfluenceLine: ("from_contact_id", "to_contact_id"),
}
"""Rows that speak of one person and go with them; business that names them (promises, requests) stays."""


def spoken_of(action: Action) -> Iterator[bytes]:
    """The rows that an action writes, and the people of whom it speaks."""
    for change in action.changes:
        yield change.row_id
        named = (change.edits.get(name) for name in ABOUT.get(by_word(change.word), ()))
        yield from (each.wanted for each in named if each is not None and each.wanted)
