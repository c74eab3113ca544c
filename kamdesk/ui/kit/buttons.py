"""Buttons with our icons, a segmented choice, tabs with an underline."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QPushButton, QSizePolicy, QWidget

from kamdesk.ui.kit.fonts import pixel_font, scaled, text_width
from kamdesk.ui.kit.icons import icon
from kamdesk.ui.kit.strokes import CENTRE, Script, draw_text
from kamdesk.ui.kit.theme import brush, pen

ICON_PX, ICON_GAP = 16, 4
"""Qt puts four pixels between a picture and its words; the picture brings as many again."""
_INKS = {"primary": "accent_ink", "quiet": "accent", "": "text"}


class Button(QPushButton):
    """A button; `kind` is "primary" (one per screen), "quiet" (a link) or "" and its icon follows the theme."""

    def __init__(
        self, text: str, *, icon: str = "", kind: str = "", small: bool = False, parent: QWidget | None = None
    ) -> None:
        super().__init__(text, parent)
        self._icon_name, self._kind = icon, kind
        self.setProperty("kind", kind)
        self.setProperty("small", "true" if small else "false")
        self.setFont(pixel_font("small" if small else "body"))
        self._room = ICON_GAP if text else 0
        self.setIconSize(QSize(ICON_PX + self._room, ICON_PX))
        self.setCursor(Qt.CursorShape.PointingHandCursor if kind == "quiet" else Qt.CursorShape.ArrowCursor)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self._tint()

    def set_icon(self, name: str) -> None:
        """Show another picture."""
        self._icon_name = name
        self._tint()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in {QEvent.Type.PaletteChange, QEvent.Type.EnabledChange}:
            self._tint()

    def _tint(self) -> None:
        if self._icon_name:
            ink = _INKS[self._kind] if self.isEnabled() else "text3"
            self.setIcon(icon(self._icon_name, ink, ICON_PX, room=self._room))


class _Choice(QWidget):
    """A row of words of which one is chosen; arrow keys move the choice."""

    chosen = Signal(str)

    def __init__(self, choices: Sequence[tuple[str, str]], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._choices = list(choices)
        self._current = self._choices[0][0] if self._choices else ""
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def set_choices(self, choices: Sequence[tuple[str, str]]) -> None:
        """Offer other choices: (key, words)."""
        self._choices = list(choices)
        self.updateGeometry()
        self.update()

    def current(self) -> str:
        """The key of the chosen word."""
        return self._current

    def choose(self, key: str) -> None:
        """Choose without telling."""
        self._current = key
        self.update()

    def words(self) -> list[str]:
        """What is written, for readers and tests."""
        return [words for _key, words in self._choices]

    def _boxes(self) -> list[QRectF]:
        raise NotImplementedError

    def mousePressEvent(self, event: QMouseEvent) -> None:
        for (key, _words), box in zip(self._choices, self._boxes(), strict=True):
            if box.contains(event.position()):
                self._take(key)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        keys = [key for key, _words in self._choices]
        step = {int(Qt.Key.Key_Right): 1, int(Qt.Key.Key_Left): -1}.get(event.key())
        if step is None or self._current not in keys:
            super().keyPressEvent(event)
        else:
            self._take(keys[max(0, min(len(keys) - 1, keys.index(self._current) + step))])

    def _take(self, key: str) -> None:
        if key != self._current:
            self._current = key
            self.update()
            self.chosen.emit(key)

    def _focus_ring(self, painter: QPainter, box: QRectF) -> None:
        if self.hasFocus():
            painter.setPen(pen("accent", 2.0))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(box, 5, 5)


class Segmented(_Choice):
    """Two to five ways to see the same thing, side by side.

    Signals:
        chosen: the key of the way chosen.
    """

    def _boxes(self) -> list[QRectF]:
        boxes, x = [], 0.0
        for _key, words in self._choices:
            width = int(text_width(words, "small")) + 21
            boxes.append(QRectF(x, 0, width, scaled(26)))
            x += width
        return boxes

    def sizeHint(self) -> QSize:
        return QSize(int(self._boxes()[-1].right()) + 1 if self._choices else 0, scaled(26) + 1)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        boxes = self._boxes()
        whole = QRectF(0.5, 0.5, boxes[-1].right() - 0.5, scaled(26) - 0.5)
        painter.setPen(pen("line2", 1.0))
        painter.setBrush(brush("surface"))
        painter.drawRoundedRect(whole, 5, 5)
        for (key, words), box in zip(self._choices, boxes, strict=True):
            if key == self._current:
                painter.setPen(Qt.PenStyle.NoPen)
                painter.setBrush(brush("accent_bg"))
                painter.drawRoundedRect(box.adjusted(1, 1, 0, -1), 4, 4)
            elif box is not boxes[-1]:
                painter.setPen(pen("line", 1.0))
                painter.drawLine(box.topRight(), box.bottomRight())
            chosen = key == self._current
            draw_text(
                painter,
                box,
                words,
                Script("small_bold" if chosen else "small", "accent" if chosen else "text2", CENTRE),
            )
        self._focus_ring(painter, whole)


class Tabs(_Choice):
    """The parts of a page, with a line under the one that is shown.

    Signals:
        chosen: the key of the part.
    """

    def _boxes(self) -> list[QRectF]:
        boxes, x = [], 0.0
        for key, words in self._choices:
            width = text_width(words, "body_bold" if key == self._current else "body") + 1
            boxes.append(QRectF(x, 0, width, scaled(29)))
            x += width + 20
        return boxes

    def sizeHint(self) -> QSize:
        return QSize(int(self._boxes()[-1].right()) + 2 if self._choices else 0, scaled(29))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        for (key, words), box in zip(self._choices, self._boxes(), strict=True):
            chosen = key == self._current
            script = Script("body_bold" if chosen else "body", "text" if chosen else "text2")
            draw_text(painter, box.adjusted(0, 0, 1, -7), words, script)
            if chosen:
                painter.fillRect(QRectF(box.left(), box.bottom() - 2, box.width(), 2), brush("accent"))
                if self.hasFocus():
                    painter.setPen(pen("accent", 1.0))
                    painter.drawRoundedRect(box.adjusted(-3, 1, 3, -4), 4, 4)
