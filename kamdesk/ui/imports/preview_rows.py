"""The first rows of a table as they stand in the file, under its own headers."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtWidgets import QAbstractItemView, QFrame, QTableView, QVBoxLayout, QWidget

from kamdesk.base.words import tr
from kamdesk.ui.imports.found import FoundTable
from kamdesk.ui.kit.fonts import pixel_font, scaled
from kamdesk.ui.kit.words_block import Words

Index = QModelIndex | QPersistentModelIndex
_NOTHING = QModelIndex()
_DISPLAY = int(Qt.ItemDataRole.DisplayRole)
_FONT = int(Qt.ItemDataRole.FontRole)
COLUMN_PX = 120


class _Rows(QAbstractTableModel):
    def __init__(self) -> None:
        super().__init__()
        self._header: tuple[str, ...] = ()
        self._rows: tuple[tuple[str, ...], ...] = ()

    def set_table(self, table: FoundTable | None) -> None:
        """Show a table."""
        self.beginResetModel()
        self._header = table.header if table else ()
        self._rows = table.rows if table else ()
        self.endResetModel()

    def rowCount(self, parent: Index = _NOTHING) -> int:
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: Index = _NOTHING) -> int:
        return 0 if parent.isValid() else len(self._header)

    def data(self, index: Index, role: int = _DISPLAY) -> Any:
        if role == _FONT:
            return pixel_font("small")
        row = self._rows[index.row()]
        return row[index.column()] if role == _DISPLAY and index.column() < len(row) else None

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = _DISPLAY) -> Any:
        if role == _FONT:
            return pixel_font("small_bold")
        if role != _DISPLAY:
            return None
        return self._header[section] if orientation == Qt.Orientation.Horizontal else str(section + 1)


class PreviewRows(QWidget):
    """Read only."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._model = _Rows()
        self._view = QTableView()
        self._view.setModel(self._model)
        self._view.setFrameShape(QFrame.Shape.NoFrame)
        self._view.setObjectName("table")
        self._view.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self._view.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self._view.verticalHeader().setDefaultSectionSize(scaled(24))
        self._view.horizontalHeader().setDefaultSectionSize(scaled(COLUMN_PX))
        self._note = Words("", role="tiny", ink="text3")
        lines = QVBoxLayout(self)
        lines.setContentsMargins(0, 0, 0, 0)
        lines.addWidget(self._note)
        lines.addWidget(self._view, 1)

    def show_table(self, table: FoundTable | None) -> None:
        """Show the first rows of a table."""
        self._model.set_table(table)
        if table is not None and table.encoding:
            guess = tr("guessed") if table.encoding_guessed else tr("said by the file")
            self._note.set_text(tr("read as {encoding}, {how}", encoding=table.encoding, how=guess))
        else:
            self._note.set_text("")
