"""Where the sample company is written down row by row, and handed out one kind of record at a time."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from kamdesk.facts.kinds import Kind
from kamdesk.records.every import by_word


@dataclass(frozen=True, slots=True)
class Rows:
    """Rows of one kind of record. Each row is its key, its client's key, then one canonical value per fact.

    A fact that refers to other records holds their keys in place of their ids.
    """

    word: str
    facts: tuple[str, ...]
    rows: Sequence[tuple[Any, ...]]


class Book:
    """Rows as they come to mind, of every kind of record."""

    def __init__(self) -> None:
        self._rows: dict[str, list[tuple[str, str, dict[str, Any]]]] = defaultdict(list)

    def add(self, word: str, key: str, client: str = "", /, **values: Any) -> None:  # noqa: ANN401  (values of any kind)
        """Write a row down; facts that are not named keep their defaults."""
        self._rows[word].append((key, client, values))

    def number(self, word: str) -> int:
        """The number the next row of this kind has, from 1."""
        return len(self._rows[word]) + 1

    def rows(self, word: str) -> Rows:
        """Every row of one kind, in the order written."""
        written = self._rows[word]
        used = {name for _, _, values in written for name in values}
        facts = {name: fact for name, fact in by_word(word).facts().items() if name in used}
        assert used == set(facts), f"{word}: {used - set(facts)}"
        missing = {name: () if fact.kind is Kind.REFERENCES else fact.default for name, fact in facts.items()}
        rows = [(key, client, *(values.get(name, missing[name]) for name in facts)) for key, client, values in written]
        return Rows(word, tuple(facts), rows)
