"""Our stock for one client's products or for all: on hand, inbound, promised, how long it lasts, the weeks ahead."""

from __future__ import annotations

from datetime import datetime
from functools import partial
from typing import ClassVar

from PySide6.QtWidgets import QHBoxLayout, QStackedLayout, QVBoxLayout, QWidget

from kamdesk.base.show import moment_here_text
from kamdesk.base.words import N_, tr
from kamdesk.reads.stock_page import product_stock
from kamdesk.ui.kit.beside import Beside
from kamdesk.ui.kit.context import Context
from kamdesk.ui.kit.empty_state import EmptyState
from kamdesk.ui.kit.headline_row import Headline, HeadlineRow
from kamdesk.ui.kit.page import MARGIN, PageHead
from kamdesk.ui.kit.room import Room
from kamdesk.ui.kit.sheet_table import SheetTable
from kamdesk.ui.kit.sheets import Sheet, SheetHead
from kamdesk.ui.stock.columns import stock_columns
from kamdesk.ui.stock.product_pane import ProductPane
from kamdesk.ui.stock.rows import StockRow, StockView, age_state, gather

PANE_PX = 288
HEADLINES = (
    Headline(name="available_to_promise", part="count", label=N_("products")),
    Headline(name="shortages", part="count", label=N_("promises stock will not keep"), late_if_any=True, private=True),
    Headline(name="reorder_list", part="count", label=N_("to reorder"), private=True),
)


class StockRoom(Room):
    """One client's products, or all."""

    shows: ClassVar[frozenset[str]] = frozenset(
        {"stock_level", "inbound", "order", "order_line", "delivery", "product", "client_stock_count", "warehouse"}
    )

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self._view: StockView | None = None
        self._wanted = ""
        self._whole_is_there = False
        self._opened_by_itself = b""
        self.head = PageHead(tr("Stock"))
        self.figures = HeadlineRow(HEADLINES)
        self.sheet_head = SheetHead(tr("Stock"))
        self._tables = {
            alone: SheetTable(stock_columns(context.today, self._now, of_client=alone)) for alone in (True, False)
        }
        self.pane = ProductPane(context.today, self._now)
        self.empty = EmptyState.without_data(
            context,
            tr("No stock is known for these products."),
            tr("Stock comes with the ERP's files, or from the office to those who may read it."),
        )
        self._arrange()
        self._connect()

    @property
    def table(self) -> SheetTable:
        """The table in force: with the client's own stock where there is a client."""
        return self._tables[self.client_id is not None]

    def open(self, client_id: bytes | None, argument: str = "") -> None:
        """Show a client's products or all; `argument` may be the id of a product, in hex."""
        self._wanted = argument
        if argument:
            self._is_stale = True
        super().open(client_id, argument)

    def read_again(self) -> None:
        client_id, as_of = self.client_id, self.context.as_of
        self.head.setVisible(client_id is None)
        self._whole_is_there = False
        for whole in (False, True):
            self.context.jobs.read(
                partial(gather, client_id=client_id, as_of=as_of, whole=whole), partial(self._show, whole=whole),
                owner=self, latest=f"view {whole}",
            )  # fmt: skip

    def focus_first(self) -> None:
        self.table.setFocus()

    def set_client_safe(self, safe: bool) -> None:  # noqa: FBT001  (a Qt slot)
        for table in self._tables.values():
            table.set_client_safe(safe)
        self.figures.set_client_safe(safe)
        self._turn()
        self._on_row(self.table.current_row())

    def _show(self, view: StockView, *, whole: bool) -> None:
        """The quick view first, then the whole one; should it overtake, the quick one is dropped."""
        if self._whole_is_there and not whole:
            return
        self._whole_is_there = whole
        self._view = view
        self.figures.show_figures(view.figures)
        self.table.set_rows(view.rows)
        oldest = min((row.as_of for row in view.rows if row.as_of), default=None)
        words = tr("oldest level {moment}", moment=moment_here_text(oldest, self.context.today)) if oldest else ""
        self.sheet_head.source.set_text(words, age_state(oldest, self._now()) or "text3")
        self._turn()
        wanted = bytes.fromhex(self._wanted) if self._wanted else None
        if whole:
            self._wanted = ""
        for at, row in enumerate(view.rows):
            if row.id == wanted:
                self.table.selectRow(at)
        self._choose_worst()

    def _choose_worst(self) -> None:
        """Open the first row, again when the whole view has put another one first, unless somebody chose."""
        chosen = self.table.current_row() if self.table.selectionModel().hasSelection() else None
        if self.table.rows_model.rowCount() and (chosen is None or chosen.id == self._opened_by_itself):
            self.table.selectRow(0)
            self._opened_by_itself = self.table.rows_model.row_at(0).id

    def _arrange(self) -> None:
        lines = QVBoxLayout(self)
        lines.setContentsMargins(0, 0, 0, 14)
        lines.setSpacing(0)
        lines.addWidget(self.head)
        figures = QHBoxLayout()
        figures.setContentsMargins(MARGIN, 12, MARGIN, 10)
        figures.addWidget(self.figures, 1)
        lines.addLayout(figures)
        sheet, pane = Sheet(), Sheet()
        inside = QVBoxLayout(sheet)
        inside.setContentsMargins(1, 10, 1, 6)
        head = QHBoxLayout()
        head.setContentsMargins(15, 0, 15, 0)
        head.addWidget(self.sheet_head)
        inside.addLayout(head)
        faces = QWidget()
        self._faces = QStackedLayout(faces)
        for face in (*self._tables.values(), _inset(self.empty)):
            self._faces.addWidget(face)
        inside.addWidget(faces, 1)
        right = QVBoxLayout(pane)
        right.setContentsMargins(0, 0, 0, 0)
        right.addWidget(self.pane)
        self.beside = Beside(sheet, pane, detail_px=PANE_PX)
        across = QHBoxLayout()
        across.setContentsMargins(MARGIN, 0, MARGIN, 0)
        across.addWidget(self.beside)
        lines.addLayout(across, 1)

    def _connect(self) -> None:
        self.empty.asked.connect(self.ask_for_data)
        self.figures.asked.connect(self.why_asked)
        for table in self._tables.values():
            table.row_chosen.connect(self._on_row)
            table.row_opened.connect(lambda _row: self.beside.open_detail())
        self.beside.went_back.connect(self.focus_first)

    def _turn(self) -> None:
        rows = self.table.rows_model.rowCount()
        self._faces.setCurrentIndex((0 if self.client_id is not None else 1) if rows or self._view is None else 2)

    def _on_row(self, row: StockRow | None) -> None:
        if self._view is None:
            return
        supply = self._view.supplies.get(row.id) if row else None
        self.pane.show_product(row, supply, self._view, as_of=self.context.as_of, client_safe=self.context.client_safe)
        if row is not None:
            self.context.jobs.read(
                lambda connection: product_stock(connection, row.id), self.pane.show_places, owner=self, latest="places"
            )

    def _now(self) -> datetime:
        return self.context.now()


def _inset(widget: QWidget) -> QWidget:
    frame = QWidget()
    lines = QVBoxLayout(frame)
    lines.setContentsMargins(15, 4, 15, 4)
    lines.addWidget(widget)
    return frame
