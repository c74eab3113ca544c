"""Tables: a hairline over each row, numbers right, columns as wide as what stands in them, and an honest cut."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Protocol

from kamdesk.base.words import tr
from kamdesk.reports.kit.lines import broken, natural_width
from kamdesk.reports.kit.paper import MM, Paper
from kamdesk.reports.kit.rich import CELL, HEAD, SIDE, Style, aside


class Drawing(Protocol):
    """Something small that stands in a cell instead of words."""

    @property
    def width(self) -> float:
        """Points."""

    @property
    def height(self) -> float:
        """Points."""

    def draw(self, paper: Paper, x: float, y: float) -> None:
        """Draw it with its top left corner here."""


Cell = str | Drawing

_PAD = 0.85 * MM
_GAP = 1.5 * MM
_APART = 3 * MM
_HEAD_AFTER = 0.6 * MM
_MOST_SHARE = 0.34
"""What columns that grow may keep for themselves when the others are wide."""


@dataclass(frozen=True, slots=True)
class Col:
    """One column: `grow` 0 is as wide as its words; the others share what is left in these parts."""

    head: str = ""
    grow: float = 0.0
    align: str = "left"
    lines: int = 1
    before: float = 0.0
    """extra room at its left, points"""
    tight: bool = False
    """no wider than its words: the slot of a mark, a number of a row"""


@dataclass
class Table:
    """Rows under one head. `total` counts rows that were not even read."""

    cols: Sequence[Col]
    rows: Sequence[Sequence[Cell]]
    total: int = 0
    least: int = 1
    style: Style = CELL
    pad: float = _PAD
    beside: Sequence[Sequence[Cell]] = ()
    """rows of other tables on the page with the same columns: all of them are as wide as the widest needs"""
    shows_head: bool = True
    _shown: int = field(default=-1, init=False)
    _cached: dict[tuple[float, int], list[float]] = field(default_factory=dict, init=False)

    @property
    def shown(self) -> int:
        """Rows printed."""
        return len(self.rows) if self._shown < 0 else self._shown

    @property
    def left_out(self) -> int:
        """Rows that the page has no room for."""
        return max(self.total, len(self.rows)) - self.shown

    def spare(self) -> int:
        """Rows above the least."""
        return max(0, self.shown - self.least)

    def shrink(self) -> None:
        """One row less, and the last line says how many are missing."""
        self._shown = self.shown - 1

    def loosen(self, points: float) -> None:
        """Rows further apart, on a page that has room."""
        self.pad += points
        self._cached.clear()

    def height(self, width: float) -> float:
        """Head, rows, and the line about the rest."""
        widths = self.widths(width)
        rows = sum(self._row_height(row, widths) for row in self.rows[: self.shown])
        return self._head_height() + rows + (SIDE.leading + self.pad if self.left_out else 0)

    def draw(self, paper: Paper, x: float, y: float, width: float) -> None:
        """Head, rows, rest."""
        widths = self.widths(width)
        if self._head_height():
            for col, left, room in self._heads(x, widths):
                paper.text(col.head, left, y, HEAD, room=room, align=col.align)
            y += self._head_height()
        for number, row in enumerate(self.rows[: self.shown]):
            if number or self._head_height():
                paper.rule(x, y, width)
            for cell, (col, left, room) in zip(row, self._places(x, widths), strict=True):
                self._draw_cell(paper, cell, col, (left, y + self.pad, room))
            y += self._row_height(row, widths)
        if self.left_out:
            paper.rule(x, y, width)
            paper.text(aside(tr("and {n} more", n=self.left_out)), x, y + self.pad, SIDE, room=width)

    def _draw_cell(self, paper: Paper, cell: Cell, col: Col, place: tuple[float, float, float]) -> None:
        left, y, room = place
        if not isinstance(cell, str):
            cell.draw(paper, left, y + (self.style.leading - cell.height) / 2)
            return
        for number, line in enumerate(broken(cell, self.style, room, col.lines)):
            shift = room - line.width if col.align == "right" else 0
            paper.line(line, left + shift, y + number * self.style.leading, self.style)

    def _head_height(self) -> float:
        return HEAD.leading + _HEAD_AFTER if self.shows_head and any(col.head for col in self.cols) else 0

    def _places(self, x: float, widths: Sequence[float]) -> list[tuple[Col, float, float]]:
        """Each column with its left edge and the room inside it."""
        places = []
        for number, (col, width) in enumerate(zip(self.cols, widths, strict=True)):
            gap = _GAP if number < len(widths) - 1 else 0
            places.append((col, x + col.before, max(1.0, width - gap - col.before)))
            x += width
        return places

    def _heads(self, x: float, widths: Sequence[float]) -> list[tuple[Col, float, float]]:
        """Where the heads stand: over their columns and over those without a head of their own behind them."""
        places = self._places(x, widths)
        heads = []
        for number, (col, left, room) in enumerate(places):
            end = number + 1
            while end < len(places) and not self.cols[end].head and col.align == "left":
                end += 1
            if col.head:
                last = places[end - 1]
                heads.append((col, left, max(room, last[1] + last[2] - left)))
        return heads

    def _row_height(self, row: Sequence[Cell], widths: Sequence[float]) -> float:
        tallest = 1
        for cell, (col, _, room) in zip(row, self._places(0, widths), strict=True):
            if isinstance(cell, str) and col.lines > 1:
                tallest = max(tallest, len(broken(cell, self.style, room, col.lines)))
        return tallest * self.style.leading + 2 * self.pad

    def widths(self, width: float) -> list[float]:
        """The width of each column with the gap behind it; they always add up to the table's."""
        key = (round(width, 2), self.shown)
        if key not in self._cached:
            self._cached[key] = self._measured(width)
        return self._cached[key]

    def _measured(self, width: float) -> list[float]:
        natural = self._spread([self._natural(number) for number in range(len(self.cols))], width)
        grows = [col.grow for col in self.cols]
        fixed = [n if not grow else 0.0 for n, grow in zip(natural, grows, strict=True)]
        # Columns that grow keep up to half of the table; the widest of the others give way, and their words are cut.
        wanted = sum(n for n, grow in zip(natural, grows, strict=True) if grow)
        keep = min(wanted, width * _MOST_SHARE)
        while sum(fixed) > width - keep + 0.01:
            widest = max(fixed)
            second = max((f for f in fixed if f < widest), default=0.0)
            many = fixed.count(widest)
            lower = max(second, widest - (sum(fixed) - width + keep) / many)
            fixed = [lower if f == widest else f for f in fixed]
        rest = width - sum(fixed)
        if not any(grows):
            return [f * width / (sum(fixed) or 1) for f in fixed]
        return [f if not grow else rest * grow / sum(grows) for f, grow in zip(fixed, grows, strict=True)]

    def _spread(self, natural: list[float], width: float) -> list[float]:
        """A table with room to spare sets its columns apart before the last ones take it all."""
        extra = max(0.0, min(_APART, (width - sum(natural)) / len(natural)))
        loose = [not col.tight for col in self.cols[:-1]] + [self.cols[-1].align == "right"]
        return [n + extra * apart for n, apart in zip(natural, loose, strict=True)]

    def _natural(self, number: int) -> float:
        col = self.cols[number]
        gap = _GAP if number < len(self.cols) - 1 else 0
        spans = col.align == "left" and number + 1 < len(self.cols) and not self.cols[number + 1].head
        words = [natural_width(col.head, HEAD)] if col.head and not spans else [0.0]
        for row in (*self.rows[: self.shown], *self.beside):
            cell = row[number]
            words.append(natural_width(cell, self.style) if isinstance(cell, str) else cell.width)
        return max(words) + gap + col.before + 0.1
