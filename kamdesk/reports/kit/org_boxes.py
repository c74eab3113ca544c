"""The small chart of people on a brief: up to three rows of boxes, joined at right angles."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from kamdesk.base.tokens import LIGHT, PAPER
from kamdesk.base.words import tr
from kamdesk.reports.kit.blocks import Rigid
from kamdesk.reports.kit.paper import MM, Frame, Paper
from kamdesk.reports.kit.rich import HEAD, SIDE, Style, soft, strong

_HIGH = 13.5 * MM
_ROW_GAP = 5.5 * MM
_COLUMN_GAP = 5 * MM
_WIDE = 34 * MM
_PAD = 1.3 * MM
_PER_ROW = 3
_SMALL = Style(7.5, 11)
_NAME = Style(9.5, 12, bold=True)


@dataclass(frozen=True, slots=True)
class Box:
    """One person: the key ties reporting lines together; `parents` are keys of the row above."""

    key: str
    name: str
    post: str
    second: str
    third: str
    rights: str = ""
    parents: tuple[str, ...] = ()
    cold: bool = False
    attends: bool = False
    vacant: bool = False


@dataclass
class OrgBoxes(Rigid):
    """Rows of boxes from the top of the organisation down."""

    rows: Sequence[Sequence[Box]]
    left_out: int = 0

    def height(self, width: float) -> float:  # noqa: ARG002  (a block's shape)
        """Rows and gaps, and the line about who has no box."""
        rows = len(self.rows)
        return rows * _HIGH + max(0, rows - 1) * _ROW_GAP + (SIDE.leading + 1 * MM if self._hidden() else 0)

    def _hidden(self) -> int:
        return self.left_out + sum(max(0, len(row) - _PER_ROW) for row in self.rows)

    def draw(self, paper: Paper, x: float, y: float, width: float) -> None:
        """Lines first, boxes over them."""
        places = self._places(x, y, width)
        for row in self.rows:
            for box in row[:_PER_ROW]:
                for parent in box.parents:
                    if parent in places and box.key in places and places[parent][1] <= places[box.key][1]:
                        self._join(paper, places[parent], places[box.key], cold=box.cold)
        for row in self.rows:
            for box in row[:_PER_ROW]:
                _draw_box(paper, box, places[box.key])
        if self._hidden():
            foot = y + self.height(width) - SIDE.leading
            paper.text(tr("and {n} more", n=self._hidden()), x, foot, HEAD)

    def _places(self, x: float, y: float, width: float) -> dict[str, tuple[float, float, float]]:
        """Left, top and width of each box; a row of one or two stands in the middle columns."""
        wide = min(_WIDE, (width - (_PER_ROW - 1) * _COLUMN_GAP) / _PER_ROW)
        step = (width - wide) / (_PER_ROW - 1)
        starts = {1: [1.0], 2: [0.5, 1.5], 3: [0.0, 1.0, 2.0]}
        places = {}
        for number, row in enumerate(self.rows):
            shown = row[:_PER_ROW]
            for column, box in zip(starts.get(len(shown), []), shown, strict=True):
                places[box.key] = (x + column * step, y + number * (_HIGH + _ROW_GAP), wide)
        return places

    def _join(
        self, paper: Paper, upper: tuple[float, float, float], lower: tuple[float, float, float], *, cold: bool
    ) -> None:
        dash = (2.8, 2.2) if cold else ()
        if upper[1] >= lower[1]:
            _join_beside(paper, upper, lower, dash)
            return
        start, end = upper[0] + upper[2] / 2, lower[0] + lower[2] / 2
        turn = lower[1] - _ROW_GAP / 2
        points = [("M", (start, upper[1] + _HIGH)), ("L", (start, turn)), ("L", (end, turn)), ("L", (end, lower[1]))]
        paper.path(points, stroke=PAPER.rule, weight=0.7, dash=dash)


def _join_beside(
    paper: Paper, one: tuple[float, float, float], other: tuple[float, float, float], dash: tuple[float, ...]
) -> None:
    """Manager and report of one level stand in one row: a line between their sides."""
    left, right = sorted((one, other))
    middle = left[1] + _HIGH / 2
    points = [("M", (left[0] + left[2], middle)), ("L", (right[0], middle))]
    paper.path(points, stroke=PAPER.rule, weight=0.7, dash=dash)


def _draw_box(paper: Paper, box: Box, place: tuple[float, float, float]) -> None:
    x, y, wide = place
    attends = Frame(edge=PAPER.accent, weight=1.1, fill=LIGHT.accent_bg)
    look = attends if box.attends else Frame(fill=LIGHT.surface, dash=(2, 1.5) if box.vacant else ())
    paper.frame(x, y, (wide, _HIGH), look)
    room = wide - 2 * _PAD
    top = y + 0.6 * MM
    name = paper.text(strong(box.name), x + _PAD, top, _NAME, room=room * 0.78)
    if room - name > 6 * MM:
        paper.text(soft(box.post), x + _PAD + name + 1 * MM, top + 0.5, _SMALL, room=room - name - 1 * MM)
    paper.text(box.second, x + _PAD, top + 12, _SMALL, room=room)
    rights = Style(_SMALL.size, _SMALL.leading, PAPER.accent)
    used = paper.text(box.rights, x + _PAD, top + 23.5, rights, room=room, align="right") if box.rights else 0
    paper.text(soft(box.third), x + _PAD, top + 23.5, _SMALL, room=max(1.0, room - used - 1 * MM))
