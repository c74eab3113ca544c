"""Today: the next visit and its asks, promises due, what is late and what will run short."""

from __future__ import annotations

from datetime import date, datetime

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from kamdesk.base.clock import today_of
from kamdesk.base.days import days_between
from kamdesk.base.show import day_text, long_day_text
from kamdesk.base.words import N_, ntr, tr
from kamdesk.reads.visits import VisitRow
from kamdesk.ui.kit.badges import KeyHint
from kamdesk.ui.kit.buttons import Button
from kamdesk.ui.kit.client_numbers import ClientNumbers, amounts_text
from kamdesk.ui.kit.columns import Column
from kamdesk.ui.kit.context import Context
from kamdesk.ui.kit.empty_state import EmptyState, clients_come, source_of
from kamdesk.ui.kit.named import client_name
from kamdesk.ui.kit.page import MARGIN, PageHead
from kamdesk.ui.kit.promise_columns import is_late, promise_columns
from kamdesk.ui.kit.room import Room
from kamdesk.ui.kit.sheet_table import DENSE, TWO_LINES, SheetTable
from kamdesk.ui.kit.sheets import Line, Sheet, SheetHead
from kamdesk.ui.kit.visit_times import when_words
from kamdesk.ui.today.alarms import alarm_columns, alarms_of
from kamdesk.ui.today.day_strip import DayStrip
from kamdesk.ui.today.gathered import TodayView, gather_today
from kamdesk.ui.today.visit_cards import VisitCards

RAIL_PX, RAIL_FROM = 392, 1000
ALARMS_MAX, PROMISES_MAX = 6, 8
LATER_LEAST = 150
"""Room for some rows of the days to come and the keys; a lower window scrolls."""


class TodayRoom(Room):
    """The day."""

    shows = frozenset({
        "visit", "promise", "client", "order", "order_line", "invoice", "instalment", "receipt", "allocation",
        "stock_level", "inbound",
    })  # fmt: skip

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        currency = context.settings.text("currency")
        self._numbers: dict[bytes, ClientNumbers] = {}
        self._last_visits: dict[bytes, datetime] = {}
        self.log = Button(tr("Log visit"), icon="note", kind="primary")
        self.head = PageHead(long_day_text(context.today), buttons=(self.log,))
        self.strip = DayStrip()
        self.cards = VisitCards(currency)
        self._begins = False
        self.none = EmptyState(tr("No visit today."), "", tr("Plan visit"))
        columns = _later_columns(context.today, self._numbers, self._last_visits, currency)
        self.later = SheetTable(columns, height=DENSE, flush=True)
        self.alarms = SheetTable(alarm_columns(), height=TWO_LINES, flush=True, header=False)
        self.promises = SheetTable(
            promise_columns(context.today, with_client=True), height=TWO_LINES, flush=True, header=False
        )
        self.alarms_head, self.promises_head = SheetHead(tr("Alarms")), SheetHead(tr("Promises due"))
        self._currency = currency
        self._lay_out()
        self._connect()

    def read_again(self) -> None:
        today, as_of = self.context.today, self.context.as_of
        self.context.jobs.read(
            lambda connection: gather_today(connection, today, as_of), self._show, owner=self, latest="day"
        )

    def focus_first(self) -> None:
        self.cards.setFocus()

    def _lay_out(self) -> None:
        across = QHBoxLayout()
        across.setContentsMargins(MARGIN, 14, MARGIN - 10, 14)
        across.setSpacing(20)
        across.addWidget(self._made_sheet(), 1)
        across.addWidget(self._made_rail())
        strip = QHBoxLayout()
        strip.setContentsMargins(MARGIN, 0, MARGIN, 0)
        strip.addWidget(self.strip)
        lines = QVBoxLayout(self)
        lines.setContentsMargins(0, 0, 0, 0)
        lines.setSpacing(0)
        lines.addWidget(self.head)
        lines.addLayout(strip)
        lines.addLayout(across, 1)

    def _made_sheet(self) -> QScrollArea:
        self._sheet = Sheet()
        inside = QVBoxLayout(self._sheet)
        inside.setContentsMargins(1, 1, 1, 8)
        inside.setSpacing(0)
        inside.addWidget(self.cards)
        self._none_box = _inset(self.none)
        inside.addWidget(self._none_box)
        inside.addWidget(_inset(self.later, top=8), 1)
        inside.addWidget(Line())
        inside.addLayout(self._keys())
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setWidget(self._sheet)
        return area

    def _made_rail(self) -> QScrollArea:
        page = QWidget()
        page.setObjectName("page")
        self._rail = QScrollArea()
        self._rail.setFixedWidth(RAIL_PX)
        self._rail.setWidgetResizable(True)
        self._rail.setWidget(page)
        rail = QVBoxLayout(page)
        rail.setSpacing(4)
        rail.setContentsMargins(0, 0, 10, 0)
        for head, table in ((self.alarms_head, self.alarms), (self.promises_head, self.promises)):
            rail.addWidget(head)
            rail.addWidget(table)
            rail.addSpacing(12)
        rail.addStretch(1)
        return self._rail

    def _keys(self) -> QHBoxLayout:
        keys = QHBoxLayout()
        keys.setContentsMargins(16, 8, 16, 0)
        keys.setSpacing(14)
        said = {"J K": tr("move"), "Enter": tr("open client"), "B": tr("brief"), "L": tr("log"), "O": tr("people")}
        for key, words in said.items():
            keys.addWidget(KeyHint(key, words), 0, Qt.AlignmentFlag.AlignLeft)
        keys.addStretch(1)
        return keys

    def _connect(self) -> None:
        self.log.clicked.connect(lambda: self.command_asked.emit("log_visit", self.cards.current()))
        self.none.asked.connect(self._on_none_asked)
        self.cards.opened.connect(lambda row: self.client_asked.emit(row.client_id))
        self.cards.key_pressed.connect(self._on_key)
        self.later.row_opened.connect(lambda row: self.client_asked.emit(row.client_id))
        self.later.key_pressed.connect(self._on_key)
        self.alarms.row_opened.connect(lambda alarm: self.room_asked.emit(alarm.room, alarm.client_id))
        self.promises.row_opened.connect(lambda row: self.client_asked.emit(row.client_id))
        self.promises.key_pressed.connect(
            lambda letter, row: self.command_asked.emit("promise", row) if letter == "C" and row else None
        )

    def _on_key(self, letter: str, row: VisitRow | None) -> None:
        command = {"L": "log_visit", "B": "brief"}.get(letter)
        if row is not None and command:
            self.command_asked.emit(command, row)
        elif row is not None and letter == "O":
            self.room_asked.emit("people", row.client_id)

    def _show(self, view: TodayView) -> None:
        self._numbers.clear()
        self._numbers.update(view.numbers)
        self._last_visits.clear()
        self._last_visits.update(view.last_visits)
        self.head.title.set_text(long_day_text(view.day))
        self.head.facts.set_text(_said(view))
        self.head.facts.show()
        self.strip.set_visits(view.visits)
        self.strip.setVisible(bool(view.visits))
        self.cards.set_visits(view.visits, view.numbers)
        self._none_box.setVisible(not view.visits)
        self._say_none(begins=not view.clients)
        self._sheet.setMinimumHeight(self.cards.sizeHint().height() + LATER_LEAST)
        self.later.hide_column("overdue", hidden=not view.knows_money)
        self.later.set_rows(view.later)
        self.later.setVisible(bool(view.later))
        alarms = alarms_of(view, self._currency)
        self.alarms.set_rows(alarms[:ALARMS_MAX])
        self.alarms.fit_height()
        self.alarms_head.source.set_text(str(len(alarms)) if alarms else tr("none"))
        self.promises.set_rows(view.promises[:PROMISES_MAX])
        self.promises.fit_height()
        ours = sum(row.side == "ours" for row in view.promises)
        theirs = len(view.promises) - ours
        late = sum(is_late(row, view.day) for row in view.promises)
        self.promises_head.source.set_text(tr("ours {a}, theirs {b}, late {c}", a=ours, b=theirs, c=late))

    def _on_none_asked(self) -> None:
        if self._begins:
            self.ask_for_data()
        else:
            self.room_asked.emit("clients", None)

    def _say_none(self, *, begins: bool) -> None:
        """Nothing is planned, or the desk is new and there is nobody to visit."""
        self._begins = begins
        self.log.setVisible(not begins)
        if begins:
            button, icon = source_of(self.context)
            self.none.say(tr("No client yet."), clients_come(self.context), button, icon=icon)
        else:
            words = tr("Open a client's page and plan one there; it takes less than a minute.")
            self.none.say(tr("No visit today."), words, tr("Clients"), icon="clients")

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._rail.setFixedWidth(RAIL_PX if self.width() >= RAIL_FROM else 300)


