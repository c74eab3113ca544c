"""A row of numbered boxes, one per item: solid done, outlined on its way, dashed red not done."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from kamdesk.base.tokens import LIGHT, PAPER
from kamdesk.reports.kit.blocks import Rigid
from kamdesk.reports.kit.paper import MM, Frame, Paper
from kamdesk.reports.kit.rich import Style

_HIGH, _GAP = 7 * MM, 1 * MM
_PER_LINE = 20
_SIZE, _LEADING = 8, 11


@dataclass
class Steps(Rigid):
    """States in order: done, open or missed; more than twenty go on in a second line."""

    states: Sequence[str]

    def height(self, width: float) -> float:  # noqa: ARG002  (a block's shape)
        """One line per twenty."""
        return -(-len(self.states) // _PER_LINE) * (_HIGH + _GAP)

    def draw(self, paper: Paper, x: float, y: float, width: float) -> None:
        """Box by box."""
        across = min(len(self.states), _PER_LINE)
        wide = (width - (across - 1) * _GAP) / across
        for number, state in enumerate(self.states):
            left = x + number % _PER_LINE * (wide + _GAP)
            top = y + number // _PER_LINE * (_HIGH + _GAP)
            paper.frame(left, top, (wide, _HIGH), _LOOKS[state])
            ink = Style(_SIZE, _LEADING, _INKS[state])
            paper.text(str(number + 1), left, top + (_HIGH - _LEADING) / 2, ink, room=wide, align="centre")


_LOOKS = {
    "done": Frame(edge=PAPER.accent, fill=PAPER.accent, weight=1.0),
    "open": Frame(edge=PAPER.accent, weight=1.0),
    "missed": Frame(edge=PAPER.late, weight=1.0, dash=(2, 1.5)),
}
_INKS = {"done": LIGHT.surface, "open": PAPER.accent, "missed": PAPER.late}
