"""Label and value in two columns; numbers and addresses open the telephone or the mail program."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPoint, Qt, QUrl
from PySide6.QtGui import QDesktopServices, QGuiApplication, QMouseEvent
from PySide6.QtWidgets import QGridLayout, QMenu, QSizePolicy, QWidget

from kamdesk.base.words import tr
from kamdesk.ui.kit.fonts import scaled
from kamdesk.ui.kit.words_block import Run, Words


class FactRows(QWidget):
    """Label left, value right; what can be called or written to is a link. Rows are made once and shown again."""

    def __init__(self) -> None:
        super().__init__()
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(8)
        self._grid.setVerticalSpacing(3)
        self._grid.setColumnMinimumWidth(0, scaled(64))
        self._grid.setColumnStretch(1, 1)
        self._rows: list[tuple[Words, _Value]] = []

    def show_facts(self, facts: Sequence[tuple[str, Run | tuple[Run, ...], str]]) -> None:
        """Show (label, value of one run or several, address to open)."""
        while len(self._rows) < len(facts):
            label, value = Words("", role="small", ink="text3"), _Value()
            self._grid.addWidget(label, len(self._rows), 0)
            self._grid.addWidget(value, len(self._rows), 1)
            self._rows.append((label, value))
        for at, (label, value) in enumerate(self._rows):
            label.setVisible(at < len(facts))
            value.setVisible(at < len(facts))
            if at < len(facts):
                words, run, address = facts[at]
                label.set_text(words)
                value.show_value(run, address)

    def texts(self) -> list[str]:
        """What is written."""
        return [f"{label.text()} {value.text()}" for label, value in self._rows if not label.isHidden()]


class _Value(Words):
    """A value; with an address it opens a telephone or a letter, and the right button copies it."""

    def __init__(self) -> None:
        super().__init__("", role="small")
        self._address = ""
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.customContextMenuRequested.connect(self._on_menu)

    def show_value(self, value: Run | tuple[Run, ...], address: str) -> None:
        """Show a value."""
        self._address = address
        runs = value if isinstance(value, tuple) else (value,)
        self.set_runs(*(Run(run.text, "accent", run.role) if address else run for run in runs))
        self.setCursor(Qt.CursorShape.PointingHandCursor if address else Qt.CursorShape.ArrowCursor)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if self._address and event.button() == Qt.MouseButton.LeftButton:
            QDesktopServices.openUrl(QUrl(self._address))

    def _on_menu(self, place: QPoint) -> None:
        menu = QMenu(self)
        menu.addAction(tr("Copy"), lambda: QGuiApplication.clipboard().setText(self.text()))
        menu.exec(self.mapToGlobal(place))
