"""A sheet of A4 to draw on: points from the top left, our fonts, our inks; and the document that holds the pages."""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from kamdesk.base.tokens import PAPER
from kamdesk.reports.kit.fonts import ASCENT, DESCENT, REGULAR, widths
from kamdesk.reports.kit.lines import Line, broken
from kamdesk.reports.kit.marks import mark_outline
from kamdesk.reports.kit.rich import Style

MM = 72 / 25.4
PAGE_WIDTH, PAGE_HEIGHT = 595.2756, 841.8898
LEFT, TOP, BOTTOM = 15 * MM, 13 * MM, 15 * MM
FOOT = 7 * MM
WIDTH = 180 * MM
COLUMN, GUTTER = 86.5 * MM, 7 * MM
THIRD, THIRD_GUTTER = 56.7 * MM, 5 * MM
RULE_HEAD, RULE = 0.8, 0.4
"""Widths of rules in points: under a page's head, everywhere else."""

_Segment = tuple[str, tuple[float, ...]]


def base_line(style: Style) -> float:
    """How far below the top of its line the letters of a style stand."""
    return (style.leading - (ASCENT + DESCENT) * style.size) / 2 + ASCENT * style.size


class Paper:
    """Draws on one page after another; y grows downwards."""

    def __init__(self, *, title: str, author: str, subject: str, language: str) -> None:
        from reportlab.pdfgen.canvas import Canvas  # noqa: PLC0415  (slow to import)

        widths()  # registers the fonts
        self._bytes = io.BytesIO()
        # invariant: no time and no random id, so the same data give the same bytes.
        self.canvas: Any = Canvas(
            self._bytes,
            pagesize=(PAGE_WIDTH, PAGE_HEIGHT),
            invariant=1,
            pageCompression=1,
            initialFontName=REGULAR,
            lang=language.replace("_", "-"),
        )
        self.canvas.setTitle(title)
        self.canvas.setAuthor(author)
        self.canvas.setSubject(subject)
        self.canvas.setCreator("KAMDesk")
        self.canvas.setProducer("KAMDesk")
        self.canvas.setViewerPreference("DisplayDocTitle", "true")

    def next_page(self) -> None:
        """Finish this page."""
        self.canvas.showPage()

    def finished(self) -> bytes:
        """The document's bytes."""
        self.canvas.save()
        return self._bytes.getvalue()

    def line(self, line: Line, x: float, y: float, style: Style) -> None:
        """Set one line whose top is at y."""
        base = y + base_line(style)
        for piece in line.pieces:
            if piece.mark:
                self._mark(piece.mark, x + piece.x, base, piece.style)
                continue
            self.canvas.setFillColor(piece.style.colour)
            self.canvas.setFont(piece.font, piece.style.size)
            self.canvas.drawString(x + piece.x, PAGE_HEIGHT - base + piece.style.rise, piece.text)

    def _mark(self, name: str, x: float, base: float, style: Style) -> None:
        mark = mark_outline(name, x, base, style.size)
        if mark.filled:
            self.path(mark.segments, fill=style.colour)
        else:
            self.path(mark.segments, stroke=style.colour, weight=mark.weight, dash=mark.dash, round_ends=not mark.dash)

    def text(self, text: str, x: float, y: float, style: Style, *, room: float = WIDTH, align: str = "left") -> float:
        """Set one line of text, cut to the room; returns its width."""
        line = broken(text, style, room, 1)[0]
        self.line(line, x + offset(line.width, room, align), y, style)
        return line.width

    def rule(self, x: float, y: float, width: float, *, colour: str = PAPER.row, weight: float = RULE) -> None:
        """A horizontal rule."""
        self.path([("M", (x, y)), ("L", (x + width, y))], stroke=colour, weight=weight)

    def box(self, x: float, y: float, width: float, height: float, *, fill: str) -> None:
        """A filled rectangle without an edge."""
        self.canvas.setFillColor(fill)
        self.canvas.rect(x, PAGE_HEIGHT - y - height, width, height, stroke=0, fill=1)

    def frame(self, x: float, y: float, size: tuple[float, float], look: Frame) -> None:
        """A rectangle with round corners and an edge."""
        canvas, (width, height) = self.canvas, size
        canvas.saveState()
        canvas.setStrokeColor(look.edge)
        canvas.setLineWidth(look.weight)
        canvas.setDash(*([list(look.dash)] if look.dash else []))
        if look.fill:
            canvas.setFillColor(look.fill)
        canvas.roundRect(x, PAGE_HEIGHT - y - height, width, height, look.radius, stroke=1, fill=bool(look.fill))
        canvas.restoreState()

    def path(
        self,
        segments: Sequence[_Segment],
        *,
        stroke: str = "",
        fill: str = "",
        weight: float = RULE,
        dash: Sequence[float] = (),
        round_ends: bool = False,
    ) -> None:
        """Lines and curves: M and L take a point, C takes two handles and a point, Z closes."""
        canvas = self.canvas
        canvas.saveState()
        if stroke:
            canvas.setStrokeColor(stroke)
            canvas.setLineWidth(weight)
            canvas.setDash(*([list(dash)] if dash else []))
            canvas.setLineCap(1 if round_ends else 0)
            canvas.setLineJoin(1)
        if fill:
            canvas.setFillColor(fill)
        canvas.drawPath(self._path_of(segments), stroke=bool(stroke), fill=bool(fill))
        canvas.restoreState()

    def _path_of(self, segments: Sequence[_Segment]) -> Any:
        path = self.canvas.beginPath()
        for kind, numbers in segments:
            flipped = [PAGE_HEIGHT - n if i % 2 else n for i, n in enumerate(numbers)]
            if kind == "M":
                path.moveTo(*flipped)
            elif kind == "L":
                path.lineTo(*flipped)
            elif kind == "C":
                path.curveTo(*flipped)
            else:
                path.close()
        return path


@dataclass(frozen=True, slots=True, kw_only=True)
class Frame:
    """How a frame looks."""

    edge: str = PAPER.rule
    weight: float = 0.5
    fill: str = ""
    dash: tuple[float, ...] = ()
    radius: float = 1 * MM


def offset(width: float, room: float, align: str) -> float:
    """How far from the left something of this width begins."""
    return {"left": 0.0, "right": room - width, "centre": (room - width) / 2}[align]
