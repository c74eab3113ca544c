"""Sales by month against what the season lets us expect: is this client slipping?"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from kamdesk.base.show import month_text, number_text
from kamdesk.base.words import tr
from kamdesk.charts.chart_data import month_labels
from kamdesk.charts.style import DATA_PT, EXPECTED_DASH, EXPECTED_PT, HALF, ON_PAPER, Look, blank, writer

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

_LEAST_LABEL_GAP = 0.14
"""Labels at the right end keep this share of the height between them."""
_LABEL_EM_MM = 2.47
"""Seven points."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SalesSeason:
    """Months, the sales of each, and what was expected (empty where a year to compare with is missing)."""

    months: tuple[str, ...]
    actual: tuple[Decimal, ...]
    expected: tuple[Decimal, ...] = ()
    expected_name: str = ""
    band: Decimal = Decimal(0)
    """half the width of the normal band as a share of the expectation"""
    outside: bool = False
    """the last whole month lies outside its limit"""
    incomplete: bool = False
    """the last month is still running"""


def draw_sales_season(data: SalesSeason, *, size: tuple[float, float] = HALF, look: Look = ON_PAPER) -> Figure:
    """The line, the dashed expectation in its band, its extremes and its end in words."""
    figure, axes = blank(size, look, right=_room_for_ends(data, size))
    actual, expected = [float(v) for v in data.actual], [float(v) for v in data.expected]
    places = list(range(len(actual)))
    if expected:
        axes.plot(places, expected, color=look.expected, lw=EXPECTED_PT, dashes=EXPECTED_DASH)
    if expected and data.band:
        share = float(data.band)
        low, high = [e * (1 - share) for e in expected], [e * (1 + share) for e in expected]
        axes.fill_between(places, low, high, color=look.band, lw=0, zorder=0)
    axes.plot(places, actual, color=look.ours, lw=DATA_PT, solid_joinstyle="round")
    _scale(axes, actual + expected)
    _mark_end(axes, data, look)
    write = writer(axes, look)
    _write_extremes(write, actual)
    _write_months(write, data.months, axes.get_ylim()[0])
    _write_ends(write, data, look, axes.get_ylim())
    return figure


def _scale(axes: Axes, values: list[float]) -> None:
    low, high = min(values, default=0.0), max(values, default=1.0)
    room = (high - low) or abs(high) or 1.0
    axes.set_ylim(low - 0.2 * room, high + 0.08 * room)


def _mark_end(axes: Axes, data: SalesSeason, look: Look) -> None:
    if not data.actual:
        return
    axes.set_xlim(-0.2, max(1, len(data.actual) - 1))
    colour = look.late if data.outside else look.ours
    face = look.ground if data.incomplete else colour
    last = float(data.actual[-1])
    dot: dict[str, Any] = dict(marker="o", ms=3.6, mfc=face, mec=colour, mew=0.9, clip_on=False, zorder=5)
    axes.plot([len(data.actual) - 1], [last], ls="none", **dot)


def _write_extremes(write: Any, values: list[float]) -> None:
    """The highest and the lowest point, unless it is the last, which has its own label."""
    if len(values) < 3:
        return
    for extreme, dy in ((max(values[:-1]), 3.5), (min(values[:-1]), -8.5)):
        place = values.index(extreme)
        sides = {0: "left"}
        write(place, extreme, number_text(Decimal(round(extreme))), dy=dy, ha=sides.get(place, "center"))


def _write_months(write: Any, months: tuple[str, ...], floor: float) -> None:
    for place, month in month_labels(months):
        is_new_year = month.endswith("-01")
        write(place, floor, month_text(month, with_year=is_new_year), dy=-2.0, va="top")


def _room_for_ends(data: SalesSeason, size: tuple[float, float]) -> float:
    """The share of the width that the longest label at the right needs; Chinese is an em wide, Latin about 0.56."""
    values = (*data.actual[-1:], *data.expected[-1:])
    numbers = max((number_text(Decimal(round(value))) for value in values), key=len, default="")
    longest = f"{numbers} {max((data.expected_name, tr('actual')), key=len)}"
    ems = sum(1.0 if mark > "\u2e80" else 0.56 for mark in longest)
    return min(0.34, (ems * _LABEL_EM_MM + 2) / size[0])


def _write_ends(write: Any, data: SalesSeason, look: Look, limits: tuple[float, float]) -> None:
    """Name and value at each line's end, pushed apart where they would touch."""
    if not data.actual:
        return
    last = float(data.actual[-1])
    ends = [(last, f"{number_text(Decimal(round(last)))} {tr('actual')}", look.late if data.outside else look.ours)]
    if data.expected:
        value = float(data.expected[-1])
        ends.append((value, f"{number_text(Decimal(round(value)))} {data.expected_name}", look.expected))
    least = (limits[1] - limits[0]) * _LEAST_LABEL_GAP
    ends.sort()
    lower = None
    for value, words, colour in ends:
        place = value if lower is None else max(value, lower + least)
        write(len(data.actual) - 1, place, words, dx=5, ha="left", va="center", color=colour)
        lower = place
