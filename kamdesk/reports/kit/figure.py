"""A chart on the page: the matplotlib Figure drawn with our own pen, as lines and selectable words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kamdesk.reports.kit.blocks import Rigid
from kamdesk.reports.kit.fonts import BOLD, REGULAR, runs, width
from kamdesk.reports.kit.paper import PAGE_HEIGHT, Paper

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from kamdesk.charts.vector_renderer import Segment

_INCH = 72


@dataclass
class FigureBlock(Rigid):
    """A chart in its own size, its left edge on the column."""

    figure: Figure

    def height(self, width: float) -> float:  # noqa: ARG002  (a block's shape)
        """The figure's own."""
        return self.figure.get_figheight() * _INCH

    def draw(self, paper: Paper, x: float, y: float, width: float) -> None:  # noqa: ARG002  (a block's shape)
        """Draw it as vectors."""
        from kamdesk.charts.vector_renderer import draw_with  # noqa: PLC0415  (pulls in matplotlib)

        draw_with(_PaperPen(paper, x, PAGE_HEIGHT - y - self.height(0)), self.figure)


@dataclass(frozen=True, slots=True)
class _PaperPen:
    """A pen whose origin is the chart's bottom left corner."""

    paper: Paper
    x: float
    y: float

    def path(
        self, segments: Sequence[Segment], *, stroke: str, fill: str, weight: float, dash: Sequence[float]
    ) -> None:
        """Turn to the paper's direction and draw."""
        moved = [
            (kind, tuple(PAGE_HEIGHT - self.y - n if i % 2 else self.x + n for i, n in enumerate(numbers)))
            for kind, numbers in segments
        ]
        self.paper.path(moved, stroke=stroke, fill=fill, weight=weight, dash=dash)

    def text(self, text: str, x: float, y: float, *, size: float, bold: bool, colour: str) -> None:
        """Run by run, each in the font that has its signs."""
        canvas = self.paper.canvas
        canvas.setFillColor(colour)
        left = self.x + x
        for font, run in runs(text, BOLD if bold else REGULAR):
            canvas.setFont(font, size)
            canvas.drawString(left, self.y + y, run)
            left += width(run, font, size)

    def text_width(self, text: str, *, size: float, bold: bool) -> float:
        """The same widths as everywhere on paper."""
        return sum(width(run, font, size) for font, run in runs(text, BOLD if bold else REGULAR))

    def clip(self, x: float, y: float, width: float, height: float) -> None:
        """Until `unclip`."""
        canvas = self.paper.canvas
        canvas.saveState()
        around = canvas.beginPath()
        around.rect(self.x + x, self.y + y, width, height)
        canvas.clipPath(around, stroke=0, fill=0)

    def unclip(self) -> None:
        """Back to the whole page."""
        self.paper.canvas.restoreState()
