"""What lies over the page for a while gives the focus back to where it was, so that keys go on working there."""

from __future__ import annotations

from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import QApplication, QWidget
from shiboken6 import isValid


class Floating(QWidget):
    """The base of panels and of the palette."""

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._before: QWidget | None = None

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        before = QApplication.focusWidget()
        if before is not None and not self.isAncestorOf(before):
            self._before = before

    def hideEvent(self, event: QHideEvent) -> None:
        """Qt would pass the focus to the next widget, which is the column of rooms."""
        super().hideEvent(event)
        inside, before = QApplication.focusWidget(), self._before
        if inside is None or before is None or not (inside is self or self.isAncestorOf(inside)):
            return
        if isValid(before) and before.isVisible():
            before.setFocus()
