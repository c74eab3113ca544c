"""How the office takes a push: each action by itself, in groups that commit together (SYNC 4)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from hashlib import blake2b

import msgspec

from kamdesk.base.errors import KAMDeskError
from kamdesk.base.ids import CATALOGUE
from kamdesk.base.words import speaking, tr
from kamdesk.exchange.actions import Action, Change, Deed
from kamdesk.exchange.decide import decide
from kamdesk.exchange.judging import named_by
from kamdesk.exchange.office_store import OfficeTransaction, PartKey, PushStore
from kamdesk.exchange.protocol import Answer, Lineage, Push, Pushed, Sealed, Stamp
from kamdesk.exchange.verdicts import Judged, Verdict
from kamdesk.exchange.wire import action_of
from kamdesk.facts.policies import Compartment, Scope
from kamdesk.records.clients import Client
from kamdesk.records.every import by_word

GROUP_ACTIONS_MAX = 100
"""Actions a transaction: a commit each would cost a flush of the disk each."""
ID_BYTES = 16
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


_Group = Sequence[tuple[Sealed, Action | None]]
_BREAKS: tuple[type[Exception], ...] = (
    KAMDeskError, LookupError, ValueError, TypeError, ArithmeticError, AttributeError, RecursionError,
)  # fmt: skip
"""What an action of strange content can break in our own code; the others of its push go on."""


class _IsForged(Exception):
    """The id of this action was given to another content, or its envelope names another action."""


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
    unmade: set[bytes] = field(default_factory=set)
    """clients whose create has no answer"""

    def take(self, sealed: Sequence[Sealed]) -> None:
        """Take the actions group by group."""
        waiting = [(each, _read(each.action)) for each in sealed]
        more: set[PartKey] = set()
        while waiting:
            group = waiting[:GROUP_ACTIONS_MAX]
            taken, more = self._group(group, more)
            waiting = waiting[taken:]

    def _group(self, group: _Group, more: set[PartKey]) -> tuple[int, set[PartKey]]:
        """Commit some actions together. Returns: how many were looked at, and what the next one needs besides."""
        parts = {self.store.person_part(), *more}
        actions = [action for _, action in group if action]
        parts.update(part for action in actions for part in parts_of(action))
        if any(_joins_clients(change) for action in actions for change in action.changes):
            parts.add(_ONE_AT_A_TIME)
        blocked, unmade = set(self.blocked), set(self.unmade)
        breaks: tuple[type[Exception], ...] = (_NeedsParts, _IsForged, *_BREAKS, *self.store.breaks)
        try:
            self.answers += self._together(group, parts)
        except breaks:
            self.blocked, self.unmade = blocked, unmade  # one of them breaks: which, is seen one by one
            return self._one_by_one(group, parts)
        return len(group), set()

    def _together(self, group: _Group, parts: set[PartKey]) -> list[Answer]:
        """Judge a group of which nothing fails, as groups are nearly always: read for and written in sets."""
        with self.store.writing(sorted(parts)) as office:
            office.foresee(group)
            answers = [self._one(office, each, action, parts) for each, action in group]
        return [answer for answer in answers if answer]

    def _one_by_one(self, group: _Group, parts: set[PartKey]) -> tuple[int, set[PartKey]]:
        """Judge a group in which each action stands or falls alone."""
        answers: list[Answer] = []
        broken: list[tuple[Sealed, str]] = []
        forged: list[Sealed] = []
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
                except _IsForged:
                    forged.append(each)
                except breaks as error:
                    broken.append((each, type(error).__name__))
                    self._block(action)
                else:
                    answers += [answer] if answer else []
                looked_at += 1
        self.answers += [*answers, *map(self._forged, forged)]
        self._count_failures(broken)
        return looked_at, needed

    def _one(
        self, office: OfficeTransaction, sealed: Sealed, action: Action | None, parts: set[PartKey]
    ) -> Answer | None:
        if action is not None and self._waits(action):
            self._block(action)
            return None
        claim = office.claim(sealed.action_id, _content(sealed.action), sealed.sequence)
        if claim.is_forged or (action is not None and action.action_id != sealed.action_id):
            raise _IsForged
        if claim.answer:
            return claim.answer
        if action is None:
            raise TypeError
        if office.is_forgotten(action):
            return self._forgotten(office, sealed)
        reader = office.reader()
        # Who acts is said by the sign-in, never by the bytes that came.
        action = replace(action, author=replace(action.author, name=reader.name, role=reader.role))
        judged = decide(action, office, reader)
        written = {(write.scope_id, by_word(write.word).compartment) for write in judged.writes}
        if not written <= parts:
            raise _NeedsParts(written - parts)
        stamps = _carry_out(office, action, judged, written, self.store.person_part())
        answer = _answer(action, judged, stamps)
        office.remember(answer)
        return answer

    def _forgotten(self, office: OfficeTransaction, sealed: Sealed) -> Answer:
        """However old the action is: it is refused, and its words lie in nobody's tray."""
        sentence = tr("This person asked to be forgotten; nothing is written about them any more.")
        answer = Answer(
            action_id=sealed.action_id, verdict=Verdict.REFUSED, code="forgotten", sentence=sentence,
            stamps=(office.stamp(self.store.person_part()),),
        )  # fmt: skip
        office.remember(answer)
        return answer

    def _block(self, action: Action | None) -> None:
        """Whatever is built upon an action without an answer waits for it, and what is built upon that."""
        for change in action.changes if action else ():
            self.blocked.add(change.row_id)
            if change.deed is Deed.CREATE and by_word(change.word).scope is Scope.OWN:
                self.unmade.add(change.scope_id)

    def _waits(self, action: Action) -> bool:
        return any(
            change.scope_id in self.unmade or not self.blocked.isdisjoint((change.row_id, *named_by(change)))
            for change in action.changes
        )

    def _count_failures(self, broken: Iterable[tuple[Sealed, str]]) -> None:
        for sealed, why in broken:
            if self.store.failed(sealed.action_id) >= FAILURES_MAX:
                self.answers.append(self.store.keep_raw(sealed.action_id, sealed.action, why))

    def _forged(self, sealed: Sealed) -> Answer:
        """Another action has this id: loud, and what was typed is kept under an id of its own."""
        kept = self.store.keep_raw(_content(sealed.action), sealed.action, "forged")
        sentence = tr("Another action has this number already; tell whoever looks after KAMDesk.")
        return msgspec.structs.replace(
            kept, action_id=sealed.action_id, verdict=Verdict.REFUSED, code="forged", sentence=sentence
        )


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
        action = action_of(packed)
    except (msgspec.MsgspecError, KAMDeskError, ValueError, TypeError, AttributeError, LookupError, RecursionError):
        return None
    ids = [row_id for change in action.changes for row_id in (change.row_id, change.scope_id)]
    return action if all(map(_is_id, ids)) else None


def _is_id(value: object) -> bool:
    return isinstance(value, bytes) and len(value) == ID_BYTES


def parts_of(action: Action) -> set[PartKey]:
    """Where an action writes: whoever is to look at it must be able to read there."""
    return {(change.scope_id, by_word(change.word).compartment) for change in action.changes}


_ONE_AT_A_TIME = (CATALOGUE, Compartment.OPEN)
"""The head that whoever sets a client under or into another holds: two at once, each right alone, made a circle."""


def _joins_clients(change: Change) -> bool:
    facts = by_word(change.word).facts() if change.word == Client.word else {}
    return any(name in facts and facts[name].refers_to == Client.word for name in change.edits)


def _content(packed: bytes) -> bytes:
    return blake2b(packed, digest_size=16).digest()
