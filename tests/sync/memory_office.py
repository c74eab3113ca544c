"""An office of dictionaries: every committed state is kept whole and shares what did not change with the one before."""

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import lru_cache
from typing import NamedTuple

from kamdesk.base.ids import CATALOGUE
from kamdesk.exchange.actions import Action, Change, Deed
from kamdesk.exchange.nonces import Nonces
from kamdesk.exchange.office_store import Claim
from kamdesk.exchange.protocol import Answer, Stamp
from kamdesk.exchange.readers import CATALOGUE_COMPARTMENTS, CLIENT_COMPARTMENTS, SEES_EVERY_CLIENT, Reader
from kamdesk.exchange.verdicts import Fate, Item, Verdict
from kamdesk.facts.kinds import Kind, to_driver
from kamdesk.facts.policies import Compartment, Role, Scope
from kamdesk.facts.record import Record, Sheet
from kamdesk.records.every import RECORDS, by_word
from tests.sync.memory_tray import looks_at

_CLIENTS = {Scope.OWN, Scope.CLIENT}
CLIENT_PARTS = frozenset(record.compartment for record in RECORDS if record.scope in _CLIENTS)
CATALOGUE_PARTS = frozenset(record.compartment for record in RECORDS if record.scope not in _CLIENTS)
MONTH = "2026-11"


class Row(NamedTuple):
    sheet: Sheet
    plain: tuple  # id, external key, rev, then the facts as a laptop's file keeps them


class User(NamedTuple):
    name: str
    role: Role
    granted: int


class Known(NamedTuple):
    content: bytes
    user_id: bytes
    device_id: bytes
    answer: Answer | None


class Kept(NamedTuple):
    item: Item
    author_id: bytes
    is_open: bool


class Device(NamedTuple):
    user_id: bytes
    nonces: Nonces = Nonces()
    last_sequence: int = 0


class Wrote(NamedTuple):
    action_id: bytes
    user_id: bytes
    stamp: Stamp
    change: Change


@lru_cache(maxsize=256)
def facts_of(record: type[Record]) -> tuple:
    return tuple((name, fact.kind) for name, fact in record.facts().items())


def row_of(sheet: Sheet, rev: int) -> Row:
    values = [
        value if value is None or kind in _AS_THEY_ARE else to_driver(kind, value)
        for (_, kind), value in zip(facts_of(sheet.record), sheet.values(), strict=True)
    ]
    return Row(sheet, (sheet.id, sheet.external_key, rev, *values))


_AS_THEY_ARE = {Kind.TEXT, Kind.LINES, Kind.PHONE, Kind.EMAIL, Kind.CHOICE, Kind.REFERENCE, Kind.INTEGER, Kind.AMOUNT}


