"""Visits: what is planned, what was made, and everything about the chosen one at the right."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout

from kamdesk.base.clock import today_of
from kamdesk.base.days import days_between
from kamdesk.base.words import N_, commas, tr
from kamdesk.reads.visits import VisitRow, visit_rows
from kamdesk.records.visits import VISIT_STATUSES
from kamdesk.ui.kit.badges import KeyHint
from kamdesk.ui.kit.buttons import Button
from kamdesk.ui.kit.columns import Column
from kamdesk.ui.kit.context import Context
from kamdesk.ui.kit.empty_state import EmptyState
from kamdesk.ui.kit.named import client_name
from kamdesk.ui.kit.page import MARGIN, PageHead
from kamdesk.ui.kit.room import Room
from kamdesk.ui.kit.sheet_table import SheetTable
from kamdesk.ui.kit.sheets import FacedSheet
from kamdesk.ui.kit.visit_times import is_missed, when_words
from kamdesk.ui.visits.detail import VisitDetail

TAB_GAP = 14
"""Room under the tabs of a client's page, as in its other parts."""


class VisitsRoom(Room):
    """All visits, or one client's."""

    shows = frozenset({"visit", "promise", "client", "contact"})

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self.plan = Button(tr("Plan visit"), icon="calendar_in")
        self.log = Button(tr("Log visit"), icon="note", kind="primary")
        self.head = PageHead(tr("Visits"), buttons=(self.plan, self.log))
        self.table = SheetTable(visit_columns(context.today))
        self.detail = VisitDetail(context)
        self.empty = EmptyState(tr("No visit yet."), "", tr("Plan visit"))
        self._lay_out()
        self.plan.clicked.connect(lambda: self._ask("plan_visit"))
        self.log.clicked.connect(lambda: self._ask("log_visit"))
        self.empty.asked.connect(self._on_empty)
        self.table.row_chosen.connect(self.detail.show_visit)
        self.table.row_opened.connect(self._on_opened)
        self.table.key_pressed.connect(self._on_key)

    def open(self, client_id: bytes | None, argument: str = "") -> None:
        self.head.setVisible(client_id is None)
        self._lines.setContentsMargins(0, 0 if client_id is None else TAB_GAP, 0, 10)
        self.table.hide_column("client", hidden=client_id is not None)
        super().open(client_id, argument)

    def read_again(self) -> None:
        client_id = self.client_id
        self.context.jobs.read(
            lambda connection: visit_rows(connection, client_id), self._show, owner=self, latest="rows"
        )

    def focus_first(self) -> None:
        self.table.setFocus()

    def set_client_safe(self, safe: bool) -> None:  # noqa: FBT001  (a Qt slot)
        self.table.set_client_safe(safe)
        self.detail.setVisible(not safe)

    def _lay_out(self) -> None:
        self.sheet = FacedSheet(self.table, self.empty)
        lines = QVBoxLayout(self)
        lines.setContentsMargins(0, TAB_GAP, 0, 10)
        self._lines = lines
        lines.setSpacing(8)
        lines.addWidget(self.head)
        across = QHBoxLayout()
        across.setContentsMargins(MARGIN, 0, MARGIN, 0)
        across.setSpacing(20)
        across.addWidget(self.sheet, 1)
        across.addWidget(self.detail)
        lines.addLayout(across, 1)
        keys = QHBoxLayout()
        keys.setContentsMargins(MARGIN, 0, MARGIN, 0)
        keys.setSpacing(14)
        for key, words in (("J K", tr("move")), ("Enter", tr("open client")), ("L", tr("log")), ("B", tr("brief"))):
            keys.addWidget(KeyHint(key, words), 0, Qt.AlignmentFlag.AlignLeft)
        keys.addStretch(1)
        lines.addLayout(keys)

    def _show(self, rows: tuple[VisitRow, ...]) -> None:
        today = self.context.today
        planned = [row for row in reversed(rows) if row.status == "planned"]
        made = [row for row in rows if row.status != "planned"]
        ahead = [row for row in planned if row.starts_at is None or today_of(row.starts_at) >= today]
        missed = [row for row in planned if row not in ahead]
        self.table.set_rows([*missed, *ahead, *made])
        self.sheet.show_face(0 if rows else 1)
        if self.client_id is None:
            words = tr("Open a client's page and plan one there; it takes less than a minute.")
            self.empty.say(tr("No visit yet."), words, tr("Clients"), icon="clients")
        else:
            words = tr("Plan one, or log one you made; both take less than a minute.")
            self.empty.say(tr("No visit yet."), words, tr("Plan visit"), icon="calendar_in")
        self.head.other.set_text(tr("{n} planned", n=len(ahead)) if ahead else "")
        self.table.choose_first()

    def _on_empty(self) -> None:
        """Of one client a visit is planned here; of all, a client has to be chosen first."""
        if self.client_id is None:
            self.room_asked.emit("clients", None)
        else:
            self._ask("plan_visit")

    def _on_opened(self, row: VisitRow) -> None:
        if self.client_id is None:
            self.client_asked.emit(row.client_id)
        elif row.status == "planned":
            self.command_asked.emit("log_visit", row)

    def _on_key(self, letter: str, row: VisitRow | None) -> None:
        command = {"L": "log_visit", "B": "brief", "P": "plan_visit"}.get(letter)
        if command and row is not None:
            self.command_asked.emit(command, row)

    def _ask(self, command: str) -> None:
        row = self.table.current_row()
        planned = command == "log_visit" and row is not None and row.status == "planned"
        self.command_asked.emit(command, row if planned else self.client_id or (row.client_id if row else None))


def visit_columns(today: date) -> list[Column]:
    """The columns of every list of visits."""

    def status(row: VisitRow) -> str:
        if is_missed(row, today):
            assert row.starts_at is not None
            return tr("not logged, {n} d", n=days_between(today_of(row.starts_at), today))
        return tr(VISIT_STATUSES.get(row.status, row.status))

    return [
        Column(key="when", label=N_("When"), text=lambda row: when_words(row, today), width=150,
               sort=lambda row: row.starts_at.isoformat() if row.starts_at else "",
               mark=lambda row: "late" if is_missed(row, today) else "wait" if row.status == "planned" else ""),
        Column(key="client", label=N_("Client"), width=150, stretch=2, bold=True,
               text=lambda row: client_name(row.client, row.client_other)),
        Column(key="purpose", label=N_("Purpose"), width=150, stretch=3, private=True,
               text=lambda row: row.purpose or row.summary.split("\n")[0]),
        Column(key="theirs", label=N_("Their people"), width=120, stretch=2, ink="text2", drop=2,
               text=lambda row: commas(name.split(tr(", "))[0] for name in row.theirs)),
        Column(key="place", label=N_("Place"), text=lambda row: row.place, width=100, stretch=1, ink="text2", drop=3),
        Column(key="status", label=N_("Status"), text=status, width=96, right=True,
               ink=lambda row: "late" if is_missed(row, today) else "text2"),
    ]  # fmt: skip
