"""The one way a person changes the desk: rights, then values, then rows and outbox in one transaction."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from sqlalchemy import Connection

from kamdesk.base.errors import BadValue, NotAllowed, NotFound, Refused
from kamdesk.base.words import tr
from kamdesk.exchange.actions import Action, Change, Changes, Deed, Edit
from kamdesk.exchange.record_rules import check_record_rules
from kamdesk.exchange.rights import may, why_not
from kamdesk.exchange.values import checked_value
from kamdesk.exchange.world import children
from kamdesk.facts.fact import Fact
from kamdesk.facts.kinds import Kind, canonical
from kamdesk.facts.record import Record, Sheet
from kamdesk.records.every import by_word
from kamdesk.storage import office_rows, outbox
from kamdesk.storage.desk import Desk
from kamdesk.storage.rows import FileWorld, delete_row, find_row, insert_row, row, update_row


def commit(desk: Desk, action: Action) -> Changes:
    """Do an action: all of it or nothing. Returns: which records it touched.

    Raises: NotAllowed, BadValue, NotFound, Refused; then nothing was changed.
    """
    ready = tuple(_checked(change, action) for change in action.changes)
    with desk.writing() as connection:
        done: list[Change] = []
        for wish in ready:  # two changes of one action may meet: the second stands upon the first
            change = _with_previous(connection, wish)
            if desk.has_office:
                office_rows.guard(connection, by_word(change.word), change.row_id, change.scope_id)
            write(connection, change)
            done.append(change)
        world = FileWorld(connection)
        for change in done:
            check_record_rules(world, change)
        outbox.keep(connection, replace(action, changes=tuple(done)), touched_ids(done))
    return Changes(action_id=action.action_id, rows=frozenset((change.word, change.row_id) for change in done))


def write(connection: Connection, change: Change) -> None:
    """Write one change's row and its search entry; rights and values were checked before."""
    record = by_word(change.word)
    wanted = {name: each.wanted for name, each in change.edits.items()}
    if change.deed is Deed.CREATE:
        insert_row(connection, record, change.row_id, change.scope_id, wanted, external_key=change.external_key)
    elif change.deed is Deed.EDIT:
        update_row(connection, record, change.row_id, wanted)
    else:
        delete_row(connection, record, change.row_id)
    find_row(connection, record, change.row_id)


def touched_ids(changes: Iterable[Change]) -> set[bytes]:
    """The rows that changes write and the rows that their facts name."""
    found: set[bytes] = set()
    for change in changes:
        found.add(change.row_id)
        for name, each in change.edits.items():
            kind = by_word(change.word).fact(name).kind
            if kind is Kind.REFERENCE and each.wanted:
                found.add(each.wanted)
            elif kind is Kind.REFERENCES:
                found.update(each.wanted or ())
    return found


def _checked(change: Change, action: Action) -> Change:
    """The change with canonical values. Raises: NotAllowed, BadValue."""
    record, role = by_word(change.word), action.author.role
    if change.deed is not Deed.EDIT and not may(role, record):  # an edit is a matter of each fact: finance owns terms
        first = next(iter(record.facts()))
        raise NotAllowed(why_not(record, first))
    edits: dict[str, Edit] = {}
    for name, each in change.edits.items():
        fact = _fact(record, name)
        is_default = change.deed is Deed.CREATE and each.wanted == fact.default
        if not is_default and not may(role, record, name):
            raise NotAllowed(why_not(record, name))
        edits[name] = Edit(seen=canonical(fact.kind, each.seen), wanted=checked_value(fact, each.wanted))
    if record.appended_only and change.deed is not Deed.CREATE:
        raise NotAllowed(tr("{record} entries are only added, never changed.", record=tr(record.label)))
    return _like(change, edits)


def _with_previous(connection: Connection, change: Change) -> Change:
    """The change with what stands in the file as seen; Refused where that is not what the author saw."""
    record = by_word(change.word)
    before = row(connection, record, change.row_id)
    if change.deed is Deed.CREATE:
        if before:
            raise Refused(tr("This {record} is already there.", record=tr(record.label)))
        return change
    if before is None:
        raise NotFound(tr("This {record} is no longer on this desk.", record=tr(record.label)))
    if change.deed is Deed.REMOVE:
        edits = {name: Edit(seen=value, wanted=None) for name, value in before.items()}
        seen = change.children_seen or tuple(
            sorted(children(FileWorld(connection), record, change.row_id, before.scope_id))
        )
        return _like(change, edits, external_key=before.external_key, scope_id=before.scope_id, children_seen=seen)
    after = change.after or outbox.last_writer(connection, change.row_id, change.edits)
    edits = _seen(record, before, change.edits)
    return _like(change, edits | _beside(record, before, edits), scope_id=before.scope_id, after=after)


def _seen(record: type[Record], before: Sheet, edits: Mapping[str, Edit]) -> dict[str, Edit]:
    found: dict[str, Edit] = {}
    for name, each in edits.items():
        now, fact = before[name], record.fact(name)
        # Where a fact always has a value, a seen nothing says that the author did not look (a script).
        has_looked = each.seen is not None or fact.default is None
        if has_looked and each.seen not in (now, each.wanted) and now != each.wanted:
            raise Refused(_changed_meanwhile(fact, now))
        found[name] = Edit(seen=now, wanted=each.wanted)
    return found


def _beside(record: type[Record], before: Sheet, edits: Mapping[str, Edit]) -> dict[str, Edit]:
    """The facts that make sense only together with an edited one, as they stand: the group merges as one value."""
    groups = {record.fact(name).together for name in edits} - {""}
    return {
        name: Edit(seen=before[name], wanted=before[name])
        for name, fact in record.facts().items()
        if fact.together in groups and name not in edits
    }


def _changed_meanwhile(fact: Fact, now: object) -> str:
    if fact.kind in _SHOWN_AS_THEY_ARE:
        return tr('{fact} was changed meanwhile: it is now "{now}".', fact=tr(fact.label), now=now)
    return tr("{fact} was changed meanwhile; open it again to see the new value.", fact=tr(fact.label))


_SHOWN_AS_THEY_ARE = {Kind.TEXT, Kind.LINES, Kind.PHONE, Kind.EMAIL, Kind.INTEGER, Kind.DAY}


def _fact(record: type[Record], name: str) -> Fact:
    if name not in record.facts():
        raise BadValue(tr('{record} has no fact called "{name}".', record=tr(record.label), name=name), fact=name)
    return record.fact(name)


def _like(change: Change, edits: Mapping[str, Edit], **other: Any) -> Change:  # noqa: ANN401  (fields of a change)
    """The same change with other edits, and whatever else is other."""
    return replace(change, edits=edits, **other)