@dataclass(slots=True)
class State:
    """Everything an office knows; the values are never changed in place."""

    tables: dict = field(default_factory=dict)  # (word, scope) -> {id: Row}
    where: dict = field(default_factory=dict)  # id -> (word, scope)
    heads: dict = field(default_factory=dict)  # part -> Stamp
    stamps: dict = field(default_factory=dict)  # Stamp -> True
    floors: dict = field(default_factory=dict)
    as_of: dict = field(default_factory=dict)
    removed: dict = field(default_factory=dict)  # id -> (word, scope, rev)
    actions: dict = field(default_factory=dict)  # id -> Known
    items: dict = field(default_factory=dict)  # id -> Kept
    fates: dict = field(default_factory=dict)  # (action, row, fact) -> item
    aliases: dict = field(default_factory=dict)
    users: dict = field(default_factory=dict)
    serves: dict = field(default_factory=dict)  # (user, scope) -> grant
    merged: dict = field(default_factory=dict)  # client -> the client that it is a twin of
    stage: tuple = ()  # what an import still has to merge, one part after the other
    devices: dict = field(default_factory=dict)
    failures: dict = field(default_factory=dict)
    raw: dict = field(default_factory=dict)  # id -> bytes
    history: tuple = ()  # every Wrote, oldest first
    policy: dict = field(default_factory=dict)
    granted: int = 0  # the number of the newest right, put back with the rest

    def copy(self) -> "State":
        values = [getattr(self, name) for name in State.__slots__]
        return State(*[dict(value) if type(value) is dict else value for value in values])

    def reader(self, user_id: bytes, made: frozenset = frozenset()) -> Reader:
        user, scopes = self.users[user_id], self.served_by(user_id)
        return Reader(
            user_id=user_id, name=user.name, role=user.role, serves=lambda scope: scope in made or scope in scopes
        )

    def served_by(self, user_id: bytes) -> dict[bytes, int]:
        """The clients that a user serves, and by the same right what was merged into them."""
        found = {scope: grant for (who, scope), grant in self.serves.items() if who == user_id}
        for _ in self.merged:
            for scope, keeper in self.merged.items():
                found[scope] = max(found.get(scope, -1), found.get(keeper, -1))
        return {scope: grant for scope, grant in found.items() if grant >= 0}

    def grants(self, user_id: bytes) -> dict:
        """Each part that a user may read with the number of the right to it, in the order in which they travel."""
        user = self.users[user_id]
        parts = {(user_id, Compartment.PERSON): user.granted}
        for compartment in sorted(CATALOGUE_COMPARTMENTS[user.role] & CATALOGUE_PARTS):
            parts[CATALOGUE, compartment] = user.granted
        scopes = self.served_by(user_id)
        if user.role in SEES_EVERY_CLIENT:
            scopes = {scope: 0 for (word, scope), table in self.tables.items() if word == "client" and table}
        for scope, grant in scopes.items():
            for compartment in sorted(CLIENT_COMPARTMENTS[user.role] & CLIENT_PARTS, key=list(Compartment).index):
                parts[scope, compartment] = max(grant, user.granted)
        return parts


def merged_in(tables: Mapping) -> dict[bytes, bytes]:
    """The clients that were merged, each with its keeper."""
    rows = [row for (word, _), table in tables.items() if word == "client" for row in table.values()]
    return {row.sheet.id: row.sheet["keeper_id"] for row in rows if row.sheet["keeper_id"]}


class Court:
    """The questions a verdict asks, put to one state on behalf of one user."""

    def __init__(self, state: State, user_id: bytes) -> None:
        self.state, self.user_id = state, user_id

    def row(self, record: type[Record], row_id: bytes) -> Sheet | None:
        word, scope = self.state.where.get(row_id, ("", b""))
        return self.state.tables[word, scope][row_id].sheet if word == record.word else None

    def rows(self, record: type[Record], scope_id: bytes) -> Iterable[Sheet]:
        return [row.sheet for row in self.state.tables.get((record.word, scope_id), {}).values()]

    def was_removed(self, row_id: bytes) -> bool:
        return row_id in self.state.removed

    def keeper_of(self, row_id: bytes) -> bytes:
        while row_id in self.state.aliases:
            row_id = self.state.aliases[row_id]
        return row_id

    def scope_exists(self, scope_id: bytes) -> bool:
        return any((scope_id, compartment) in self.state.heads for compartment in CLIENT_PARTS)

    def item_of(self, action_id: bytes, row_id: bytes, fact: str) -> Item | None:
        known = self.state.actions.get(action_id)
        item_id = self.state.fates.get((action_id, row_id, fact))
        return self.state.items[item_id].item if item_id and known and known.user_id == self.user_id else None

    def waiting(self, row_id: bytes, fact: str) -> Item | None:
        state = self.state
        for (action_id, about, name), item_id in reversed(state.fates.items()):
            is_it = (about, name) == (row_id, fact) and state.items[item_id].is_open
            if is_it and state.actions[action_id].user_id == self.user_id:
                return state.items[item_id].item
        return None

    def open_item(self, item_id: bytes) -> Item | None:
        kept = self.state.items.get(item_id)
        return kept.item if kept and kept.is_open and looks_at(self.state, kept, self.user_id) else None

    def was_settled(self, item_id: bytes) -> bool:
        kept = self.state.items.get(item_id)
        return kept is not None and not kept.is_open


