"""One change of an action against the rows as they stand: what is written, what waits in the tray."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from kamdesk.base.days import moment_text
from kamdesk.exchange.actions import Action, Change, Deed, Edit
from kamdesk.exchange.court import Court
from kamdesk.exchange.merge import Merged, Outcome, merge
from kamdesk.exchange.record_rules import is_one_client
from kamdesk.exchange.twins import moved_to_the_twin, twin_stands
from kamdesk.exchange.verdicts import Contested, Fate, Findings, Item, ItemKind, item_id_of
from kamdesk.exchange.wire import action_bytes
from kamdesk.exchange.world import WorldAfter, children
from kamdesk.facts.fact import Fact
from kamdesk.facts.kinds import Kind
from kamdesk.facts.policies import Scope
from kamdesk.facts.record import Record, Sheet
from kamdesk.records.clients import Client
from kamdesk.records.every import by_word

KEEPER = "keeper_id"
"""The fact with which a client says that it is the twin of another."""
BRING_BACK = frozenset({"undo"})
"""Verbs that may make a removed row again, beside what settles a tray item; its id means the same row as before."""


def brings_back(action: Action) -> bool:
    """Whether what this action makes may have stood here before, and was removed."""
    return action.settles is not None or action.verb in BRING_BACK


def judge_change(action: Action, change: Change, court: Court, findings: Findings) -> None:
    """Add to the findings what this change writes and what of it waits."""
    record = by_word(change.word)
    now = WorldAfter(court, findings.writes).row(record, change.row_id)  # two changes of one action may meet
    if now is not None and now.scope_id != change.scope_id:
        now = None  # whoever names a row of another client in their own scope meets nothing there
    if change.deed is Deed.CREATE:
        _create(action, change, now, court, findings)
    elif change.deed is Deed.REMOVE:
        _remove(action, change, now, court, findings)
    elif now is None:
        _edit_of_nothing(action, change, court, findings)
    else:
        _edit(action, change, now, court, findings)


def groups(record: type[Record], names: Iterable[str]) -> Iterator[list[Fact]]:
    """The facts that merge as one value, a list each; most stand alone."""
    found: dict[str, list[Fact]] = {}
    for name in names:
        fact = record.fact(name)
        found.setdefault(f"+{fact.together}" if fact.together else name, []).append(fact)
    yield from found.values()


def named_by(change: Change) -> Iterator[bytes]:
    """The rows that the facts of a change name."""
    facts = by_word(change.word).facts()
    for name, each in change.edits.items():
        kind = facts[name].kind
        if kind is Kind.REFERENCE and each.wanted:
            yield each.wanted
        elif kind is Kind.REFERENCES:
            yield from each.wanted or ()


def _create(action: Action, change: Change, now: Sheet | None, court: Court, findings: Findings) -> None:
    if now is None:
        if by_word(change.word).scope is Scope.CLIENT and not _client_stands(change, court, findings):
            _edit_of_nothing(action, change, court, findings)  # the client was removed meanwhile
            return
        if court.was_removed(change.row_id) and not brings_back(action):
            _edit_of_nothing(action, change, court, findings)  # an old create come again: the removal stands
            return
        findings.writes.append(change)
        return
    differing = {name: each for name, each in change.edits.items() if now[name] != each.wanted}
    if differing:  # the id is taken by another action: nobody's row is written over
        _wait(findings, new_item(action, change, ItemKind.CLASH, contested(differing, now)), differing, change)


def _client_stands(change: Change, court: Court, findings: Findings) -> bool:
    return WorldAfter(court, findings.writes).row(Client, change.scope_id) is not None


def _edit(action: Action, change: Change, now: Sheet, court: Court, findings: Findings) -> None:
    taken: dict[str, Edit] = {}
    settled = action.settles
    is_late = settled is not None and court.was_settled(settled)
    for facts in groups(by_word(change.word), change.edits):
        names = [fact.name for fact in facts]
        edits = {name: change.edits[name] for name in names}
        earlier = earlier_item(action, change, names, court)
        if earlier:  # also without a wish of its own: two twins that it chose between may have become one
            known = findings.items.get(earlier.item_id, earlier)
            # An action that waits as a whole lies in the item of one of its rows: facts of others are none of its.
            facts_of_it = contested(edits, now) if known.row_id == change.row_id else ()
            grown = known.grown(action_bytes(action), facts_of_it)
            _wait(findings, grown, names, change)
            continue
        if settled is None and all(each.seen == each.wanted for each in edits.values()):
            continue  # no wish; whoever settles an item confirms what they leave
        if names == [KEEPER] and _are_one_already(change, court):
            continue  # two merged the same two crosswise: both ends are equal (SYNC 4.7)
        merged = merge(facts, now, edits)
        if is_late and merged.outcome is not Outcome.SAME:
            merged = Merged(Outcome.CLASH, {})  # somebody else decided this item meanwhile: two decisions clash
        taken |= {name: Edit(seen=now[name], wanted=value) for name, value in merged.values.items()}
        if merged.outcome in (Outcome.CLASH, Outcome.PROPOSED):
            kind = ItemKind.CLASH if merged.outcome is Outcome.CLASH else ItemKind.PROPOSAL
            _wait(findings, _item_for(action, change, kind, contested(edits, now), court), names, change)
    if taken:
        findings.writes.append(replace(change, edits=taken))


def _are_one_already(change: Change, court: Court) -> bool:
    wanted = change.edits[KEEPER].wanted
    return wanted is not None and is_one_client(court, change.row_id, wanted)


def _item_for(action: Action, change: Change, kind: ItemKind, facts: tuple[Contested, ...], court: Court) -> Item:
    """A decision that clashes in its turn stays in the item that it was to settle."""
    settled = court.open_item(action.settles) if action.settles else None
    if settled is not None and settled.row_id == change.row_id:
        return settled.grown(action_bytes(action), facts)
    return new_item(action, change, kind, facts)


def _edit_of_nothing(action: Action, change: Change, court: Court, findings: Findings) -> None:
    """Never a create: the row was removed, or its own create waits, and the edit waits with it (SYNC 3.4)."""
    earlier = earlier_item(action, change, ["", *change.edits], court)
    earlier = earlier or waiting_row([change.row_id, change.scope_id], court, action.settles)
    facts = contested(change.edits, None)
    if earlier:
        item = earlier.grown(action_bytes(action), facts if earlier.row_id == change.row_id else ())
    else:
        item = _item_for(action, change, ItemKind.GONE, facts, court)
    _wait(findings, item, ["", *change.edits], change)


def _remove(action: Action, change: Change, now: Sheet | None, court: Court, findings: Findings) -> None:
    if now is None:
        if not court.was_removed(change.row_id):  # its create waits, or this office was put back
            _edit_of_nothing(action, replace(change, edits={}), court, findings)
        elif change.into and court.keeper_of(change.row_id) not in (change.row_id, court.keeper_of(change.into)):
            _wait(findings, _item_for(action, change, ItemKind.TWIN, (), court), [""], change)  # merged elsewhere
        return
    after = WorldAfter(court, findings.writes)
    changed = {name: each for name, each in change.edits.items() if now[name] != each.seen}
    if change.into:
        if court.keeper_of(change.into) == change.row_id:
            return  # the other twin was merged into this one: both ends are the same already
        change = replace(change, into=court.keeper_of(change.into))
        is_held_back = bool(changed) or not twin_stands(after, change)
    else:
        unseen = children(after, by_word(change.word), change.row_id, change.scope_id) - set(change.children_seen)
        unseen -= {other.row_id for other in action.changes if other.deed is Deed.REMOVE}
        is_held_back = bool(changed or unseen)
    if is_held_back:
        item = _item_for(action, change, ItemKind.GONE, contested(changed, now), court)
        _wait(findings, item, ["", *changed], change)
        return
    findings.writes += moved_to_the_twin(after, change) if change.into else ()
    findings.writes.append(replace(change, edits={name: Edit(seen=now[name], wanted=None) for name in now}))


def earlier_item(action: Action, change: Change, names: Iterable[str], court: Court) -> Item | None:
    """The open item that the action this edit was made upon fell into (SYNC 4.3, chains).

    Not the one that this very action settles, and none that somebody settled: there the values decide again.
    """
    for name in names if change.after else ():
        item = court.item_of(change.after or b"", change.row_id, name)
        if item and item.item_id != action.settles and not court.was_settled(item.item_id):
            return item
    return None


def waiting_row(row_ids: Iterable[bytes], court: Court, settled: bytes | None = None) -> Item | None:
    """The open item in which the create of one of these rows waits: what needs the row waits there too (SYNC 4.3)."""
    for row_id in row_ids:
        item = court.waiting(row_id, "")
        if item and item.item_id != settled:
            return item
    return None


def contested(edits: Mapping[str, Edit], now: Sheet | None) -> tuple[Contested, ...]:
    """Both values of each fact beside what the author saw."""
    return tuple(
        Contested(fact=name, seen=each.seen, mine=each.wanted, theirs=now[name] if now else None)
        for name, each in edits.items()
    )


def new_item(
    action: Action, change: Change, kind: ItemKind, facts: tuple[Contested, ...] = (), *, sentence: str = ""
) -> Item:
    """A tray item for one row of an action; all its facts that wait for the same reason stand in one."""
    return Item(
        item_id=item_id_of(action.action_id, change.row_id, kind),
        kind=kind,
        action_id=action.action_id,
        word=change.word,
        row_id=change.row_id,
        scope_id=change.scope_id,
        compartments=tuple(sorted({by_word(each.word).compartment for each in action.changes})),
        facts=facts,
        sentence=sentence,
        actions=(action_bytes(action),),
        author=action.author.name,
        made_at=moment_text(action.made_at),
    )


def fates_of(change: Change, item_id: bytes, names: Iterable[str]) -> list[Fate]:
    """Later edits made upon these facts of a row join this item; "" stands for the row itself."""
    return [Fate(row_id=change.row_id, fact=name, item_id=item_id) for name in names]


def _wait(findings: Findings, item: Item, names: Iterable[str], change: Change) -> None:
    known = findings.items.get(item.item_id)
    if known is not None and known is not item:
        item = known.grown(item.actions[-1], item.facts)
    findings.add(item, fates_of(change, item.item_id, names))
