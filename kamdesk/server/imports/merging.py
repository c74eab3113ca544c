"""Merges what is staged, one part in one transaction: nobody waits for longer than one client's rows (SYNC 2)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping

from sqlalchemy import Engine, text

from kamdesk.base.ids import CATALOGUE, NOBODY
from kamdesk.exchange.parts import records_in
from kamdesk.facts.policies import Compartment
from kamdesk.facts.record import Record
from kamdesk.records.every import RECORDS
from kamdesk.server.database.record_tables import office_table, stage_table, stands_on
from kamdesk.server.database.stamping import Part, Stamps, write

Progress = Callable[[int, int], None]
"""Told how many parts are merged, and of how many."""


def merge_stage(engine: Engine, progress: Progress | None = None) -> Counter[str]:
    """Merge every part that has something staged. Returns: rows written and removed, by the word of their kind.

    What was merged leaves the stage in the same transaction; stopped in the middle, it goes on where it was.
    """
    written: Counter[str] = Counter()
    parts = _staged_parts(engine)
    for number, part in enumerate(parts, 1):
        written += write(engine, [part], lambda stamps, part=part: _merge(stamps, part))  # type: ignore[misc]  # (a default binds the part)
        if progress:
            progress(number, len(parts))
    return written


def _staged_parts(engine: Engine) -> list[Part]:
    """The catalogue first, then clients; within one what others refer to first."""
    found: set[Part] = set()
    with engine.connect() as connection:
        for record in RECORDS:
            query = f"SELECT DISTINCT scope_id FROM {stage_table(record).fullname} WHERE scope_id <> :nobody"
            for scope_id in connection.execute(text(query), {"nobody": NOBODY}).scalars():
                found.add(Part(bytes(scope_id), record.compartment))
        words = {record.word: record.compartment for record in RECORDS}
        for scope_id, word in connection.execute(text("SELECT DISTINCT scope_id, word FROM office.stage_removals")):
            found.add(Part(bytes(scope_id), words[word]))
    order = {compartment: place for place, compartment in enumerate(Compartment)}
    return sorted(found, key=lambda part: (part.scope_id != CATALOGUE, part.scope_id, order[part.compartment]))


def _merge(stamps: Stamps, part: Part) -> Counter[str]:
    written: Counter[str] = Counter()
    records = records_in(*part)
    for record in reversed(records):
        written[record.word] += _remove(stamps, part, record)
    for record in records:
        written[record.word] += _insert(stamps, part, record) + _update(stamps, part, record)
        _clear(stamps, part, record)
    return written


def _remove(stamps: Stamps, part: Part, record: type[Record]) -> int:
    there = (
        f"{office_table(record).fullname} t USING office.stage_removals r "
        "WHERE r.scope_id = :scope AND r.word = :word AND (t.scope_id, t.id) = (r.scope_id, r.id)"
    )
    values = {"scope": part.scope_id, "word": record.word}
    if not _some(stamps, there.replace(" t USING ", " t, ", 1), values):
        return 0
    stamps.of(part)
    gone = stamps.connection.execute(text(f"DELETE FROM {there}"), values).rowcount
    stamps.connection.execute(
        text("DELETE FROM office.stage_removals WHERE scope_id = :scope AND word = :word"), values
    )
    return gone


def _insert(stamps: Stamps, part: Part, record: type[Record]) -> int:
    table, stage = office_table(record).fullname, stage_table(record).fullname
    # A removed id is never used again; an import stopped after its commit finds its rows standing.
    there = (
        f"{stage} s WHERE s.scope_id = :scope AND s.is_new "
        f"AND NOT EXISTS (SELECT FROM {table} t WHERE (t.scope_id, t.id) = (s.scope_id, s.id)) "
        "AND NOT EXISTS (SELECT FROM office.tombstones g WHERE (g.scope_id, g.id) = (s.scope_id, s.id))"
    )
    values = {"scope": part.scope_id}
    if not _some(stamps, there, values):
        return 0
    names = ["scope_id", "id", "external_key", *record.facts()]
    taken = ", ".join(_value(record, name) for name in names)
    query = f"INSERT INTO {table} ({', '.join(names)}, rev) SELECT {taken}, :rev FROM {there}"
    return stamps.connection.execute(text(query), values | {"rev": stamps.of(part).rev}).rowcount


def _update(stamps: Stamps, part: Part, record: type[Record]) -> int:
    """Only facts that the import touched, and only where they differ: what people wrote beside them stays."""
    table, stage = office_table(record).fullname, stage_table(record).fullname
    facts = list(record.facts())
    now = {name: f"CASE WHEN '{name}' = ANY(s.touched) THEN {_value(record, name)} ELSE t.{name} END" for name in facts}
    differs = f"({', '.join(now.values())}) IS DISTINCT FROM ({', '.join('t.' + name for name in facts)})"
    same = "WHERE s.scope_id = :scope AND NOT s.is_new AND (t.scope_id, t.id) = (s.scope_id, s.id)"
    values = {"scope": part.scope_id}
    if not _some(stamps, f"{table} t, {stage} s {same} AND {differs}", values):
        return 0
    sets = ", ".join(f"{name} = {value}" for name, value in now.items())
    query = f"UPDATE {table} t SET {sets}, rev = :rev FROM {stage} s {same} AND {differs}"
    return stamps.connection.execute(text(query), values | {"rev": stamps.of(part).rev}).rowcount


def _value(record: type[Record], name: str) -> str:
    """A staged value; an end that does not lie in the same part is none there."""
    other = stands_on(record).get(name)
    if other is None:
        return f"s.{name}"
    ends = office_table(other).fullname
    return f"(SELECT e.id FROM {ends} e WHERE e.scope_id = s.scope_id AND e.id = s.{name})"


def _clear(stamps: Stamps, part: Part, record: type[Record]) -> None:
    query = f"DELETE FROM {stage_table(record).fullname} WHERE scope_id = :scope"
    stamps.connection.execute(text(query), {"scope": part.scope_id})


def _some(stamps: Stamps, there: str, values: Mapping[str, object]) -> bool:
    return bool(stamps.connection.execute(text(f"SELECT EXISTS (SELECT FROM {there})"), values).scalar())
