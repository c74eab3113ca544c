"""The sample company as batches: a source like any file, taken in by the same import."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, date, tzinfo
from functools import lru_cache
from typing import Any

from kamdesk.connectors.batches import Batch
from kamdesk.connectors.sample_company.book import Rows
from kamdesk.connectors.sample_company.company import DEMO_TODAY, sample_company
from kamdesk.facts.kinds import Kind, to_driver
from kamdesk.records.every import by_word
from kamdesk.records.orders import OrderLine

_COMPUTED = {OrderLine.word: frozenset({"value_micro", "sales_on", "is_credit"})}
"""What the import computes itself from the order and the numbers of the line."""


def sample_batches(
    today: date = DEMO_TODAY, *, scale: int = 1, seed: int = 1, zone: tzinfo | None = UTC
) -> Iterator[Batch]:
    """The whole company as of a day (see `sample_company`), ready for the import."""
    for rows in sample_company(today, scale=scale, seed=seed, zone=zone):
        yield _batch(rows)


def _batch(told: Rows) -> Batch:
    record = by_word(told.word)
    keys, clients, *columns = zip(*told.rows, strict=True)
    computed = _COMPUTED.get(told.word, frozenset())
    kept = [(name, column) for name, column in zip(told.facts, columns, strict=True) if name not in computed]
    return Batch(
        record=record,
        facts=tuple(name for name, _ in kept),
        columns=tuple(_driver_column(record.fact(name).kind, column) for name, column in kept),
        keys=keys,
        clients=clients if any(clients) else None,
    )


def _driver_column(kind: Kind, column: Sequence[Any]) -> Sequence[Any]:
    """Canonical values as the file keeps them; keys stay keys."""
    if kind is Kind.REFERENCES:
        return column
    change = _CHANGES.get(kind)
    return [change(value) for value in column] if change else column


@lru_cache(maxsize=4096)
def _day_text(day: date | None) -> str | None:
    return None if day is None else day.isoformat()


def _driver(kind: Kind) -> Callable[[Any], Any]:
    return lambda value: to_driver(kind, value)


_CHANGES: dict[Kind, Callable[[Any], Any]] = {
    Kind.REFERENCE: lambda key: key or "",
    Kind.DAY: _day_text,
    Kind.MOMENT: _driver(Kind.MOMENT),
    Kind.BOOLEAN: _driver(Kind.BOOLEAN),
    Kind.CHOICES: _driver(Kind.CHOICES),
}
