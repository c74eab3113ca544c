"""The one table model: rows of a frozen view under declared columns; cells are made when first shown."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from kamdesk.base.words import tr
from kamdesk.ui.kit.columns import Cell, Column, Row, cell_of

Index = QModelIndex | QPersistentModelIndex

_DISPLAY = int(Qt.ItemDataRole.DisplayRole)
_TOOLTIP = int(Qt.ItemDataRole.ToolTipRole)
_ALIGN = int(Qt.ItemDataRole.TextAlignmentRole)
_NO_INDEX = QModelIndex()

SORT_ROLE = int(Qt.ItemDataRole.UserRole) + 1
ROW_ROLE = int(Qt.ItemDataRole.UserRole) + 2


class RowsModel(QAbstractTableModel):
    """Holds the rows of one table. `more`, where given, is called when the view nears the end of what was read."""

    def __init__(self, columns: Sequence[Column], *, small: bool = False, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.columns = tuple(columns)
        self._small = small
        self._rows: list[Row] = []
        self._cells: list[list[Cell | None] | None] = []
        self._total = 0
        self._more: Callable[[int], None] | None = None
        self._asked = 0

    def set_rows(
        self, rows: Sequence[Row], *, total: int | None = None, more: Callable[[int], None] | None = None
    ) -> None:
        """Show these rows; with `total` larger than they are, `more(offset)` is asked for the rest as it is needed."""
        self.beginResetModel()
        self._rows = list(rows)
        self._cells = [None] * len(self._rows)
        self._total, self._more, self._asked = len(rows) if total is None else total, more, 0
        self.endResetModel()

    def add_rows(self, rows: Sequence[Row]) -> None:
        """Rows that `more` had been asked for."""
        if not rows:
            self._total = len(self._rows)
            return
        first = len(self._rows)
        self.beginInsertRows(QModelIndex(), first, first + len(rows) - 1)
        self._rows.extend(rows)
        self._cells.extend([None] * len(rows))
        self.endInsertRows()

    def row_at(self, number: int) -> Row:
        """The row of the view at a place."""
        return self._rows[number]

    @property
    def rows(self) -> Sequence[Row]:
        """All rows read so far."""
        return self._rows

    @property
    def total(self) -> int:
        """How many rows there are, read or not."""
        return self._total

    def cell(self, number: int, column: int) -> Cell:
        """What is painted at a place."""
        shown = self._cells[number]
        if shown is None:  # of thousands of rows few are ever looked at
            shown = self._cells[number] = [None] * len(self.columns)
        made = shown[column]
        if made is None:
            made = shown[column] = cell_of(self.columns[column], self._rows[number], small=self._small)
        return made

    def sort_here(self, column: int, *, descending: bool) -> None:
        """Sort a short list on the spot by the column's `sort`."""
        by = self.columns[column].sort or self.columns[column].text
        self.layoutAboutToBeChanged.emit()
        order = sorted(range(len(self._rows)), key=lambda at: by(self._rows[at]), reverse=descending)
        self._rows = [self._rows[at] for at in order]
        self._cells = [self._cells[at] for at in order]
        self.layoutChanged.emit()

    def rowCount(self, parent: Index = _NO_INDEX) -> int:
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: Index = _NO_INDEX) -> int:
        return 0 if parent.isValid() else len(self.columns)

    def canFetchMore(self, parent: Index) -> bool:
        return self._more is not None and len(self._rows) < self._total and self._asked < len(self._rows)

    def fetchMore(self, parent: Index) -> None:
        if self._more is not None:
            self._asked = len(self._rows)
            self._more(len(self._rows))

    def data(self, index: Index, role: int = _DISPLAY) -> Any:
        if not index.isValid():
            return None
        if role == _DISPLAY:
            return self.cell(index.row(), index.column()).text
        if role == _TOOLTIP:
            return self._tooltip(index)
        if role == SORT_ROLE:
            column = self.columns[index.column()]
            return (column.sort or column.text)(self._rows[index.row()])
        if role == ROW_ROLE:
            return self._rows[index.row()]
        return None

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = _DISPLAY) -> Any:
        if orientation != Qt.Orientation.Horizontal:
            return None
        column = self.columns[section]
        if role == _DISPLAY:
            return tr(column.label)
        if role == _ALIGN:
            side = Qt.AlignmentFlag.AlignRight if column.right else Qt.AlignmentFlag.AlignLeft
            return int(side | Qt.AlignmentFlag.AlignVCenter)
        return None

    def _tooltip(self, index: Index) -> str:
        column = self.columns[index.column()]
        if column.tooltip is not None:
            return column.tooltip(self._rows[index.row()])
        cell = self.cell(index.row(), index.column())
        return f"{cell.text}\n{cell.second}" if cell.second else cell.text
