"""A line under a form that says what went wrong, with its mark, or what is being done; it wraps."""

from __future__ import annotations

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QHBoxLayout, QScrollArea, QWidget

from kamdesk.ui.kit.marks import MARK_PX
from kamdesk.ui.kit.words_block import Paragraph, Run, Words


class TroubleLine(QWidget):
    """Empty until something is said."""

    def __init__(self) -> None:
        super().__init__()
        self._words = Paragraph("", role="small", ink="late")
        self._mark = Words("", role="small")
        self._mark.set_runs(Run("", "late", "small", mark="late"))
        self._mark.setFixedWidth(MARK_PX)
        self._mark.hide()
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(6)
        line.addWidget(self._mark, 0, Qt.AlignmentFlag.AlignTop)
        line.addWidget(self._words, 1)

    def text(self) -> str:
        """What is written."""
        return self._words.text()

    def say_trouble(self, sentence: str) -> None:
        """Something went wrong."""
        self._words.set_text(sentence, "late")
        self._mark.show()
        QTimer.singleShot(0, self, self._come_into_view)  # once the layout knows how many lines it takes

    def say(self, sentence: str) -> None:
        """Something is being done; "" says nothing."""
        self._words.set_text(sentence, "text2")
        self._mark.hide()

    def _come_into_view(self) -> None:
        above = self.parentWidget()
        while above is not None and not isinstance(above, QScrollArea):
            above = above.parentWidget()
        if above is not None:
            above.ensureWidgetVisible(self)
