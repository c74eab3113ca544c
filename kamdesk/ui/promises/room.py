"""Promises, ours and theirs: the most overdue first; one key closes one."""

from __future__ import annotations

from PySide6.QtWidgets import QVBoxLayout

from kamdesk.base.show import day_text
from kamdesk.base.words import N_, tr
from kamdesk.reads.client_page import PromiseRow, promise_rows
from kamdesk.records.visits import OUTCOMES
from kamdesk.ui.kit.buttons import Button, Segmented
from kamdesk.ui.kit.columns import Column
from kamdesk.ui.kit.context import Context
from kamdesk.ui.kit.empty_state import EmptyState
from kamdesk.ui.kit.list_page import ListPage
from kamdesk.ui.kit.named import client_name
from kamdesk.ui.kit.page import PageHead
from kamdesk.ui.kit.promise_columns import day_words, is_late, late_words
from kamdesk.ui.kit.room import Room
from kamdesk.ui.kit.sheet_table import SheetTable


class PromisesRoom(Room):
    """All promises."""

    shows = frozenset({"promise", "client", "employee", "contact"})

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self._rows: tuple[PromiseRow, ...] = ()
        self.add = Button(tr("Record promise"), icon="plus")
        self.head = PageHead(tr("Promises"), buttons=(self.add,))
        self.which = Segmented(
            [("open", tr("Not closed")), ("ours", tr("Ours")), ("theirs", tr("Theirs")), ("closed", tr("Closed"))]
        )
        self.table = SheetTable(_columns(context))
        self.empty = EmptyState(tr("No promise here."), tr("Promises come out of logged visits."))
        self._lay_out()
        self.which.chosen.connect(lambda _which: self._fill())
        self.table.row_opened.connect(lambda row: self.client_asked.emit(row.client_id))
        self.table.key_pressed.connect(self._on_key)
        self.add.clicked.connect(lambda: self.command_asked.emit("new_promise", self.table.current_row()))

    def read_again(self) -> None:
        client_id = self.client_id
        self.context.jobs.read(
            lambda connection: promise_rows(connection, client_id, open_only=False),
            self._show,
            owner=self,
            latest="rows",
        )

    def focus_first(self) -> None:
        self.table.setFocus()

    def _lay_out(self) -> None:
        keys = (("J K", tr("move")), ("Enter", tr("open client")), ("C", tr("close promise")))
        self.page = ListPage(self.head, self.table, self.empty, filters=(self.which,), keys=keys)
        lines = QVBoxLayout(self)
        lines.setContentsMargins(0, 0, 0, 0)
        lines.addWidget(self.page)

    def _show(self, rows: tuple[PromiseRow, ...]) -> None:
        self._rows = rows
        late = sum(is_late(row, self.context.today) for row in rows)
        still_open = sum(row.outcome == "open" for row in rows)
        self.head.other.set_text(tr("{n} open", n=still_open))
        self.head.set_badges((tr("{n} late", n=late) if late else "", "late"))
        self._fill()

    def _fill(self) -> None:
        which = self.which.current()
        if which == "closed":
            rows = [row for row in reversed(self._rows) if row.outcome != "open"]
        else:
            rows = [row for row in self._rows if row.outcome == "open" and which in {"open", row.side}]
        self.table.set_rows(rows)
        self.page.show_rows(are_there=bool(rows))
        self.table.choose_first()

    def _on_key(self, letter: str, row: PromiseRow | None) -> None:
        if letter == "C" and row is not None and row.outcome == "open":
            self.command_asked.emit("promise", row)


def _columns(context: Context) -> list[Column]:
    today = context.today

    def due(row: PromiseRow) -> str:
        late = late_words(row, today)
        return tr("{day}, {late}", day=day_words(row, today), late=late) if late else day_words(row, today)

    def outcome(row: PromiseRow) -> str:
        said = tr(OUTCOMES.get(row.outcome, row.outcome))
        return tr("{outcome}, {day}", outcome=said, day=day_text(row.closed_on, today)) if row.closed_on else said

    return [
        Column(key="what", label=N_("Promise"), text=lambda row: row.what, width=220, stretch=3,
               mark=lambda row: row.side, mark_ink=lambda row: "late" if is_late(row, today) else "text3"),
        Column(key="side", label=N_("Whose"), width=70, ink="text2",
               text=lambda row: tr("ours") if row.side == "ours" else tr("theirs")),
        Column(key="who", label=N_("Who"), text=lambda row: row.who, width=120, stretch=2, ink="text2"),
        Column(key="client", label=N_("Client"), width=140, stretch=2,
               text=lambda row: client_name(row.client, row.client_other)),
        Column(key="made", label=N_("Made on"), text=lambda row: day_text(row.made_on, today), width=80, right=True,
               ink="text2", drop=1, sort=lambda row: row.made_on.isoformat() if row.made_on else ""),
        Column(key="due", label=N_("Due"), text=due, width=120, right=True,
               sort=lambda row: row.due_on.isoformat() if row.due_on else "9",
               ink=lambda row: "late" if is_late(row, today) else "text"),
        Column(key="outcome", label=N_("Outcome"), text=outcome, width=110, right=True, ink="text2", drop=2),
    ]  # fmt: skip
