"""A button that shows the key which does the same."""

from __future__ import annotations

from PySide6.QtCore import QSize
from PySide6.QtGui import QPainter, QPaintEvent

from kamdesk.ui.kit.badges import draw_key, key_width
from kamdesk.ui.kit.buttons import Button
from kamdesk.ui.kit.theme import repolish

GAP = 8


class KeyButton(Button):
    """The words left, the key in its box right."""

    def __init__(self, text: str, key: str, *, kind: str = "") -> None:
        super().__init__(text, kind=kind)
        self.key = key
        self.setProperty("keyed", "true")  # the words stand left, the key has the right end

    def set_kind(self, kind: str) -> None:
        """Become the one primary button of the screen, or an ordinary one."""
        if kind != self._kind:
            self._kind = kind
            self.setProperty("kind", kind)
            repolish(self)
            self.update()

    def sizeHint(self) -> QSize:
        base = super().sizeHint()
        return QSize(base.width() + int(key_width(self.key)) + GAP, base.height())

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        ink = "accent_ink" if self._kind == "primary" and self.isEnabled() else "text3"
        width = key_width(self.key)
        draw_key(QPainter(self), self.width() - width - 11, self.height() / 2, self.key, ink)
