"""The pages of a PDF below one another, drawn sharp for the width there is; keys turn pages and zoom."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt, QTimer, Signal
from PySide6.QtGui import QImage, QKeyEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget

from kamdesk.base.words import tr
from kamdesk.ui.kit.theme import pen

GAP_PX = 16
SETTLE_MS = 150
"""While the window is resized the pages are only stretched; they are drawn anew when it rests."""
A4_PX = 794
"""The width of the paper at 96 dots per inch: larger than life only when asked for."""
ZOOMS = (0.6, 0.75, 1.0, 1.25, 1.5, 2.0)


class PagesView(QScrollArea):
    """Shows page images.

    Signals:
        width_wanted: the pages are to be drawn at this width in device pixels.
    """

    width_wanted = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._zoom = 1.0
        self._pages: list[_Page] = []
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAsNeeded)
        self._inside = QWidget()
        self._inside.setObjectName("page")
        self._lines = QVBoxLayout(self._inside)
        self._lines.setContentsMargins(0, 0, 8, GAP_PX)
        self._lines.setSpacing(GAP_PX)
        self._lines.addStretch(1)
        self.setWidget(self._inside)
        self._settle = QTimer(self)
        self._settle.setSingleShot(True)
        self._settle.setInterval(SETTLE_MS)
        self._settle.timeout.connect(lambda: self.width_wanted.emit(self.page_width()))

    def page_width(self) -> int:
        """The width of a page in device pixels."""
        logical = max(200, int(min(A4_PX, self.width() - 28) * self._zoom))
        return round(logical * self.devicePixelRatioF())

    def show_pages(self, images: Sequence[QImage]) -> None:
        """Show the pages of another PDF, or the same ones drawn anew."""
        while len(self._pages) < len(images):
            page = _Page()
            self._lines.insertWidget(len(self._pages), page, 0, Qt.AlignmentFlag.AlignHCenter)
            self._pages.append(page)
        for at, page in enumerate(self._pages):
            page.setVisible(at < len(images))
            if at < len(images):
                image = images[at]
                image.setDevicePixelRatio(self.devicePixelRatioF())
                page.show_image(image, at + 1, len(images))

    def count(self) -> int:
        """How many pages are shown."""
        return sum(not page.isHidden() for page in self._pages)

    def zoom(self, steps: int) -> None:
        """Larger or smaller."""
        at = min(range(len(ZOOMS)), key=lambda each: abs(ZOOMS[each] - self._zoom))
        self._zoom = ZOOMS[max(0, min(len(ZOOMS) - 1, at + steps))]
        self.width_wanted.emit(self.page_width())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._settle.start()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in {Qt.Key.Key_Plus, Qt.Key.Key_Equal}:
            self.zoom(1)
        elif event.key() == Qt.Key.Key_Minus:
            self.zoom(-1)
        else:
            super().keyPressEvent(event)


class _Page(QWidget):
    """One sheet of paper with its edge."""

    def __init__(self) -> None:
        super().__init__()
        self._image = QImage()

    def show_image(self, image: QImage, number: int, whole: int) -> None:
        """Show a page."""
        self._image = image
        self.setAccessibleName(tr("page {n} of {all}", n=number, all=whole))
        self.setFixedSize(self.sizeHint())
        self.update()

    def sizeHint(self) -> QSize:
        ratio = self._image.devicePixelRatio()
        return QSize(round(self._image.width() / ratio), round(self._image.height() / ratio))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.drawImage(0, 0, self._image)
        painter.setPen(pen("line2"))
        painter.drawRect(self.rect().adjusted(0, 0, -1, -1))
