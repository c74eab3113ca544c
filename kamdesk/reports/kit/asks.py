"""Three columns under accent rules: what we want from this visit."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from kamdesk.base.tokens import PAPER
from kamdesk.reports.kit.blocks import Beside, Block, Column, Rigid, Text
from kamdesk.reports.kit.paper import MM, THIRD_GUTTER, Paper
from kamdesk.reports.kit.rich import HEAD, LEAD, SIDE, Style

_RULE = 1.6
_AFTER_RULE = 1.2 * MM
_TO_WHOM = Style(HEAD.size, 11, PAPER.ink3)


@dataclass(frozen=True, slots=True)
class Ask:
    """One request: about what and to whom, the request itself, why."""

    kind: str
    wish: str
    reason: str


@dataclass
class _Card(Rigid):
    ask: Ask

    def _body(self) -> Block:
        return Column([Text(self.ask.kind, _TO_WHOM, 1), Text(self.ask.wish, LEAD, 2), Text(self.ask.reason, SIDE, 3)])

    def height(self, width: float) -> float:
        """Rule and words."""
        return _AFTER_RULE + self._body().height(width)

    def draw(self, paper: Paper, x: float, y: float, width: float) -> None:
        """Rule and words."""
        paper.rule(x, y, width, colour=PAPER.accent, weight=_RULE)
        self._body().draw(paper, x, y + _AFTER_RULE, width)


def asks(wanted: Sequence[Ask]) -> Block:
    """Up to three asks side by side; fewer keep their columns."""
    cards: list[Block] = [_Card(ask) for ask in wanted[:3]]
    empty: list[Block] = [Text("", SIDE, 1) for _ in range(3 - len(cards))]
    return Beside([*cards, *empty], THIRD_GUTTER)
