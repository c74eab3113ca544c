"""The manual (F1), in the language of the window."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QTextBrowser, QVBoxLayout, QWidget

from kamdesk.base.paths import resources
from kamdesk.base.words import language, tr
from kamdesk.ui.kit.buttons import Button
from kamdesk.ui.kit.floating import Floating
from kamdesk.ui.kit.fonts import pixel_font
from kamdesk.ui.kit.theme import brush, pen

WIDTH = 620
FIRST = "getting_started"


class ManualPanel(Floating):
    """Stands at the right until it is closed."""

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self.chapters = QComboBox()
        self.chapters.setFont(pixel_font("body"))
        self.page = QTextBrowser()
        self.page.setFont(pixel_font("body"))
        self.page.setFrameShape(QTextBrowser.Shape.NoFrame)
        self.page.setOpenExternalLinks(True)
        close = Button(tr("Close"))
        close.clicked.connect(self.hide)
        head = QHBoxLayout()
        head.addWidget(self.chapters, 1)
        head.addWidget(close)
        lines = QVBoxLayout(self)
        lines.setContentsMargins(16, 12, 16, 12)
        lines.addLayout(head)
        lines.addWidget(self.page, 1)
        for file in _chapters():
            self.chapters.addItem(_title(file), str(file))
        self.chapters.currentIndexChanged.connect(self._show_chapter)
        self.hide()

    def open_manual(self) -> None:
        """Show the manual where it was left."""
        self._show_chapter(self.chapters.currentIndex())
        self.place_again()
        self.show()
        self.raise_()
        self.page.setFocus()

    def place_again(self) -> None:
        """The window has another size."""
        window = self.parentWidget()
        if window is not None:
            width = min(WIDTH, window.width() - 40)
            self.setGeometry(window.width() - width, 44, width, window.height() - 44)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), brush("surface"))
        painter.setPen(pen("line2"))
        painter.drawLine(0, 0, 0, self.height())

    def _show_chapter(self, at: int) -> None:
        path = self.chapters.itemData(at)
        if path:
            self.page.setMarkdown(Path(str(path)).read_text("utf-8"))


def _chapters() -> list[Path]:
    """The first steps first, then by name."""
    folder = resources() / "manual"
    here = folder / language()
    files = (here if here.is_dir() else folder / "en").glob("*.md")
    return sorted(files, key=lambda file: (file.stem != FIRST, file.stem))


def _title(file: Path) -> str:
    first = next((line for line in file.read_text("utf-8").splitlines() if line.startswith("#")), file.stem)
    return first.lstrip("# ").strip()
