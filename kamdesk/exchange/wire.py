"""An action as bytes and back, values in their canonical form; what the outbox keeps is what the office will get."""

from __future__ import annotations

from typing import Any

import msgspec

from kamdesk.base.days import moment_from_text, moment_text
from kamdesk.exchange.actions import Action, Author, Change, Deed, Edit
from kamdesk.facts.kinds import from_driver, to_driver
from kamdesk.facts.policies import Role
from kamdesk.records.every import by_word

VERSION = 1
"""Raised when the form changes; this program reads its own and the one before."""


def action_bytes(action: Action) -> bytes:
    """The action as msgpack."""
    author = action.author
    return msgspec.msgpack.encode(
        {
            "version": VERSION,
            "id": action.action_id,
            "verb": action.verb,
            "author": [author.name, author.role.value, author.employee_id],
            "made_at": moment_text(action.made_at),
            "whole": action.is_indivisible,
            "settles": action.settles,
            "changes": [_packed(change) for change in action.changes],
        }
    )


def action_of(packed: bytes) -> Action:
    """The action of its bytes."""
    plain: dict[str, Any] = msgspec.msgpack.decode(packed)
    name, role, employee_id = plain["author"]
    return Action(
        action_id=plain["id"],
        verb=plain["verb"],
        author=Author(name=name, role=Role(role), employee_id=employee_id),
        made_at=moment_from_text(plain["made_at"]),
        changes=tuple(_unpacked(change) for change in plain["changes"]),
        is_indivisible=plain["whole"],
        settles=plain.get("settles"),
    )


def _packed(change: Change) -> list[Any]:
    facts = by_word(change.word).facts()
    edits = {
        name: [to_driver(facts[name].kind, edit.seen), to_driver(facts[name].kind, edit.wanted)]
        for name, edit in change.edits.items()
    }
    return [
        change.deed.value, change.word, change.row_id, change.scope_id, change.external_key,
        change.after, list(change.children_seen), edits, change.into,
    ]  # fmt: skip


def _unpacked(plain: list[Any]) -> Change:
    deed, word, row_id, scope_id, external_key, after, children, edits, *more = plain
    facts = by_word(word).facts()
    return Change(
        deed=Deed(deed),
        word=word,
        row_id=row_id,
        scope_id=scope_id,
        external_key=external_key,
        after=after,
        children_seen=tuple(children),
        into=more[0] if more else None,
        edits={
            name: Edit(seen=from_driver(facts[name].kind, seen), wanted=from_driver(facts[name].kind, wanted))
            for name, (seen, wanted) in edits.items()
            if name in facts
        },
    )
