"""What the four quadrants share: head with source and age, three figures, a picture, rows worst first, a foot line."""

from __future__ import annotations

from datetime import date
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from kamdesk.figures.catalogue import compute
from kamdesk.figures.figure import Figure
from kamdesk.ui.kit.context import Context
from kamdesk.ui.kit.empty_state import EmptyState
from kamdesk.ui.kit.figure_block import FigureRow
from kamdesk.ui.kit.sheets import SheetHead
from kamdesk.ui.kit.words_block import Words


class Quadrant(QWidget):
    """One of four. Subclasses say what they gather (in a reader) and how they show it.

    Signals:
        asked: open this quadrant's room.
        why_asked: a Figure that is to explain itself.
    """

    asked = Signal()
    why_asked = Signal(object)

    def __init__(self, context: Context, name: str, icon: str, empty: EmptyState) -> None:
        super().__init__()
        self.context = context
        self.head = SheetHead(name, icon=icon)
        self.figures = FigureRow()
        self.figures.asked.connect(self.why_asked)
        self.foot = Words("", role="small", ink="text2")
        self.empty = empty
        self.body = QWidget()
        self.lines = QVBoxLayout(self.body)
        self.lines.setContentsMargins(0, 0, 0, 0)
        self.lines.setSpacing(4)
        self.lines.addWidget(self.figures)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(16, 12, 16, 10)
        outer.setSpacing(8)
        outer.addWidget(self.head)
        outer.addWidget(self.body)
        outer.addWidget(self.empty)
        outer.addStretch(1)
        outer.addWidget(self.foot)
        self.empty.hide()
        self.setMinimumWidth(300)

    def gather(self, connection: Any, client_id: bytes, as_of: date) -> Any:
        """Everything the quadrant shows, frozen; runs in a reader."""
        raise NotImplementedError

    def show_view(self, view: Any) -> None:
        """Fill the quadrant."""
        raise NotImplementedError

    def show_empty(self, *, is_empty: bool) -> None:
        """Show what to do in place of rows, or the rows."""
        self.empty.setVisible(is_empty)
        self.body.setVisible(not is_empty)
        self.foot.setVisible(not is_empty)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        self.asked.emit()


def figures_of(connection: Any, names: tuple[str, ...], client_id: bytes, as_of: date) -> dict[str, Figure]:
    """Several figures of one client by name."""
    return {name: compute(name, connection, client_id=client_id, as_of=as_of) for name in names}
