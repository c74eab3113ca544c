"""Needs: what the client expects of us now and what was said before, what it asked for; our notes beside."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtGui import QHideEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QPlainTextEdit, QVBoxLayout

from kamdesk.base.errors import KAMDeskError
from kamdesk.base.show import day_text, moment_here_text
from kamdesk.base.words import N_, commas, tr
from kamdesk.operations.needs import record_need
from kamdesk.operations.notes import write_note
from kamdesk.reads.needs import NeedRow, NoteRow, need_rows, note_rows
from kamdesk.reads.requests import request_rows
from kamdesk.ui.kit.buttons import Button
from kamdesk.ui.kit.columns import Column
from kamdesk.ui.kit.context import Context
from kamdesk.ui.kit.drafts import Drafts, restore_into, written_in
from kamdesk.ui.kit.empty_state import EmptyState
from kamdesk.ui.kit.fonts import pixel_font
from kamdesk.ui.kit.page import MARGIN
from kamdesk.ui.kit.request_columns import request_columns
from kamdesk.ui.kit.room import Room
from kamdesk.ui.kit.sheet_table import DENSE, TWO_LINES, SheetTable
from kamdesk.ui.kit.sheets import Line, Sheet, SheetHead
from kamdesk.ui.kit.words_block import Run, Words

RAIL_PX = 320
REQUESTS_MAX = 6
"""So many rows are seen at once; the others scroll."""


class NeedsRoom(Room):
    """One client's needs, requests and notes."""

    shows = frozenset({"need", "note", "request"})

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self.table = SheetTable(_need_columns(context))
        self.empty = EmptyState(tr("No need is known."), tr("Write what they expect: batches, delivery, price, terms."))
        self.topic, self.value = QLineEdit(), QLineEdit()
        self.add = Button(tr("Record need"), icon="plus")
        self.requests_head = SheetHead(tr("Requests"))
        self.requests = SheetTable(request_columns(context, with_client=False), height=DENSE, flush=True)
        self.ask = Button(tr("Record request"), icon="plus", small=True)
        self.notes = SheetTable(_note_columns(context), height=TWO_LINES, flush=True, header=False)
        self.notes_head = SheetHead(tr("Notes"))
        self.text = QPlainTextEdit()
        self.write = Button(tr("Write note"), icon="note")
        self.said = Words("", role="small", ink="late")
        self._fields: dict[str, QLineEdit | QPlainTextEdit] = {
            "topic": self.topic,
            "value": self.value,
            "note": self.text,
        }
        self._draft: Drafts | None = None
        self._lay_out()
        self.add.clicked.connect(self._on_add)
        self.value.returnPressed.connect(self._on_add)
        self.write.clicked.connect(self._on_write)
        self.ask.clicked.connect(lambda: self.command_asked.emit("new_request", self.client_id))
        self.requests.key_pressed.connect(
            lambda letter, row: self.command_asked.emit("request", row) if letter == "C" and row else None
        )

    def open(self, client_id: bytes | None, argument: str = "") -> None:
        """Show one client's; what was typed of another one waits there."""
        if client_id != self.client_id:
            self._change_drafts(client_id)
        super().open(client_id, argument)

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        if self._draft is not None:
            self._draft.keep()

    def _change_drafts(self, client_id: bytes | None) -> None:
        if self._draft is not None:
            self._draft.leave()
            self._draft = None
        self.said.set_text("")
        for field in self._fields.values():
            field.clear()
        if client_id is not None:
            name = f"needs/{client_id.hex()}"
            self._draft = Drafts(self.context.settings, name, lambda: written_in(**self._fields), self)
            restore_into(**self._fields)(self._draft.kept())
            self._draft.start()

    def read_again(self) -> None:
        client_id = self.client_id
        if client_id is not None:
            self.context.jobs.read(
                lambda connection: (
                    need_rows(connection, client_id),
                    note_rows(connection, client_id),
                    request_rows(connection, client_id),
                ),
                self._show,
                owner=self,
                latest="rows",
            )

    def set_client_safe(self, safe: bool) -> None:  # noqa: FBT001  (a Qt slot)
        self.table.set_client_safe(safe)
        for widget in (self.notes, self.notes_head, self.text, self.write):
            widget.setVisible(not safe)

    def _lay_out(self) -> None:
        sheet = Sheet()
        inside = QVBoxLayout(sheet)
        inside.setContentsMargins(1, 4, 1, 12)
        inside.addWidget(self.table, 1)
        empty = QHBoxLayout()
        empty.setContentsMargins(16, 0, 16, 0)
        empty.addWidget(self.empty)
        inside.addLayout(empty)
        inside.addLayout(self._made_new())
        said = QHBoxLayout()
        said.setContentsMargins(16, 0, 16, 0)
        said.addWidget(self.said)
        inside.addLayout(said)
        inside.addWidget(Line())
        inside.addLayout(self._made_requests())
        rail = QVBoxLayout()
        rail.setSpacing(6)
        rail.addWidget(self.notes_head)
        rail.addWidget(self.notes, 1)
        self.text.setFixedHeight(72)
        self.text.setPlaceholderText(tr("a note for us; the client never sees it"))
        rail.addWidget(self.text)
        rail.addWidget(self.write)
        self.notes.setFixedWidth(RAIL_PX)
        self.text.setFixedWidth(RAIL_PX)
        across = QHBoxLayout(self)
        across.setContentsMargins(MARGIN, 14, MARGIN, 14)
        across.setSpacing(20)
        across.addWidget(sheet, 1)
        across.addLayout(rail)

    def _made_new(self) -> QHBoxLayout:
        new = QHBoxLayout()
        new.setContentsMargins(16, 0, 16, 0)
        new.setSpacing(8)
        self.topic.setPlaceholderText(tr("about what"))
        self.value.setPlaceholderText(tr("what they expect"))
        for field in (self.topic, self.value, self.text):
            field.setFont(pixel_font("body"))
        new.addWidget(self.topic, 1)
        new.addWidget(self.value, 2)
        new.addWidget(self.add)
        return new

    def _made_requests(self) -> QVBoxLayout:
        lines = QVBoxLayout()
        lines.setContentsMargins(16, 6, 16, 0)
        lines.setSpacing(4)
        top = QHBoxLayout()
        top.setSpacing(12)
        top.addWidget(self.requests_head, 1)
        top.addWidget(self.ask)
        lines.addLayout(top)
        lines.addWidget(self.requests)
        return lines

    def _show(self, found: Any) -> None:
        needs, notes, requests = found
        self.requests.set_rows(requests)
        self.requests.fit_height(REQUESTS_MAX)
        self.requests.setVisible(bool(requests))
        waiting = sum(row.status != "closed" for row in requests)
        self.requests_head.source.set_text(tr("{n} open", n=waiting) if requests else tr("none"))
        self.table.set_rows(needs)
        self.table.setVisible(bool(needs))
        self.empty.setVisible(not needs)
        self.notes.set_rows(notes)

    def _on_add(self) -> None:
        client_id, desk, today = self.client_id, self.context.desk, self.context.today
        values = {"topic": self.topic.text().strip(), "value": self.value.text().strip()}
        if client_id is not None:
            self._write(
                lambda: record_need(desk, desk.author, client_id, values, today=today),
                tr("Need recorded"),
                self.topic,
                self.value,
            )

    def _on_write(self) -> None:
        client_id, desk, text = self.client_id, self.context.desk, self.text.toPlainText().strip()
        if client_id is not None:
            self._write(lambda: write_note(desk, desk.author, client_id, text), tr("Note written"), self.text)

    def _write(self, job: Callable[[], Any], said: str, *fields: QLineEdit | QPlainTextEdit) -> None:
        """Save what stands in these fields: they are empty at once, and filled again where it is refused."""
        draft, written = self._draft, written_in(**self._fields)
        sent = {name: text for name, text in written.items() if self._fields[name] in fields}
        for field in fields:
            field.clear()

        def done(answer: Any) -> None:
            _row_id, changes = answer
            self.said.set_text("")
            self.context.bus.changed.emit(changes.rows)
            self.context.bus.notice_asked.emit(said, changes.action_id)

        def failed(error: KAMDeskError) -> None:
            if draft is self._draft:
                restore_into(**self._fields)(sent)
                self.said.set_runs(Run(error.text, "late", "small", mark="late"))
                return
            if draft is not None:
                draft.put(sent)
            self.context.jobs.failed.emit(error.text)

        self.context.jobs.write(job, done, owner=self, failed=failed)


