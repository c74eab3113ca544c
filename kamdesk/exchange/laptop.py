"""The laptop's side of a sync, over any store: seal and send, take answers, lay rows under what is still pending."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import TypeAlias

from kamdesk.base.errors import KAMDeskError, NotFound
from kamdesk.base.words import tr
from kamdesk.exchange.actions import Change
from kamdesk.exchange.frame_rows import sheet_of
from kamdesk.exchange.items import items_meanwhile
from kamdesk.exchange.laptop_store import LaptopStore, LaptopTransaction, OfficeRow, PartKey
from kamdesk.exchange.protocol import Cursor, Frame, Lineage, Mode, Part, Pull, Push, Pushed, Sealed, Stamp, View
from kamdesk.exchange.pull import digest_of_view
from kamdesk.exchange.relaying import relay, relay_each
from kamdesk.exchange.verdicts import Verdict
from kamdesk.records.every import by_word

ACTIONS_A_PUSH = 500
"""Each push is a round trip and a flush of both disks beside those of its groups."""
PUSH_BYTES = 8 * 1024 * 1024
"""Long notes go in smaller parts: an office takes no larger request than agreed, and a slow line carries it in time."""
ROWS_A_TRANSACTION = 50_000
"""Small parts are grouped up to here, a giant one is cut here (SYNC 3.3)."""

Group: TypeAlias = deque[Frame]
Beside: TypeAlias = Callable[[Callable[[], Group]], Callable[[], Group]]
"""Takes what is to be done. Returns: what waits for its result."""


def next_push(store: LaptopStore, language: str) -> Push:
    """The next actions to send, sealed from now on; none where nothing waits."""
    with store.writing() as laptop:
        last = laptop.last_sequence()
        sealed: list[Sealed] = []
        weight = 0
        for each in laptop.outgoing(ACTIONS_A_PUSH):
            weight += len(each.action)
            if sealed and weight > PUSH_BYTES:
                break
            sequence = each.sequence
            if sequence is None:
                last = sequence = last + 1
                laptop.seal(each.action_id, sequence)
            sealed.append(Sealed(sequence, each.action_id, each.action))
        first = laptop.first_sequence() or last + 1
        return Push(nonce=laptop.nonce(), first_kept=first, actions=tuple(sealed), language=language)


def take_pushed(store: LaptopStore, pushed: Pushed) -> None:
    """Keep the answers: what was not taken is no longer laid over the office's rows and lies in the tray."""
    with store.writing() as laptop:
        if pushed.nonce:
            laptop.keep_nonce(pushed.nonce)
        if pushed.lineage is Lineage.RESTORED or pushed.send_from is not None:
            _offer_again(laptop)
        changed: list[Change] = []
        for answer in pushed.answers:
            action = laptop.take_answer(answer)
            if action and (answer.verdict is not Verdict.APPLIED or answer.waiting):  # else all stays laid over
                changed += action.changes
        relay_each(laptop, changed)


def rejoined(store: LaptopStore) -> None:
    """The office took this laptop for a copy and knows it under a new identity since its user signed in once more.

    Its unsent actions are numbered from 1; ids of actions stay, so nothing doubles (SYNC 4.1).
    """
    with store.writing() as laptop:
        laptop.keep_nonce(b"")
        laptop.renumber()


def next_pull(store: LaptopStore, *, with_cursors: bool) -> Pull:
    """What this laptop holds, in one number or in full; while it loads or waits for rows to return, in full."""
    with store.reading() as laptop:
        cursors = tuple(laptop.cursors())
        answered = laptop.answered()  # also one without a stamp: it leaves the outbox at the end of a pull in full
        stamps = tuple(stamp for mine in answered if mine.answer for stamp in mine.answer.stamps)
        if with_cursors or answered or any(cursor.after or cursor.ahead for cursor in cursors):
            return Pull(cursors=cursors, stamps=stamps)
        return Pull(digest=digest_of_view(cursors, laptop.items(), laptop.policy()))


class BrokeOff(KAMDeskError):
    """The office's answer ended too early: what had come whole is kept, the rest comes next time."""


@dataclass(slots=True)
class Received:
    """What a pull brought."""

    rows: int = 0
    removed: int = 0


