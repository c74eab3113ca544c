"""What the office shows one laptop: one state, read in one snapshot (SYNC 3.2)."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from typing import Any

from sqlalchemy import Connection, Engine, select, text

from kamdesk.base.days import moment_text
from kamdesk.base.ids import CATALOGUE
from kamdesk.exchange.office_store import Head, Wanted
from kamdesk.exchange.protocol import ROLE_NOW, Stamp
from kamdesk.exchange.verdicts import Item
from kamdesk.facts.policies import Compartment
from kamdesk.facts.record import Record
from kamdesk.records.visits import Visit
from kamdesk.server.answering.glance import Fingerprint, fingerprint_of
from kamdesk.server.answering.pages_ahead import PagesAhead
from kamdesk.server.answering.tray import items_for
from kamdesk.server.database.record_tables import office_table
from kamdesk.server.database.rows import file_rows
from kamdesk.server.database.stamping import Part
from kamdesk.server.database.tables import loads, revs, tombstones
from kamdesk.server.people.policies import for_laptops
from kamdesk.server.people.territory import Territory, territory

SNAPSHOT_S = 60
"""A laptop that takes longer to read goes on in its next sync: an old snapshot would hold up the whole database."""


_HEADS = "SELECT scope_id, compartment, rev, mark, floor FROM office.heads WHERE scope_id = ANY(%s)"

_STAMPS = """
    SELECT scope_id, compartment, rev, revs.mark
    FROM unnest(%s::bytea[], %s::text[], %s::bigint[]) AS asked (scope_id, compartment, rev)
        JOIN office.revs USING (scope_id, compartment, rev)"""


class OfficePull:
    """The store behind a pull of one user."""

    def __init__(self, engine: Engine, user_id: bytes, today: date, *, is_asked_for_news: bool = False) -> None:
        self._engine, self._user_id, self._today = engine, user_id, today
        self._is_asked_for_news = is_asked_for_news
        self.fingerprint: Fingerprint | None = None
        """of the snapshot taken last, where only news are asked for"""

    def scopes(self) -> set[bytes]:
        """The scopes that this user sees now."""
        with self._engine.connect() as connection:
            return {part.scope_id for part in territory(connection, self._user_id, self._today).parts}

    @contextmanager
    def snapshot(self) -> Iterator[OfficeView]:
        """One state of the office, the same for every question asked within."""
        with self._engine.connect().execution_options(isolation_level="REPEATABLE READ") as connection:
            connection.execute(text("SET TRANSACTION READ ONLY"))
            connection.execute(text(f"SET LOCAL idle_in_transaction_session_timeout = '{SNAPSHOT_S}s'"))
            if self._is_asked_for_news:
                self.fingerprint = fingerprint_of(connection, self._user_id, self._today)
            yield OfficeView(connection, territory(connection, self._user_id, self._today), self._today)
            connection.rollback()


class OfficeView:
    """What one user may see in one snapshot; everything that leaves passes their territory."""

    def __init__(self, connection: Connection, theirs: Territory, today: date) -> None:
        self._connection, self._theirs, self._today = connection, theirs, today
        self._heads: dict[Part, Head] = {}
        self._known: dict[Stamp, bool] = {}
        self._ahead = PagesAhead(connection)

    def heads(self) -> Iterator[Head]:
        """Every part this user may read now: their own, the catalogue, the clients of the next visits, the rest."""
        as_of = {row.compartment: moment_text(row.as_of) for row in self._connection.execute(select(loads))}
        scopes = list({part.scope_id for part in self._theirs.parts})
        found = self._connection.exec_driver_sql(_HEADS, (scopes,))
        stands = {Part(bytes(row.scope_id), Compartment(row.compartment)): row for row in found}
        for part in sorted(self._theirs.parts, key=self._order()):
            row = stands.get(part)
            yield Head(
                scope_id=part.scope_id,
                compartment=part.compartment,
                rev=row.rev if row else 0,
                mark=bytes(row.mark) if row and row.mark else b"",
                floor=row.floor if row else 0,
                grant=self._theirs.parts[part],
                as_of=as_of.get(part.compartment, ""),
            )

    def _order(self) -> Any:  # noqa: ANN401  (a sort key)
        visits = office_table(Visit)
        query = select(visits.c.scope_id, visits.c.starts_at).where(
            visits.c.status == "planned", visits.c.starts_at >= self._today
        )
        next_visit: dict[bytes, Any] = {}
        for scope_id, starts_at in self._connection.execute(query.order_by(visits.c.starts_at)):
            next_visit.setdefault(bytes(scope_id), starts_at)
        places = {scope_id: place for place, scope_id in enumerate(next_visit)}
        first = {self._theirs.user.user_id: -2, CATALOGUE: -1}
        by_compartment = {compartment: place for place, compartment in enumerate(Compartment)}

        def key(part: Part) -> tuple[int, bytes, int]:
            place = first.get(part.scope_id, places.get(part.scope_id, len(places)))
            return place, part.scope_id, by_compartment[part.compartment]

        return key

    def foresee_stamps(self, stamps: Collection[Stamp]) -> None:
        """Look up all of these stamps in one statement."""
        asked = [stamp for stamp in set(stamps) if stamp.rev > 0]
        if asked:
            columns = zip(*((each.scope_id, each.compartment.value, each.rev) for each in asked), strict=True)
            found = self._connection.exec_driver_sql(_STAMPS, tuple(map(list, columns)))
            given = {Stamp(bytes(scope_id), Compartment(part), rev, bytes(mark)) for scope_id, part, rev, mark in found}
            self._known |= {each: each in given for each in asked}

    def foresee(self, wanted: Sequence[Wanted]) -> None:
        """Read the rows of these parts a kind at a time, not a part at a time."""
        for each in wanted:
            self._refuse_foreign(each.scope_id, each.compartment)
        self._ahead.foresee(wanted)

    def knows(self, stamp: Stamp) -> bool:
        """Whether this office ever gave this stamp."""
        if stamp.rev == 0:
            return stamp.mark == b""
        if stamp not in self._known:
            query = select(revs.c.mark).where(
                revs.c.scope_id == stamp.scope_id,
                revs.c.compartment == stamp.compartment.value,
                revs.c.rev == stamp.rev,
            )
            self._known[stamp] = self._connection.execute(query).scalar() == stamp.mark
        return self._known[stamp]

    def items(self) -> tuple[Item, ...]:
        """The open items of this user's tray, oldest first."""
        return items_for(self._connection, self._theirs, self._today)

    def policy(self) -> dict[str, str]:
        """What the office wants of its laptops, and the role that this user has now."""
        wanted = {name: str(int(value)) for name, value in for_laptops(self._connection).items()}
        return wanted | {ROLE_NOW: self._theirs.user.role.value}

    def rows(
        self, record: type[Record], scope_id: bytes, *, newer_than: int, after: bytes | None, limit: int
    ) -> Sequence[tuple[Any, ...]]:
        """Rows as a laptop's file keeps them: all of later revisions, or a page behind an id."""
        self._refuse_foreign(scope_id, record.compartment)
        if after is None and (ahead := self._ahead.rows(record, scope_id, newer_than)) is not None:
            return ahead if newer_than > 0 else ahead[:limit]
        if newer_than > 0:
            return file_rows(
                self._connection, record, "scope_id = %s AND rev > %s ORDER BY rev, id", (scope_id, newer_than)
            )
        where = "scope_id = %s AND id > %s ORDER BY id LIMIT %s"
        return file_rows(self._connection, record, where, (scope_id, after or b"", limit))

    def removed(self, record: type[Record], scope_id: bytes, *, newer_than: int) -> Sequence[bytes]:
        """Ids of rows removed in later revisions."""
        self._refuse_foreign(scope_id, record.compartment)
        if (ahead := self._ahead.removed(record, scope_id, newer_than)) is not None:
            return ahead
        query = select(tombstones.c.id).where(
            tombstones.c.scope_id == scope_id,
            tombstones.c.compartment == record.compartment.value,
            tombstones.c.word == record.word,
            tombstones.c.rev > newer_than,
        )
        return [bytes(row_id) for row_id in self._connection.execute(query.order_by(tombstones.c.rev)).scalars()]

    def _refuse_foreign(self, scope_id: bytes, compartment: Compartment) -> None:
        """The last door: whatever the procedures above ask for, rows of a foreign part never leave."""
        assert Part(scope_id, compartment) in self._theirs.parts, "a part that this user may not read was asked for"
