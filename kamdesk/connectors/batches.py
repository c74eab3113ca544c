"""What every source hands to the import: rows of one kind of record, keyed by the names their own world uses."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from kamdesk.facts.kinds import Kind, canonical, to_driver
from kamdesk.facts.policies import Owner, Scope
from kamdesk.facts.record import Record
from kamdesk.records.every import by_word


@dataclass(frozen=True, slots=True, kw_only=True)
class Batch:
    """Rows of one record as columns, folded to one row per key, values as the SQLite file keeps them (`to_driver`).

    A reference fact holds the key of the other end, "" for none; the import makes it an id, now or when it arrives.
    A fact that refers to several records holds a tuple of their keys; what is not there is left out and listed.
    """

    record: type[Record]
    facts: tuple[str, ...]
    columns: tuple[Sequence[Any], ...]
    keys: Sequence[str]
    """external keys; never empty"""
    clients: Sequence[str] | None = None
    """the key of each row's client, "" where it has none; None: not a client's record, or `scope_from` says it"""
    scope_from: str = ""
    """the reference fact whose record's client is the row's client (an order line's `order_id`)"""
    rows: Sequence[int] = ()
    """where each row stands in its file"""
    if_missing: bool = False
    """only makes what is not there; changes nothing"""
    kept_where_empty: frozenset[str] = frozenset()
    """facts whose empty cells leave what the desk knows"""
    only_for_new: frozenset[str] = frozenset()
    """facts that the file did not tell: new rows take them, known rows keep theirs"""

    def __len__(self) -> int:
        return len(self.keys)


def keyed_within_client(record: type[Record]) -> bool:
    """Whether two clients may use the same key: posts and sites have one per client, order numbers are ours."""
    return record.scope is Scope.CLIENT and record.owner is not Owner.LEDGER


def parent_fact(record: type[Record], facts: Iterable[str]) -> str:
    """The first given reference to another client's record: from it a row takes its client. "" if there is none."""
    for name in facts:
        about = record.fact(name)
        if about.kind is Kind.REFERENCE and by_word(about.refers_to).scope is Scope.CLIENT:
            return name
    return ""


def batch_of(record: type[Record], rows: Iterable[Mapping[str, Any]]) -> Batch:
    """A batch of plain rows: canonical values by fact name, "key", and "client" where the record is a client's.

    Facts that a row lacks take their default; references hold the other end's key. Raises: BadValue.
    """
    given = list(rows)
    facts = tuple(name for name in record.facts() if any(name in row for row in given))
    columns = tuple([_driver(record, name, row) for row in given] for name in facts)
    has_clients = any("client" in row for row in given)
    return Batch(
        record=record,
        facts=facts,
        columns=columns,
        keys=[str(row["key"]) for row in given],
        clients=[str(row.get("client", "")) for row in given] if has_clients else None,
        scope_from="" if has_clients else parent_fact(record, facts),
    )


def _driver(record: type[Record], name: str, row: Mapping[str, Any]) -> Any:  # noqa: ANN401  (values of any kind)
    about = record.fact(name)
    value = row.get(name, about.default)
    if about.kind is Kind.REFERENCE:
        return "" if value is None else str(value)
    return to_driver(about.kind, canonical(about.kind, about.default if value is None else value))