def _said(view: TodayView) -> str:
    parts = [ntr("{n} visit", "{n} visits", len(view.visits)) if view.visits else tr("No visit")]
    if view.season is not None and view.season.starts_on > view.day:
        days = days_between(view.day, view.season.starts_on)
        parts.append(ntr("peak season starts in {n} day", "peak season starts in {n} days", days))
    return tr("{first}, {second}.", first=parts[0], second=parts[1]) if len(parts) > 1 else f"{parts[0]}."


def _inset(widget: QWidget, top: int = 4) -> QWidget:
    holder = QWidget()
    lines = QVBoxLayout(holder)
    lines.setContentsMargins(15, top, 15, 4)
    lines.addWidget(widget)
    return holder


def _later_columns(
    today: date, numbers: dict[bytes, ClientNumbers], last_visits: dict[bytes, datetime], currency: str
) -> list[Column]:
    def last(row: VisitRow) -> str:
        moment = last_visits.get(row.client_id)
        if moment is None:
            return tr("never")
        day = today_of(moment)
        return tr("{day}, {n} d", day=day_text(day, today), n=days_between(day, today))

    def overdue(row: VisitRow) -> str:
        return amounts_text(numbers.get(row.client_id, ClientNumbers()).overdue, currency) or "0"

    return [
        Column(key="when", label=N_("Later this week"), width=130, ink="text2",
               text=lambda row: when_words(row, today)),
        Column(key="client", label=N_("Client"), text=lambda row: client_name(row.client, row.client_other), width=140,
               stretch=2),
        Column(key="purpose", label=N_("Why now"), text=lambda row: row.purpose, width=140, stretch=3, ink="text2"),
        Column(key="overdue", label=N_("Overdue"), text=overdue, width=80, right=True),
        Column(key="last_visit", label=N_("Last visit"), text=last, width=96, right=True, drop=1),
    ]  # fmt: skip
