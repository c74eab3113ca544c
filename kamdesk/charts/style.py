"""Sizes, inks and type of every chart (LOOK 5); a chart is a matplotlib Figure, made without pyplot and set by hand."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from kamdesk.base.paths import resources
from kamdesk.base.tokens import DARK, LIGHT, PAPER

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure
    from matplotlib.font_manager import FontProperties

STRIP, HALF, FULL = (88.0, 30.0), (86.0, 52.0), (180.0, 62.0)
"""Width and height in millimetres."""

DATA_PT, EXPECTED_PT, AXIS_PT = 1.25, 0.7, 0.4
EXPECTED_DASH = (3.0, 2.5)
BAR_WIDTH = 0.7
_MM_PER_INCH = 25.4
_BELOW_MM, _ABOVE_MM, _RIGHT = 5.0, 4.0, 0.14


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """The inks and the type size of one place where charts are shown."""

    ours: str
    theirs: str
    expected: str
    last_year: str
    label: str
    late: str
    rule: str
    band: str
    ground: str
    steps: tuple[str, ...]
    """five steps of lightness: not due to over 90"""
    points: float = 7.0


ON_PAPER = Look(
    ours=PAPER.accent,
    theirs=PAPER.ink2,
    expected=PAPER.ink3,
    last_year=LIGHT.line2,
    label=PAPER.ink2,
    late=PAPER.late,
    rule=PAPER.row,
    band=LIGHT.limit_band,
    ground=LIGHT.surface,
    steps=(LIGHT.a0, LIGHT.a1, LIGHT.a2, LIGHT.a3, LIGHT.a4),
)


def on_screen(*, dark: bool) -> Look:
    """The inks of a theme; 11 px at 96 dots an inch are 8.25 pt."""
    theme = DARK if dark else LIGHT
    return Look(
        ours=theme.accent,
        theirs=theme.text2,
        expected=theme.text3,
        last_year=theme.line2,
        label=theme.text2,
        late=theme.late,
        rule=theme.line,
        band=theme.limit_band,
        ground=theme.surface,
        steps=(theme.a0, theme.a1, theme.a2, theme.a3, theme.a4),
        points=8.25,
    )


def blank(size: tuple[float, float], look: Look, *, right: float = _RIGHT) -> tuple[Figure, Axes]:
    """An empty figure of this size in millimetres: one line at the bottom, no frame, no grid, no ticks."""
    from matplotlib.figure import Figure  # noqa: PLC0415  (0.4 s to import)

    wide, high = size
    figure = Figure(figsize=(wide / _MM_PER_INCH, high / _MM_PER_INCH), facecolor="none")
    axes = figure.add_axes((0.02, _BELOW_MM / high, 0.98 - right, 1 - (_BELOW_MM + _ABOVE_MM) / high))
    axes.set_facecolor("none")
    for side in ("left", "right", "top"):
        axes.spines[side].set_visible(False)
    axes.spines["bottom"].set_color(look.rule)
    axes.spines["bottom"].set_linewidth(AXIS_PT)
    axes.set_xticks([])
    axes.set_yticks([])
    return figure, axes


@lru_cache(maxsize=4)
def font(*, bold: bool = False) -> FontProperties:
    """The shipped font; matplotlib never looks for another one on the machine."""
    from matplotlib.font_manager import FontProperties  # noqa: PLC0415  (0.4 s to import)

    return FontProperties(fname=str(resources() / "fonts" / f"NotoSansSC-{'Bold' if bold else 'Regular'}.ttf"))


def writer(axes: Axes, look: Look) -> Callable[..., Any]:
    """A function that writes a label at a point of the axes, shifted by points: `write(x, y, text, dx, dy, …)`."""

    def write(x: float, y: float, text: str, **how: Any) -> None:
        shift = (how.pop("dx", 0.0), how.pop("dy", 0.0))
        options: dict[str, Any] = (
            dict(ha="center", va="baseline", color=look.label, annotation_clip=False, parse_math=False) | how
        )
        label = axes.annotate(text, (x, y), shift, textcoords="offset points", **options)
        label.set_fontproperties(font())
        label.set_fontsize(look.points)

    return write
