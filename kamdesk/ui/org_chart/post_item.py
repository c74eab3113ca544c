"""One person of the chart as an item: everything at reading size, name and ring when small, painted from a cache."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QFont, QPainter, QPen
from PySide6.QtWidgets import QGraphicsItem, QStyleOptionGraphicsItem, QWidget

from kamdesk.base.words import tr
from kamdesk.reads.org_chart import Person
from kamdesk.rules.org_wires import Seat
from kamdesk.ui.kit.fonts import pixel_font
from kamdesk.ui.kit.marks import paint_mark
from kamdesk.ui.kit.strokes import CENTRE, LEFT, RIGHT, Script, draw_text
from kamdesk.ui.kit.theme import brush, colour, pen
from kamdesk.ui.org_chart.board import Board, cold, name_of
from kamdesk.ui.org_chart.lettering import SUPPORT_MARKS, contact_text, letters

SMALL, DOT = 0.6, 0.3
"""Under the first zoom a box shows name and ring, under the second it is a dot (LOOK 4)."""

KNOB = 7
"""Half the height of the knob below a box that folds its branch."""


@dataclass(slots=True)
class Shown:
    """How the chart wants its items now; one object shared by all of them."""

    client_safe: bool = False
    right: str = ""
    """only people with this decision right stand out"""
    found: frozenset[bytes] = frozenset()
    searching: bool = False

    def dims(self, person: Person) -> bool:
        """Whether the person steps back behind those looked for."""
        return (self.searching and person.id not in self.found) or bool(self.right and self.right not in person.rights)


class PostItem(QGraphicsItem):
    """A box of the chart. It stays one pixel grid high whatever the zoom; Qt keeps its picture while it only moves."""

    def __init__(self, person: Person, seat: Seat, board: Board, shown: Shown) -> None:
        super().__init__()
        self.person, self.seat = person, seat
        self._board, self._shown = board, shown
        self._box = QRectF(0, 0, board.box.width, board.box.height)
        self.setPos(seat.left, seat.top)
        self.setFlag(QGraphicsItem.GraphicsItemFlag.ItemIsSelectable)
        self.setCacheMode(QGraphicsItem.CacheMode.DeviceCoordinateCache)
        self.setToolTip("" if person.is_vacant else f"{name_of(person)}\n{person.post}\n{person.department}".strip())

    def boundingRect(self) -> QRectF:
        return self._box.adjusted(-2, -2, 2, 2 + 2 * KNOB)

    def centre(self) -> QPointF:
        """The middle of the box in the scene."""
        return self.pos() + self._box.center()

    def is_knob(self, at: QPointF) -> bool:
        """Whether this place, in the scene, is the knob that folds the branch."""
        return self.can_fold() and self._knob().contains(at - self.pos())

    def can_fold(self) -> bool:
        """Whether anybody stands below or beside."""
        tree = self._board.tree
        return bool(tree.under.get(self.person.id) or tree.beside.get(self.person.id))

    def paint(self, painter: QPainter, option: QStyleOptionGraphicsItem, widget: QWidget | None = None) -> None:
        zoom = option.levelOfDetailFromTransform(painter.worldTransform())
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self._shown.dims(self.person):
            painter.setOpacity(0.28)
        self._paint_box(painter, zoom)
        if zoom < SMALL:
            self._paint_small(painter)
        else:
            self._paint_whole(painter)
        if self.seat.hides or (self.isSelected() and self.can_fold()):
            self._paint_knob(painter)

    def _paint_box(self, painter: QPainter, zoom: float) -> None:
        vacant, selected = self.person.is_vacant, self.isSelected()
        found = self._shown.searching and not self._shown.dims(self.person)
        edge = QPen(colour("accent" if selected or found else "line2"), 2.0 if selected else 1.0 / min(zoom, 1.0))
        if vacant:
            edge.setDashPattern([3, 2.5])
        painter.setPen(edge)
        painter.setBrush(Qt.BrushStyle.NoBrush if vacant else brush("accent_bg" if found else "surface"))
        inset = 0.0 if selected else 0.5
        painter.drawRoundedRect(self._box.adjusted(inset, inset, -inset, -inset), 5, 5)

    def _paint_small(self, painter: QPainter) -> None:
        ring = QRectF(8, (self._box.height() - 26) / 2, 26, 26)
        if not self._shown.client_safe and not self.person.is_vacant:
            paint_ring(painter, ring, self.person.coverage, 3.5)
        painter.setFont(_large())
        painter.setPen(colour("text3" if self.person.is_vacant else "text"))
        room = self._box.adjusted(8 if self._shown.client_safe else 40, 0, -4, 0)
        painter.drawText(room, int(LEFT | Qt.TextFlag.TextSingleLine), self._name())

    def _paint_whole(self, painter: QPainter) -> None:
        person, width = self.person, self._box.width()
        private = not self._shown.client_safe
        left = 7.0
        if private:
            paint_ring(painter, QRectF(left, 5, 18, 18), person.coverage, 2.5)
            left += 21
        script = Script("body", "text3") if person.is_vacant else Script("body_bold", "text")
        draw_text(painter, QRectF(left, 5, width - left - 17, 18), self._name(), script)
        if private and person.support in SUPPORT_MARKS:
            paint_mark(painter, SUPPORT_MARKS[person.support], QRectF(width - 16, 8, 12, 12))
        draw_text(painter, QRectF(7, 23, width - 12, 16), person.post, Script("small", "text2"))
        if private:
            self._paint_foot(painter)

    def _paint_foot(self, painter: QPainter) -> None:
        left = 7.0
        for right, letter in letters(self.person):
            paint_letter(painter, left, 41, letter, strong=right == "decides")
            left += 18
        page = self._board.page
        is_cold = cold(self.person, page) and bool(self.person.rights)  # red is for those who decide something
        box = QRectF(left, 40, self._box.width() - 8 - left, 16)
        words = contact_text(self.person, page)
        draw_text(painter, box, words, Script("tiny", "late" if is_cold else "text3", RIGHT))
        if is_cold:
            run = painter.fontMetrics().horizontalAdvance(words)
            if run + 16 <= box.width():
                paint_mark(painter, "cold", QRectF(box.right() - run - 15, 42, 12, 12))

    def _paint_knob(self, painter: QPainter) -> None:
        knob = self._knob()
        painter.setPen(pen("line2", 1.0))
        painter.setBrush(brush("surface"))
        painter.drawRoundedRect(knob, KNOB, KNOB)
        words = f"+{self.seat.hides}" if self.seat.hides else "\u2212"
        draw_text(painter, knob.adjusted(0, -1, 0, 0), words, Script("tiny", "accent", CENTRE))

    def _knob(self) -> QRectF:
        half = 18 if self.seat.hides else KNOB + 2
        return QRectF(self._box.center().x() - half, self._box.bottom() - KNOB, 2 * half, 2 * KNOB)

    def _name(self) -> str:
        return tr("vacant") if self.person.is_vacant else name_of(self.person)


def paint_ring(painter: QPainter, box: QRectF, coverage: int, width: float) -> None:
    """The coverage ring: quarters filled clockwise from the top."""
    inner = box.adjusted(2, 2, -2, -2)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(_ring_pen("line2", width))
    painter.drawEllipse(inner)
    if coverage:
        painter.setPen(_ring_pen("accent", width))
        painter.drawArc(inner, 90 * 16, -coverage * 90 * 16)


def paint_letter(painter: QPainter, left: float, top: float, letter: str, *, strong: bool) -> None:
    """A decision right as a letter in its little box; the right to decide is filled."""
    box = QRectF(left, top, 15, 14)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(brush("accent" if strong else "accent_bg"))
    painter.drawRoundedRect(box, 2, 2)
    draw_text(painter, box, letter, Script("tiny", "accent_ink" if strong else "accent", CENTRE))


def _ring_pen(name: str, width: float) -> QPen:
    made = QPen(colour(name), width)
    made.setCapStyle(Qt.PenCapStyle.FlatCap)
    return made


@lru_cache(maxsize=1)
def _large() -> QFont:
    """Twice the size of a body word: readable in a box at half its size."""
    font = QFont(pixel_font("body_bold"))
    font.setPixelSize(22)
    return font
