"""Promises made at a visit, one line each: whose, what, until when; Enter in the last one begins another."""

from __future__ import annotations

from datetime import date
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from kamdesk.base.errors import BadValue
from kamdesk.base.words import tr
from kamdesk.ui.kit.buttons import Segmented
from kamdesk.ui.kit.fonts import pixel_font
from kamdesk.ui.kit.theme import repolish
from kamdesk.ui.kit.typed import day_of

LINES_MAX = 12
"""More promises than these were not made in one visit."""


class PromiseLine(QWidget):
    """One promise."""

    def __init__(self) -> None:
        super().__init__()
        self.side = Segmented([("ours", tr("ours")), ("theirs", tr("theirs"))])
        self.what = QLineEdit()
        self.what.setFont(pixel_font("body"))
        self.what.setPlaceholderText(tr("what was promised"))
        self.due = QLineEdit()
        self.due.setFont(pixel_font("body"))
        self.due.setPlaceholderText(tr("until"))
        self.due.setFixedWidth(84)
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(6)
        line.addWidget(self.what, 1)
        line.addWidget(self.due)
        line.addWidget(self.side, 0, Qt.AlignmentFlag.AlignVCenter)

    def values(self, today: date) -> dict[str, Any] | None:
        """The promise; None where nothing was written. Raises: BadValue."""
        what = self.what.text().strip()
        if not what:
            return None
        try:
            due_on = day_of(self.due.text(), today)
        except BadValue:
            self.due.setProperty("wrong", "true")
            repolish(self.due)
            self.due.setFocus()
            raise
        return {"side": self.side.current(), "what": what, "due_on": due_on}


class PromiseLines(QWidget):
    """The lines; there is always an empty one at the end."""

    def __init__(self) -> None:
        super().__init__()
        self.lines: list[PromiseLine] = []
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(4)
        self._add()

    def clear(self) -> None:
        """Begin again with one empty line."""
        first, *others = self.lines
        for line in others:
            line.deleteLater()
        self.lines = [first]  # it keeps its place in the order of tabs
        first.what.clear()
        first.due.clear()
        first.side.choose("ours")

    def values(self, today: date) -> list[dict[str, Any]]:
        """Every promise written. Raises: BadValue."""
        return [found for line in self.lines if (found := line.values(today)) is not None]

    def texts(self) -> dict[str, str]:
        """What is typed, for the draft."""
        return {
            f"promise{at}": f"{line.side.current()}\t{line.what.text()}\t{line.due.text()}"
            for at, line in enumerate(self.lines)
            if line.what.text().strip()
        }

    def restore(self, texts: dict[str, str]) -> None:
        """Put a draft back."""
        for name in sorted(name for name in texts if name.startswith("promise")):
            side, what, due = [*texts[name].split("\t"), "", ""][:3]
            line = self.lines[-1]
            line.side.choose(side)
            line.what.setText(what)
            line.due.setText(due)

    def _add(self) -> PromiseLine:
        line = PromiseLine()
        line.what.textChanged.connect(self._on_typed)
        line.what.returnPressed.connect(self._on_enter)
        line.due.returnPressed.connect(self._on_enter)
        self.lines.append(line)
        self._column.addWidget(line)
        before: QWidget | None = self.lines[-2].side if len(self.lines) > 1 else None
        for field in (line.what, line.due, line.side):
            if before is not None:
                self.setTabOrder(before, field)
            before = field
        return line

    def _on_typed(self, text: str) -> None:
        if text and self.lines[-1].what.text().strip() and len(self.lines) < LINES_MAX:
            self._add()

    def _on_enter(self) -> None:
        self.lines[-1].what.setFocus()
