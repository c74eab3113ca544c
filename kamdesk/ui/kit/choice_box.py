"""A box of choices: the wheel that scrolls the form around it chooses nothing; a value is found by what it is."""

from __future__ import annotations

from typing import Any

from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QComboBox


class ChoiceBox(QComboBox):
    """Qt's box would choose with every step of a wheel over it, and what a form chooses is saved."""

    def choose(self, value: Any) -> None:
        """Show this value, or the first choice where it is none of them."""
        self.setCurrentIndex(max(0, self._place_of(value)))

    def wheelEvent(self, event: QWheelEvent) -> None:
        event.ignore()

    def _place_of(self, value: Any) -> int:
        """Qt compares bytes by address, so we do it ourselves."""
        return next((at for at in range(self.count()) if self.itemData(at) == value), -1)
