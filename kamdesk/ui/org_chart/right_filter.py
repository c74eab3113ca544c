"""The button that lets those with one decision right stand out."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QMenu

from kamdesk.base.words import tr
from kamdesk.records.contacts import RIGHTS
from kamdesk.ui.kit.buttons import Button


class RightFilter(Button):
    """Who decides, who orders, who pays.

    Signals:
        right_chosen: the right; empty is everybody.
    """

    right_chosen = Signal(str)

    def __init__(self) -> None:
        super().__init__(tr("Who decides"), icon="filter", small=True)
        self.clicked.connect(self._on_clicked)

    def choose(self, right: str) -> None:
        """Let those with a right stand out, or with an empty one everybody alike."""
        self.setText(tr("Who: {right}", right=tr(RIGHTS[right])) if right else tr("Who decides"))
        self.right_chosen.emit(right)

    def _on_clicked(self) -> None:
        menu = QMenu(self)
        menu.addAction(tr("Everybody"), lambda: self.choose(""))
        for right, words in RIGHTS.items():
            menu.addAction(tr(words), partial(self.choose, right))
        menu.exec(self.mapToGlobal(self.rect().bottomLeft()))
