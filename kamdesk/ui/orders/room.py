"""The orders of one client or of all: how many stand where, the lines with the late ones first, one order in full."""

from __future__ import annotations

from functools import partial
from typing import Any, ClassVar

from PySide6.QtWidgets import QHBoxLayout, QStackedLayout, QVBoxLayout, QWidget

from kamdesk.base.show import day_text
from kamdesk.base.words import N_, commas, tr
from kamdesk.reads import order_board
from kamdesk.reads.order_board import BoardLine, OrderPage
from kamdesk.ui.kit.beside import Beside
from kamdesk.ui.kit.context import Context
from kamdesk.ui.kit.empty_state import EmptyState
from kamdesk.ui.kit.headline_row import Headline, HeadlineRow, compute_all
from kamdesk.ui.kit.page import MARGIN, PageHead
from kamdesk.ui.kit.room import Room
from kamdesk.ui.kit.sheet_table import SheetTable
from kamdesk.ui.kit.sheets import Sheet, SheetHead
from kamdesk.ui.orders.columns import Values, board_columns
from kamdesk.ui.orders.counters import LABELS, StateCounters
from kamdesk.ui.orders.order_pane import OrderPane

PANE_PX = 320
HEADLINES = (
    Headline(name="late_lines", part="count", label=N_("late lines"), late_if_any=True),
    Headline(name="open_order_value", label=N_("open orders")),
    Headline(name="otif_by_line", label=N_("OTIF by line"), unit="%", digits=1),
    Headline(name="otif_by_order", label=N_("OTIF by order"), unit="%", digits=1),
)

QUICK = ("late_lines", "open_order_value")
"""These look at open orders only; the others at every line there ever was, so they come after."""


