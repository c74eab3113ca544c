"""The desk's file as the taking in of batches sees it."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from typing import Any

from sqlalchemy import Connection

from kamdesk.connectors.intake.store import Found, Pending
from kamdesk.facts.record import Record
from kamdesk.storage import bulk, pending
from kamdesk.storage.search import is_searched, searched_text


class FileIntake:
    """Reads and writes through one connection; see `IntakeStore` for what each method promises."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def existing(
        self, record: type[Record], facts: Sequence[str], keys: Collection[str], *, by: str = "external_key"
    ) -> Iterator[tuple[Any, ...]]:
        """(key, id, scope, *facts) of the rows with these keys."""
        return bulk.existing(self._connection, record, facts, keys, by=by)

    def insert_many(self, record: type[Record], columns: Sequence[str], rows: Iterable[tuple[Any, ...]]) -> None:
        """New rows."""
        bulk.insert_many(self._connection, record, columns, rows)

    def update_many(self, record: type[Record], columns: Sequence[str], rows: Sequence[tuple[Any, ...]]) -> None:
        """Changed rows: the columns' values, then the id."""
        bulk.update_many(self._connection, record, columns, rows)

    def enter_search(self, record: type[Record], row_ids: Collection[bytes], keys: Collection[str]) -> None:
        """The words by which written rows are found."""
        if not is_searched(record):
            return
        names = [name for name, fact in record.facts().items() if fact.searched]
        entries = [
            (record.word, row_id, scope, searched_text(record, dict(zip(names, values, strict=True)), key))
            for key, row_id, scope, *values in bulk.existing(self._connection, record, names, keys)
            if row_id in row_ids
        ]
        bulk.enter_search(self._connection, entries)

    def date_order_lines(self, orders: Iterable[tuple[str | None, int, bytes]]) -> None:
        """Give the lines of orders what they take from their order."""
        bulk.date_order_lines(self._connection, orders)

    def take_from_orders(self, line_ids: Sequence[bytes], no_sale: Sequence[str]) -> None:
        """Lines that just found their order take what they lack."""
        bulk.take_from_orders(self._connection, line_ids, no_sale)

    def follow(
        self, record: type[Record], reference: str, column: str, moved: Sequence[tuple[Any, bytes, Any]]
    ) -> None:
        """Rows that refer to a changed one and held its value take the new one."""
        bulk.follow(self._connection, record, reference, column, moved)

    def keep_pending(self, links: Sequence[Pending]) -> None:
        """Remember missing ends."""
        pending.keep_pending(self._connection, links)

    def forget(self, settled: Sequence[tuple[bytes, str]]) -> None:
        """These facts wait no longer."""
        pending.forget(self._connection, settled)

    def forget_rows(self, row_ids: Sequence[bytes], facts: Sequence[str]) -> None:
        """These facts of these rows wait no longer."""
        pending.forget_rows(self._connection, row_ids, facts)

    def waiting_for(self) -> frozenset[str]:
        """The kinds of record that something waits for."""
        return pending.waiting_for(self._connection)

    def arrived(self, record: type[Record], *, within_client: bool, by: str = "external_key") -> list[Found]:
        """The waiting facts whose end of this kind is here now."""
        return pending.arrived(self._connection, record, within_client=within_client, by=by)

    def still_pending(self) -> set[tuple[bytes, str]]:
        """Every (row, fact) that still waits."""
        return pending.still_pending(self._connection)

    def awaited_clients(self, row_ids: Collection[bytes]) -> dict[bytes, tuple[str, str]]:
        """What each of these rows waits for its client by."""
        return pending.awaited_clients(self._connection, row_ids)

    def link(self, word: str, fact: str, rows: Sequence[tuple[bytes, bytes]]) -> None:
        """Write the ends (end, row) into a fact."""
        pending.link(self._connection, word, fact, rows)