class Transaction(Court):
    """One writing transaction over a copy of the state."""

    def __init__(self, state: State, user_id: bytes, device_id: bytes, random) -> None:
        super().__init__(state.copy(), user_id)
        self.before, self.device_id, self.random = state, device_id, random
        self.given: dict = {}
        self.made: frozenset = frozenset()

    def foresee(self, group) -> None:
        pass

    def reader(self) -> Reader:
        return self.before.reader(self.user_id, self.made)

    @contextmanager
    def attempt(self) -> Iterator[None]:
        saved, given, made, stands = self.state.copy(), dict(self.given), self.made, False
        try:
            yield
            stands = True
        finally:
            if not stands:
                self.state, self.given, self.made = saved, given, made

    def is_forgotten(self, action: Action) -> bool:
        return False

    def claim(self, action_id: bytes, content: bytes, sequence: int) -> Claim:
        known = self.state.actions.get(action_id)
        if known is None:
            self.state.actions[action_id] = Known(content, self.user_id, self.device_id, None)
            return Claim()
        if known.content != content:
            return Claim(is_forged=True)
        earlier = Answer(action_id=action_id, verdict=Verdict.APPLIED, code="earlier")
        return Claim(answer=known.answer or earlier)

    def write(self, change: Change, action: Action) -> None:
        if action.verb == "poison":
            raise ValueError(action.verb)
        self.put(change, action.action_id)

    def put(self, change: Change, action_id: bytes = b"") -> None:
        """Do one change; without an action it is the ERP's."""
        record, key = by_word(change.word), (change.word, change.scope_id)
        stamp = self.stamp((change.scope_id, record.compartment))
        table = dict(self.state.tables.get(key, {}))
        wanted = {name: each.wanted for name, each in change.edits.items()}
        whose = {"id": change.row_id, "scope_id": change.scope_id, "external_key": change.external_key}
        if change.deed is Deed.REMOVE:
            del table[change.row_id], self.state.where[change.row_id]
            if change.into:
                self.state.aliases[change.row_id] = change.into
            self.state.removed[change.row_id] = (*key, stamp.rev)
        else:
            if change.deed is Deed.CREATE:
                assert change.row_id not in self.state.where, "an id is used once"
                before: Mapping = {name: fact.default for name, fact in record.facts().items()}
                self.state.removed.pop(change.row_id, None)
                self.state.aliases.pop(change.row_id, None)
            else:
                before = table[change.row_id].sheet
                whose["external_key"] = before.external_key
            table[change.row_id] = row_of(Sheet(record, {**before, **wanted, **whose}), stamp.rev)
            self.state.where[change.row_id] = key
        self.state.tables[key] = table
        if change.word == "client":
            self.state.merged = merged_in(self.state.tables)
        self.state.history = (*self.state.history, Wrote(action_id, self.user_id, stamp, change))

    def stamp(self, part) -> Stamp:
        if part not in self.given:
            rev = self.state.heads[part].rev + 1 if part in self.state.heads else 1
            self.given[part] = stamp = Stamp(*part, rev, self.random.randbytes(16))
            self.state.heads[part] = stamp
            self.state.stamps[stamp] = True
        return self.given[part]

    def serve(self, scope_id: bytes) -> None:
        self.made |= {scope_id}
        self.state.granted += 1
        self.state.serves.setdefault((self.user_id, scope_id), self.state.granted)

    def keep_item(self, item: Item) -> None:
        known = self.state.items.get(item.item_id)
        self.state.items[item.item_id] = Kept(item, known.author_id if known else self.user_id, True)

    def keep_fates(self, action_id: bytes, fates: Iterable[Fate]) -> None:
        for each in fates:
            self.state.fates[action_id, each.row_id, each.fact] = each.item_id

    def settle(self, item_id: bytes, action_id: bytes) -> None:
        kept = self.state.items.get(item_id)
        if kept and looks_at(self.state, kept, self.user_id):
            self.state.items[item_id] = kept._replace(is_open=False)

    def remember(self, answer: Answer) -> None:
        self.state.actions[answer.action_id] = self.state.actions[answer.action_id]._replace(answer=answer)