def apply_pull(
    store: LaptopStore, view: View, frames: Iterable[Frame], *,
    rows_a_transaction: int = ROWS_A_TRANSACTION, beside: Beside = lambda work: work,
) -> Received:  # fmt: skip
    """Apply what the office sent, whole parts in one transaction; a stream that breaks costs the open group only.

    `beside` may begin with the next rows while those before them are committed.

    Returns: how many rows came. A part cut in the middle is marked as loading and goes on next time.
    Raises: BrokeOff where the stream ended before everything had come.
    """
    received = Received()
    if view.is_same:
        return received
    with store.writing() as laptop:
        if view.unknown:
            _offer_again(laptop)
        let_go = _let_go(laptop, view)
        coming = {(part.scope_id, part.compartment.value) for part in view.parts if part.mode is not Mode.SAME}
        laptop.keep_items(items_meanwhile(laptop.items(), view.items, coming))
        laptop.keep_policy(view.policy)
        held = {(cursor.scope_id, cursor.compartment): cursor for cursor in laptop.cursors()}
        _note_age(laptop, view, held)
    stream = iter(frames)
    applying = _Applying(store, view, held, received, rows_a_transaction)
    group = applying.next_group(stream)
    while group:  # the wire may be slow: nothing is locked while it is waited for
        with store.writing() as laptop:
            applying.apply_group(laptop, group)
            laptop.flush()
            upcoming = beside(lambda: applying.next_group(stream))
        group = upcoming()
    with store.writing() as laptop:
        _let_back(laptop, view, let_go)
        if not applying.missing:
            laptop.keep_items(view.items)
    if applying.missing:
        raise BrokeOff(tr("The connection broke off; what had come whole is kept, the rest comes next time."))
    return received


class _Applying:
    """Frames on their way into the file, a transaction at a time."""

    def __init__(
        self,
        store: LaptopStore,
        view: View,
        held: Mapping[PartKey, Cursor],
        received: Received,
        rows_a_transaction: int,
    ) -> None:
        self._foresee = store.foresee
        self._parts = {(part.scope_id, part.compartment): part for part in view.parts}
        self._held = held
        self._received = received
        self._limit = rows_a_transaction
        self._broke: KAMDeskError | None = None
        self._begun: PartKey | None = None
        self.missing = {key for key, part in self._parts.items() if part.mode is not Mode.SAME}
        """parts that have not come to their end yet"""

    def next_group(self, stream: Iterator[Frame]) -> Group:
        """Frames for one transaction; none where the stream has ended. Raises: what broke it, once what came is in."""
        group: Group = deque()
        rows = 0
        try:
            for frame in stream:
                self._foresee(frame)
                group.append(frame)
                rows += len(frame.rows)
                may_be_cut = frame.ends or self._part(frame).mode is not Mode.DELTA
                if rows >= self._limit and may_be_cut:
                    return group
        except KAMDeskError as error:
            self._broke = error
        while group and not group[-1].ends and self._part(group[-1]).mode is Mode.DELTA:
            group.pop()  # the stream ended within a part, of which half must not stand
        if self._broke is not None and not group:
            raise self._broke
        return group

    def apply_group(self, laptop: LaptopTransaction, group: Group) -> None:
        """Apply frames, each let go of at once; a load that is cut remembers how far it came."""
        last = group[-1]
        while group:
            frame = group.popleft()
            key = (frame.scope_id, frame.compartment)
            part = self._part(frame)
            if key != self._begun:
                self._begun = key
                if part.mode is Mode.WHOLE:
                    laptop.begin_whole(key)
            if frame.ends:
                self._end(laptop, part)
            else:
                self._apply(laptop, frame)
        part = self._part(last)
        if not last.ends and last.rows and part.mode is not Mode.DELTA:
            laptop.keep_cursor(self._cursor(part, after=(last.word, bytes(last.rows[-1][0]))), part.as_of)

    def _part(self, frame: Frame) -> Part:
        return self._parts[frame.scope_id, frame.compartment]

    def _apply(self, laptop: LaptopTransaction, frame: Frame) -> None:
        """Rows without pending changes go straight in; under the others the office's value is renewed."""
        try:
            record = by_word(frame.word)
        except NotFound as error:
            laptop.park(frame, error.text)
            return
        pending = laptop.rows_with_pending(record, frame.scope_id)
        plain = [row for row in frame.rows if bytes(row[0]) not in pending] if pending else frame.rows
        laptop.upsert(record, frame.scope_id, frame, plain)
        if pending:
            for row in frame.rows:
                if (row_id := bytes(row[0])) in pending:
                    office = OfficeRow(sheet=sheet_of(record, frame, row), rev=row[2])
                    laptop.keep_office_row(record, row_id, frame.scope_id, office)
                    relay(laptop, record, row_id)
            for row_id in set(frame.removed) & set(pending):
                laptop.keep_office_row(record, row_id, frame.scope_id, OfficeRow(sheet=None))
                relay(laptop, record, row_id)
        laptop.remove(record, [row_id for row_id in frame.removed if row_id not in pending])
        self._received.rows += len(frame.rows)
        self._received.removed += len(frame.removed)

    def _end(self, laptop: LaptopTransaction, part: Part) -> None:
        if part.mode in (Mode.WHOLE, Mode.MORE):
            for record, row_id in laptop.end_whole((part.scope_id, part.compartment)):
                relay(laptop, record, row_id)
        laptop.keep_cursor(self._cursor(part), part.as_of)
        self.missing.discard((part.scope_id, part.compartment))
        self._begun = None

    def _cursor(self, part: Part, after: tuple[str, bytes] | None = None) -> Cursor:
        """A load that went on stands where its first page stood: what changed or went meanwhile comes after."""
        key = (part.scope_id, part.compartment)
        if part.mode is not Mode.MORE:
            return Cursor(*key, part.rev, part.mark, part.grant, after)
        at = self._held[key]
        ahead = at.ahead if part.rev == at.rev else (part.rev, part.mark)
        return Cursor(*key, at.rev, at.mark, part.grant, after, ahead=ahead)