def _need_columns(context: Context) -> list[Column]:
    def ink(row: NeedRow) -> str:
        return "text" if row.is_current else "text3"

    return [
        Column(key="topic", label=N_("About"), text=lambda row: row.topic, width=150, stretch=1, ink=ink,
               bold=lambda row: row.is_current),
        Column(key="value", label=N_("Expectation"), text=lambda row: row.value, width=200, stretch=3, ink=ink),
        Column(key="fulfilment", label=N_("How we do"), text=lambda row: row.fulfilment, width=150, stretch=2,
               ink="text2", private=True),
        Column(key="said_by", label=N_("Said by"), text=lambda row: row.said_by, width=90, ink="text2"),
        Column(key="said_on", label=N_("Said on"), width=90, right=True, ink=ink,
               text=lambda row: day_text(row.said_on, context.today),
               sort=lambda row: row.said_on.isoformat() if row.said_on else ""),
    ]  # fmt: skip


def _note_columns(context: Context) -> list[Column]:
    def second(row: NoteRow) -> str:
        return commas((moment_here_text(row.written_at, context.today), row.author))

    return [
        Column(key="text", label="", text=lambda row: row.text.split("\n")[0], second=second, second_ink="text3",
               stretch=1, tooltip=lambda row: row.text),
    ]  # fmt: skip
