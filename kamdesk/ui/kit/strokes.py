"""Small things painted the same way everywhere: text that elides, badges, thin bars, sparklines, hairlines."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPen, QPolygonF

from kamdesk.ui.kit.fonts import metrics, pixel_font, text_width
from kamdesk.ui.kit.marks import MARK_PX, paint_mark
from kamdesk.ui.kit.theme import brush, colour, pen

BADGE_PX = 20

BADGE_INKS: dict[str, tuple[str, str]] = {
    "late": ("late", "late_bg"), "risk": ("risk", "risk_bg"), "fine": ("fine", "fine_bg"), "wait": ("wait", "wait_bg"),
    "accent": ("accent", "accent_bg"), "": ("text2", "r0"),
}  # fmt: skip
"""state → ink, ground; the empty state is a neutral fact"""

LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
CENTRE = Qt.AlignmentFlag.AlignCenter


@dataclass(frozen=True, slots=True, kw_only=True)
class Spark:
    """A line of values (None is a gap) beside what was expected; `state` colours the last point."""

    values: tuple[int | None, ...]
    expected: tuple[int | None, ...] = ()
    state: str = ""
    hollow_end: bool = False
    """the last point's month is not over"""


@dataclass(frozen=True, slots=True, kw_only=True)
class ThinBar:
    """A share of a whole, and a line at a limit; both between 0 and 1."""

    share: float
    limit: float | None = None
    state: str = ""


@lru_cache(maxsize=16384)
def elided(text: str, role: str, width: int, *, middle: bool = False) -> str:
    """The text as it fits: keys lose their middle, prose its end."""
    if text_width(text, role) <= width + 1:  # boxes are measured in whole pixels, texts in parts of them
        return text
    mode = Qt.TextElideMode.ElideMiddle if middle else Qt.TextElideMode.ElideRight
    return metrics(role).elidedText(text, mode, max(width, 0))


@dataclass(frozen=True, slots=True)
class Script:
    """How a text is written: its role of type, its token, its alignment."""

    role: str = "body"
    ink: str = "text"
    flags: Qt.AlignmentFlag = LEFT
    middle: bool = False


def draw_text(painter: QPainter, box: QRectF, text: str, script: Script) -> None:
    """Write one line into a box, elided where it does not fit."""
    painter.setFont(pixel_font(script.role))
    painter.setPen(colour(script.ink))
    shown = elided(text, script.role, int(box.width() + 0.5), middle=script.middle)
    painter.drawText(box, int(script.flags | Qt.TextFlag.TextSingleLine), shown)


def hairline(painter: QPainter, x: float, y: float, width: float, name: str = "line") -> None:
    """A horizontal line of one device pixel."""
    painter.setPen(pen(name))
    painter.drawLine(QPointF(x, y), QPointF(x + width, y))


def badge_width(text: str, mark: str = "", role: str = "small") -> int:
    """How wide a badge becomes."""
    return int(text_width(text, role) + 13.5) + (MARK_PX + 4 if mark else 0)


def draw_badge(
    painter: QPainter, left: float, middle: float, text: str, state: str, *, on_selected: bool = False
) -> int:
    """A badge whose left edge and vertical middle are given; states bring their mark. Returns its width."""
    ink, ground = BADGE_INKS.get(state, BADGE_INKS[""])
    if on_selected and ground == "accent_bg":
        ground = "surface"
    mark = state if state in {"late", "risk", "fine", "wait"} else ""
    width = badge_width(text, mark)
    box = QRectF(left, middle - BADGE_PX / 2, width, BADGE_PX)
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(brush(ground))
    painter.drawRoundedRect(box, 4, 4)
    painter.restore()
    inner = box.adjusted(6, 0, -7, 0)
    if mark:
        paint_mark(painter, mark, QRectF(inner.left(), inner.top(), MARK_PX, BADGE_PX))
        inner.setLeft(inner.left() + MARK_PX + 4)
    draw_text(painter, inner.adjusted(0, 0, 2, 0), text, Script("small", ink))
    return width


def draw_thin_bar(painter: QPainter, box: QRectF, bar: ThinBar) -> None:
    """A bar of eight pixels in the middle of a box, its limit as a line that overshoots."""
    rail = QRectF(box.left(), box.center().y() - 4, box.width(), 8)
    painter.fillRect(rail, brush("r0"))
    filled = QRectF(rail.left(), rail.top(), rail.width() * max(0.0, min(1.0, bar.share)), 8)
    painter.fillRect(filled, brush(bar.state or "e2"))
    if bar.limit is not None:
        x = rail.left() + rail.width() * max(0.0, min(1.0, bar.limit))
        painter.setPen(pen("text2", 1.0))
        painter.drawLine(QPointF(x, rail.top() - 3), QPointF(x, rail.bottom() + 3))


def draw_spark(painter: QPainter, box: QRectF, spark: Spark) -> None:
    """A line without axes: ours solid, what was expected dashed, a dot at the end."""
    known = [value for value in (*spark.values, *spark.expected) if value is not None]
    if len(known) < 2:
        return
    low, high = min(known), max(known)
    place = _Place(box.adjusted(3, 4, -4, -4), len(spark.values), low, (high - low) or 1)
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    for values, line in ((spark.expected, pen("text3", 1.0, dashed=True)), (spark.values, _line())):
        painter.setPen(line)
        for run in _runs(values):
            painter.drawPolyline(QPolygonF([place.at(index, value) for index, value in run]))
    _draw_end(painter, spark, place)
    painter.restore()


@dataclass(frozen=True, slots=True)
class _Place:
    box: QRectF
    count: int
    low: int
    span: int

    def at(self, index: int, value: int) -> QPointF:
        x = self.box.left() + self.box.width() * index / max(1, self.count - 1)
        return QPointF(x, self.box.bottom() - self.box.height() * (value - self.low) / self.span)


def _line() -> QPen:
    made = QPen(colour("accent"), 1.5)
    made.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
    return made


def _draw_end(painter: QPainter, spark: Spark, place: _Place) -> None:
    last = len(spark.values) - 1
    value = spark.values[last]
    if value is None:
        return
    name = spark.state or "accent"
    painter.setPen(QPen(colour(name), 1.2))
    painter.setBrush(brush("surface") if spark.hollow_end else brush(name))
    painter.drawEllipse(place.at(last, value), 2.5, 2.5)


def _runs(values: Sequence[int | None]) -> list[list[tuple[int, int]]]:
    runs: list[list[tuple[int, int]]] = [[]]
    for index, value in enumerate(values):
        if value is None:
            runs.append([])
        else:
            runs[-1].append((index, value))
    return [run for run in runs if len(run) > 1]
