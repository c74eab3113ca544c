"""How the office answers a pull: the parts this user may see, then what differs, out of one snapshot (SYNC 3)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from hashlib import blake2b

from msgspec import Struct, msgpack

from kamdesk.exchange.items import item_bytes
from kamdesk.exchange.office_store import Head, PartKey, PullStore, PullView, Wanted
from kamdesk.exchange.parts import records_in
from kamdesk.exchange.protocol import Cursor, Frame, Mode, Part, Pull, Stamp, View
from kamdesk.facts.record import Record

PAGE_ROWS_MAX = 10_000
"""No laptop makes the office hold more rows of a page at once."""

PARTS_AHEAD = 32
"""Parts that are looked up together: enough to save most questions, few enough to be held in memory."""


def answer_pull(store: PullStore, pull: Pull) -> Iterator[Struct]:
    """The view, then the frames of every part that differs; heads, rows and tombstones are of one state."""
    with store.snapshot() as office:
        heads = tuple(office.heads())
        items = tuple(item_bytes(item) for item in office.items())
        policy = office.policy()
        if pull.cursors is None and digest_of_view(heads, items, policy) == pull.digest:
            yield View(is_same=True)
            return
        held = {(cursor.scope_id, cursor.compartment): cursor for cursor in pull.cursors or ()}
        asked = (*pull.stamps, *(stamp for cursor in held.values() for stamp in _stamps_of(cursor)))
        office.foresee_stamps(asked)
        parts = tuple(_part(head, held.get((head.scope_id, head.compartment)), office) for head in heads)
        unknown = tuple(stamp for stamp in asked if not office.knows(stamp))
        yield View(parts=parts, unknown=unknown, items=items, policy=policy)
        if pull.cursors is None:
            return
        page_rows = min(max(pull.page_rows, 1), PAGE_ROWS_MAX)
        differing = [part for part in parts if part.mode is not Mode.SAME]
        for begin in range(0, len(differing), PARTS_AHEAD):
            some = differing[begin : begin + PARTS_AHEAD]
            office.foresee(list(_wanted(some, held)))
            for part in some:
                yield from _frames(part, held.get((part.scope_id, part.compartment)), office, page_rows)


def digest_of_view(parts: Iterable[Head | Cursor], items: Iterable[bytes], policy: Mapping[str, str]) -> bytes:
    """One number for all that a user may see and where it stands; a laptop computes it from what it holds."""
    lines = sorted(
        (part.scope_id, part.compartment.value, part.rev, part.mark, part.grant, part.as_of) for part in parts
    )
    return blake2b(msgpack.encode([lines, sorted(items), sorted(policy.items())]), digest_size=16).digest()


def _part(head: Head, cursor: Cursor | None, office: PullView) -> Part:
    return Part(
        scope_id=head.scope_id, compartment=head.compartment, rev=head.rev, mark=head.mark, grant=head.grant,
        mode=_mode(head, cursor, office), as_of=head.as_of,
    )  # fmt: skip


def _mode(head: Head, cursor: Cursor | None, office: PullView) -> Mode:
    """A cursor fits if this office gave it, the right to read is the same one, and no tombstone behind it is gone."""
    if cursor is not None and cursor.rev == 0 < head.rev:
        return Mode.WHOLE  # it was empty: every row is new
    if cursor is None or cursor.grant != head.grant or cursor.rev < head.floor:
        return Mode.WHOLE
    if not all(map(office.knows, _stamps_of(cursor))):
        return Mode.WHOLE
    if cursor.after is not None:
        words = {record.word for record in records_in(head.scope_id, head.compartment)}
        return Mode.MORE if cursor.after[0] in words else Mode.WHOLE  # an office one older may not know that table
    return Mode.SAME if cursor.rev == head.rev else Mode.DELTA


def _stamps_of(cursor: Cursor) -> Iterator[Stamp]:
    """Everything that rows of this part came from: of another history, an office that was put back knows nothing."""
    yield Stamp(cursor.scope_id, cursor.compartment, cursor.rev, cursor.mark)
    if cursor.ahead is not None:
        yield Stamp(cursor.scope_id, cursor.compartment, *cursor.ahead)


def _wanted(parts: Iterable[Part], held: Mapping[PartKey, Cursor]) -> Iterator[Wanted]:
    for part in parts:
        if part.mode is not Mode.MORE:  # that begins somewhere in the middle
            newer_than = held[part.scope_id, part.compartment].rev if part.mode is Mode.DELTA else 0
            yield Wanted(part.scope_id, part.compartment, newer_than)


def _frames(part: Part, cursor: Cursor | None, office: PullView, page_rows: int) -> Iterator[Frame]:
    records = records_in(part.scope_id, part.compartment)
    if part.mode is Mode.DELTA:
        assert cursor is not None
        yield from _delta(part, cursor.rev, records, office)
    else:
        begin = cursor.after if cursor and part.mode is Mode.MORE else None
        yield from _load(part, begin, records, office, page_rows)
    yield Frame(part.scope_id, part.compartment, "", (), [], [], ends=True)


def _delta(part: Part, rev: int, records: Iterable[type[Record]], office: PullView) -> Iterator[Frame]:
    for record in records:
        rows = office.rows(record, part.scope_id, newer_than=rev, after=None, limit=0)
        stand = {row[0] for row in rows}
        removed = [row_id for row_id in office.removed(record, part.scope_id, newer_than=rev) if row_id not in stand]
        if rows or removed:
            yield _frame(part, record, list(rows), removed)


def _load(
    part: Part, begin: tuple[str, bytes] | None, records: Iterable[type[Record]], office: PullView, page_rows: int
) -> Iterator[Frame]:
    reached = begin is None
    for record in records:
        after = None
        if not reached:
            assert begin is not None
            reached = record.word == begin[0]
            if not reached:
                continue
            after = begin[1]
        while rows := office.rows(record, part.scope_id, newer_than=0, after=after, limit=page_rows):
            yield _frame(part, record, list(rows), [])
            after = rows[-1][0]
            if len(rows) < page_rows:
                break


def _frame(part: Part, record: type[Record], rows: list[tuple[object, ...]], removed: list[bytes]) -> Frame:
    return Frame(part.scope_id, part.compartment, record.word, tuple(record.facts()), rows, removed, ends=False)
