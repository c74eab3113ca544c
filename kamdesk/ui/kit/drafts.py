"""What is being typed is kept every two seconds and offered again after a crash."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer

from kamdesk.ui.kit.preferences import Preferences

KEPT_EVERY_MS = 2_000
"""Two seconds of typing are what a crash may cost (DESIGN 5)."""


class Drafts(QObject):
    """Keeps the texts of one form under a name while it is open."""

    def __init__(
        self, preferences: Preferences, name: str, typed: Callable[[], dict[str, str]], owner: QObject
    ) -> None:
        super().__init__(owner)
        self._preferences, self._name, self._typed = preferences, f"draft/{name}", typed
        self._timer = QTimer(self)
        self._timer.setInterval(KEPT_EVERY_MS)
        self._timer.timeout.connect(self.keep)

    def kept(self) -> dict[str, str]:
        """What was being typed when the program ended; empty if nothing."""
        found = self._preferences.get(self._name, {})
        return dict(found) if isinstance(found, dict) else {}

    def start(self) -> None:
        """Keep from now on."""
        self._timer.start()

    def keep(self) -> None:
        """Keep what stands in the form now."""
        texts = {name: text for name, text in self._typed().items() if text.strip()}
        if texts or self.kept():
            self._preferences.set(self._name, texts)

    def forget(self) -> None:
        """The form was saved or given up: nothing is to be offered again."""
        self._timer.stop()
        self._preferences.set(self._name, {})
