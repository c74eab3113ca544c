"""Stacked bars with the amounts in a legend under them, and the small bar of a table cell."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from kamdesk.base.tokens import LIGHT, PAPER
from kamdesk.reports.kit.blocks import Rigid
from kamdesk.reports.kit.lines import natural_width
from kamdesk.reports.kit.paper import MM, Paper
from kamdesk.reports.kit.rich import LEGEND

_HEIGHT = 4.2 * MM
_SEAM = 0.6
_BEFORE, _AFTER = 0.8 * MM, 0.8 * MM
_KEY = 1.9 * MM
_KEY_GAP = 0.8 * MM
_LEAST_GAP = 1.6 * MM
_LIMIT_OVER = 1 * MM
_CELL_HEIGHT = 2.2 * MM


@dataclass(frozen=True, slots=True)
class Part:
    """One part: its size in any unit, its colour (a `base.tokens` value), its words with the amount."""

    size: float
    colour: str
    words: str


@dataclass
class StackedBar(Rigid):
    """Parts of a whole; `whole` larger than their sum leaves the rest pale (a limit with headroom)."""

    parts: Sequence[Part]
    whole: float = 0.0
    limit: float = 0.0
    legend_only: Sequence[str] = ()

    def height(self, width: float) -> float:
        """Bar and legend."""
        return _BEFORE + _HEIGHT + _AFTER + len(self._legend(width)) * LEGEND.leading

    def draw(self, paper: Paper, x: float, y: float, width: float) -> None:
        """The parts with white seams, the limit as a line that overshoots, then the legend in the same order."""
        y += _BEFORE
        full = max(self.whole, self.limit, sum(part.size for part in self.parts)) or 1.0
        paper.box(x, y, width, _HEIGHT, fill=LIGHT.r0)
        left = x
        for part in self.parts:
            long = width * max(0.0, part.size) / full
            if long > 0:
                paper.box(left, y, max(0.3, long - _SEAM), _HEIGHT, fill=part.colour)
            left += long
        if self.limit:
            place = x + width * self.limit / full
            ends = ("M", (place, y - _LIMIT_OVER)), ("L", (place, y + _HEIGHT + _LIMIT_OVER))
            paper.path(ends, stroke=PAPER.ink, weight=1.0)
        y += _HEIGHT + _AFTER
        for entries in self._legend(width):
            self._draw_legend(paper, entries, x, y)
            y += LEGEND.leading

    def _entries(self) -> list[tuple[str, str]]:
        return [(part.colour, part.words) for part in self.parts if part.words] + [("", w) for w in self.legend_only]

    def _legend(self, width: float) -> list[list[tuple[float, str, str]]]:
        """The legend's lines: (place, colour, words)."""
        lines: list[list[tuple[float, str, str]]] = [[]]
        used = 0.0
        for colour, words in self._entries():
            wide = natural_width(words, LEGEND) + (_KEY + _KEY_GAP if colour else 0)
            if lines[-1] and used + wide > width:
                lines.append([])
                used = 0.0
            lines[-1].append((used, colour, words))
            used += wide + _LEAST_GAP
        return [line for line in lines if line]

    def _draw_legend(self, paper: Paper, entries: Sequence[tuple[float, str, str]], x: float, y: float) -> None:
        for place, colour, words in entries:
            left = x + place
            if colour:
                paper.box(left, y + (LEGEND.leading - _KEY) / 2, _KEY, _KEY, fill=colour)
                left += _KEY + _KEY_GAP
            paper.text(words, left, y, LEGEND)


@dataclass(frozen=True, slots=True)
class CoverBar:
    """Days of cover in a table cell, a line where our lead time ends."""

    days: float
    limit: float
    most: float
    late: bool = False
    width: float = 24 * MM
    height: float = _CELL_HEIGHT

    def draw(self, paper: Paper, x: float, y: float) -> None:
        """The pale ground, the bar, the limit."""
        full = max(self.most, self.limit, 1.0)
        paper.box(x, y, self.width, self.height, fill=LIGHT.r0)
        long = self.width * min(1.0, max(0.0, self.days) / full)
        if long:
            paper.box(x, y, long, self.height, fill=PAPER.late if self.late else LIGHT.e2)
        if self.limit:
            place = x + self.width * min(1.0, self.limit / full)
            over = 0.9 * MM
            ends = ("M", (place, y - over)), ("L", (place, y + self.height + over))
            paper.path(ends, stroke=PAPER.ink, weight=0.5)
