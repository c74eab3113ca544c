"""Writes one batch: finds what is there, compares, inserts and updates in bulk, keeps what cannot be linked yet."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any, NamedTuple

from kamdesk.base.ids import CATALOGUE, NOBODY, new_ids
from kamdesk.connectors.batches import Batch, keyed_within_client
from kamdesk.connectors.intake.ends import Ends, Identity, stand_in
from kamdesk.connectors.intake.order_lines import line_columns, written_facts
from kamdesk.connectors.intake.parts import PARTS, hand_on
from kamdesk.connectors.intake.store import CLIENT_FACT, IntakeStore, Pending
from kamdesk.facts.kinds import Kind
from kamdesk.facts.policies import Scope
from kamdesk.facts.record import Record
from kamdesk.records.clients import Client
from kamdesk.records.every import by_word
from kamdesk.records.orders import OrderLine


class Unlinked(NamedTuple):
    """A fact of a written row whose end is missing."""

    place: int
    """the row's place in its batch"""
    row_id: bytes
    fact: str
    key: str


@dataclass(frozen=True, slots=True)
class Written:
    """What a batch did."""

    new: int
    changed: int
    same: int
    unlinked: list[Unlinked]


def write_batch(store: IntakeStore, ends: Ends, batch: Batch) -> Written:
    """Upsert the batch's rows by their keys."""
    record = batch.record
    unlinked: list[tuple[int, str, str, str]] = []
    scopes, clients = _scopes(ends, batch, unlinked)
    identities: Sequence[Identity] = batch.keys
    if keyed_within_client(record):
        identities = list(zip(clients, batch.keys, strict=True))
    facts = written_facts(batch)
    before = ends.standing(record, facts, set(batch.keys))
    if _tells_no_client(batch) and before:
        scopes = clients = _as_they_stood(scopes, identities, before, unlinked)
    ids = _ids(identities, before)
    if record.scope is Scope.OWN:
        scopes = ids
    ends.learn(record, identities, zip(ids, scopes, strict=True))
    columns = _linked(ends, batch, clients if record.scope is Scope.CLIENT else scopes, unlinked)
    if record is OrderLine:
        columns = line_columns(store, batch, columns, partial(_stood, facts, identities, before))
    values = [scopes, *(columns[name] for name in facts)]
    new, changed = _compared(batch, values, identities, before)
    names = ("scope_id", *facts)
    fresh = zip(*(_at(new, column) for column in (ids, batch.keys, *values)), strict=True)
    store.insert_many(record, ("id", "external_key", *names), fresh)
    store.update_many(record, names, [(*row, ids[at]) for at, row in changed.items()])
    kept = _keep_unlinked(store, batch, ids, scopes, unlinked, touched=before)
    written = [*new, *changed]
    if written and any(fact.searched for fact in record.facts().values()):
        store.enter_search(record, {ids[at] for at in written}, {batch.keys[at] for at in written})
    if changed and record in PARTS:
        hand_on(
            store,
            record,
            names,
            [(before[identities[at]][1:], row, ids[at], batch.keys[at]) for at, row in changed.items()],
        )
    return Written(len(new), len(changed), len(batch) - len(new) - len(changed), kept)


def _scopes(
    ends: Ends, batch: Batch, unlinked: list[tuple[int, str, str, str]]
) -> tuple[Sequence[bytes], Sequence[bytes]]:
    """The scope of each row, and the client within whom its key counts; a row of an unknown client has nobody's."""
    record, count = batch.record, len(batch)
    if record.scope is Scope.CATALOGUE:
        return [CATALOGUE] * count, []
    if record.scope is Scope.OWN:
        return [NOBODY] * count, []
    if batch.clients is None and batch.scope_from:
        parent = by_word(record.fact(batch.scope_from).refers_to)
        keys = batch.columns[batch.facts.index(batch.scope_from)]
        word = parent.word
    else:
        parent, word = Client, Client.word
        keys = batch.clients if batch.clients is not None else [""] * count
    found = [end[1] if end else NOBODY for end in ends.find(parent, keys)]
    if NOBODY not in set(found):
        return found, found
    unlinked += [(at, CLIENT_FACT, word, keys[at]) for at, scope in enumerate(found) if scope == NOBODY]
    return found, [stand_in(word, key) if scope == NOBODY else scope for scope, key in zip(found, keys, strict=True)]


def _tells_no_client(batch: Batch) -> bool:
    return batch.record.scope is Scope.CLIENT and batch.clients is None and not batch.scope_from


def _as_they_stood(
    scopes: Sequence[bytes],
    identities: Sequence[Identity],
    before: dict[Identity, tuple[Any, ...]],
    unlinked: list[tuple[int, str, str, str]],
) -> list[bytes]:
    """A file that says nothing of clients leaves known rows with theirs."""
    stood = [
        before[identity][1] if identity in before else scope for identity, scope in zip(identities, scopes, strict=True)
    ]
    unlinked[:] = [each for each in unlinked if stood[each[0]] == NOBODY]
    return stood


