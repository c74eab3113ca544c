"""Requests: what clients asked us, the one due soonest on top."""

from __future__ import annotations

from PySide6.QtWidgets import QVBoxLayout

from kamdesk.base.words import tr
from kamdesk.reads.requests import RequestRow, request_rows
from kamdesk.ui.kit.buttons import Button, Segmented
from kamdesk.ui.kit.context import Context
from kamdesk.ui.kit.empty_state import EmptyState
from kamdesk.ui.kit.list_page import ListPage
from kamdesk.ui.kit.page import PageHead
from kamdesk.ui.kit.request_columns import days_late, request_columns
from kamdesk.ui.kit.room import Room
from kamdesk.ui.kit.sheet_table import SheetTable


class RequestsRoom(Room):
    """All requests."""

    shows = frozenset({"request", "client", "contact", "employee"})

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self._rows: tuple[RequestRow, ...] = ()
        self.add = Button(tr("Record request"), icon="plus")
        self.head = PageHead(tr("Requests"), buttons=(self.add,))
        self.which = Segmented([("open", tr("Not closed")), ("closed", tr("Closed"))])
        self.table = SheetTable(request_columns(context))
        empty = EmptyState(
            tr("No request here."), tr("Record what a client asks from its page, or choose a client in a list.")
        )
        keys = (("J K", tr("move")), ("Enter", tr("open client")), ("C", tr("close request")))
        self.page = ListPage(self.head, self.table, empty, filters=(self.which,), keys=keys)
        lines = QVBoxLayout(self)
        lines.setContentsMargins(0, 0, 0, 0)
        lines.addWidget(self.page)
        self.which.chosen.connect(lambda _which: self._fill())
        self.table.row_opened.connect(lambda row: self.client_asked.emit(row.client_id))
        self.table.key_pressed.connect(self._on_key)
        self.add.clicked.connect(lambda: self.command_asked.emit("new_request", self.table.current_row()))

    def read_again(self) -> None:
        client_id = self.client_id
        self.context.jobs.read(
            lambda connection: request_rows(connection, client_id), self._show, owner=self, latest="rows"
        )

    def focus_first(self) -> None:
        self.table.setFocus()

    def _show(self, rows: tuple[RequestRow, ...]) -> None:
        self._rows = rows
        late = sum(days_late(row, self.context) > 0 for row in rows)
        self.head.other.set_text(tr("{n} open", n=sum(row.status != "closed" for row in rows)))
        self.head.set_badges((tr("{n} late", n=late) if late else "", "late"))
        self._fill()

    def _fill(self) -> None:
        closed = self.which.current() == "closed"
        rows = [row for row in self._rows if (row.status == "closed") == closed]
        self.table.set_rows(rows)
        self.page.show_rows(are_there=bool(rows))
        self.table.choose_first()

    def _on_key(self, letter: str, row: RequestRow | None) -> None:
        if letter == "C" and row is not None and row.status != "closed":
            self.command_asked.emit("request", row)
