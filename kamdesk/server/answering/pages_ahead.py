"""What many parts hold of each kind, read in one statement a kind: most parts have few rows of most kinds, or none.

A laptop's pull goes part by part and kind by kind. Asked like that, a hundred new rows at twenty clients cost the
office a thousand questions, and a first sync spends its time asking for rows that are not there.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from operator import itemgetter
from typing import Any

from sqlalchemy import Connection

from kamdesk.exchange.office_store import Wanted
from kamdesk.exchange.parts import records_in
from kamdesk.facts.record import Record
from kamdesk.server.database.record_tables import office_table
from kamdesk.server.database.rows import as_a_file_keeps_it, rows_of_query

ROWS_AHEAD = 500
"""Of one kind in one part; where there are as many, its pages are asked for one by one."""

Row = tuple[Any, ...]


class PagesAhead:
    """The rows of the parts that were foreseen last; the ones before are let go of."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._since: dict[tuple[bytes, str], int] = {}
        self._pages: dict[tuple[str, bytes], list[Row]] = {}
        self._removed: dict[tuple[str, bytes], list[bytes]] = {}

    def foresee(self, wanted: Sequence[Wanted]) -> None:
        """Read what these parts hold, or what is newer in them."""
        self._since = {(each.scope_id, each.compartment): each.newer_than for each in wanted}
        self._pages, self._removed = {}, {}
        by_record: dict[type[Record], list[Wanted]] = {}
        for each in wanted:
            for record in records_in(each.scope_id, each.compartment):
                by_record.setdefault(record, []).append(each)
        for record, parts in by_record.items():
            for newer in (True, False):
                asked = [each for each in parts if (each.newer_than > 0) is newer]
                if asked:
                    self._pages |= {(record.word, scope): rows for scope, rows in self._read(record, asked, newer)}
        self._read_removed([each for each in wanted if each.newer_than > 0])

    def rows(self, record: type[Record], scope_id: bytes, newer_than: int) -> list[Row] | None:
        """All rows of a kind in a part, or all newer ones; None where that has to be asked of the database."""
        if self._since.get((scope_id, record.compartment)) != newer_than:
            return None
        rows = self._pages.get((record.word, scope_id), [])
        return None if newer_than == 0 and len(rows) >= ROWS_AHEAD else rows

    def removed(self, record: type[Record], scope_id: bytes, newer_than: int) -> list[bytes] | None:
        """The ids of rows removed later; None where that has to be asked of the database."""
        if newer_than == 0 or self._since.get((scope_id, record.compartment)) != newer_than:
            return None
        return self._removed.get((record.word, scope_id), [])

    def _read(self, record: type[Record], asked: list[Wanted], newer: bool) -> Iterator[tuple[bytes, list[Row]]]:  # noqa: FBT001  (one of two statements)
        scopes = [each.scope_id for each in asked]
        which = _NEWER if newer else _FIRST.format(ROWS_AHEAD)
        # LATERAL with its own order is looked up in the index part by part, however large the table is.
        query = (
            "SELECT found.*, asked.scope_id FROM unnest(%s::bytea[], %s::bigint[]) AS asked (scope_id, since), "  # noqa: S608  (our own words)
            f"LATERAL (SELECT {as_a_file_keeps_it(record)} FROM {office_table(record).fullname} stands "
            f"WHERE stands.scope_id = asked.scope_id AND {which}) AS found"
        )
        found = rows_of_query(self._connection, query, (scopes, [each.newer_than for each in asked]))
        for scope_id, rows in groupby(found, key=itemgetter(-1)):
            yield scope_id, [row[:-1] for row in rows]

    def _read_removed(self, asked: Iterable[Wanted]) -> None:
        asked = list(asked)
        if not asked:
            return
        values = zip(*((each.scope_id, each.compartment.value, each.newer_than) for each in asked), strict=True)
        found = self._connection.exec_driver_sql(_REMOVED, tuple(map(list, values)))
        for scope_id, word, row_id in found:
            self._removed.setdefault((word, bytes(scope_id)), []).append(bytes(row_id))


_NEWER = "stands.rev > asked.since ORDER BY stands.rev, stands.id OFFSET 0"
_FIRST = "true ORDER BY stands.id LIMIT {}"
_REMOVED = """
    SELECT asked.scope_id, found.word, found.id
    FROM unnest(%s::bytea[], %s::text[], %s::bigint[]) AS asked (scope_id, compartment, since),
        LATERAL (SELECT word, id FROM office.tombstones gone WHERE gone.scope_id = asked.scope_id
            AND gone.compartment = asked.compartment AND gone.rev > asked.since ORDER BY gone.rev OFFSET 0) found"""
