"""Static text on a screen: one line or a paragraph in a role of type and the colour of a token."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QEvent, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from kamdesk.ui.kit.fonts import line_height, metrics, pixel_font, text_width
from kamdesk.ui.kit.marks import MARK_PX, paint_mark
from kamdesk.ui.kit.strokes import Script, draw_text
from kamdesk.ui.kit.theme import colour


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch of a line with its own ink, weight and gap before it."""

    text: str
    ink: str = "text"
    role: str = "body"
    gap: int = 0
    mark: str = ""


class Words(QWidget):
    """One line of text, of one run or several; it elides at its end and then tells the whole in its tooltip."""

    def __init__(
        self,
        text: str = "",
        *,
        role: str = "body",
        ink: str = "text",
        right: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._runs: tuple[Run, ...] = ()
        self.role, self._ink, self._right = role, ink, right
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.set_text(text)

    def set_text(self, text: str, ink: str = "") -> None:
        """Show a text, in another ink if one is given."""
        self._ink = ink or self._ink
        self.set_runs(Run(text, self._ink, self.role))

    def set_runs(self, *runs: Run) -> None:
        """Show several stretches of text in one line."""
        self._runs = tuple(run for run in runs if run.text or run.mark)
        self.setAccessibleName(self.text())
        self.updateGeometry()
        self.update()

    def text(self) -> str:
        """What is written, as one text."""
        return " ".join(run.text for run in self._runs)

    def needed_width(self) -> int:
        """How wide the line is when nothing is elided."""
        return int(sum(_run_width(run) for run in self._runs) + 0.99)

    def sizeHint(self) -> QSize:
        return QSize(self.needed_width(), line_height(self.role))

    def minimumSizeHint(self) -> QSize:
        return QSize(min(self.needed_width(), 24), line_height(self.role))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        x = max(0.0, self.width() - self.needed_width()) if self._right else 0.0
        for run in self._runs:
            x += run.gap
            if run.mark:
                paint_mark(painter, run.mark, QRectF(x, 0, MARK_PX, self.height()), run.ink)
                x += MARK_PX + 4
            width = min(text_width(run.text, run.role) + 1, max(0.0, self.width() - x))
            draw_text(painter, QRectF(x, 0, width, self.height()), run.text, Script(run.role, run.ink))
            x += text_width(run.text, run.role)

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ToolTip:
            self.setToolTip(self.text() if self.needed_width() > self.width() else "")
        return super().event(event)


class Paragraph(QWidget):
    """Prose that wraps to the width it is given."""

    def __init__(
        self, text: str = "", *, role: str = "body", ink: str = "text2", parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._text, self._role, self._ink = text, role, ink
        self._heights: dict[tuple[int, int], int] = {}
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.set_text(text)

    def set_text(self, text: str, ink: str = "") -> None:
        """Show a text, in another ink if one is given."""
        self._text, self._ink = text, ink or self._ink
        self._heights.clear()
        self.setAccessibleName(text)
        self.updateGeometry()
        self.update()

    def text(self) -> str:
        """What is written."""
        return self._text

    def heightForWidth(self, width: int) -> int:
        asked = width, line_height(self._role)
        if asked not in self._heights:  # a page that is filled asks a thousand times
            self._heights[asked] = int(self._box(width).height() + 0.99)
        return self._heights[asked]

    def sizeHint(self) -> QSize:
        width = min(360, int(text_width(self._text, self._role)) + 2)
        return QSize(width, self.heightForWidth(width))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setFont(pixel_font(self._role))
        painter.setPen(colour(self._ink))
        painter.drawText(QRectF(self.rect()), int(_WRAP), self._text)

    def _box(self, width: int) -> QRectF:
        return metrics(self._role).boundingRect(QRectF(0, 0, max(width, 1), 10_000), int(_WRAP), self._text)


_WRAP = Qt.TextFlag.TextWordWrap | Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft


def _run_width(run: Run) -> float:
    return run.gap + text_width(run.text, run.role) + (MARK_PX + 4 if run.mark else 0)
