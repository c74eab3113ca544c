"""Requests: what clients asked us, the one due soonest on top."""

from __future__ import annotations

from PySide6.QtWidgets import QVBoxLayout

from kamdesk.base.clock import today_of
from kamdesk.base.days import days_between
from kamdesk.base.show import day_text, late_text
from kamdesk.base.words import N_, tr
from kamdesk.reads.requests import RequestRow, request_rows
from kamdesk.records.visits import REQUEST_KINDS, REQUEST_STATUSES
from kamdesk.ui.kit.buttons import Segmented
from kamdesk.ui.kit.columns import Column
from kamdesk.ui.kit.context import Context
from kamdesk.ui.kit.empty_state import EmptyState
from kamdesk.ui.kit.list_page import ListPage
from kamdesk.ui.kit.named import client_name
from kamdesk.ui.kit.page import PageHead
from kamdesk.ui.kit.room import Room
from kamdesk.ui.kit.sheet_table import SheetTable


class RequestsRoom(Room):
    """All requests."""

    shows = frozenset({"request", "client", "contact", "employee"})

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self._rows: tuple[RequestRow, ...] = ()
        self.head = PageHead(tr("Requests"))
        self.which = Segmented([("open", tr("Not closed")), ("closed", tr("Closed"))])
        self.table = SheetTable(_columns(context))
        empty = EmptyState(tr("No request here."), tr("Requests come with imports; logging them comes later."))
        keys = (("J K", tr("move")), ("Enter", tr("open client")))
        self.page = ListPage(self.head, self.table, empty, filters=(self.which,), keys=keys)
        lines = QVBoxLayout(self)
        lines.setContentsMargins(0, 0, 0, 0)
        lines.addWidget(self.page)
        self.which.chosen.connect(lambda _which: self._fill())
        self.table.row_opened.connect(lambda row: self.client_asked.emit(row.client_id))

    def read_again(self) -> None:
        client_id = self.client_id
        self.context.jobs.read(
            lambda connection: request_rows(connection, client_id), self._show, owner=self, latest="rows"
        )

    def focus_first(self) -> None:
        self.table.setFocus()

    def _show(self, rows: tuple[RequestRow, ...]) -> None:
        self._rows = rows
        late = sum(_days_late(row, self.context) > 0 for row in rows)
        self.head.other.set_text(tr("{n} open", n=sum(row.status != "closed" for row in rows)))
        self.head.set_badges((tr("{n} late", n=late) if late else "", "late"))
        self._fill()

    def _fill(self) -> None:
        closed = self.which.current() == "closed"
        rows = [row for row in self._rows if (row.status == "closed") == closed]
        self.table.set_rows(rows)
        self.page.show_rows(are_there=bool(rows))
        self.table.choose_first()


def _days_late(row: RequestRow, context: Context) -> int:
    if row.status == "closed" or row.due_at is None:
        return 0
    return max(0, days_between(today_of(row.due_at), context.today))


def _columns(context: Context) -> list[Column]:
    today = context.today

    def due(row: RequestRow) -> str:
        moment = row.closed_at if row.status == "closed" else row.due_at
        if moment is None:
            return ""
        day, late = day_text(today_of(moment), today), _days_late(row, context)
        return tr("{day}, {late}", day=day, late=late_text(late)) if late else day

    def opened(row: RequestRow) -> str:
        return day_text(today_of(row.opened_at), today) if row.opened_at else ""

    return [
        Column(key="number", label=N_("Request"), text=lambda row: row.number, width=140, middle=True,
               mark=lambda row: "late" if _days_late(row, context) else ""),
        Column(key="summary", label=N_("What"), text=lambda row: row.summary, width=220, stretch=3),
        Column(key="kind", label=N_("Kind"), width=84, ink="text2", drop=3,
               text=lambda row: tr(REQUEST_KINDS.get(row.kind, row.kind))),
        Column(key="client", label=N_("Client"), width=140, stretch=2,
               text=lambda row: client_name(row.client, row.client_other)),
        Column(key="asked_by", label=N_("Asked by"), text=lambda row: row.asked_by, width=90, ink="text2", drop=2),
        Column(key="lies_with", label=N_("With"), text=lambda row: row.lies_with, width=100, ink="text2", drop=1),
        Column(key="status", label=N_("Status"), width=90, ink="text2",
               text=lambda row: tr(REQUEST_STATUSES.get(row.status, row.status))),
        Column(key="opened", label=N_("Opened"), text=opened, width=72, right=True, ink="text2", drop=4,
               sort=lambda row: row.opened_at.isoformat() if row.opened_at else ""),
        Column(key="due", label=N_("Due"), text=due, width=120, right=True,
               ink=lambda row: "late" if _days_late(row, context) else "text",
               sort=lambda row: row.due_at.isoformat() if row.due_at else "9"),
    ]  # fmt: skip