def _note_age(laptop: LaptopTransaction, view: View, held: Mapping[PartKey, Cursor]) -> None:
    """An import that changed nothing still makes rows newer."""
    for part in view.parts:
        cursor = held.get((part.scope_id, part.compartment))
        if part.mode is Mode.SAME and cursor is not None and cursor.as_of != part.as_of:
            laptop.keep_cursor(cursor, part.as_of)


def _let_go(laptop: LaptopTransaction, view: View) -> set[PartKey]:
    """Parts that are this user's no longer go, cursor and all: whoever gets them back begins anew. Returns: them."""
    seen = {(part.scope_id, part.compartment) for part in view.parts}
    gone = set(laptop.parts_held()) - seen  # also what is to be read anew since the program became another
    for part in sorted(gone):
        _purge(laptop, part)
    return gone


def _purge(laptop: LaptopTransaction, part: PartKey) -> None:
    for record, row_id in laptop.purge(part):
        relay(laptop, record, row_id)


def _let_back(laptop: LaptopTransaction, view: View, let_go: Collection[PartKey]) -> None:
    """Answered actions whose stamps came back leave the outbox; the rows shown are the office's again.

    What was written where this user no longer reads never comes back: it goes as the part went, as does what was not
    taken there. A client that was refused was never there, and stays as it was sent.
    """
    unknown = set(view.unknown)
    reached = {(each.scope_id, each.compartment): each.rev for each in laptop.cursors() if each.after is None}
    seen = {(part.scope_id, part.compartment) for part in view.parts}

    def came_back(stamp: Stamp) -> bool:
        key = (stamp.scope_id, stamp.compartment)
        return stamp not in unknown and (key not in seen or reached.get(key, -1) >= stamp.rev)

    back = [mine for mine in laptop.answered() if mine.answer and all(map(came_back, mine.answer.stamps))]
    laptop.done([mine.action.action_id for mine in back])
    relay_each(laptop, (change for mine in back for change in mine.action.changes))
    stamps = (stamp for mine in back if mine.answer for stamp in mine.answer.stamps)
    gone = {(stamp.scope_id, stamp.compartment) for stamp in stamps} - seen
    for mine in back:
        places = {(change.scope_id, by_word(change.word).compartment) for change in mine.action.changes} - seen
        is_anothers = mine.answer is not None and mine.answer.verdict is Verdict.HELD and not mine.answer.code
        gone |= places if is_anothers else places.intersection(let_go)
    for part in sorted(gone):
        _purge(laptop, part)


def _offer_again(laptop: LaptopTransaction) -> None:
    """Whatever was sent is pending again, laid over the rows of an office that may have lost it."""
    changes = [change for action in laptop.offer_again() for change in action.changes]
    for change in changes:
        laptop.guard(by_word(change.word), change.row_id, change.scope_id)
    relay_each(laptop, changes)
