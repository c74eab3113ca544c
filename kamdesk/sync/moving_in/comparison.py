"""An owner-run desk beside what its office gives: what is the same, what is new there, what is handed over."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from sqlalchemy import Connection, select

from kamdesk.connectors.batches import keyed_within_client
from kamdesk.exchange.rights import may
from kamdesk.facts.policies import Owner, Role, Scope
from kamdesk.facts.record import Record, Sheet
from kamdesk.reads.likeness import Likenesses, Twin, may_have_twins
from kamdesk.reads.whole_records import whole_record
from kamdesk.records.clients import Client
from kamdesk.records.every import RECORDS

Decided = Mapping[bytes, bool]
"""What a person said of possible twins: id of this desk's row → whether both are the same."""


@dataclass(slots=True)
class Comparison:
    """What becomes of every row of the desk."""

    same: dict[bytes, bytes] = field(default_factory=dict)
    """id here → id at the office: by the external key, or because twins were taken for the same"""
    same_counts: dict[str, int] = field(default_factory=dict)
    """word of a kind → how many of its rows are the same"""
    scopes: dict[bytes, bytes] = field(default_factory=dict)
    """client here → client there; clients that are handed over have none"""
    twins: list[Twin] = field(default_factory=list)
    matched: list[tuple[Sheet, Sheet]] = field(default_factory=list)
    """(here, there) of rows that people write: what differs is said to the office"""
    new: list[Sheet] = field(default_factory=list)
    """rows that go to the office as what their author made"""
    handed: dict[type[Record], list[bytes]] = field(default_factory=dict)
    """rows that only the office itself can bring in"""

    new_ids: set[bytes] = field(default_factory=set)

    def is_there(self, row_id: bytes) -> bool:
        """Whether the office will have this row, under one id or the other."""
        return row_id in self.same or row_id in self.new_ids

    def is_same(self, twin: Twin, decided: Decided) -> bool:
        """Whether a possible twin is taken for the same."""
        return decided.get(twin.own.id, twin.is_likely)


@dataclass(frozen=True, slots=True, kw_only=True)
class Sides:
    """Both files, who joins, and what they said."""

    own: Connection
    office: Connection
    role: Role
    decided: Decided


def compared(sides: Sides) -> Comparison:
    """Compare every row, kinds that others refer to first."""
    found = Comparison()
    for record in RECORDS:
        compare = _compare if record.owner is Owner.DESK else _compare_by_key
        compare(found, record, sides)
    return found


def _compare_by_key(found: Comparison, record: type[Record], sides: Sides) -> None:
    """Rows that no person writes: the same key is the same row. Only keys are read: there may be a million of them."""
    there = {key: row_id for (_, key), row_id in _keys(sides.office, record).items()}
    table = record.table()
    is_known_client = found.scopes.__contains__ if record.scope is Scope.CLIENT else lambda _scope_id: True
    for row_id, scope_id, key in sides.own.execute(select(table.c.id, table.c.scope_id, table.c.external_key)):
        office_id = there.get(key) if key and is_known_client(scope_id) else None
        if office_id is None:
            found.handed.setdefault(record, []).append(row_id)
        else:
            _match(found, record, row_id, office_id)


def _compare(found: Comparison, record: type[Record], sides: Sides) -> None:
    there = _keys(sides.office, record)
    unmatched: list[Sheet] = []
    for sheet in _sheets(sides.own, record):
        scope = _scope_there(found, record, sheet)
        office_id = there.get(((scope or b"") if keyed_within_client(record) else b"", sheet.external_key))
        if office_id is None or not sheet.external_key or (scope is None and record.scope is Scope.CLIENT):
            unmatched.append(sheet)
        else:
            _match(found, record, sheet.id, office_id)
    if may_have_twins(record) and unmatched:
        unmatched = _without_twins(found, record, unmatched, sides)
    for sheet in unmatched:
        if _may_be_made(found, record, sheet, sides.role):
            found.new.append(sheet)
            found.new_ids.add(sheet.id)
            if record is Client:
                found.scopes[sheet.id] = sheet.id
        else:
            found.handed.setdefault(record, []).append(sheet.id)
    _pair(found, record, sides)


def _match(found: Comparison, record: type[Record], row_id: bytes, office_id: bytes) -> None:
    found.same[row_id] = office_id
    found.same_counts[record.word] = found.same_counts.get(record.word, 0) + 1
    if record is Client:
        found.scopes[row_id] = office_id


def _scope_there(found: Comparison, record: type[Record], sheet: Sheet) -> bytes | None:
    """The client at the office under which a row stands; None where it goes nowhere."""
    return found.scopes.get(sheet.scope_id) if record.scope is Scope.CLIENT else None


def _may_be_made(found: Comparison, record: type[Record], sheet: Sheet, role: Role) -> bool:
    """A client with a key may be another's at the office already: its own import finds out, nobody makes it twice."""
    if not may(role, record):
        return False
    if record is Client:
        return not sheet.external_key
    return record.scope is not Scope.CLIENT or sheet.scope_id in found.scopes


def _without_twins(found: Comparison, record: type[Record], unmatched: list[Sheet], sides: Sides) -> list[Sheet]:
    """Note possible twins; those taken for the same are matched. Returns: the others."""
    taken = set(found.same.values())
    scoped: dict[bytes, list[Sheet]] = {}
    for sheet in _sheets(sides.office, record):
        if sheet.id not in taken:
            scoped.setdefault(b"" if record is Client else sheet.scope_id, []).append(sheet)
    likenesses = {scope: Likenesses(record, sheets) for scope, sheets in scoped.items()}
    left: list[Sheet] = []
    for sheet in unmatched:
        where = likenesses.get(b"" if record is Client else found.scopes.get(sheet.scope_id, b"-"))
        twin = where.twin_of(sheet) if where else None
        if twin is None or twin.office.id in taken:
            left.append(sheet)
            continue
        found.twins.append(twin)
        if found.is_same(twin, sides.decided):
            taken.add(twin.office.id)
            _match(found, record, sheet.id, twin.office.id)
        else:
            left.append(sheet)
    return left


def _pair(found: Comparison, record: type[Record], sides: Sides) -> None:
    """Both sides of each matched row."""
    if record.appended_only:
        return  # nobody changes them, here or there
    theirs = {sheet.id: sheet for sheet in _sheets(sides.office, record)}
    for sheet in _sheets(sides.own, record):
        other = theirs.get(found.same.get(sheet.id, b""))
        if other is not None:
            found.matched.append((sheet, other))


def _keys(connection: Connection, record: type[Record]) -> dict[tuple[bytes, str], bytes]:
    """(client where each has keys of its own, key) → id."""
    table, within = record.table(), keyed_within_client(record)
    query = select(table.c.scope_id, table.c.external_key, table.c.id).where(table.c.external_key != "")
    return {(bytes(scope) if within else b"", key): bytes(row_id) for scope, key, row_id in connection.execute(query)}


def _sheets(connection: Connection, record: type[Record]) -> Iterator[Sheet]:
    for portion in whole_record(connection, record):
        yield from portion
