"""What this desk holds of the office's values, counted part by part from its own rows only (SYNC 10)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from sqlalchemy import Connection, select, update

from kamdesk.exchange.digest import digest_of
from kamdesk.exchange.laptop_store import PartKey
from kamdesk.exchange.parts import records_in
from kamdesk.exchange.protocol import Digest
from kamdesk.facts.policies import Compartment
from kamdesk.records.every import RECORDS
from kamdesk.storage.office_rows import office_values
from kamdesk.storage.tables import cursors

READ_ANEW = -1
"""The schema number of a part that is to come anew: no program has it (theirs are checksums, 0 for a part without
records, as a person's own is)."""


def digests(connection: Connection) -> tuple[Digest, ...]:
    """A digest of every part that is here whole; one that is still loading has none."""
    query = select(cursors.c.scope_id, cursors.c.compartment, cursors.c.rev).where(
        cursors.c.after_word == "", cursors.c.schema_number != READ_ANEW, cursors.c.ahead_mark.is_(None)
    )
    found = connection.execute(query).all()
    return tuple(_digest(connection, scope_id, Compartment(name), rev) for scope_id, name, rev in found)


def held_parts(connection: Connection) -> set[PartKey]:
    """Every part of which something is here, whole or not."""
    found = connection.execute(select(cursors.c.scope_id, cursors.c.compartment))
    return {(scope_id, Compartment(name)) for scope_id, name in found}


def counted_facts() -> dict[str, tuple[str, ...]]:
    """Which facts of each kind of record are counted, in their order."""
    return {record.word: tuple(record.facts()) for record in RECORDS}


def read_anew(connection: Connection, part: PartKey) -> None:
    """Ask for the whole part at the next sync; that it is held stays known, so that what does not come again goes."""
    scope_id, compartment = part
    this = (cursors.c.scope_id == scope_id, cursors.c.compartment == compartment.value)
    connection.execute(update(cursors).where(*this).values(schema_number=READ_ANEW))


def _digest(connection: Connection, scope_id: bytes, compartment: Compartment, rev: int) -> Digest:
    def rows() -> Iterator[tuple[str, list[Any]]]:
        for record in records_in(scope_id, compartment):
            for values in office_values(connection, record, scope_id):
                yield record.word, values

    count, total = digest_of(rows())
    return Digest(scope_id, compartment, rev, count, total)
