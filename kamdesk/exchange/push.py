"""How the office takes a push: each action by itself, in groups that commit together (SYNC 4)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from hashlib import blake2b

import msgspec

from kamdesk.base.errors import KAMDeskError
from kamdesk.base.words import speaking, tr
from kamdesk.exchange.actions import Action, Deed
from kamdesk.exchange.decide import decide
from kamdesk.exchange.office_store import OfficeTransaction, PartKey, PushStore
from kamdesk.exchange.protocol import Answer, Lineage, Push, Pushed, Sealed, Stamp
from kamdesk.exchange.verdicts import Judged, Verdict
from kamdesk.exchange.wire import action_of
from kamdesk.facts.policies import Scope
from kamdesk.records.every import by_word

GROUP_ACTIONS_MAX = 100
"""Actions a transaction: a commit each would cost a flush of the disk each."""
FAILURES_MAX = 3
"""So often an action may break the office; then it is kept raw for a person to look at."""


def take_push(store: PushStore, push: Push) -> Pushed:
    """Answer the actions of a push in their order. An action without an answer is sent again by the laptop."""
    lineage, nonce = store.meet(push.nonce)
    if lineage is Lineage.CLONED:
        return Pushed(lineage=lineage)
    expected = store.next_sequence()
    if push.actions and push.actions[0].sequence > expected >= push.first_kept:
        return Pushed(lineage=lineage, nonce=nonce, send_from=expected)
    with speaking(push.language):
        session = _Session(store)
        session.take(push.actions)
    if push.actions:
        store.took(push.actions[-1].sequence)
    return Pushed(lineage=lineage, nonce=nonce, answers=tuple(session.answers))


_BREAKS: tuple[type[Exception], ...] = (
    KAMDeskError, LookupError, ValueError, TypeError, ArithmeticError, AttributeError, RecursionError,
)  # fmt: skip
"""What an action of strange content can break in our own code; the others of its push go on."""


class _NeedsParts(Exception):
    """An action turned out to write somewhere else: twins of two clients were merged."""

    def __init__(self, parts: set[PartKey]) -> None:
        super().__init__()
        self.parts = parts


@dataclass(slots=True)
class _Session:
    """The answers of one push so far, and which rows wait for an action that could not be answered."""

    store: PushStore
    answers: list[Answer] = field(default_factory=list)
    blocked: set[bytes] = field(default_factory=set)

    def take(self, sealed: Sequence[Sealed]) -> None:
        """Take the actions group by group."""
        waiting = [(each, _read(each.action)) for each in sealed]
        more: set[PartKey] = set()
        while waiting:
            group = waiting[:GROUP_ACTIONS_MAX]
            taken, more = self._group(group, more)
            waiting = waiting[taken:]

    def _group(self, group: Sequence[tuple[Sealed, Action | None]], more: set[PartKey]) -> tuple[int, set[PartKey]]:
        """Commit some actions together. Returns: how many were looked at, and what the next one needs besides."""
        parts = {self.store.person_part(), *more}
        parts.update(part for _, action in group if action for part in _parts_of(action))
        answers: list[Answer] = []
        broken: list[tuple[Sealed, Action | None, str]] = []
        looked_at, needed = 0, set[PartKey]()
        breaks = (*_BREAKS, *self.store.breaks)
        with self.store.writing(sorted(parts)) as office:
            for each, action in group:
                try:
                    with office.attempt():
                        answer = self._one(office, each, action, parts)
                except _NeedsParts as wish:
                    needed = wish.parts
                    break
                except breaks as error:
                    broken.append((each, action, type(error).__name__))
                    self._block(action)
                else:
                    answers += [answer] if answer else []
                looked_at += 1
        self.answers += answers
        self._count_failures(broken)
        return looked_at, needed

    def _one(
        self, office: OfficeTransaction, sealed: Sealed, action: Action | None, parts: set[PartKey]
    ) -> Answer | None:
        if action is None:
            raise TypeError
        if _rows_of(action) & self.blocked:
            return None
        claim = office.claim(action.action_id, _content(sealed.action), sealed.sequence)
        if claim.is_forged:
            sentence = tr("Another action has this number already; tell whoever looks after KAMDesk.")
            return Answer(action_id=action.action_id, verdict=Verdict.REFUSED, code="forged", sentence=sentence)
        if claim.answer:
            return claim.answer
        judged = decide(action, office, office.reader())
        written = {(write.scope_id, by_word(write.word).compartment) for write in judged.writes}
        if not written <= parts:
            raise _NeedsParts(written - parts)
        stamps = _carry_out(office, action, judged, written, self.store.person_part())
        answer = _answer(action, judged, stamps)
        office.remember(answer)
        return answer

    def _block(self, action: Action | None) -> None:
        self.blocked |= _rows_of(action) if action else set()

    def _count_failures(self, broken: Iterable[tuple[Sealed, Action | None, str]]) -> None:
        for sealed, action, why in broken:
            action_id = action.action_id if action else _content(sealed.action)
            if self.store.failed(action_id) >= FAILURES_MAX:
                self.answers.append(self.store.keep_raw(action_id, sealed.action, why))


def _carry_out(
    office: OfficeTransaction, action: Action, judged: Judged, written: set[PartKey], person: PartKey
) -> tuple[Stamp, ...]:
    """Write what was judged. Returns: the stamps that the laptop's history must hold before it forgets the action."""
    for write in judged.writes:
        if write.deed is Deed.CREATE and by_word(write.word).scope is Scope.OWN:
            office.serve(write.scope_id)
        office.write(write, action)
    for item in judged.items:
        office.keep_item(item)
    office.keep_fates(action.action_id, judged.fates)
    if judged.closes:
        office.settle(judged.closes, action.action_id)
    stamps = [office.stamp(part) for part in sorted(written)]
    if judged.items or judged.closes or not written:
        # Whatever has no row of its own to come back with comes back with the author's own part.
        stamps.append(office.stamp(person))
    return tuple(stamps)


def _answer(action: Action, judged: Judged, stamps: tuple[Stamp, ...]) -> Answer:
    return Answer(
        action_id=action.action_id,
        verdict=judged.verdict,
        code=judged.code,
        fact=judged.fact,
        sentence=judged.sentence,
        stamps=stamps,
        waiting=tuple((fate.row_id, fate.fact) for fate in judged.fates),
    )


def _read(packed: bytes) -> Action | None:
    """The action of its bytes, or None where this office cannot read it: it is then held as it came."""
    try:
        return action_of(packed)
    except (msgspec.MsgspecError, KeyError, ValueError, TypeError, LookupError):
        return None


def _parts_of(action: Action) -> set[PartKey]:
    return {(change.scope_id, by_word(change.word).compartment) for change in action.changes}


def _rows_of(action: Action) -> set[bytes]:
    return {change.row_id for change in action.changes}


def _content(packed: bytes) -> bytes:
    return blake2b(packed, digest_size=16).digest()
