"""The marks of states, painted on a 12-pixel grid: they differ in outline and fill, never by colour alone (LOOK 1)."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPainterPath, QPen

from kamdesk.ui.kit.theme import brush, colour

MARK_PX = 12
SLOT_PX = 16
"""Width of the place left of a key, kept free where there is no mark, so that keys align."""

INK = {
    "late": "late", "risk": "risk", "fine": "fine", "wait": "wait", "cold": "late", "ours": "text3", "theirs": "text3",
    "dot": "accent", "support": "fine", "neutral": "text3", "against": "late", "key": "text3",
}  # fmt: skip
"""mark → its usual colour"""


def paint_mark(painter: QPainter, mark: str, at: QRectF, ink: str = "") -> None:
    """Draw a mark centred in a rectangle, in its own colour or another token's."""
    draw = _DRAWN.get(mark)
    if draw is None:
        return
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.translate(at.center().x() - MARK_PX / 2, at.center().y() - MARK_PX / 2)
    name = ink or INK[mark]
    pen = QPen(colour(name), 1.5)
    pen.setCapStyle(Qt.PenCapStyle.RoundCap)
    pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
    painter.setPen(pen)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    draw(painter, name)
    painter.restore()


def _late(painter: QPainter, name: str) -> None:
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(brush(name))
    painter.drawPolygon([QPointF(6, 1.5), QPointF(11.2, 10.5), QPointF(0.8, 10.5)])


def _risk(painter: QPainter, _name: str) -> None:
    painter.drawPolygon([QPointF(6, 1.2), QPointF(10.8, 6), QPointF(6, 10.8), QPointF(1.2, 6)])


def _fine(painter: QPainter, _name: str) -> None:
    painter.drawPolyline([QPointF(1.8, 6.3), QPointF(4.6, 9.1), QPointF(10.2, 3.1)])


def _wait(painter: QPainter, name: str) -> None:
    pen = QPen(colour(name), 1.5)
    pen.setCapStyle(Qt.PenCapStyle.FlatCap)
    pen.setDashPattern([1.5, 1.5])
    painter.setPen(pen)
    painter.drawEllipse(QPointF(6, 6), 4.3, 4.3)


def _cold(painter: QPainter, _name: str) -> None:
    path = QPainterPath()
    for start, end in (((0.8, 6), (3.8, 6)), ((8.2, 6), (11.2, 6)), ((5.3, 2.8), (3.8, 9.2)), ((8.2, 2.8), (6.7, 9.2))):
        path.moveTo(*start)
        path.lineTo(*end)
    painter.drawPath(path)


def _ours(painter: QPainter, _name: str) -> None:
    painter.drawLine(QPointF(2, 10), QPointF(10, 2))
    painter.drawPolyline([QPointF(4.5, 2), QPointF(10, 2), QPointF(10, 7.5)])


def _theirs(painter: QPainter, _name: str) -> None:
    painter.drawLine(QPointF(10, 2), QPointF(2, 10))
    painter.drawPolyline([QPointF(7.5, 10), QPointF(2, 10), QPointF(2, 4.5)])


def _dot(painter: QPainter, name: str) -> None:
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(brush(name))
    painter.drawEllipse(QPointF(6, 6), 4.5, 4.5)


def _support(painter: QPainter, _name: str) -> None:
    painter.drawLine(QPointF(6, 1.8), QPointF(6, 10.2))
    painter.drawLine(QPointF(1.8, 6), QPointF(10.2, 6))


def _neutral(painter: QPainter, _name: str) -> None:
    painter.drawEllipse(QPointF(6, 6), 3.6, 3.6)


def _against(painter: QPainter, _name: str) -> None:
    painter.drawLine(QPointF(1.8, 6), QPointF(10.2, 6))


def _key(painter: QPainter, _name: str) -> None:
    painter.drawEllipse(QPointF(3.6, 8.4), 2.2, 2.2)
    painter.drawPolyline([QPointF(5.3, 6.7), QPointF(10.6, 1.4)])
    painter.drawLine(QPointF(8.4, 3.6), QPointF(10, 5.2))


_DRAWN: dict[str, Callable[[QPainter, str], None]] = {
    "late": _late, "risk": _risk, "fine": _fine, "wait": _wait, "cold": _cold, "ours": _ours, "theirs": _theirs,
    "dot": _dot, "support": _support, "neutral": _neutral, "against": _against, "key": _key,
}  # fmt: skip
