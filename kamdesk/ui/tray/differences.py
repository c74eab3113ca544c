"""Which characters of two texts differ: what the eye must find first on a card (LOOK 9)."""

from __future__ import annotations

from difflib import SequenceMatcher

Spans = tuple[tuple[int, int], ...]
"""(first, behind the last) of each stretch that differs"""

COMPARED_MAX = 2_000
"""Longer middles differ as a whole: comparing costs the product of both lengths, and nobody reads letters there."""


def differing(one: str, other: str) -> tuple[Spans, Spans]:
    """The stretches of each text that the other does not have in that place."""
    head = _same_head(one, other)
    tail = _same_head(one[head:][::-1], other[head:][::-1])
    middle, other_middle = one[head : len(one) - tail], other[head : len(other) - tail]
    if max(len(middle), len(other_middle)) > COMPARED_MAX:
        return _one_span(head, middle), _one_span(head, other_middle)
    left: list[tuple[int, int]] = []
    right: list[tuple[int, int]] = []
    for same, a, b, c, d in SequenceMatcher(None, middle, other_middle, autojunk=False).get_opcodes():
        if same != "equal":
            left += [(head + a, head + b)] if b > a else []
            right += [(head + c, head + d)] if d > c else []
    return tuple(left), tuple(right)


def _same_head(one: str, other: str) -> int:
    for at, (mark, theirs) in enumerate(zip(one, other, strict=False)):
        if mark != theirs:
            return at
    return min(len(one), len(other))


def _one_span(begin: int, middle: str) -> Spans:
    return ((begin, begin + len(middle)),) if middle else ()
