"""The verdict on one action: rights, values, merge per fact, rules over several records. Pure: no clock, no SQL."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

from kamdesk.base.errors import KAMDeskError
from kamdesk.base.words import tr
from kamdesk.exchange.actions import Action, Change, Deed, Edit
from kamdesk.exchange.court import Court
from kamdesk.exchange.judging import (
    brings_back,
    contested,
    earlier_item,
    fates_of,
    judge_change,
    named_by,
    new_item,
    waiting_row,
)
from kamdesk.exchange.readers import Reader
from kamdesk.exchange.record_rules import check_record_rules
from kamdesk.exchange.rights import may, why_not
from kamdesk.exchange.values import checked_value
from kamdesk.exchange.verdicts import Fate, Findings, ItemKind, Judged, Verdict
from kamdesk.exchange.wire import action_bytes
from kamdesk.exchange.world import WorldAfter
from kamdesk.facts.kinds import canonical
from kamdesk.facts.policies import Scope
from kamdesk.records.every import by_word


def decide(action: Action, court: Court, reader: Reader) -> Judged:
    """What the office answers to an action of this user, and what is to be written for it.

    Returns: the verdict; its writes are to be done whole, in the order given. The same action judged in the same
    world gets the same verdict, whatever any clock says. Raises: NotFound for a kind of record that is not known.
    """
    changes = tuple(_without_aliases(action, court))
    if not all(_may_read(change, changes, court, reader) for change in changes):
        return _joins(action, changes, court) or _held(action, changes)
    findings = Findings()
    try:
        checked = tuple(_checked(change, reader, is_answer=action.settles is not None) for change in changes)
        for change in checked:
            judge_change(action, change, court, findings)
        _check_rules(court, findings)
    except _Refusal as refusal:
        joined = _joins(action, changes, court) if refusal.code == "rule" else None
        return joined or _refused(action, changes, court, refusal)
    if action.is_indivisible and findings.items:
        return _all_waits(checked, findings)
    return Judged(
        verdict=_verdict(findings),
        writes=tuple(findings.writes),
        items=tuple(findings.items.values()),
        fates=tuple(findings.fates),
        closes=_closes(action, court, findings),
    )


def _closes(action: Action, court: Court, findings: Findings) -> bytes | None:
    """The tray item that this action takes out: nobody empties another's tray."""
    is_theirs = action.settles is not None and court.open_item(action.settles) is not None
    return action.settles if is_theirs and not findings.items else None


def _joins(action: Action, changes: tuple[Change, ...], court: Court) -> Judged | None:
    """A create that waits takes what was built upon it to its item: people of a client that was refused (SYNC 4.3)."""
    made = {change.row_id for change in changes if change.deed is Deed.CREATE}
    named = {row_id for change in changes for row_id in (change.scope_id, *named_by(change))}
    item = waiting_row(sorted(named - made), court, action.settles)
    if item is None:
        return None
    grown = item.grown(action_bytes(action), ())
    return Judged(verdict=Verdict.WAITS, items=(grown,), fates=_all_fates(changes, item.item_id))


class _Refusal(Exception):
    """Carries the reason out of the checks; never leaves this module."""

    def __init__(self, code: str, sentence: str, change: Change, fact: str = "") -> None:
        super().__init__(sentence)
        self.code, self.sentence, self.change, self.fact = code, sentence, change, fact


def _check_rules(court: Court, findings: Findings) -> None:
    """Two edits, each right alone, can be wrong together. Raises: _Refusal; an action falls whole."""
    after = WorldAfter(court, findings.writes)
    for write in findings.writes:
        try:
            check_record_rules(after, write)
        except KAMDeskError as error:
            raise _Refusal("rule", error.text, write) from error


def _refused(action: Action, changes: tuple[Change, ...], court: Court, refusal: _Refusal) -> Judged:
    """Nothing is written; what was typed stays in the tray, and what was made upon it joins it there."""
    change = refusal.change
    now = court.row(by_word(change.word), change.row_id)
    facts = contested(change.edits, now if now and now.scope_id == change.scope_id else None)
    earlier = earlier_item(action, change, ["", *change.edits], court)
    settled = court.open_item(action.settles) if action.settles else None
    if earlier and earlier.row_id == change.row_id:
        item = earlier.grown(action_bytes(action), facts)
    elif settled and settled.row_id == change.row_id:
        item = replace(settled.grown(action_bytes(action), facts), sentence=refusal.sentence)
    else:
        item = new_item(action, change, ItemKind.REFUSED, facts, sentence=refusal.sentence)
    return Judged(
        verdict=Verdict.REFUSED, code=refusal.code, fact=refusal.fact, sentence=refusal.sentence,
        items=(item,), fates=_all_fates(changes, item.item_id),
    )  # fmt: skip


