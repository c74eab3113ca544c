"""Marks inside plain text: a cell stays a `str` that can be translated, and still carries bold, red and explain ids.

The marks are Unicode noncharacters, which no keyboard and no file brings along; `plain()` takes them out of data.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Final

from kamdesk.base.tokens import PAPER

_OPEN: Final = {
    "late": "\ufdd0",
    "strong": "\ufdd1",
    "soft": "\ufdd2",
    "explain": "\ufdd3",
    "mark": "\ufdd4",
    "aside": "\ufdd5",
}
_NAMES: Final = {sign: name for name, sign in _OPEN.items()}
_CLOSE: Final = "\ufdd8"


@dataclass(frozen=True, slots=True)
class Style:
    """How a run of text looks: size and line height in points."""

    size: float
    leading: float
    colour: str = PAPER.ink
    bold: bool = False
    rise: float = 0.0


TITLE = Style(19, 24, bold=True)
HEADING = Style(11, 15, bold=True)
LEAD = Style(10.5, 15, bold=True)
BODY = Style(9, 13)
META = Style(9, 14)
CELL = Style(8.7, 12)
SIDE = Style(8.5, 12, PAPER.ink2)
NEWS = Style(8.5, 12)
HEAD = Style(7.5, 10, PAPER.ink3)
LEGEND = Style(7.5, 11)
FOOT = Style(6.5, 9, PAPER.ink3)
"""The sizes of LOOK 7."""

_EXPLAIN_SIZE, _EXPLAIN_RISE = 5.5, 1.5


@dataclass(frozen=True, slots=True)
class Run:
    """A run in one style; a `mark` is a small drawing instead of text."""

    text: str
    style: Style
    mark: str = ""
    glued: bool = False
    """never parted from what stands before it"""


def late(text: str) -> str:
    """In red: the headline figure, the day or the limit that has passed."""
    return _in("late", text)


def strong(text: str) -> str:
    """In bold."""
    return _in("strong", text)


def soft(text: str) -> str:
    """In the second ink: a label, a post, a unit."""
    return _in("soft", text)


def aside(text: str) -> str:
    """In the third ink: a source, a date of a source."""
    return _in("aside", text)


def explain(explain_id: str) -> str:
    """A small raised id behind a figure; typed into the program it opens formula, rows and date."""
    return _in("explain", explain_id)


def mark(name: str) -> str:
    """A state's mark: late, risk, fine, wait, cold, ours, theirs."""
    return _in("mark", name)


def plain(text: str) -> str:
    """Text from data in one line, without anything that could pass for a mark."""
    return "".join(sign for sign in text.replace("\n", " ") if not "\ufdd0" <= sign <= "\ufdef")


def _in(name: str, text: str) -> str:
    return f"{_OPEN[name]}{text}{_CLOSE}" if text else ""


def parsed(text: str, style: Style) -> Iterator[Run]:
    """The runs of a marked text, in order."""
    stack: list[tuple[str, Style]] = [("", style)]
    start = 0
    for place, sign in enumerate(text):
        if sign not in _NAMES and sign != _CLOSE:
            continue
        yield from _run(text[start:place], *stack[-1])
        start = place + 1
        if sign == _CLOSE:
            if len(stack) > 1:
                stack.pop()
        else:
            stack.append((_NAMES[sign], _styled(_NAMES[sign], stack[-1][1])))
    yield from _run(text[start:], *stack[-1])


def _run(text: str, name: str, style: Style) -> Iterator[Run]:
    if not text:
        return
    if name == "mark":
        yield Run("", style, mark=text)
    else:
        yield Run(text, style, glued=name == "explain")


def _styled(name: str, style: Style) -> Style:
    if name == "late":
        return replace(style, colour=PAPER.late)
    if name == "strong":
        # Bold speaks up from the grey inks, but a red figure stays red.
        return replace(style, bold=True, colour=style.colour if style.colour == PAPER.late else PAPER.ink)
    if name == "soft":
        return replace(style, colour=PAPER.ink2)
    if name == "aside":
        return replace(style, colour=PAPER.ink3)
    if name == "explain":
        return replace(style, size=_EXPLAIN_SIZE, rise=_EXPLAIN_RISE, bold=False, colour=PAPER.ink3)
    return style