class OrdersRoom(Room):
    """One client's order book, or everybody's."""

    shows: ClassVar[frozenset[str]] = frozenset({"order", "order_line", "delivery", "product", "client"})

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self._wanted = ""
        self._chosen: bytes | None = None
        self._page: OrderPage | None = None
        self.head = PageHead(tr("Orders"))
        self.figures = HeadlineRow(HEADLINES)
        self.sheet_head = SheetHead(tr("Open lines"))
        self.counters = StateCounters()
        self._values = Values()
        self._tables = {
            alone: SheetTable(board_columns(context.today, self._values, with_client=not alone))
            for alone in (True, False)
        }
        self.pane = OrderPane(context.today)
        self.empty = EmptyState.without_data(context, tr("There is nothing in this state."), "")
        self.hidden = EmptyState(
            tr("Other clients are not shown while this client may look."), tr("F9 shows everything again.")
        )
        self._arrange()
        self._connect()

    @property
    def table(self) -> SheetTable:
        """The table in force: without the client's column where there is only one."""
        return self._tables[self.client_id is not None]

    def open(self, client_id: bytes | None, argument: str = "") -> None:
        """Show a client's orders or all; `argument` may be the id of an order, in hex."""
        self._wanted = argument
        if argument:
            self._is_stale = True
        super().open(client_id, argument)

    def read_again(self) -> None:
        client_id, as_of, state, wanted = self.client_id, self.context.as_of, self.counters.current(), self._wanted
        self.head.setVisible(client_id is None)
        self._wanted = ""

        def select(connection: Any) -> Any:
            counts = order_board.counts(connection, client_id, as_of=as_of)
            rows = order_board.lines(connection, client_id, as_of=as_of, state=state)
            first = bytes.fromhex(wanted) if wanted else rows[0].order_id if rows else None
            page = order_board.order_page(connection, first, as_of=as_of) if first else None
            return counts, rows, page

        self.context.jobs.read(select, lambda found: self._show(*found), owner=self, latest="board")
        for names in (QUICK, tuple(name for name in self.figures.names() if name not in QUICK)):
            self.context.jobs.read(
                partial(compute_all, names=names, client_id=client_id, as_of=as_of), self.figures.show_figures,
                owner=self, latest=f"figures {names[0]}",
            )  # fmt: skip

    def focus_first(self) -> None:
        self.table.setFocus()

    def set_client_safe(self, safe: bool) -> None:  # noqa: FBT001  (a Qt slot)
        for table in self._tables.values():
            table.set_client_safe(safe)
        self.figures.set_client_safe(safe)
        self._turn()
        if self._page is not None:
            self._show_page(self._page)

    def _show(self, counts: dict[str, int], rows: tuple[BoardLine, ...], page: OrderPage | None) -> None:
        self.counters.show_counts(counts)
        state = self.counters.current()
        self._values.take(rows)
        total = order_board.PAGE + len(rows) if len(rows) == order_board.PAGE else len(rows)
        self.table.set_rows(rows, total=total, more=self._more)
        self._say_empty(nothing_at_all=not any(counts.values()))
        self.sheet_head.name.set_text(tr(LABELS[state]) if state else tr("Open lines"))
        words = (tr("order book, {day}", day=day_text(self.context.as_of, self.context.today)), self._values.currency)
        self.sheet_head.source.set_text(commas(words))
        self._show_page(page)
        self._turn()
        for at, row in enumerate(rows):
            if page is not None and row.order_id == page.id:
                self.table.selectRow(at)
                break

    def _more(self, offset: int) -> None:
        client_id, as_of, state = self.client_id, self.context.as_of, self.counters.current()
        self.context.jobs.read(
            lambda connection: order_board.lines(connection, client_id, as_of=as_of, state=state, offset=offset),
            self.table.rows_model.add_rows, owner=self, latest="more",
        )  # fmt: skip

    def _show_page(self, page: OrderPage | None) -> None:
        self._page = page
        self._chosen = page.id if page else None
        self.pane.show_page(page, client_safe=self.context.client_safe, with_client=self.client_id is None)

    def _say_empty(self, *, nothing_at_all: bool) -> None:
        """Nothing in this state, or no order at all."""
        why, what_to_do = tr("There is nothing in this state."), tr("Another state, or an import, may have more.")
        if nothing_at_all:
            mine = self.client_id is not None
            why = tr("No order of this client is on this desk.") if mine else tr("No order is on this desk.")
            what_to_do = tr("Orders come with the ERP's files, or from the office to those who may read them.")
        self.empty.explain(why, what_to_do)

    def _arrange(self) -> None:
        lines = QVBoxLayout(self)
        lines.setContentsMargins(0, 0, 0, 14)
        lines.setSpacing(0)
        lines.addWidget(self.head)
        figures = QHBoxLayout()
        figures.setContentsMargins(MARGIN, 12, MARGIN, 10)
        figures.addWidget(self.figures, 1)
        lines.addLayout(figures)
        pane = Sheet()
        inside = QVBoxLayout(pane)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.addWidget(self.pane)
        self._pane_sheet = pane
        self.beside = Beside(self._made_board(), pane, detail_px=PANE_PX)
        across = QHBoxLayout()
        across.setContentsMargins(MARGIN, 0, MARGIN, 0)
        across.addWidget(self.beside)
        lines.addLayout(across, 1)

    def _made_board(self) -> Sheet:
        sheet = Sheet()
        inside = QVBoxLayout(sheet)
        inside.setContentsMargins(1, 10, 1, 6)
        inside.setSpacing(6)
        top = QVBoxLayout()
        top.setContentsMargins(15, 0, 15, 0)
        top.setSpacing(6)
        top.addWidget(self.sheet_head)
        top.addWidget(self.counters)
        inside.addLayout(top)
        faces = QWidget()
        self._faces = QStackedLayout(faces)
        for face in (*self._tables.values(), _inset(self.empty), _inset(self.hidden)):
            self._faces.addWidget(face)
        inside.addWidget(faces, 1)
        return sheet

    def _connect(self) -> None:
        self.counters.chosen.connect(lambda _state: self.read_again())
        self.empty.asked.connect(self.ask_for_data)
        self.figures.asked.connect(self.why_asked)
        self.pane.client_asked.connect(self.client_asked)
        self.beside.went_back.connect(self.focus_first)
        for table in self._tables.values():
            table.row_chosen.connect(self._on_row)
            table.row_opened.connect(self._on_opened)

    def _turn(self) -> None:
        hidden = self.context.client_safe and self.client_id is None
        rows = self.table.rows_model.rowCount()
        self._faces.setCurrentIndex(3 if hidden else (0 if self.client_id else 1) if rows else 2)
        self.counters.setVisible(not hidden)
        self.figures.setVisible(not hidden)
        self._pane_sheet.setVisible(not hidden)

    def _on_row(self, row: BoardLine | None) -> None:
        if row is None or row.order_id == self._chosen:
            return
        self._chosen, as_of = row.order_id, self.context.as_of
        self.context.jobs.read(
            lambda connection: order_board.order_page(connection, row.order_id, as_of=as_of),
            self._show_page, owner=self, latest="order",
        )  # fmt: skip

    def _on_opened(self, row: BoardLine) -> None:
        if self.beside.is_narrow():
            self.beside.open_detail()
        elif self.client_id is None:
            self.room_asked.emit("orders", row.client_id)


def _inset(widget: QWidget) -> QWidget:
    frame = QWidget()
    lines = QVBoxLayout(frame)
    lines.setContentsMargins(15, 4, 15, 4)
    lines.addWidget(widget)
    return frame
