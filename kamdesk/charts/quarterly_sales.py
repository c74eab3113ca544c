"""Sales by quarter, this year beside the year before."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from kamdesk.base.show import number_text
from kamdesk.base.words import tr
from kamdesk.charts.style import FULL, ON_PAPER, Look, blank, writer

if TYPE_CHECKING:
    from matplotlib.figure import Figure

_BAR, _APART = 0.34, 0.19


@dataclass(frozen=True, slots=True, kw_only=True)
class QuarterlySales:
    """Four quarters of two years; None where nothing is known yet."""

    year: int
    this_year: tuple[Decimal | None, ...]
    year_before: tuple[Decimal | None, ...]
    running: int = 0
    """the quarter that is not over, 1 to 4; 0 for none"""


def draw_quarterly_sales(data: QuarterlySales, *, size: tuple[float, float] = FULL, look: Look = ON_PAPER) -> Figure:
    """Pairs of bars from zero with their amounts on top; the running quarter is hollow."""
    figure, axes = blank(size, look, right=0.02)
    write = writer(axes, look)
    for values, shift, colour in (
        (data.year_before, -_APART, look.last_year),
        (data.this_year, _APART, look.ours),
    ):
        for quarter, value in enumerate(values, 1):
            if value is None:
                continue
            hollow = quarter == data.running and shift > 0
            face = "none" if hollow else colour
            axes.bar([quarter + shift], [float(value)], _BAR, facecolor=face, edgecolor=colour, linewidth=0.8)
            write(quarter + shift, float(value), number_text(value, 0), dy=2.0)
    known = [float(each) for each in (*data.this_year, *data.year_before) if each is not None]
    axes.set_xlim(0.4, 4.6)
    axes.set_ylim(min([0.0, *known]), max([1.0, *known]) * 1.08)
    for quarter in range(1, 5):
        for year, shift, ink in ((data.year - 1, -_APART, look.label), (data.year, _APART, look.ours)):
            word = f"{tr('Q{n}', n=quarter)} {year}"
            write(quarter + shift, axes.get_ylim()[0], word, dy=-2.5, va="top", color=ink)
    return figure
