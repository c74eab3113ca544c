"""A list and the detail of its chosen row: side by side where there is room, else one at a time with a way back."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from kamdesk.base.words import tr
from kamdesk.ui.kit.buttons import Button

NARROW_PX = 900
"""Below this width a table beside a pane loses its numbers."""


class Beside(QWidget):
    """Holds both.

    Signals:
        went_back: the list is shown again.
    """

    went_back = Signal()

    def __init__(self, main: QWidget, detail: QWidget, *, detail_px: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._main, self._detail, self._detail_px = main, detail, detail_px
        self._is_open = False
        self.back = Button(tr("Back to the list"), icon="left", kind="quiet", small=True)
        self.back.clicked.connect(self.close_detail)
        self._right = QWidget()
        right = QVBoxLayout(self._right)
        right.setContentsMargins(0, 0, 0, 0)
        right.setSpacing(4)
        right.addWidget(self.back, 0, Qt.AlignmentFlag.AlignLeft)
        right.addWidget(detail, 1)
        across = QHBoxLayout(self)
        across.setContentsMargins(0, 0, 0, 0)
        across.setSpacing(16)
        across.addWidget(main, 1)
        across.addWidget(self._right)
        self._place()

    def is_narrow(self) -> bool:
        """Whether only one of the two is shown."""
        return self.width() < NARROW_PX

    def open_detail(self) -> None:
        """Where room lacks, show the detail in the list's place."""
        self._is_open = True
        self._place()

    def close_detail(self) -> None:
        """Back to the list."""
        self._is_open = False
        self._place()
        self.went_back.emit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and self.is_narrow() and self._is_open:
            self.close_detail()
        else:
            super().keyPressEvent(event)

    def _place(self) -> None:
        narrow = self.is_narrow()
        self._main.setVisible(not (narrow and self._is_open))
        self._right.setVisible(not narrow or self._is_open)
        self.back.setVisible(narrow)
        if narrow:
            self._right.setMinimumWidth(0)
            self._right.setMaximumWidth(16_777_215)
        else:
            self._right.setFixedWidth(self._detail_px)
