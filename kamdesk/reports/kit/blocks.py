"""What a page is built of: blocks that know their height at a width, can draw themselves, and can give up a row."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Protocol

from kamdesk.base.tokens import PAPER
from kamdesk.base.words import tr
from kamdesk.reports.kit.lines import broken, natural_width
from kamdesk.reports.kit.paper import GUTTER, MM, Paper
from kamdesk.reports.kit.rich import BODY, HEAD, HEADING, SIDE, Style


class Block(Protocol):
    """A part of a page."""

    def height(self, width: float) -> float:
        """Points it takes at this width."""

    def draw(self, paper: Paper, x: float, y: float, width: float) -> None:
        """Draw it with its top left corner here."""

    def spare(self) -> int:
        """Rows it could give up."""

    def shrink(self) -> None:
        """Give up one row; only called while `spare()` is positive."""

    def loosen(self, points: float) -> None:
        """Set rows so much further apart above and below; negative takes it back."""


class Rigid:
    """A block that keeps its size."""

    def spare(self) -> int:
        """None."""
        return 0

    def shrink(self) -> None:
        """Never called."""

    def loosen(self, points: float) -> None:
        """Has no rows."""


@dataclass
class Text(Rigid):
    """A paragraph of at most `most` lines."""

    text: str
    style: Style = BODY
    most: int = 3
    align: str = "left"

    def height(self, width: float) -> float:
        """Its lines."""
        return len(broken(self.text, self.style, width, self.most)) * self.style.leading

    def draw(self, paper: Paper, x: float, y: float, width: float) -> None:
        """Line by line."""
        for number, line in enumerate(broken(self.text, self.style, width, self.most)):
            left = x + (width - line.width if self.align == "right" else 0)
            paper.line(line, left, y + number * self.style.leading, self.style)


@dataclass
class Space(Rigid):
    """Nothing, so many points high."""

    points: float

    def height(self, width: float) -> float:  # noqa: ARG002  (a block's shape)
        """As given."""
        return self.points

    def draw(self, paper: Paper, x: float, y: float, width: float) -> None:
        """Nothing."""


@dataclass
class Column:
    """Blocks under each other."""

    blocks: Sequence[Block]
    gap: float = 0.0

    def height(self, width: float) -> float:
        """All of them and the gaps."""
        return sum(block.height(width) for block in self.blocks) + self.gap * max(0, len(self.blocks) - 1)

    def draw(self, paper: Paper, x: float, y: float, width: float) -> None:
        """From the top down."""
        for block in self.blocks:
            block.draw(paper, x, y, width)
            y += block.height(width) + self.gap

    def spare(self) -> int:
        """The most that one of them could give."""
        return max((block.spare() for block in self.blocks), default=0)

    def shrink(self) -> None:
        """The one with most to spare gives a row."""
        max(self.blocks, key=lambda block: block.spare()).shrink()

    def loosen(self, points: float) -> None:
        """All of them."""
        for block in self.blocks:
            block.loosen(points)


@dataclass
class Beside:
    """Blocks side by side on the page's columns; `shares` are their parts of the width."""

    blocks: Sequence[Block]
    gutter: float = GUTTER
    shares: Sequence[float] = ()
    _width: float = field(default=500.0, init=False)

    def _widths(self, width: float) -> list[float]:
        self._width = width
        shares = self.shares or [1.0] * len(self.blocks)
        room = width - self.gutter * (len(self.blocks) - 1)
        return [room * share / sum(shares) for share in shares]

    def height(self, width: float) -> float:
        """The tallest."""
        return max(block.height(part) for block, part in zip(self.blocks, self._widths(width), strict=True))

    def draw(self, paper: Paper, x: float, y: float, width: float) -> None:
        """From left to right."""
        for block, part in zip(self.blocks, self._widths(width), strict=True):
            block.draw(paper, x, y, part)
            x += part + self.gutter

    def _tallest(self) -> Block:
        pairs = zip(self.blocks, self._widths(self._width), strict=True)
        return max(pairs, key=lambda pair: pair[0].height(pair[1]))[0]

    def spare(self) -> int:
        """What the tallest could give: the others would not make it shorter."""
        return self._tallest().spare()

    def shrink(self) -> None:
        """The tallest gives a row."""
        self._tallest().shrink()

    def loosen(self, points: float) -> None:
        """All of them."""
        for block in self.blocks:
            block.loosen(points)


_NOTE_LEAST = 62 * MM


@dataclass
class Section:
    """A numbered section: its name, its source and date at the right, a rule, and what it says or one word."""

    number: str
    title: str
    body: Block | None
    note: str = ""
    _HEAD = 15 + 0.6 * MM
    _AFTER = 1.2 * MM

    def _shown(self) -> Block:
        return self.body if self.body is not None else Text(tr("none"), SIDE)

    def height(self, width: float) -> float:
        """Head and body."""
        return self._HEAD + self._AFTER + self._shown().height(width)

    def draw(self, paper: Paper, x: float, y: float, width: float) -> None:
        """The head on one line, then the body."""
        indent = 0.0
        if self.number:
            number = Style(HEADING.size, HEADING.leading, PAPER.accent, bold=True)
            used = paper.text(self.number, x, y, number)
            indent = max(6 * MM, used + 1.2 * MM)
        title = paper.text(self.title, x + indent, y, HEADING, room=width - indent)
        room = width - indent - title - 3 * MM
        # A note that would lose its point is better not begun.
        if self.note and room > min(natural_width(self.note, HEAD), _NOTE_LEAST):
            # Its own line is lower by the difference of the two baselines.
            paper.text(self.note, x + width - room, y + 3.5, HEAD, room=room, align="right")
        paper.rule(x, y + self._HEAD, width, colour=PAPER.rule)
        self._shown().draw(paper, x, y + self._HEAD + self._AFTER, width)

    def spare(self) -> int:
        """What the body can give."""
        return self.body.spare() if self.body is not None else 0

    def shrink(self) -> None:
        """The body gives a row."""
        self._shown().shrink()

    def loosen(self, points: float) -> None:
        """The body."""
        self._shown().loosen(points)


def fit(block: Block, width: float, height: float) -> bool:
    """Take rows away, the longest list first, until the block fits; False if even the shortest does not."""
    while block.height(width) > height + 0.01:
        if block.spare() <= 0:
            return False
        block.shrink()
    return True
