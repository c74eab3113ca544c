"""Does this desk hold exactly what its office has? Counted on both sides; a difference is mended once and reported."""

from __future__ import annotations

from dataclasses import dataclass

from kamdesk.exchange.http_words import Digests
from kamdesk.exchange.laptop_store import PartKey
from kamdesk.exchange.protocol import Digest
from kamdesk.storage.desk import Desk
from kamdesk.storage.digests import counted_facts, digests, read_anew
from kamdesk.sync.office_client import OfficeClient
from kamdesk.sync.session import synced

ROUNDS_MAX = 5
"""So often the office may move on between a sync and the count; then the parts that stood still are compared."""
PATIENCE_S = 60.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """A part that is not the same here and at the office."""

    part: PartKey
    rows_here: int | None
    """None: it is not here at all, or still loading"""
    rows_at_office: int | None
    """None: the office does not show it to this user"""
    is_mended: bool = False
    """after it was read anew it is the same"""


def verify(desk: Desk, office: OfficeClient) -> tuple[Difference, ...]:
    """Sync, count and compare; what differs is read anew once and compared again. Raises: OfficeError."""
    found = _compared(desk, office)
    if not found:
        return ()
    with desk.writing() as connection:
        for each in found:
            read_anew(connection, each.part)
    left = {each.part for each in _compared(desk, office)}
    return tuple(
        Difference(
            part=each.part, rows_here=each.rows_here, rows_at_office=each.rows_at_office,
            is_mended=each.part not in left,
        )
        for each in found
    )  # fmt: skip


def _compared(desk: Desk, office: OfficeClient) -> tuple[Difference, ...]:
    """What differs between this desk and an office that stands still for a moment."""
    for round_ in range(ROUNDS_MAX):
        synced(desk, office, patience_s=PATIENCE_S)
        with desk.reading() as connection:
            here = {_part(each): each for each in digests(connection)}
        answer = office.verify(Digests(parts=tuple(here.values()), facts=counted_facts()))
        there = {_part(each): each for each in answer.parts}
        moved = {part for part in here.keys() & there.keys() if here[part].rev != there[part].rev}
        if not moved or round_ == ROUNDS_MAX - 1:
            break
    differing = {part for part in here.keys() | there.keys() if here.get(part) != there.get(part)} - moved
    return tuple(
        Difference(part=part, rows_here=_rows(here.get(part)), rows_at_office=_rows(there.get(part)))
        for part in sorted(differing)
    )


def _part(digest: Digest) -> PartKey:
    return digest.scope_id, digest.compartment


def _rows(digest: Digest | None) -> int | None:
    return digest.rows if digest else None
