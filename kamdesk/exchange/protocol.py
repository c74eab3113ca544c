"""What a laptop and the office say to each other, in full. Version 1; each side also speaks the version before."""

from __future__ import annotations

from enum import StrEnum
from typing import Any

from msgspec import Struct, msgpack

from kamdesk.exchange.verdicts import Verdict
from kamdesk.facts.policies import Compartment

PROTOCOL = 1
SPOKEN = (1,)
"""The versions this program understands, newest first."""


class Stamp(Struct, frozen=True, array_like=True):
    """One revision of a (scope, compartment); the mark is random, so two histories never share one (SYNC 1)."""

    scope_id: bytes
    compartment: Compartment
    rev: int
    mark: bytes


class Sealed(Struct, frozen=True, array_like=True):
    """An action on its way: its number on this device, and its bytes."""

    sequence: int
    action_id: bytes
    """said apart: the office answers also what it cannot read"""
    action: bytes


class Push(Struct, frozen=True, kw_only=True):
    """Actions in the order in which they were done."""

    protocol: int = PROTOCOL
    nonce: bytes
    """the one the office handed out last; empty at the first contact"""
    first_kept: int = 1
    """the laptop holds nothing before this number, sent actions included"""
    actions: tuple[Sealed, ...] = ()
    language: str = "en"
    """in which refusals are told"""


class Answer(Struct, frozen=True, kw_only=True):
    """The office's word on one action."""

    action_id: bytes
    verdict: Verdict
    code: str = ""
    fact: str = ""
    sentence: str = ""
    stamps: tuple[Stamp, ...] = ()
    """when the laptop's history holds these, the action may leave the outbox"""
    waiting: tuple[tuple[bytes, str], ...] = ()
    """(row, fact) that lie in the tray and are no longer laid over the office's rows"""


class Lineage(StrEnum):
    """Whether this laptop and this office still share one history."""

    SAME = "same"
    CLONED = "cloned"
    """this laptop is a copy, or was put back from a backup: sign in once more"""
    RESTORED = "restored"
    """the office was put back from a backup: offer again whatever was sent"""


class Pushed(Struct, frozen=True, kw_only=True):
    """The answers, in the order asked; an action without one is sent again next time."""

    lineage: Lineage
    nonce: bytes = b""
    answers: tuple[Answer, ...] = ()
    send_from: int | None = None
    """a number is missing: begin there"""


class Cursor(Struct, frozen=True, array_like=True):
    """Up to here this laptop holds a (scope, compartment) whole; with `after`, it is still loading behind that row."""

    scope_id: bytes
    compartment: Compartment
    rev: int
    mark: bytes
    grant: int
    after: tuple[str, bytes] | None = None
    as_of: str = ""
    """what the office said of the age of these rows"""
    ahead: tuple[int, bytes] | None = None
    """(rev, mark) of the newest page of a load that went on while the office wrote: rows as late as that are here"""


class Pull(Struct, frozen=True, kw_only=True):
    """What the laptop holds. Without cursors it only asks whether anything is new."""

    protocol: int = PROTOCOL
    digest: bytes = b""
    cursors: tuple[Cursor, ...] | None = None
    stamps: tuple[Stamp, ...] = ()
    """of answers whose rows have not come back yet: does the office still know them?"""
    page_rows: int = 1000


class Mode(StrEnum):
    """How a part travels this time."""

    SAME = "same"
    DELTA = "delta"
    WHOLE = "whole"
    """from nothing: what is not in it is not there"""
    MORE = "more"
    """a load that goes on where it broke off"""


class Part(Struct, frozen=True, array_like=True):
    """A (scope, compartment) this user may see now, and where the office stands in it."""

    scope_id: bytes
    compartment: Compartment
    rev: int
    mark: bytes
    grant: int
    mode: Mode
    as_of: str = ""


ROLE_NOW = "role"
"""Among what the office wants of a laptop: the role that its user has now."""


class View(Struct, frozen=True, kw_only=True):
    """The head of a pull: everything this user may see; what is not listed is theirs no longer."""

    is_same: bool = False
    """nothing is new since the digest that was sent"""
    parts: tuple[Part, ...] = ()
    unknown: tuple[Stamp, ...] = ()
    """stamps that this office never gave: it was put back from a backup"""
    items: tuple[bytes, ...] = ()
    """the open tray items, packed"""
    policy: dict[str, str] = {}


class Frame(Struct, frozen=True, array_like=True):
    """Some rows of one table in one part; ids of removed rows come last."""

    scope_id: bytes
    compartment: Compartment
    word: str
    names: tuple[str, ...]
    rows: list[Any]
    """id, external key, rev, then the facts named, as a laptop's file keeps them; ids may be bytearrays"""
    removed: list[bytes]
    ends: bool
    """the last frame of this part"""


class Frames(Struct, frozen=True, array_like=True):
    """Frames on the wire, many small ones together: a client has a few rows of many kinds."""

    frames: list[Frame]


class Digest(Struct, frozen=True, array_like=True):
    """What a laptop holds of one part, in two numbers that do not depend on order."""

    scope_id: bytes
    compartment: Compartment
    rev: int
    rows: int
    total: bytes


def packed(message: Struct) -> bytes:
    """A message as bytes."""
    return msgpack.encode(message)
