"""What a desk brings along, as changes in the office's ids: new rows, and facts of known rows that stand otherwise."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from kamdesk.exchange.actions import Change, Deed, Edit, create
from kamdesk.exchange.rights import may
from kamdesk.facts.fact import Fact
from kamdesk.facts.kinds import Kind
from kamdesk.facts.policies import NOBODY_BY_HAND, Merge, Role
from kamdesk.facts.record import Sheet
from kamdesk.sync.moving_in.comparison import Comparison

_MERGES_BY_ITSELF = {Merge.SET, Merge.LAST}


@dataclass(slots=True)
class Brought:
    """Changes ready to be kept, each for an action of its own: one that is refused holds up no other."""

    creates: list[Change] = field(default_factory=list)
    edits: list[Change] = field(default_factory=list)
    contested: int = 0
    """facts of which the office has another value: both stand in the tray once they are sent"""
    left_out: list[tuple[Sheet, str]] = field(default_factory=list)
    """facts that this person may not write at the office, or that name what is not there"""


def changes_of(found: Comparison, role: Role) -> Brought:
    """Everything that the desk has to say to its office."""
    brought = Brought()
    for sheet in found.new:
        scope = found.scopes.get(sheet.scope_id, sheet.scope_id)
        values = dict(_told(found, sheet, role, brought))
        brought.creates.append(
            create(sheet.record.word, sheet.id, scope, values, external_key=sheet.external_key)
        )  # fmt: skip
    for own, there in found.matched:
        edits = _differing(found, own, there, role, brought)
        if edits:
            change = Change(deed=Deed.EDIT, word=own.record.word, row_id=there.id, scope_id=there.scope_id, edits=edits)
            brought.edits.append(change)
    return brought


def _told(found: Comparison, sheet: Sheet, role: Role, brought: Brought) -> Iterator[tuple[str, Any]]:
    """The facts of a new row that its author may write."""
    for name, fact in sheet.record.facts().items():
        value = _there(found, fact, sheet[name])
        if value == fact.default:
            if sheet[name] != fact.default:
                brought.left_out.append((sheet, name))
        elif may(role, sheet.record, name):
            yield name, value
        elif fact.edited_by != NOBODY_BY_HAND:  # what the program writes it writes again
            brought.left_out.append((sheet, name))


def _differing(found: Comparison, own: Sheet, there: Sheet, role: Role, brought: Brought) -> dict[str, Edit]:
    """What the desk knows and the office does not, or knows otherwise.

    Seen is nothing: where the office has nothing either it is simply taken, where it has a value both meet in the tray.
    """
    record = own.record
    facts = record.facts()
    wanted: dict[str, Any] = {}
    for name, fact in facts.items():
        value = _there(found, fact, own[name])
        if value in (fact.default, there[name]) or fact.edited_by == NOBODY_BY_HAND:
            continue
        if not may(role, record, name):
            brought.left_out.append((own, name))
            continue
        wanted[name] = value
        brought.contested += there[name] != fact.default and fact.merge not in _MERGES_BY_ITSELF
    return {name: Edit(seen=facts[name].default, wanted=value) for name, value in _whole(found, own, wanted).items()}


def _whole(found: Comparison, own: Sheet, wanted: dict[str, Any]) -> dict[str, Any]:
    """The facts, with those that make sense only together with one of them."""
    facts = own.record.facts()
    groups = {facts[name].together for name in wanted} - {""}
    beside = {
        name: _there(found, fact, own[name])
        for name, fact in facts.items()
        if fact.together in groups and name not in wanted
    }
    return wanted | beside


def _there(found: Comparison, fact: Fact, value: Any) -> Any:  # noqa: ANN401  (values of any kind)
    """A value in the office's ids; what it names and the office will not have is left away."""
    if fact.kind is Kind.REFERENCE:
        return found.same.get(value, value) if value and found.is_there(value) else None
    if fact.kind is Kind.REFERENCES:
        return tuple(sorted(found.same.get(each, each) for each in value or () if found.is_there(each)))
    return value
