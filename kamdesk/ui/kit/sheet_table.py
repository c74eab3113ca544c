"""The table every room uses: no grid, hairlines, whole-row hover, keys, columns that are chosen and kept."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QEvent, QItemSelection, QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QFrame, QHeaderView, QMenu, QSizePolicy, QTableView, QWidget

from kamdesk.base.words import tr
from kamdesk.ui.kit.column_widths import fitting, spread
from kamdesk.ui.kit.columns import Column, Row
from kamdesk.ui.kit.fonts import scaled, text_width
from kamdesk.ui.kit.marks import SLOT_PX
from kamdesk.ui.kit.preferences import Preferences
from kamdesk.ui.kit.row_delegate import DENSE_GAP, EDGE, GAP, RowDelegate
from kamdesk.ui.kit.rows_model import RowsModel
from kamdesk.ui.kit.sheet_header import SheetHeader

DENSE, TABLE, NAVIGATION, TWO_LINES = 25, 28, 30, 46
"""Row heights of LOOK 3."""


MEASURED_ROWS = 40
"""As many rows as a screen shows decide how wide a column must be."""
MEASURED_PERCENT = 180
"""However long a text is, its column becomes no wider than this part of what was declared."""


class SheetTable(QTableView):
    """A table over rows of a frozen view.

    Signals:
        row_opened: Enter or a double click on a row; carries the row.
        row_chosen: the current row changed; carries the row, or None.
        sort_asked: (column key, descending) — a list sorted in SQL reads again.
        key_pressed: (letter, row) — a single key while the list has focus.
    """

    row_opened = Signal(object)
    row_chosen = Signal(object)
    sort_asked = Signal(str, bool)
    key_pressed = Signal(str, object)

    def __init__(
        self,
        columns: Sequence[Column],
        *,
        height: int = TABLE,
        flush: bool = False,
        header: bool = True,
        sorts_in_sql: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setObjectName("table")
        self.rows_model = RowsModel(columns, small=height == DENSE, parent=self)
        self._sorts_in_sql = sorts_in_sql
        self._safe = False
        self._kept: Preferences | None = None
        self._kept_name = ""
        self._chosen_hidden = {column.key for column in columns if column.hidden}
        self._needed: dict[int, int] = {}
        self._delegate = RowDelegate(height=scaled(height), flush=flush, gap=DENSE_GAP if height == DENSE else GAP)
        self.setModel(self.rows_model)
        self.setItemDelegate(self._delegate)
        self._set_up(header=header)
        self._show_columns()

    def set_rows(self, rows: Sequence[Row], **rest: Any) -> None:
        """Show these rows, worst first as they come; the chosen row stays chosen if it is still there."""
        before = self.current_row()
        self.rows_model.set_rows(rows, **rest)
        self._needed = {at: needed for at in range(len(self.rows_model.columns)) if (needed := self._measured(at))}
        self._show_columns()
        if before is not None and hasattr(before, "id"):
            for number, row in enumerate(rows):
                if row.id == before.id:
                    self.selectRow(number)
                    break
        self.updateGeometry()

    def current_row(self) -> Row | None:
        """The chosen row, if any."""
        number = self.currentIndex().row()
        return self.rows_model.row_at(number) if 0 <= number < self.rows_model.rowCount() else None

    def choose_first(self) -> None:
        """Choose the first row, so that keys work at once."""
        if self.rows_model.rowCount() and self.current_row() is None:
            self.selectRow(0)

    def set_client_safe(self, safe: bool) -> None:  # noqa: FBT001  (a Qt slot)
        """Take private columns away, or bring them back."""
        self._safe = safe
        self._show_columns()

    def hide_column(self, key: str, *, hidden: bool) -> None:
        """Leave a column out where its whole page says it."""
        (self._chosen_hidden.add if hidden else self._chosen_hidden.discard)(key)
        self._show_columns()

    def mark_total_row(self, number: int) -> None:
        """A row of sums; −1 for none."""
        self._delegate.total_row = number

    def keep_as(self, preferences: Preferences, name: str) -> None:
        """Keep which columns are shown, their order and widths, under this name."""
        self._kept, self._kept_name = preferences, f"columns/{name}"
        kept = preferences.get(self._kept_name, {})
        self._chosen_hidden = set(kept.get("hidden", self._chosen_hidden))
        by_key = {column.key: at for at, column in enumerate(self.rows_model.columns)}
        for place, key in enumerate(kept.get("order", ())):
            if key in by_key:
                self.horizontalHeader().moveSection(self.horizontalHeader().visualIndex(by_key[key]), place)
        self._show_columns()

    def fit_height(self, rows_max: int = 0) -> None:
        """Be exactly as high as the rows (at most so many) and the header need."""
        rows = self.rows_model.rowCount()
        shown = min(rows, rows_max) if rows_max else rows
        head = self.horizontalHeader().sizeHint().height() if self.horizontalHeader().isVisibleTo(self) else 0
        self.setFixedHeight(shown * self._delegate.height + head)

    def sizeHint(self) -> QSize:
        head = self.horizontalHeader().sizeHint().height() if self.horizontalHeader().isVisibleTo(self) else 0
        return QSize(240, self.rows_model.rowCount() * self._delegate.height + head)

    def minimumSizeHint(self) -> QSize:
        return QSize(120, self._delegate.height)

    def _set_up(self, *, header: bool) -> None:
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setShowGrid(False)
        self.setMouseTracking(True)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        self.setCornerButtonEnabled(False)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.viewport().setAutoFillBackground(False)
        rows = self.verticalHeader()
        rows.hide()
        rows.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        rows.setMinimumSectionSize(1)
        rows.setDefaultSectionSize(self._delegate.height)
        head = SheetHeader(self.rows_model, self._delegate, self)
        self.setHorizontalHeader(head)
        head.setVisible(header)
        head.sort_asked.connect(self._on_sort_asked)
        head.menu_asked.connect(self._on_menu_asked)
        head.sectionMoved.connect(lambda *_places: self._keep())
        self.doubleClicked.connect(lambda index: self.row_opened.emit(self.rows_model.row_at(index.row())))

    def _show_columns(self) -> None:
        """Show what was chosen, is not private before the client, and finds room."""
        columns = self.rows_model.columns
        wanted = [
            at
            for at, column in enumerate(columns)
            if not (self._safe and column.private) and column.key not in self._chosen_hidden
        ]
        shown = set(fitting(wanted, [column.drop for column in columns], self._least, self.viewport().width()))
        for at in range(len(columns)):
            self.setColumnHidden(at, at not in shown)
        head = self.horizontalHeader()
        in_order = [at for at in map(head.logicalIndex, range(head.count())) if at in shown]
        self._delegate.first_column = in_order[0] if in_order else 0
        self._delegate.last_column = in_order[-1] if in_order else 0
        self._delegate.last_gap = self._last_gap()
        for at, width in spread(in_order, self._width, columns, self.viewport().width()).items():
            self.setColumnWidth(at, width)

    def _last_gap(self) -> int:
        """The words end where they would without a scroll bar, a little before it."""
        bar = self.verticalScrollBar()
        if self._delegate.flush:
            return DENSE_GAP if bar.isVisible() else 0
        return max(DENSE_GAP, EDGE - bar.width()) if bar.isVisible() else EDGE

    def _least(self, at: int) -> int:
        """What a column needs at least: one that stretches may give a third of its width, the key's none."""
        width, column = self._width(at), self.rows_model.columns[at]
        return width * 2 // 3 if column.stretch and column.mark is None else width

    def _width(self, at: int) -> int:
        column = self.rows_model.columns[at]
        around = self._delegate.left(at) + self._delegate.right(at) + (SLOT_PX if column.mark else 0)
        words = int(text_width(tr(column.label), "small")) + around + 1
        needed = self._needed.get(at, 0)
        return max(scaled(column.width), words, needed + around if needed else 0)

    def _measured(self, at: int) -> int:
        """What the first rows need in a column of numbers, days, states or keys; prose stretches instead."""
        column = self.rows_model.columns[at]
        if column.stretch or column.badge or column.bar or column.spark:
            return 0
        first = range(min(self.rows_model.rowCount(), MEASURED_ROWS))
        cells = [self.rows_model.cell(number, at) for number in first]
        words = max(
            (max(text_width(cell.text, cell.role), text_width(cell.second, "small")) for cell in cells), default=0.0
        )
        return min(int(words) + 2, scaled(column.width) * MEASURED_PERCENT // 100 - 2 * self._delegate.gap)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._show_columns()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        super().mouseMoveEvent(event)
        self._set_hover(self.indexAt(event.position().toPoint()).row())

    def leaveEvent(self, event: QEvent) -> None:
        super().leaveEvent(event)
        self._set_hover(-1)

    def _set_hover(self, row: int) -> None:
        before, self._delegate.hover_row = self._delegate.hover_row, row
        for each in {before, row} - {-1}:
            top = self.rowViewportPosition(each)
            self.viewport().update(QRect(0, top, self.viewport().width(), self._delegate.height))

    def selectionChanged(self, selected: QItemSelection, deselected: QItemSelection) -> None:
        super().selectionChanged(selected, deselected)
        self.row_chosen.emit(self.current_row() if self.selectionModel().hasSelection() else None)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        row, letter = self.current_row(), event.text().upper()
        plain = event.modifiers() in {Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.KeypadModifier}
        if plain and event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            if row is not None:
                self.row_opened.emit(row)
        elif plain and letter in {"J", "K"}:
            step = 1 if letter == "J" else -1
            self.selectRow(max(0, min(self.rows_model.rowCount() - 1, self.currentIndex().row() + step)))
        elif plain and len(letter) == 1 and letter.isalnum():
            self.key_pressed.emit(letter, row)
        else:
            super().keyPressEvent(event)

    def _on_sort_asked(self, at: int, descending: bool) -> None:  # noqa: FBT001  (a Qt slot)
        if self._sorts_in_sql:
            self.sort_asked.emit(self.rows_model.columns[at].key, descending)
        else:
            self.rows_model.sort_here(at, descending=descending)

    def _on_menu_asked(self, place: QPoint) -> None:
        menu = QMenu(self)
        for column in self.rows_model.columns[1:]:
            action = menu.addAction(tr(column.label))
            action.setCheckable(True)
            action.setChecked(column.key not in self._chosen_hidden)
            action.toggled.connect(lambda shown, key=column.key: self._on_column_chosen(key, shown))
        menu.exec(place)

    def _on_column_chosen(self, key: str, shown: bool) -> None:  # noqa: FBT001  (a Qt slot)
        (self._chosen_hidden.discard if shown else self._chosen_hidden.add)(key)
        self._show_columns()
        self._keep()

    def _keep(self) -> None:
        if self._kept is None:
            return
        head = self.horizontalHeader()
        order = [self.rows_model.columns[head.logicalIndex(place)].key for place in range(head.count())]
        self._kept.set(self._kept_name, {"hidden": sorted(self._chosen_hidden), "order": order})
