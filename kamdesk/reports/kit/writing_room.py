"""Room to write by hand, with the brief's number as a square code beside it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from kamdesk.base.tokens import PAPER
from kamdesk.reports.kit.blocks import Rigid
from kamdesk.reports.kit.paper import MM, Paper

_FIRST, _STEP = 5 * MM, 7 * MM
_MOST = 40
CODE_SIDE = 17 * MM


@dataclass
class WritingRoom(Rigid):
    """Ruled lines; `lines` may grow into what the page has left."""

    code: str = ""
    lines: int = 3

    def height(self, width: float) -> float:  # noqa: ARG002  (a block's shape)
        """The lines, at least the code."""
        lines = _FIRST + (self.lines - 1) * _STEP + 1
        return max(CODE_SIDE + 1, lines) if self.code else lines

    def draw(self, paper: Paper, x: float, y: float, width: float) -> None:
        """Rules at the left, the code at the right."""
        for number in range(self.lines):
            paper.rule(x, y + _FIRST + number * _STEP, width - (CODE_SIDE + 4 * MM if self.code else 0))
        if self.code:
            _draw_code(paper, self.code, x + width - CODE_SIDE, y)

    def take(self, left: Callable[[], float]) -> None:
        """Grow line by line while the page has points left."""
        while left() >= 0 and self.lines < _MOST:
            self.lines += 1
        if left() < 0:
            self.lines -= 1


def _draw_code(paper: Paper, code: str, x: float, y: float) -> None:
    modules = _modules(code)
    side = CODE_SIDE / len(modules)
    path: list[tuple[str, tuple[float, ...]]] = []
    for row, cells in enumerate(modules):
        column = 0
        for dark, run in groupby(cells):
            many = len(list(run))
            left, top, right = x + column * side, y + row * side, x + (column + many) * side
            if dark:
                path += [("M", (left, top)), ("L", (right, top)), ("L", (right, top + side))]
                path += [("L", (left, top + side)), ("Z", ())]
            column += many
    paper.path(path, fill=PAPER.ink)


def _modules(code: str) -> list[list[bool]]:
    from reportlab.graphics.barcode.qr import QrCodeWidget  # noqa: PLC0415  (slow to import)

    widget: Any = QrCodeWidget(code, barLevel="M", barBorder=0)
    widget.qr.make()
    return [[bool(cell) for cell in row] for row in widget.qr.modules]
