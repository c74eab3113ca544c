"""Two people changed the same fact: what stands afterwards, by the fact's declared policy and never by a clock."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum
from typing import Any, TypeAlias

from kamdesk.exchange.actions import Edit
from kamdesk.facts.fact import Fact
from kamdesk.facts.policies import Merge

Members = Sequence[Any] | None
"""the members of a set, in any order"""
_Piece: TypeAlias = tuple[int, int, list[str]]
"""from which line to which, and what stands there instead"""
LINES_MAX = 2_000
"""So many changed lines of a text are compared; the client is held for everybody meanwhile."""
PAIRS_MAX = 1_000_000
"""Nor so many pairs of lines that are alike: eight thousand blank ones took nine seconds, ten megabytes never end."""


class Outcome(StrEnum):
    """What became of a wish."""

    TAKEN = "taken"
    """nobody else had touched it, or both could be kept"""
    SAME = "same"
    """it stands there already"""
    OVERRULED = "overruled"
    """taken; what the other had written is kept in the history"""
    CLASH = "clash"
    """the office's value stays, the author is asked"""
    PROPOSED = "proposed"
    """the office's value stays, the fact's owner is asked"""


@dataclass(frozen=True, slots=True)
class Merged:
    """What became of facts that merge as one value, and the values to write (none if nothing is written)."""

    outcome: Outcome
    values: Mapping[str, Any]


def merge(facts: Sequence[Fact], office: Mapping[str, Any], edits: Mapping[str, Edit]) -> Merged:
    """Lay one wish upon what the office has; the facts make sense only together.

    Values are canonical, so equal means equal on every machine (SYNC 4.3).
    """
    names = [fact.name for fact in facts]
    wanted = {name: edits[name].wanted for name in names}
    if all(office[name] == wanted[name] for name in names):
        return Merged(Outcome.SAME, {})
    if all(office[name] == edits[name].seen for name in names):
        return Merged(Outcome.TAKEN, wanted)
    if len(facts) == 1:
        return _single(facts[0], office[names[0]], edits[names[0]])
    return _by_policy(facts[0], wanted)


def _single(fact: Fact, office: Any, edit: Edit) -> Merged:  # noqa: ANN401  (values of any kind)
    if fact.merge is Merge.SET:
        return _both(fact, office, merged_set(edit.seen, edit.wanted, office))
    if fact.merge is Merge.TEXT:
        text = merged_text(edit.seen or "", edit.wanted or "", office or "")
        return Merged(Outcome.CLASH, {}) if text is None else _both(fact, office, text)
    return _by_policy(fact, {fact.name: edit.wanted})


def _both(fact: Fact, office: Any, value: Any) -> Merged:  # noqa: ANN401  (values of any kind)
    """Both changes in one value; where the other's holds mine already, nothing is written."""
    return Merged(Outcome.SAME, {}) if value == office else Merged(Outcome.TAKEN, {fact.name: value})


def _by_policy(fact: Fact, wanted: Mapping[str, Any]) -> Merged:
    if fact.merge is Merge.LAST:
        return Merged(Outcome.OVERRULED, wanted)
    return Merged(Outcome.PROPOSED if fact.merge is Merge.OFFICE else Outcome.CLASH, {})


def merged_set(
    seen: Sequence[Any] | None, wanted: Sequence[Any] | None, office: Sequence[Any] | None
) -> tuple[Any, ...]:
    """What both added, without what either removed; sorted."""
    before, mine, theirs = set(seen or ()), set(wanted or ()), set(office or ())
    return tuple(sorted((theirs | (mine - before)) - (before - mine)))


def merged_text(seen: str, wanted: str, office: str) -> str | None:
    """Both changes to a text of lines, or None where they touch the same lines, or too many to compare."""
    before, mine, theirs = seen.split("\n"), wanted.split("\n"), office.split("\n")
    pieces: list[_Piece] = []
    for ours, lines in ((True, mine), (False, theirs)):
        changed = _changed_lines(before, lines)
        if changed is None:
            return None
        pieces += [piece for piece in changed if ours or piece not in pieces]
    pieces.sort(key=lambda piece: piece[:2])
    merged: list[str] = []
    at = -1
    for low, high, lines in pieces:
        if low <= at:  # lines side by side were changed by both: a person must look
            return None
        merged += before[max(at, 0) : low] + lines
        at = high
    return "\n".join(merged + before[max(at, 0) :])


def _changed_lines(before: list[str], after: list[str]) -> list[_Piece] | None:
    """What stands after in place of which lines; None where that would take too long to find out.

    What is the same at the beginning and at the end, nearly all of a long text, is not searched.
    """
    shortest = min(len(before), len(after))
    head = next((at for at in range(shortest) if before[at] != after[at]), shortest)
    ends = range(1, shortest - head + 1)
    tail = next((n - 1 for n in ends if before[-n] != after[-n]), shortest - head)
    was, now = before[head : len(before) - tail], after[head : len(after) - tail]
    times = Counter(now)
    if max(len(was), len(now)) > LINES_MAX or sum(times[line] for line in was) > PAIRS_MAX:
        return None
    codes = SequenceMatcher(None, was, now, autojunk=False).get_opcodes()
    return [(head + low, head + high, now[start:end]) for tag, low, high, start, end in codes if tag != "equal"]
