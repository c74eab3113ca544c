"""One change of an action against the rows as they stand: what is written, what waits in the tray."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from kamdesk.base.days import moment_text
from kamdesk.exchange.actions import Action, Change, Deed, Edit
from kamdesk.exchange.court import Court
from kamdesk.exchange.merge import Outcome, merge
from kamdesk.exchange.verdicts import Contested, Fate, Findings, Item, ItemKind, item_id_of
from kamdesk.exchange.wire import action_bytes
from kamdesk.exchange.world import WorldAfter, children
from kamdesk.facts.fact import Fact
from kamdesk.facts.record import Record, Sheet
from kamdesk.records.every import by_word


def judge_change(action: Action, change: Change, court: Court, findings: Findings) -> None:
    """Add to the findings what this change writes and what of it waits."""
    record = by_word(change.word)
    now = WorldAfter(court, findings.writes).row(record, change.row_id)  # two changes of one action may meet
    if now is not None and now.scope_id != change.scope_id:
        now = None  # whoever names a row of another client in their own scope meets nothing there
    if change.deed is Deed.CREATE:
        _create(action, change, now, findings)
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


def _create(action: Action, change: Change, now: Sheet | None, findings: Findings) -> None:
    if now is None:
        findings.writes.append(change)
        return
    differing = {name: each for name, each in change.edits.items() if now[name] != each.wanted}
    if differing:  # the id is taken by another action: nobody's row is written over
        _wait(findings, new_item(action, change, ItemKind.CLASH, contested(differing, now)), differing, change)


def _edit(action: Action, change: Change, now: Sheet, court: Court, findings: Findings) -> None:
    taken: dict[str, Edit] = {}
    for facts in groups(by_word(change.word), change.edits):
        names = [fact.name for fact in facts]
        edits = {name: change.edits[name] for name in names}
        earlier = earlier_item(action, change, names, court)
        if earlier:
            known = findings.items.get(earlier.item_id, earlier)
            grown = known.grown(action_bytes(action), contested(edits, now))
            _wait(findings, grown, names, change)
            continue
        merged = merge(facts, now, edits)
        taken |= {name: Edit(seen=now[name], wanted=value) for name, value in merged.values.items()}
        if merged.outcome in (Outcome.CLASH, Outcome.PROPOSED):
            kind = ItemKind.CLASH if merged.outcome is Outcome.CLASH else ItemKind.PROPOSAL
            _wait(findings, new_item(action, change, kind, contested(edits, now)), names, change)
    if taken:
        findings.writes.append(replace(change, edits=taken))


def _edit_of_nothing(action: Action, change: Change, court: Court, findings: Findings) -> None:
    """Never a create: the row was removed, or its own create waits, and the edit waits with it (SYNC 3.4)."""
    earlier = earlier_item(action, change, ["", *change.edits], court)
    facts = contested(change.edits, None)
    if earlier:
        item = earlier.grown(action_bytes(action), facts if earlier.row_id == change.row_id else ())
    else:
        item = new_item(action, change, ItemKind.GONE, facts)
    _wait(findings, item, ["", *change.edits], change)


def _remove(action: Action, change: Change, now: Sheet | None, court: Court, findings: Findings) -> None:
    if now is None:
        return
    record = by_word(change.word)
    changed = {name: each for name, each in change.edits.items() if now[name] != each.seen}
    unseen = children(court, record, change.row_id, change.scope_id) - set(change.children_seen)
    unseen -= {other.row_id for other in action.changes if other.deed is Deed.REMOVE}
    if changed or unseen:
        _wait(findings, new_item(action, change, ItemKind.GONE, contested(changed, now)), ["", *changed], change)
    else:
        findings.writes.append(replace(change, edits={name: Edit(seen=now[name], wanted=None) for name in now}))


def earlier_item(action: Action, change: Change, names: Iterable[str], court: Court) -> Item | None:
    """The open item that the action this edit was made upon fell into (SYNC 4.3, chains).

    An action that settles an item does not join it.
    """
    for name in names if change.after else ():
        item = court.item_of(change.after or b"", change.row_id, name)
        if item and item.item_id != action.settles and court.open_item(item.item_id):
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
