"""The frames of a message as a laptop takes them: rows decoded at once into what its file is written with.

A row of a first sync is decoded, bound and let go of, two million times. Rows of a known shape are decoded into tuples
quicker than lists of anything, and the driver binds a bytearray without asking its adapters (SYNC_LIMITS 1).
"""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from msgspec import Raw, Struct, msgpack
from msgspec.structs import astuple

from kamdesk.base.errors import NotFound
from kamdesk.exchange.frames import understood, unfolded
from kamdesk.exchange.protocol import Frame
from kamdesk.facts.kinds import Kind
from kamdesk.facts.policies import Compartment
from kamdesk.records.every import by_word


class _Arriving(Struct, frozen=True, array_like=True):
    """A `Frame` whose rows are still packed."""

    scope_id: bytes
    compartment: Compartment
    word: str
    names: tuple[str, ...]
    rows: Raw
    removed: list[bytes]
    ends: bool


class _Message(Struct, frozen=True, array_like=True):
    """`Frames` of these."""

    frames: list[_Arriving]


_MESSAGES = msgpack.Decoder(_Message)


def frames_of(data: bytes) -> list[Frame]:
    """The frames of a message's bytes. Raises: BadValue for anything that is not one."""
    with understood():
        return [_with_rows(each) for each in _MESSAGES.decode(unfolded(data)).frames]


def _with_rows(arriving: _Arriving) -> Frame:
    scope_id, compartment, word, names, packed, removed, ends = astuple(arriving)
    return Frame(scope_id, compartment, word, names, _rows(word, names).decode(packed), removed, ends)


@lru_cache(maxsize=1024)
def _rows(word: str, names: tuple[str, ...]) -> msgpack.Decoder[list[Any]]:
    """Id, external key, rev and facts; what this program does not know may be anything."""
    try:
        facts = by_word(word).facts()
    except NotFound:
        return msgpack.Decoder(list[Any])
    refers = {name for name, fact in facts.items() if fact.kind is Kind.REFERENCE}
    kinds = [bytearray | None if name in refers else Any for name in names]
    return msgpack.Decoder(list[tuple[bytearray, str, int, *kinds]])  # type: ignore[valid-type]  # (made as it runs)