def _stood(
    facts: Sequence[str],
    identities: Sequence[Identity],
    before: dict[Identity, tuple[Any, ...]],
    name: str,
    nothing: Any,  # noqa: ANN401  (a value of any kind)
) -> list[Any]:
    """What one fact of each row was before; `nothing` for new rows."""
    if not before:
        return [nothing] * len(identities)
    at = 2 + facts.index(name)
    return [before[identity][at] if identity in before else nothing for identity in identities]


def _ids(identities: Sequence[Identity], before: dict[Identity, tuple[Any, ...]]) -> list[bytes]:
    fresh = iter(new_ids(sum(identity not in before for identity in identities) if before else len(identities)))
    if not before:
        return list(fresh)
    return [before[identity][0] if identity in before else next(fresh) for identity in identities]


def _linked(
    ends: Ends, batch: Batch, scopes: Sequence[bytes], unlinked: list[tuple[int, str, str, str]]
) -> dict[str, Sequence[Any]]:
    """The columns with ids in place of keys."""
    columns: dict[str, Sequence[Any]] = {}
    for name, column in zip(batch.facts, batch.columns, strict=True):
        about = batch.record.fact(name)
        if about.kind is Kind.REFERENCES:
            columns[name] = _several(ends, by_word(about.refers_to), column, scopes)
            unlinked += [
                (at, name, about.refers_to, "")
                for at, ids in enumerate(columns[name])
                if len(list(filter(None, ids.split("|")))) < len(column[at])
            ]
            continue
        if about.kind is not Kind.REFERENCE:
            columns[name] = column
            continue
        found = ends.find(by_word(about.refers_to), column, scopes)
        columns[name] = [end[0] if end else None for end in found]
        if None in set(columns[name]):
            unlinked += [
                (at, name, about.refers_to, column[at]) for at, end in enumerate(found) if end is None and column[at]
            ]
    return columns


def _several(ends: Ends, record: type[Record], column: Sequence[Sequence[str]], scopes: Sequence[bytes]) -> list[str]:
    """The ids of several ends per row, as the file keeps them."""
    rows = [ends.find(record, keys, [scope] * len(keys)) for keys, scope in zip(column, scopes, strict=True)]
    return ["|".join(sorted(end[0].hex() for end in row if end)) for row in rows]


def _compared(
    batch: Batch,
    columns: list[Sequence[Any]],
    identities: Sequence[Identity],
    before: dict[Identity, tuple[Any, ...]],
) -> tuple[Sequence[int], dict[int, tuple[Any, ...]]]:
    """The places of new rows, and changed rows by their place; a row that stands as it was is in neither."""
    if not before:
        return range(len(batch)), {}
    rows: list[tuple[Any, ...]] = list(zip(*columns, strict=True))
    new: list[int] = []
    changed: dict[int, tuple[Any, ...]] = {}
    kept = [place for place, name in enumerate(("", *batch.facts)) if name in batch.kept_where_empty]
    theirs = [place for place, name in enumerate(("", *batch.facts)) if name in batch.only_for_new]
    for at, identity in enumerate(identities):
        stood = before.get(identity)
        if stood is None:
            new.append(at)
        elif not batch.if_missing and rows[at] != stood[1:]:
            row = _keeping(rows[at], stood[1:], kept, theirs) if kept or theirs else rows[at]
            if row != stood[1:]:
                changed[at] = row
    return new, changed


def _at(places: Sequence[int], column: Sequence[Any]) -> Iterable[Any]:
    """What a column holds at these places."""
    return column if len(places) == len(column) else [column[at] for at in places]


def _keeping(row: tuple[Any, ...], stood: tuple[Any, ...], kept: list[int], theirs: list[int]) -> tuple[Any, ...]:
    values = list(row)
    for place in [*theirs, *(place for place in kept if values[place] in {"", None})]:
        values[place] = stood[place]
    return tuple(values)


def _keep_unlinked(
    store: IntakeStore,
    batch: Batch,
    ids: Sequence[bytes],
    scopes: Sequence[bytes],
    unlinked: list[tuple[int, str, str, str]],
    *,
    touched: dict[Identity, tuple[Any, ...]],
) -> list[Unlinked]:
    """Remember what waits; an empty key waits for nothing, but its row is still reported."""
    told = [name for name in batch.facts if batch.record.fact(name).kind is Kind.REFERENCE]
    told += [] if _tells_no_client(batch) else [CLIENT_FACT]
    store.forget_rows([row[0] for row in touched.values()], told)
    waits = [
        Pending(ids[at], fact, batch.record.word, refers_to, key, scopes[at])
        for at, fact, refers_to, key in unlinked
        if key
    ]
    store.keep_pending(waits)
    return [Unlinked(at, ids[at], fact, key) for at, fact, _, key in unlinked]
