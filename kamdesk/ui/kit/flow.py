"""Widgets in a line that goes on below where the window is too narrow: no button is ever cut."""

from __future__ import annotations

from PySide6.QtCore import QMargins, QPoint, QRect, QSize, Qt
from PySide6.QtWidgets import QLayout, QLayoutItem, QWidget


class Flow(QLayout):
    """Left to right at their own sizes, line below line; hidden ones take no place."""

    def __init__(self, *widgets: QWidget, gap: int = 8) -> None:
        super().__init__()
        self._found: list[QLayoutItem] = []
        self.setSpacing(gap)
        self.setContentsMargins(QMargins())
        for each in widgets:
            self.addWidget(each)

    def addItem(self, item: QLayoutItem) -> None:
        self._found.append(item)

    def count(self) -> int:
        return len(self._found)

    def itemAt(self, at: int) -> QLayoutItem | None:
        return self._found[at] if 0 <= at < len(self._found) else None

    def takeAt(self, at: int) -> QLayoutItem | None:
        return self._found.pop(at) if 0 <= at < len(self._found) else None

    def expandingDirections(self) -> Qt.Orientation:
        return Qt.Orientation(0)

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        return self._placed(QRect(0, 0, width, 0), is_only_asked=True)

    def setGeometry(self, rect: QRect) -> None:
        super().setGeometry(rect)
        self._placed(rect, is_only_asked=False)

    def sizeHint(self) -> QSize:
        return self.minimumSize()

    def minimumSize(self) -> QSize:
        """The widest alone: everything else goes below it."""
        size = QSize()
        for each in self._shown():
            size = size.expandedTo(each.minimumSize())
        return size

    def _shown(self) -> list[QLayoutItem]:
        return [each for each in self._found if not each.isEmpty()]

    def _placed(self, rect: QRect, *, is_only_asked: bool) -> int:
        x, y, below = rect.x(), rect.y(), 0
        for each in self._shown():
            size = each.sizeHint()
            if x > rect.x() and x + size.width() > rect.right() + 1:
                x, y, below = rect.x(), y + below + self.spacing(), 0
            if not is_only_asked:
                each.setGeometry(QRect(QPoint(x, y), size))
            x += size.width() + self.spacing()
            below = max(below, size.height())
        return y + below - rect.y()
