"""Whether somebody is in the middle of something that a window made anew would end."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QApplication, QLineEdit, QPlainTextEdit

from kamdesk.ui.kit.room import Room

if TYPE_CHECKING:
    from kamdesk.ui.shell.window import DeskWindow


def is_in_hand(window: DeskWindow) -> bool:
    """A panel, a dialog or a menu is open, a field has the focus, a file is being looked at; or it is locked away."""
    over_it = QApplication.activeModalWidget() or QApplication.activePopupWidget() or window.panels.open_panel()
    return (
        not window.isVisible()
        or window.isMinimized()
        or over_it is not None
        or isinstance(QApplication.focusWidget(), QLineEdit | QPlainTextEdit)
        or any(room.is_in_hand() for room in window.findChildren(Room))
    )
