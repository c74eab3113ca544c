"""What is being typed is kept every two seconds and offered again after a crash."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QLineEdit, QPlainTextEdit

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

    def texts(self) -> dict[str, str]:
        """What stands in the form now."""
        return {name: text for name, text in self._typed().items() if text.strip()}

    def keep(self) -> None:
        """Keep what stands in the form now."""
        texts = self.texts()
        if texts or self.kept():
            self._preferences.set(self._name, texts)

    def put(self, texts: dict[str, str]) -> None:
        """Texts of a form that is not shown any more are to be offered again: they could not be saved."""
        self._preferences.set(self._name, self.kept() | texts)

    def leave(self) -> None:
        """The form is left with what stands in it."""
        if self._timer.isActive():
            self.keep()
            self._timer.stop()

    def forget(self) -> None:
        """The form was saved or given up: nothing is to be offered again."""
        if self.kept():
            self._preferences.set(self._name, {})
        self._timer.stop()


def typed_in(**fields: QLineEdit | QPlainTextEdit) -> dict[str, str]:
    """What a person typed into these fields; not what a form proposed."""
    return {
        name: text
        for name, text in written_in(**fields).items()
        if (field.isModified() if isinstance(field := fields[name], QLineEdit) else field.document().isModified())
    }


def written_in(**fields: QLineEdit | QPlainTextEdit) -> dict[str, str]:
    """What stands in these fields, where a form proposes nothing."""
    return {
        name: field.text() if isinstance(field, QLineEdit) else field.toPlainText() for name, field in fields.items()
    }


def put_typed(field: QLineEdit | QPlainTextEdit, text: str) -> None:
    """Put a draft back: it counts as typed."""
    if isinstance(field, QLineEdit):
        field.setText(text)
        field.setModified(True)
    else:
        field.setPlainText(text)
        field.document().setModified(True)


def restore_into(**fields: QLineEdit | QPlainTextEdit) -> Callable[[dict[str, str]], None]:
    """What puts a draft of `typed_in` back."""

    def restore(texts: dict[str, str]) -> None:
        for name, field in fields.items():
            if name in texts:
                put_typed(field, texts[name])

    return restore
