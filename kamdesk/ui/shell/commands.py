"""One registry of what can be done: menus, keys and the palette take the same actions, so a key is written once."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QWidget


@dataclass(frozen=True, slots=True)
class Command:
    """One thing to do: its name in the program, its icon, its action."""

    name: str
    icon: str
    action: QAction
    is_listed: bool


class Commands(QObject):
    """All commands of a window, by name."""

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._window = window
        self._by_name: dict[str, Command] = {}

    def add(
        self, name: str, text: str, do: Callable[[], None], *, keys: str = "", icon: str = "right", listed: bool = True
    ) -> QAction:
        """Register a command; `listed` ones stand in the palette."""
        action = QAction(text, self._window)
        if keys:
            action.setShortcut(QKeySequence(keys))
            action.setShortcutContext(Qt.ShortcutContext.WindowShortcut)
        action.triggered.connect(lambda _checked=False: do())
        self._window.addAction(action)
        self._by_name[name] = Command(name, icon, action, listed)
        return action

    def run(self, name: str) -> None:
        """Do a command, if it may be done now. Raises: KeyError."""
        self._by_name[name].action.trigger()

    def all(self) -> list[Command]:
        """Every command, in the order it was registered."""
        return list(self._by_name.values())

    def listed(self) -> list[Command]:
        """What the palette offers."""
        return [each for each in self._by_name.values() if each.is_listed and each.action.isEnabled()]
