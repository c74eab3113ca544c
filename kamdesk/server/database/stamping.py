"""Writing at the office: heads first, then rows with the next rev, then commit (SYNC 2).

The lock of a head is held until the commit, so whoever reads a head sees every row up to it: no gaps, and no row that
appears behind a cursor. Numbers of sequences, `now()` and transaction ids are all given before the order of commits is
known; tests/server/test_stamping.py shows it.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from typing import NamedTuple, TypeVar

from sqlalchemy import Connection, Engine
from sqlalchemy.exc import DBAPIError

from kamdesk.facts.policies import Compartment
from kamdesk.server.database.troubles import sqlstate

NEWS = "office_news"
"""The channel on which a commit tells the ids of the scopes it changed: laptops that wait for news hear of it."""
MARK_BYTES = 16
TRIES = 5
"""A group that met a deadlock or a serialization failure so often is refused; the device sends it again."""
_AGAIN = {"40001", "40P01"}

Result = TypeVar("Result")


class Part(NamedTuple):
    """A scope's compartment: what has a head, readers and a cursor of its own."""

    scope_id: bytes
    compartment: Compartment


class Stamp(NamedTuple):
    """A rev and the random mark that was stored with it."""

    rev: int
    mark: bytes


class Stamps:
    """The heads that one transaction holds, and what it gave to each part that it wrote."""

    def __init__(self, connection: Connection, stood: Mapping[Part, int]) -> None:
        self.connection = connection
        self.held = frozenset(stood)
        self._stood = stood
        """the rev of each head when it was locked; nobody else can raise it before this transaction ends"""
        self._given: dict[Part, Stamp] = {}
        self._unwritten: list[Part] = []

    def of(self, part: Part) -> Stamp:
        """The rev of everything that this transaction writes in a part; raised when it is first asked for."""
        stamp = self.promised(part)
        self.write()
        return stamp

    def promised(self, part: Part) -> Stamp:
        """The same, without raising the head yet: many are raised together by `write()`, before their rows."""
        if part not in self._given:
            assert part in self.held, "the heads are taken before anything is written"
            self._given[part] = Stamp(self._stood[part] + 1, os.urandom(MARK_BYTES))
            self._unwritten.append(part)
        return self._given[part]

    def write(self) -> None:
        """Raise the heads that were promised, in one statement."""
        if self._unwritten:
            columns = zip(*((*part, *self._given[part]) for part in self._unwritten), strict=True)
            scopes, compartments, numbers, marks = map(list, columns)
            values = (scopes, list(map(str, compartments)), numbers, marks)
            self.connection.exec_driver_sql(_RAISE, values)
            self._unwritten.clear()

    @property
    def given(self) -> dict[Part, Stamp]:
        """The parts written so far."""
        return dict(self._given)

    @contextmanager
    def savepoint(self) -> Iterator[None]:
        """Within this block everything stands or falls alone, revs included."""
        self.write()
        before, stands = dict(self._given), False
        try:
            with self.connection.begin_nested():
                yield
            stands = True
        finally:
            if not stands:
                self._given = before
                self._unwritten.clear()


def write(engine: Engine, parts: Iterable[Part], work: Callable[[Stamps], Result]) -> Result:
    """Do the work in one transaction that holds the heads of these parts; repeated whole where it met another's.

    Raises: whatever the work raises, the database's complaint after some tries.
    """
    wanted = frozenset(parts)

    def whole() -> Result:
        with engine.begin() as connection:
            return work(take_heads(connection, wanted))

    return repeated(whole)


def repeated(whole: Callable[[], Result]) -> Result:
    """The result of a whole transaction, done again where it fell to a deadlock or a serialization failure."""
    for _ in range(TRIES - 1):
        try:
            return whole()
        except DBAPIError as error:
            if sqlstate(error) not in _AGAIN:
                raise
    return whole()


def take_heads(connection: Connection, parts: Iterable[Part]) -> Stamps:
    """Lock the heads of these parts until the transaction ends, made where they are new; sorted, so no deadlock."""
    wanted = sorted(set(parts))
    if not wanted:
        return Stamps(connection, {})
    scopes, compartments = [part.scope_id for part in wanted], [str(part.compartment) for part in wanted]
    connection.exec_driver_sql(_MAKE, (scopes, compartments))
    found = connection.exec_driver_sql(_LOCK, (scopes, compartments))
    return Stamps(connection, {Part(bytes(row.scope_id), Compartment(row.compartment)): row.rev for row in found})


# New heads first, then those that are there: whoever waits for a new head holds no other head that is not new and
# smaller, so no circle can close.
_MAKE = """
    INSERT INTO office.heads (scope_id, compartment)
    SELECT * FROM unnest(%s::bytea[], %s::text[]) AS asked (scope_id, compartment)
    WHERE NOT EXISTS (
        SELECT FROM office.heads h WHERE (h.scope_id, h.compartment) = (asked.scope_id, asked.compartment))
    ORDER BY 1, 2
    ON CONFLICT DO NOTHING"""
_LOCK = """
    SELECT scope_id, compartment, rev FROM office.heads
    WHERE (scope_id, compartment) IN (SELECT * FROM unnest(%s::bytea[], %s::text[]))
    ORDER BY scope_id, compartment FOR UPDATE"""
_RAISE = f"""
    WITH raised AS (
        UPDATE office.heads head SET
            rev = asked.rev, mark = asked.mark, written_in = pg_current_xact_id()::text::bigint
        FROM unnest(%s::bytea[], %s::text[], %s::bigint[], %s::bytea[]) AS asked (scope_id, compartment, rev, mark)
        WHERE (head.scope_id, head.compartment) = (asked.scope_id, asked.compartment)
        RETURNING head.scope_id, head.compartment, head.rev, head.mark
    ), noted AS (
        INSERT INTO office.revs (scope_id, compartment, rev, mark) SELECT * FROM raised RETURNING scope_id
    )
    SELECT count(pg_notify('{NEWS}', encode(scope_id, 'hex'))) FROM noted"""  # noqa: S608  (our own words)
