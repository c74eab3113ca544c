"""The window locks itself after so many minutes without use, as the office wants; its password shows it again."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QTimer, Signal
from PySide6.QtGui import QGuiApplication, QWindow
from PySide6.QtWidgets import QApplication, QWidget

from kamdesk.storage.contact import demands_of, needs_contact
from kamdesk.storage.desk import Desk

_USE = frozenset(
    {
        QEvent.Type.KeyPress, QEvent.Type.MouseMove, QEvent.Type.MouseButtonPress, QEvent.Type.Wheel,
        QEvent.Type.TouchBegin, QEvent.Type.TouchUpdate, QEvent.Type.InputMethod,
    }
)  # fmt: skip
MINUTE_MS = 60_000
_LOOK_AT_THE_CLOCK = 60
"""Minutes; a desk left open must not outlast the days without contact either."""


class IdleWatch(QObject):
    """Notices use where it enters the program: at the windows of the system, not at every widget's paint.

    Signals:
        lock_due: nobody used the desk for as long as the office allows, or it was too long without its office.
    """

    lock_due = Signal()

    def __init__(self, desk: Desk, parent: QObject | None = None, *, minute_ms: int = MINUTE_MS) -> None:
        super().__init__(parent)
        self._desk = desk
        self._idle = self._passed = 0
        self._timer = QTimer(self)
        self._timer.setInterval(minute_ms)
        self._timer.timeout.connect(self._on_minute)
        self._timer.start()
        application = QGuiApplication.instance()
        assert isinstance(application, QGuiApplication)
        application.focusWindowChanged.connect(self.watch)  # what opens over the window, and a window made anew

    def watch(self, window: QWindow | None) -> None:
        """Use of this window counts."""
        if window is not None:
            window.installEventFilter(self)

    def begin_anew(self) -> None:
        """The desk was just opened, or shown again."""
        self._idle = 0
        self._timer.start()

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:  # noqa: N802  (Qt's name)
        """Take note of use, and let everything pass."""
        if event.type() in _USE:
            self._idle = 0
        return False

    def _on_minute(self) -> None:
        self._idle += 1
        self._passed += 1
        minutes = demands_of(self._desk).lock_after_minutes
        if (minutes and self._idle >= minutes) or self._is_too_long_alone():
            self._timer.stop()
            self.lock_due.emit()

    def _is_too_long_alone(self) -> bool:
        return self._passed % _LOOK_AT_THE_CLOCK == 0 and needs_contact(self._desk)


def hide_all() -> list[QWidget]:
    """Take every window off the screen. Returns: those that were on it."""
    shown = [widget for widget in QApplication.topLevelWidgets() if widget.isVisible()]
    for widget in shown:
        widget.hide()
    return shown
