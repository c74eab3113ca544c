"""What one person did with one verb: an action of one or more changes, frozen, ready to be kept, undone and sent."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any

from kamdesk.facts.policies import Role


@dataclass(frozen=True, slots=True, kw_only=True)
class Author:
    """Who acts: the name shown to others, the role that decides rights, and the employee they are."""

    name: str
    role: Role
    employee_id: bytes | None = None


class Deed(StrEnum):
    """What a change does to its record; an edit never makes a record, a create never meets one (SYNC 3)."""

    CREATE = "create"
    EDIT = "edit"
    REMOVE = "remove"


@dataclass(frozen=True, slots=True, kw_only=True)
class Edit:
    """One fact of a change: what the author saw when the form was opened, and what they want."""

    seen: Any
    wanted: Any


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One record created, edited or removed; for a create every edit has seen nothing."""

    deed: Deed
    word: str
    row_id: bytes
    scope_id: bytes
    edits: Mapping[str, Edit] = field(default_factory=dict)
    external_key: str = ""
    after: bytes | None = None
    """the unsent action upon whose result this edit was made"""
    children_seen: tuple[bytes, ...] = ()
    """for a remove: the rows under it that its author saw"""
    into: bytes | None = None
    """for a remove: the twin that stands for this row from now on; whatever named this row names that one (SYNC 4.7)"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Action:
    """One verb of one person at one moment; it stands or falls whole, unless single facts clash (SYNC 4)."""

    action_id: bytes
    verb: str
    author: Author
    made_at: datetime
    changes: tuple[Change, ...]
    is_indivisible: bool = False
    settles: bytes | None = None
    """the tray item that this action decides"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Changes:
    """What a write touched: the action to undo and the (record word, id) pairs; never names of screens."""

    action_id: bytes
    rows: frozenset[tuple[str, bytes]]

    def touches(self, *words: str) -> bool:
        """Whether a record of one of these kinds was touched."""
        return any(word in words for word, _ in self.rows)


def create(word: str, row_id: bytes, scope_id: bytes, values: Mapping[str, Any], *, external_key: str = "") -> Change:
    """A change that makes a new record with these values."""
    edits = {name: Edit(seen=None, wanted=value) for name, value in values.items()}
    return Change(deed=Deed.CREATE, word=word, row_id=row_id, scope_id=scope_id, edits=edits, external_key=external_key)


def merge_twins(word: str, row_id: bytes, scope_id: bytes, into: bytes) -> Change:
    """A change that lets one of two twins go; the other stands for it for ever."""
    return Change(deed=Deed.REMOVE, word=word, row_id=row_id, scope_id=scope_id, into=into)


def edit(word: str, row_id: bytes, scope_id: bytes, edits: Mapping[str, tuple[Any, Any]]) -> Change:
    """A change of some facts; each pair is (seen, wanted)."""
    return Change(
        deed=Deed.EDIT,
        word=word,
        row_id=row_id,
        scope_id=scope_id,
        edits={name: Edit(seen=seen, wanted=wanted) for name, (seen, wanted) in edits.items()},
    )
