"""Two rows that mean the same person or place become one; what named the one that goes names the other (SYNC 4.7)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from kamdesk.exchange.actions import Change, edit
from kamdesk.exchange.world import World
from kamdesk.facts.kinds import Kind
from kamdesk.facts.policies import Owner
from kamdesk.records.every import RECORDS, by_word


def twin_stands(world: World, change: Change) -> bool:
    """Whether the twin that is to be kept is there, in the same scope."""
    twin = world.row(by_word(change.word), change.into) if change.into else None
    return twin is not None and twin.scope_id == change.scope_id


def moved_to_the_twin(world: World, change: Change) -> Iterator[Change]:
    """Every row of people in the scope that names the twin that goes, naming the one that is kept instead."""
    gone, kept = change.row_id, change.into
    assert kept is not None, "only a merge moves anything"
    for record in RECORDS:
        names = [name for name, fact in record.facts().items() if fact.refers_to == change.word]
        if record.owner is Owner.LEDGER or not names:
            continue
        for sheet in world.rows(record, change.scope_id):
            moved: dict[str, tuple[Any, Any]] = {}
            for name in names:
                if record.fact(name).kind is Kind.REFERENCES and gone in sheet[name]:
                    moved[name] = (sheet[name], tuple(sorted({kept if each == gone else each for each in sheet[name]})))
                elif sheet[name] == gone:
                    moved[name] = (gone, kept if sheet.id != kept else None)  # nobody names themselves
            if moved and sheet.id != gone:
                yield edit(record.word, sheet.id, sheet.scope_id, moved)