def _verdict(findings: Findings) -> Verdict:
    if not findings.items:
        return Verdict.APPLIED
    return Verdict.MERGED if findings.writes else Verdict.WAITS


def _without_aliases(action: Action, court: Court) -> Iterator[Change]:
    """The changes as if their author had known which twins were merged; before anything is judged (SYNC 4.7).

    A twin that this very action brings back is one of its own again: whoever names it means it, not the one kept.
    """
    made = {change.row_id for change in action.changes if change.deed is Deed.CREATE} if brings_back(action) else set()

    def kept(row_id: bytes) -> bytes:
        return row_id if row_id in made else court.keeper_of(row_id)

    for change in action.changes:
        facts = by_word(change.word).facts()
        edits = {
            name: Edit(seen=_each(each.seen, kept), wanted=_each(each.wanted, kept)) if facts[name].refers_to else each
            for name, each in change.edits.items()
            if name in facts
        }
        # A twin that was merged away is gone already: whoever removes it does not mean the one that was kept.
        row_id = kept(change.row_id) if change.deed is Deed.EDIT else change.row_id
        yield replace(change, row_id=row_id, edits=edits)


def _each(named: Any, kept: Callable[[bytes], bytes]) -> Any:  # noqa: ANN401  (an id, some ids, or nothing)
    if isinstance(named, bytes):
        return kept(named)
    if isinstance(named, (tuple, list)):
        return tuple(sorted({kept(each) for each in named}))
    return named


def _may_read(change: Change, changes: tuple[Change, ...], court: Court, reader: Reader) -> bool:
    """Whether the author may read where they write; a client that this very action makes is theirs."""
    record = by_word(change.word)
    makes_it = any(
        other.deed is Deed.CREATE
        and by_word(other.word).scope is Scope.OWN
        and other.row_id == other.scope_id == change.scope_id
        for other in changes
    )
    if makes_it and not court.scope_exists(change.scope_id):
        return True
    return reader.reads(change.scope_id, record.compartment)


def _held(action: Action, changes: tuple[Change, ...]) -> Judged:
    """The same answer whether the client is another's or does not exist: nothing leaks (SYNC 4.5)."""
    item = new_item(action, changes[0], ItemKind.HELD)
    return Judged(verdict=Verdict.HELD, items=(item,), fates=_all_fates(changes, item.item_id))


def _all_waits(changes: tuple[Change, ...], findings: Findings) -> Judged:
    """An indivisible verb of which one fact clashes: all of it waits, in the item of that fact."""
    first = next(iter(findings.items.values()))
    return Judged(verdict=Verdict.WAITS, items=(first,), fates=_all_fates(changes, first.item_id))


def _all_fates(changes: tuple[Change, ...], item_id: bytes) -> tuple[Fate, ...]:
    return tuple(fate for change in changes for fate in fates_of(change, item_id, ["", *change.edits]))


def _checked(change: Change, reader: Reader, *, is_answer: bool) -> Change:
    """The change with canonical values. Raises: _Refusal.

    Whoever answers a tray item confirms what they leave; of a fact that they may not write that is no wish.
    """
    record = by_word(change.word)
    first = next(iter(record.facts()))
    if change.deed is not Deed.EDIT and not may(reader.role, record):
        raise _Refusal("rights", why_not(record, first), change)
    if record.appended_only and change.deed is not Deed.CREATE:
        raise _Refusal("rights", tr("{record} entries are only added, never changed.", record=tr(record.label)), change)
    if change.deed is Deed.CREATE and record.scope_of_new(change.scope_id, change.row_id) != change.scope_id:
        raise _Refusal("scope", tr("This {record} does not belong there.", record=tr(record.label)), change)
    edits: dict[str, Edit] = {}
    for name, each in change.edits.items():
        fact = record.fact(name)
        try:
            seen, wanted = canonical(fact.kind, each.seen), checked_value(fact, each.wanted)
        except KAMDeskError as error:
            raise _Refusal("value", error.text, change, name) from error
        untouched = wanted == (fact.default if change.deed is Deed.CREATE else seen)
        if change.deed is not Deed.REMOVE and not may(reader.role, record, name):
            if not untouched:
                raise _Refusal("rights", why_not(record, name), change, name)
            if is_answer and change.deed is Deed.EDIT:
                continue
        edits[name] = Edit(seen=fact.default if seen is None else seen, wanted=wanted)
    return replace(change, edits=edits)
