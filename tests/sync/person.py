"""A person at a laptop of the simulation: types, undoes, settles; what the desk's verbs do, over dictionaries."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, datetime

from kamdesk.base.errors import KAMDeskError
from kamdesk.exchange.actions import Action, Author, Change, Deed, Edit
from kamdesk.exchange.items import item_of
from kamdesk.exchange.judging import named_by
from kamdesk.exchange.record_rules import check_record_rules
from kamdesk.exchange.relaying import relay
from kamdesk.exchange.values import checked_value
from kamdesk.exchange.verdicts import Item
from kamdesk.exchange.wire import action_bytes
from kamdesk.exchange.world import WorldAfter, children
from kamdesk.facts.record import Record, Sheet
from kamdesk.records.every import by_word
from tests.sync.company import may_write
from tests.sync.memory_laptop import OPEN, PENDING, Kept, MemoryLaptop, State, sheet_of


class Screen:
    """The rows as the desk shows them: the world that rules look at."""

    def __init__(self, state: State) -> None:
        self.state = state

    def row(self, record: type[Record], row_id: bytes) -> Sheet | None:
        for (word, scope_id), table in self.state.tables.items():
            if word == record.word and row_id in table:
                return sheet_of(record, scope_id, table[row_id])
        return None

    def rows(self, record: type[Record], scope_id: bytes) -> list[Sheet]:
        table = self.state.tables.get((record.word, scope_id), {})
        return [sheet_of(record, scope_id, plain) for plain in table.values()]


class Person:
    """Who sits at one laptop, and the file in it."""

    def __init__(self, user_id: bytes, device_id: bytes, name: str, role) -> None:
        self.user_id, self.device_id, self.name, self.role = user_id, device_id, name, role
        self.laptop = MemoryLaptop()
        self.clock_seconds = 1_700_000_000
        self.form: tuple | None = None
        """an open form: record word, row, what was seen when it was opened"""

    @property
    def screen(self) -> Screen:
        return Screen(self.laptop.state)

    def action(self, action_id: bytes, verb: str, changes: Iterable[Change], **how) -> Action:
        made_at = datetime.fromtimestamp(self.clock_seconds, UTC)
        author = Author(name=self.name, role=self.role)
        return Action(action_id=action_id, verb=verb, author=author, made_at=made_at, changes=tuple(changes), **how)

    def do(self, action_id: bytes, verb: str, *changes: Change, **how) -> Action | None:
        """One verb: all of it in the file and the outbox, or nothing. Returns: what was accepted."""
        try:
            with self.laptop.writing() as file:
                ready: list[Change] = []
                for change in changes:
                    ready.append(self._ready(change, WorldAfter(Screen(file.state), ready), file))
                after = WorldAfter(Screen(file.state), ready)
                for change in ready:
                    check_record_rules(after, change)
                action = self.action(action_id, verb, ready, **how)
                keep(file, action)
        except KAMDeskError:
            return None
        return action

    def _ready(self, change: Change, world: WorldAfter, file) -> Change:
        record = by_word(change.word)
        before = world.row(record, change.row_id)
        if change.deed is not Deed.EDIT and not may_write(self.role, change.word):
            raise KAMDeskError("rights")
        if (before is None) is not (change.deed is Deed.CREATE):
            raise KAMDeskError("there or not there")
        edits = {name: self._edit(record, change, name, before) for name in change.edits}
        if change.deed is Deed.REMOVE:
            edits = {name: Edit(seen=value, wanted=None) for name, value in before.items()}
            seen = tuple(sorted(children(world, record, change.row_id, change.scope_id)))
            return replace(change, edits=edits, children_seen=seen)
        after = last_writer(file.state, change) if change.deed is Deed.EDIT else None
        return replace(change, edits=edits, after=after)

    def _edit(self, record: type[Record], change: Change, name: str, before: Sheet | None) -> Edit:
        each = change.edits[name]
        if change.deed is Deed.REMOVE:
            return each
        wanted = checked_value(record.fact(name), each.wanted)
        if before is None:
            if wanted != record.fact(name).default and not may_write(self.role, change.word, name):
                raise KAMDeskError("rights")
            return Edit(seen=None, wanted=wanted)
        if not may_write(self.role, change.word, name):
            raise KAMDeskError("rights")
        if each.seen not in (before[name], wanted) and before[name] != wanted:
            raise KAMDeskError("changed meanwhile")
        return Edit(seen=before[name], wanted=wanted)

    def undo(self, action_id: bytes) -> set[bytes]:
        """Take an unsent action back with what was built upon it. Returns: which."""
        gone = dependants(self.laptop.state, action_id)
        with self.laptop.writing() as file:
            actions = [file.state.outbox.pop(each).action for each in gone]
            for change in (change for action in actions for change in action.changes):
                relay(file, by_word(change.word), change.row_id)
        return set(gone)

    def tray(self) -> list[Item]:
        """What is to be looked at, less what was settled here and is on its way."""
        pending = {kept.action.settles for kept in self.laptop.state.outbox.values() if kept.state in PENDING}
        return [item for item in map(item_of, self.laptop.state.items) if item.item_id not in pending]


def keep(file, action: Action) -> None:
    """An action into the outbox, and its rows as they are shown from now on."""
    for change in action.changes:
        file.guard(by_word(change.word), change.row_id, change.scope_id)
        touched = file.state.touched.get(change.row_id, ())
        if action.action_id not in touched:
            file.state.touched[change.row_id] = (*touched, action.action_id)
    file.state.outbox[action.action_id] = Kept(action, action_bytes(action), OPEN)
    for change in action.changes:
        relay(file, by_word(change.word), change.row_id)


def last_writer(state: State, change: Change) -> bytes | None:
    """The newest pending action that made this row or wrote one of these facts."""
    for action_id in reversed(state.touched.get(change.row_id, ())):
        kept = state.outbox.get(action_id)
        for each in kept.action.changes if kept and kept.state in PENDING else ():
            if each.row_id == change.row_id and (each.deed is Deed.CREATE or each.edits.keys() & change.edits.keys()):
                return action_id
    return None


def dependants(state: State, action_id: bytes) -> list[bytes]:
    """This unsent action and the later unsent ones that are built upon it, newest first."""
    made: set = set()
    facts: set = set()
    found: list[bytes] = []
    for each, kept in state.outbox.items():
        changes = kept.action.changes
        named = {row_id for change in changes for row_id in (change.row_id, change.scope_id, *named_by(change))}
        written = {(change.row_id, name) for change in changes for name in change.edits}
        if each == action_id or (found and kept.state == OPEN and (named & made or written & facts)):
            found.insert(0, each)
            made |= {change.row_id for change in changes if change.deed is Deed.CREATE}
            facts |= written
    return found
