"""Draws a matplotlib Figure with any pen that knows paths and text: how charts reach a PDF as vectors.

Imported only when a chart is drawn: matplotlib takes 0.4 s to load.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Protocol

from matplotlib.backend_bases import GraphicsContextBase, RendererBase
from matplotlib.colors import to_hex
from matplotlib.figure import Figure
from matplotlib.path import Path

Segment = tuple[str, tuple[float, ...]]
_POINTS_PER_INCH = 72
_KINDS = {Path.MOVETO: "M", Path.LINETO: "L", Path.CURVE4: "C", Path.CLOSEPOLY: "Z"}


class Pen(Protocol):
    """What paper must be able to do; points from the bottom left of the chart."""

    def path(
        self, segments: Sequence[Segment], *, stroke: str, fill: str, weight: float, dash: Sequence[float]
    ) -> None:
        """Stroke and fill; an empty colour leaves that out."""

    def text(self, text: str, x: float, y: float, *, size: float, bold: bool, colour: str) -> None:
        """Set a label on its baseline."""

    def text_width(self, text: str, *, size: float, bold: bool) -> float:
        """How wide a label is."""

    def clip(self, x: float, y: float, width: float, height: float) -> None:
        """Draw only inside until `unclip`."""

    def unclip(self) -> None:
        """Draw everywhere again."""


def draw_with(pen: Pen, figure: Figure) -> None:
    """Draw the whole figure; one of its inches is 72 points."""
    before = figure.dpi
    figure.set_dpi(_POINTS_PER_INCH)
    try:
        figure.draw(_PenRenderer(pen, figure.get_figwidth() * 72, figure.get_figheight() * 72))
    finally:
        figure.set_dpi(before)


class _PenRenderer(RendererBase):
    """matplotlib's renderer interface on top of a pen; images are refused, our charts have none."""

    def __init__(self, pen: Pen, width: float, height: float) -> None:
        super().__init__()
        self._pen, self._size = pen, (width, height)

    def flipy(self) -> bool:
        """The origin is at the bottom."""
        return False

    def get_canvas_width_height(self) -> tuple[float, float]:
        """In points."""
        return self._size

    def points_to_pixels(self, points: Any) -> Any:
        """A pixel is a point here."""
        return points

    def draw_path(
        self, gc: GraphicsContextBase, path: Path, transform: Any, rgbFace: Any = None  # noqa: N803  (matplotlib's name)
    ) -> None:  # fmt: skip
        """One path, stroked in the context's colour and filled with `rgbFace`."""
        segments = [
            (_KINDS[kind], tuple(float(n) for n in points))
            for points, kind in path.iter_segments(transform, simplify=False, curves=True)
            if kind in _KINDS
        ]
        weight = float(gc.get_linewidth())
        stroke = to_hex(gc.get_rgb()) if weight and gc.get_rgb()[3] else ""
        fill = to_hex(rgbFace) if rgbFace is not None and (len(rgbFace) < 4 or rgbFace[3]) else ""
        dashes: Any = gc.get_dashes()[1]
        inside = gc.get_clip_rectangle()
        if inside is not None:
            self._pen.clip(*(float(n) for n in inside.bounds))
        self._pen.path(segments, stroke=stroke, fill=fill, weight=weight, dash=tuple(dashes or ()))
        if inside is not None:
            self._pen.unclip()

    def draw_text(self, gc: Any, x: float, y: float, s: str, prop: Any, *_: Any, **__: Any) -> None:
        """A label on its baseline; our charts turn none."""
        size, bold = float(prop.get_size_in_points()), _is_bold(prop)
        self._pen.text(s, float(x), float(y), size=size, bold=bold, colour=to_hex(gc.get_rgb()))

    def get_text_width_height_descent(self, s: str, prop: Any, *_: Any) -> tuple[float, float, float]:
        """By the widths of the fonts on paper."""
        size = float(prop.get_size_in_points())
        return self._pen.text_width(s, size=size, bold=_is_bold(prop)), size, size * 0.2

    def draw_image(self, *_: Any, **__: Any) -> None:
        """Never: a chart on paper is lines and words."""
        raise NotImplementedError


def _is_bold(prop: Any) -> bool:
    return "Bold" in str(prop.get_file())
