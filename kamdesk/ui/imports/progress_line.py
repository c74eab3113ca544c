"""The line that says what the import is doing, with its way out; told from the writer's thread."""

from __future__ import annotations

from threading import Event

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QWidget

from kamdesk.base.show import number_text
from kamdesk.base.words import tr
from kamdesk.operations.imports import Cancelled
from kamdesk.ui.kit.buttons import Button
from kamdesk.ui.kit.words_block import Words


class ProgressLine(QWidget):
    """Shown while something runs."""

    _told = Signal(str, object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._stopped = Event()
        self._done = 0
        self._words = Words("", role="small", ink="text2")
        self._bar = QProgressBar()
        self._bar.setRange(0, 0)
        self._bar.setTextVisible(False)
        self._bar.setFixedWidth(160)
        self.stop = Button(tr("Stop"), small=True)
        self.stop.clicked.connect(self._on_stop)
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(12)
        line.addWidget(self._bar)
        line.addWidget(self._words, 1)
        line.addWidget(self.stop)
        self._told.connect(self._show)
        self.hide()

    def begin(self, words: str) -> None:
        """Something starts."""
        self._stopped.clear()
        self._done = 0
        self.stop.setEnabled(True)
        self._words.set_text(words)
        self.show()

    def end(self) -> None:
        """It is over."""
        self.hide()

    def progress(self, source: str, done: int) -> None:
        """Called by the import in its own thread. Raises: Cancelled once the person pressed Stop."""
        if self._stopped.is_set():
            raise Cancelled
        self._told.emit(source, done)

    def _show(self, source: str, done: int) -> None:
        self._done += done
        self._words.set_text(
            tr("{file}, {n} records", file=source, n=number_text(self._done)) if self._done else source
        )

    def _on_stop(self) -> None:
        self._stopped.set()
        self.stop.setEnabled(False)
        self._words.set_text(tr("Stopping after the part in hand"))
