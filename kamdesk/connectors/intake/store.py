"""What taking batches in asks of whatever keeps the rows: a desk's file, or the stage of an office's import."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from typing import Any, NamedTuple, Protocol

from kamdesk.facts.record import Record

CLIENT_FACT = "client"
"""In place of a fact's name: the row's own client."""


class Pending(NamedTuple):
    """One missing end: which row's fact waits for which record."""

    row_id: bytes
    fact: str
    word: str
    refers_to: str
    key: str
    scope_id: bytes


class Found(NamedTuple):
    """A missing end that arrived."""

    row_id: bytes
    fact: str
    word: str
    end_id: bytes
    end_scope: bytes


class IntakeStore(Protocol):
    """Rows in the form in which a desk's file keeps them (`to_driver`), read and written many at once."""

    def existing(
        self, record: type[Record], facts: Sequence[str], keys: Collection[str], *, by: str = "external_key"
    ) -> Iterable[tuple[Any, ...]]:
        """(key, id, scope, *facts) of the rows with these keys."""

    def insert_many(self, record: type[Record], columns: Sequence[str], rows: Iterable[tuple[Any, ...]]) -> None:
        """New rows; columns that are not given take the declared default."""

    def update_many(self, record: type[Record], columns: Sequence[str], rows: Sequence[tuple[Any, ...]]) -> None:
        """Changed rows: the columns' values, then the id."""

    def enter_search(self, record: type[Record], row_ids: Collection[bytes], keys: Collection[str]) -> None:
        """The words by which written rows are found."""

    def date_order_lines(self, orders: Iterable[tuple[str | None, int, bytes]]) -> None:
        """Give the lines of orders (day of sale, credit note, order id) what they take from their order."""

    def take_from_orders(self, line_ids: Sequence[bytes], no_sale: Sequence[str]) -> None:
        """Lines that just found their order take its day of sale, credit mark and, where they have none, currency."""

    def follow(
        self, record: type[Record], reference: str, column: str, moved: Sequence[tuple[Any, bytes, Any]]
    ) -> None:
        """Rows that refer to a changed one (value now, its id, value before) and held its value take the new one."""

    def keep_pending(self, links: Sequence[Pending]) -> None:
        """Remember missing ends, in place of what the same facts waited for before."""

    def forget(self, settled: Sequence[tuple[bytes, str]]) -> None:
        """These facts wait no longer."""

    def forget_rows(self, row_ids: Sequence[bytes], facts: Sequence[str]) -> None:
        """These facts of these rows wait no longer (they were written anew)."""

    def waiting_for(self) -> frozenset[str]:
        """The kinds of record that something waits for."""

    def arrived(self, record: type[Record], *, within_client: bool, by: str = "external_key") -> list[Found]:
        """The waiting facts whose end of this kind is here now, known by its key or by another column."""

    def still_pending(self) -> set[tuple[bytes, str]]:
        """Every (row, fact) that still waits."""

    def awaited_clients(self, row_ids: Collection[bytes]) -> dict[bytes, tuple[str, str]]:
        """(word of the record, its key) by which each of these rows waits for its client."""

    def link(self, word: str, fact: str, rows: Sequence[tuple[bytes, bytes]]) -> None:
        """Write the ends (end, row) into a fact; the fact "client" is the row's scope."""
