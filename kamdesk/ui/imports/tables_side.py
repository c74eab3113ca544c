"""The left half of the import room: the tables found, and what to do with them."""

from __future__ import annotations

from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QVBoxLayout, QWidget

from kamdesk.base.words import tr
from kamdesk.ui.imports.progress_line import ProgressLine
from kamdesk.ui.imports.table_columns import FOUND_COLUMNS
from kamdesk.ui.kit.buttons import Button
from kamdesk.ui.kit.sheet_table import SheetTable
from kamdesk.ui.kit.sheets import Sheet
from kamdesk.ui.kit.words_block import Paragraph, Words


class TablesSide(Sheet):
    """Holds the list and the buttons; the room connects them."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.path = Words("", role="body_bold")
        self.tables = SheetTable(FOUND_COLUMNS, flush=True)
        self.whole = QCheckBox(tr("Leave a file out whole if one of its rows is refused"))
        self.take = Button(tr("Import"), kind="primary", small=True)
        self.dry_run = Button(tr("Try without keeping"), small=True)
        self.keep = Button(tr("Save mapping"), icon="save", small=True)
        self.progress = ProgressLine()
        lines = QVBoxLayout(self)
        lines.setContentsMargins(16, 12, 16, 12)
        lines.setSpacing(8)
        lines.addWidget(self.path)
        lines.addWidget(self.tables, 1)
        lines.addWidget(
            Paragraph(tr("A table marked with a diamond is left out until you say what it holds."), role="tiny")
        )
        lines.addWidget(self.whole)
        buttons = QHBoxLayout()
        for button in (self.take, self.dry_run, self.keep):
            buttons.addWidget(button)
        buttons.addStretch(1)
        lines.addLayout(buttons)
        lines.addWidget(self.progress)
