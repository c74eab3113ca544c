"""The hand-over file: records that one desk has and an office lacks, for the office's own import; nothing is rounded.

One JSON document a line, the first says what this is. Values stand as the encrypted file keeps them, records that a
fact names by their key. It only adds: what the office has stays as it is.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from kamdesk.base.errors import BadValue, CannotOpen, NotFound
from kamdesk.base.words import tr
from kamdesk.base.written_files import writing
from kamdesk.connectors.batches import Batch
from kamdesk.facts.fact import Fact
from kamdesk.facts.kinds import Kind, canonical, from_driver, to_driver
from kamdesk.facts.policies import Scope
from kamdesk.facts.record import Record
from kamdesk.records.every import by_word

ENDING = ".kamdesk-rows"
FORMAT = 1
_HEAD = "kamdesk_hand_over"
_ROWS_A_BATCH = 5_000


@dataclass(frozen=True, slots=True, kw_only=True)
class HandedRow:
    """One row: its own key, its client's, and its facts as the file keeps them; ends of references are keys."""

    record: type[Record]
    key: str
    client: str = ""
    facts: Mapping[str, Any] = field(default_factory=dict)


def is_hand_over(path: Path) -> bool:
    """Whether a path names such a file."""
    return path.suffix == ENDING


def write_hand_over(file: Path, rows: Iterable[HandedRow], *, company: str) -> dict[str, int]:
    """Write the rows, in the order in which they are to be imported. Returns: how many of each kind.

    Raises: CannotOpen where the file cannot be written.
    """
    counts: dict[str, int] = {}
    with writing(file), file.open("w", encoding="utf-8", newline="\n") as out:
        out.write(_line({_HEAD: FORMAT, "company": company}))
        for row in rows:
            out.write(_line({"record": row.record.word, "key": row.key, "client": row.client, "facts": row.facts}))
            counts[row.record.word] = counts.get(row.record.word, 0) + 1
    return counts


def hand_over_batches(file: Path) -> Iterator[Batch]:
    """The file as batches. Raises: BadValue with the line that cannot be read; CannotOpen."""
    waiting: list[HandedRow] = []
    for row in _rows(file):
        if waiting and (row.record is not waiting[0].record or len(waiting) == _ROWS_A_BATCH):
            yield _batch(waiting)
            waiting = []
        waiting.append(row)
    if waiting:
        yield _batch(waiting)


def _rows(file: Path) -> Iterator[HandedRow]:
    try:
        with file.open(encoding="utf-8") as lines:
            for number, line in enumerate(lines, 1):
                try:
                    plain = json.loads(line)
                    if number > 1:
                        yield _row(plain)
                    elif plain[_HEAD] != FORMAT:
                        raise BadValue(tr("it was written by a newer KAMDesk"))
                except (ValueError, KeyError, TypeError, AttributeError, BadValue, NotFound) as error:
                    raise BadValue(
                        tr("{file}, line {n}: this is no line of a hand-over file", file=file.name, n=number)
                    ) from error
    except OSError as error:
        raise CannotOpen(tr("This file cannot be read: {file}", file=file), reason="missing") from error


def _row(plain: Mapping[str, Any]) -> HandedRow:
    record = by_word(plain["record"])
    key, client = plain["key"], plain["client"]
    if not (isinstance(key, str) and key and isinstance(client, str)):
        raise ValueError
    facts = {name: _value(record.fact(name), value) for name, value in plain["facts"].items()}
    return HandedRow(record=record, key=key, client=client, facts=facts)


def _value(fact: Fact, value: Any) -> Any:  # noqa: ANN401  (values of any kind)
    """A value as the file keeps it, checked. Raises: BadValue, TypeError."""
    if fact.kind is Kind.REFERENCE:
        return str(value or "")
    if fact.kind is Kind.REFERENCES:
        return tuple(map(str, value or ()))
    return to_driver(fact.kind, canonical(fact.kind, from_driver(fact.kind, value)))


def _batch(rows: list[HandedRow]) -> Batch:
    record = rows[0].record
    facts = record.facts()
    named = tuple(name for name in facts if any(name in row.facts for row in rows))
    return Batch(
        record=record,
        facts=named,
        columns=tuple([row.facts.get(name, _nothing(facts[name])) for row in rows] for name in named),
        keys=[row.key for row in rows],
        clients=[row.client for row in rows] if record.scope is Scope.CLIENT else None,
        if_missing=True,
    )


def _nothing(fact: Fact) -> Any:  # noqa: ANN401  (values of any kind)
    if fact.kind is Kind.REFERENCE:
        return ""
    return () if fact.kind is Kind.REFERENCES else to_driver(fact.kind, fact.default)


def _line(plain: Mapping[str, Any]) -> str:
    return json.dumps(plain, ensure_ascii=False, separators=(",", ":")) + "\n"
