"""Sheets: the one surface of a screen, divided inside by hairlines; its head line and the cross of four quadrants."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QAbstractScrollArea,
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QSizePolicy,
    QStackedLayout,
    QVBoxLayout,
    QWidget,
)

from kamdesk.ui.kit.icons import pixmap
from kamdesk.ui.kit.theme import brush, pen
from kamdesk.ui.kit.words_block import Words


class Sheet(QFrame):
    """A surface with a thin edge and round corners. Children stand on it; it has no layout of its own."""

    def __init__(self, parent: QWidget | None = None, *, ground: str = "surface") -> None:
        super().__init__(parent)
        self._ground = ground

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(pen("line", 1.0))
        painter.setBrush(brush(self._ground))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), 6, 6)
        self.paint_inside(painter)

    def paint_inside(self, painter: QPainter) -> None:
        """What a kind of sheet draws on its ground."""


class FacedSheet(Sheet):
    """A sheet that shows one of several faces inside its edge: the rows, or what to do where there are none."""

    def __init__(self, *faces: QWidget) -> None:
        super().__init__()
        inside = QVBoxLayout(self)
        inside.setContentsMargins(1, 4, 1, 4)  # a stacked layout itself knows no margins
        self._faces = QStackedLayout()
        inside.addLayout(self._faces)
        for face in faces:
            self._faces.addWidget(face if isinstance(face, QAbstractScrollArea) else _inset(face))

    def show_face(self, number: int) -> None:
        """Show one of the faces."""
        self._faces.setCurrentIndex(number)


def _inset(face: QWidget) -> QWidget:
    holder = QWidget()
    inside = QVBoxLayout(holder)
    inside.setContentsMargins(15, 8, 15, 8)
    inside.addWidget(face)
    return holder


def framed(widget: QWidget, margin: int = 1) -> QWidget:
    """A widget on a sheet of its own, with room around."""
    frame, sheet = QWidget(), Sheet()
    outside, inside = QVBoxLayout(frame), QVBoxLayout(sheet)
    outside.setContentsMargins(0, 10, 12, 10)
    inside.setContentsMargins(margin, 4, margin, 4)
    outside.addWidget(sheet)
    inside.addWidget(widget)
    return frame


class CrossSheet(Sheet):
    """Four quadrants in fixed places, divided by a hairline cross."""

    def __init__(self, *quadrants: QWidget, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setSpacing(0)
        for at, quadrant in enumerate(quadrants):
            grid.addWidget(quadrant, at // 2, at % 2)
        for each in (0, 1):
            grid.setColumnStretch(each, 1)
            grid.setRowStretch(each, 1)
        self._first = quadrants[0]

    def paint_inside(self, painter: QPainter) -> None:
        x, y = self._first.geometry().right() + 1, self._first.geometry().bottom() + 1
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, on=False)
        painter.setPen(pen("line"))
        painter.drawLine(QPointF(x, 1), QPointF(x, self.height() - 2))
        painter.drawLine(QPointF(1, y), QPointF(self.width() - 2, y))


class SheetHead(QWidget):
    """The head line of a quadrant or list: icon, name, and at the right where the data come from and when."""

    def __init__(self, name: str, *, icon: str = "", source: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._icon = icon
        self.name = Words(name, role="body_bold")
        self.name.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.note = Words("", role="body", ink="text2")
        self.note.hide()
        self.source = Words(source, role="tiny", ink="text3", right=True)
        line = QHBoxLayout(self)
        line.setContentsMargins(24 if icon else 0, 0, 0, 0)
        line.setSpacing(8)
        line.addWidget(self.name)
        line.addWidget(self.note)
        line.addWidget(self.source, 1)

    def say(self, note: str) -> None:
        """A few words beside the name."""
        self.note.set_text(note)
        self.note.setVisible(bool(note))

    def paintEvent(self, event: QPaintEvent) -> None:
        if self._icon:
            painter = QPainter(self)
            picture = pixmap(self._icon, "text3", 16, self.devicePixelRatioF())
            painter.drawPixmap(QPointF(0, (self.height() - 16) / 2), picture)


class Column(QWidget):
    """Widgets one under the other without noise: the inside of a quadrant or a rail."""

    def __init__(self, *, margins: tuple[int, int, int, int] = (16, 12, 16, 10), spacing: int = 4) -> None:
        super().__init__()
        self.lines = QVBoxLayout(self)
        self.lines.setContentsMargins(*margins)
        self.lines.setSpacing(spacing)

    def add(self, widget: QWidget, stretch: int = 0) -> QWidget:
        """Put a widget under the others."""
        self.lines.addWidget(widget, stretch)
        return widget

    def space(self, pixels: int) -> None:
        """Leave room."""
        self.lines.addSpacing(pixels)

    def fill(self) -> None:
        """Push what follows to the foot."""
        self.lines.addStretch(1)


class Line(QWidget):
    """A hairline across a page."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFixedHeight(1)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setPen(pen("line"))
        painter.drawLine(0, 0, self.width(), 0)
