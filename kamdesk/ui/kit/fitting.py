"""Windows that begin no larger than the screen: a small laptop at 150 % has less than 500 points of height."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QScrollArea, QWidget

TITLE_PX = 40
"""What the system's title bar takes."""


def resize_within_screen(window: QWidget, width: int, height: int) -> None:
    """Give a window this size, or what the screen has."""
    room = window.screen().availableSize()
    window.resize(min(width, room.width()), min(height, room.height() - TITLE_PX))


def scrolled(content: QWidget) -> QScrollArea:
    """The content in an area that scrolls upwards and downwards where it does not fit, and is not seen itself."""
    area = QScrollArea()
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setWidgetResizable(True)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    area.setWidget(content)
    for each in (area.viewport(), content):
        each.setAutoFillBackground(False)
    return area
