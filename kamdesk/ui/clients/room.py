"""The list of clients: filtered and sorted in SQL, columns chosen and kept, handed out as a workbook."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from kamdesk.base.words import ntr, tr
from kamdesk.reads.client_list import ClientFilter, ClientRow, ClientSort, client_count, client_rows, industry_grid
from kamdesk.ui.clients.columns import NUMBER_KEYS, client_columns, is_late
from kamdesk.ui.clients.grid import IndustryGrid
from kamdesk.ui.clients.workbook import export_clients
from kamdesk.ui.kit.badges import KeyHint
from kamdesk.ui.kit.buttons import Button, Segmented
from kamdesk.ui.kit.client_numbers import ClientNumbers, count_clients, sort_value
from kamdesk.ui.kit.context import Context
from kamdesk.ui.kit.empty_state import EmptyState, clients_come
from kamdesk.ui.kit.fonts import pixel_font
from kamdesk.ui.kit.page import MARGIN, PageHead
from kamdesk.ui.kit.room import Room
from kamdesk.ui.kit.sheet_table import SheetTable
from kamdesk.ui.kit.sheets import FacedSheet
from kamdesk.ui.kit.words_block import Words

WORST_FIRST = ClientSort(key="grade")
"""Until a column is chosen: who has something late, then by grade and name (LOOK 8)."""

TYPED_MS = 150
"""A pause in typing after which the list is read again."""
RAIL_FROM = 1080


class ClientsRoom(Room):
    """All clients."""

    shows = frozenset({"client", "contact", "visit", "promise", "industry", "employee", "order", "invoice", "receipt"})

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self._numbers: dict[bytes, ClientNumbers] = {}
        self._rows: tuple[ClientRow, ...] = ()
        self._filter = ClientFilter()
        self._sort = WORST_FIRST
        self._currency = context.settings.text("currency")
        self.export = Button(tr("Export"), icon="export")
        self.export.clicked.connect(self._on_export)
        self.new = Button(tr("Add client"), icon="plus")
        self.new.clicked.connect(lambda: self.command_asked.emit("new_client", None))
        self.head = PageHead(tr("Clients"), buttons=(self.export, self.new))
        self.text = QLineEdit()
        self.text.setFont(pixel_font("body"))
        self.text.setPlaceholderText(tr("Filter by name or city"))
        self.text.setFixedWidth(240)
        self.text.setClearButtonEnabled(True)
        self.grades = Segmented([("", tr("All")), ("A", "A"), ("B", "B"), ("C", "C")])
        self.grid = IndustryGrid()
        columns = client_columns(self._numbers, context.today, self._currency, context.sync.is_loading)
        self.table = SheetTable(columns, sorts_in_sql=True)
        self.table.keep_as(context.settings, "clients")
        self.empty = EmptyState.without_data(context, tr("No client yet."), clients_come(context))
        self.nothing = EmptyState(tr("No client fits the filter."), "", tr("Show all clients"))
        self.sheet = FacedSheet(self.table, self.empty, self.nothing)
        self._wait = QTimer(self)
        self._wait.setSingleShot(True)
        self._wait.setInterval(TYPED_MS)
        self._lay_out()
        self._connect()

    def read_again(self) -> None:
        wanted, sort, as_of = self._filter, self._sort, self.context.as_of

        def select(connection: Any) -> Any:
            rows = client_rows(connection, wanted=wanted, sort=sort, as_of=as_of)
            return rows, industry_grid(connection), client_count(connection)

        self.context.jobs.read(select, self._show, owner=self, latest="rows")
        self.context.jobs.read(
            lambda connection: count_clients(connection, as_of), self._show_numbers, owner=self, latest="numbers"
        )

    def focus_first(self) -> None:
        self.table.setFocus()

    def set_client_safe(self, safe: bool) -> None:  # noqa: FBT001  (a Qt slot)
        self.table.set_client_safe(safe)
        self.export.setVisible(not safe)
        self.new.setVisible(not safe)
        self._rail.setVisible(not safe and self.width() >= RAIL_FROM - 168)
        self._show_rows()

    def _lay_out(self) -> None:
        lines = QVBoxLayout(self)
        lines.setContentsMargins(0, 0, 0, 14)
        lines.setSpacing(0)
        lines.addWidget(self.head)
        filters = QHBoxLayout()
        filters.setContentsMargins(MARGIN, 0, MARGIN, 10)
        filters.setSpacing(12)
        filters.addWidget(self.text)
        filters.addWidget(self.grades, 0, Qt.AlignmentFlag.AlignVCenter)
        filters.addStretch(1)
        filters.addWidget(KeyHint("J K", tr("move")))
        filters.addWidget(KeyHint("Enter", tr("open client")))
        filters.addWidget(KeyHint("L", tr("log visit")))
        lines.addLayout(filters)
        across = QHBoxLayout()
        across.setContentsMargins(MARGIN, 0, MARGIN, 0)
        across.setSpacing(20)
        across.addWidget(self.sheet, 1)
        self._rail = QWidget()
        rail = QVBoxLayout(self._rail)
        rail.setContentsMargins(0, 0, 0, 0)
        self._grid_name = Words(tr("Industry and grade"), role="body_bold")
        rail.addWidget(self._grid_name)
        rail.addWidget(self.grid)
        rail.addStretch(1)
        across.addWidget(self._rail)
        lines.addLayout(across, 1)

    def _connect(self) -> None:
        self.text.textChanged.connect(lambda _text: self._wait.start())
        self._wait.timeout.connect(self._on_filter)
        self.grades.chosen.connect(lambda grade: self._ask(grades=(grade,) if grade else ()))
        self.grid.cell_chosen.connect(self._on_cell)
        self.table.row_opened.connect(lambda row: self.client_asked.emit(row.id))
        self.table.sort_asked.connect(self._on_sort)
        self.table.key_pressed.connect(self._on_key)
        self.empty.asked.connect(self.ask_for_data)
        self.nothing.asked.connect(self._on_clear)
        self.context.sync.loading_changed.connect(self._show_rows)
        find = QShortcut(QKeySequence.StandardKey.Find, self)
        find.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        find.activated.connect(self.text.setFocus)

    def _ask(self, **parts: Any) -> None:
        self._filter = replace(self._filter, **parts)
        self.read_again()

    def _on_filter(self) -> None:
        self._ask(text=self.text.text())

    def _on_cell(self, industry_id: bytes | None, grade: str | None) -> None:
        self.grades.choose(grade or "")
        self._ask(
            industry_ids=(industry_id,) if industry_id is not None else (), grades=(grade,) if grade is not None else ()
        )

    def _on_clear(self) -> None:
        self._filter = ClientFilter()
        self.grades.choose("")
        self.grid.choose(None, None)
        self.text.clear()
        self.read_again()

    def _on_sort(self, key: str, descending: bool) -> None:  # noqa: FBT001  (a Qt slot)
        self._sort = ClientSort(key=key, descending=descending)
        if key in NUMBER_KEYS:
            self._show_rows()
        else:
            self.read_again()

    def _on_key(self, letter: str, row: ClientRow | None) -> None:
        if letter == "L" and row is not None:
            self.command_asked.emit("log_visit", row.id)

    def _show(self, found: Any) -> None:
        self._rows, cells, count = found
        self.grid.set_cells(cells)
        self._grid_name.setVisible(bool(cells))
        self.grid.setVisible(bool(cells))
        self._rail.setFixedWidth(self.grid.sizeHint().width())
        shown = len(self._rows)
        said = ntr("{n} client", "{n} clients", count)
        self.head.other.set_text(said if shown == count else tr("{n} of {all}", n=shown, all=said))
        self.sheet.show_face(0 if shown else 1 if not count else 2)
        self._show_rows()

    def _show_numbers(self, numbers: dict[bytes, ClientNumbers]) -> None:
        self._numbers.clear()
        self._numbers.update(numbers)
        self._show_rows()

    def _show_rows(self) -> None:
        rows = list(self._rows)
        if self._sort.key in NUMBER_KEYS:
            none = ClientNumbers()
            rows.sort(
                key=lambda row: sort_value(self._numbers.get(row.id, none), self._sort.key, self._currency),
                reverse=self._sort.descending,
            )
        elif self._sort is WORST_FIRST:
            rows.sort(key=lambda row: not is_late(row, self._numbers.get(row.id, ClientNumbers())))
        self.table.set_rows(rows)
        self.table.choose_first()

    def _on_export(self) -> None:
        path, _kind = QFileDialog.getSaveFileName(self, tr("Export"), f"{tr('Clients')}.xlsx", "XLSX (*.xlsx)")
        if path:
            self.export_to(path)

    def export_to(self, path: str) -> None:
        """Write the columns that are shown into a workbook, elsewhere."""
        columns = [
            column for at, column in enumerate(self.table.rows_model.columns) if not self.table.isColumnHidden(at)
        ]
        rows, desk = list(self.table.rows_model.rows), self.context.desk
        self.context.jobs.write(
            lambda: export_clients(desk, path, columns, rows),
            lambda _done: self.context.bus.notice_asked.emit(tr("Exported to {path}", path=path), None),
            owner=self,
        )

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._rail.setVisible(not self.context.client_safe and self.width() >= RAIL_FROM - 168)
