"""Take down what a client asked, or close it with its answer."""

from __future__ import annotations

from datetime import UTC, datetime, time
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLineEdit, QPlainTextEdit, QWidget

from kamdesk.base.errors import BadValue
from kamdesk.base.words import commas, tr
from kamdesk.operations.requests import close_request, record_request
from kamdesk.reads.requests import RequestRow
from kamdesk.reads.visits import ToLog, to_log
from kamdesk.records.visits import REQUEST_KINDS
from kamdesk.ui.kit.choice_box import ChoiceBox
from kamdesk.ui.kit.context import Context
from kamdesk.ui.kit.fonts import pixel_font
from kamdesk.ui.kit.named import client_name
from kamdesk.ui.kit.side_panel import SidePanel
from kamdesk.ui.kit.typed import day_of
from kamdesk.ui.kit.words_block import Words

END_OF_WORK = time(18)
"""A request is due at the end of its day, where this machine stands."""


class NewRequestPanel(SidePanel):
    """Record one.

    Signals:
        recorded: (sentence, action id).
    """

    recorded = Signal(str, object)

    def __init__(self, window: QWidget, context: Context) -> None:
        super().__init__(window, tr("Record request"))
        self.context = context
        self._client_id = b""
        self.what, self.due = QLineEdit(), QLineEdit()
        self.what.setPlaceholderText(tr("what they asked"))
        self.due.setPlaceholderText("+7")
        self.kind, self.asked_by = ChoiceBox(), ChoiceBox()
        for value, label in REQUEST_KINDS.items():
            self.kind.addItem(tr(label), value)
        self.ask_for(
            (tr("What"), self.what), (tr("Kind of request"), self.kind), (tr("Asked by"), self.asked_by),
            (tr("Due"), self.due),
        )  # fmt: skip
        self.lines.addStretch(1)
        self.title.set_text(tr("New request"))
        self.done_asked.connect(self._save)

    def open(self, client_id: bytes) -> None:
        """Record what this client asked."""
        self.leave_draft()
        self._client_id = client_id
        self.what.clear()
        self.due.clear()
        self.kind.setCurrentIndex(0)
        self.asked_by.clear()
        self.note.set_text("")
        today = self.context.today
        self.context.jobs.read(
            lambda connection: to_log(connection, client_id, today=today), self._fill, owner=self, latest="people"
        )
        self.keep_typed(self.context.settings, f"request/{client_id.hex()}", what=self.what, due=self.due)
        self.open_panel()
        self.what.setFocus()

    def _fill(self, found: ToLog | None) -> None:
        if found is None:
            return
        self.note.set_text(commas((client_name(found.client, found.client_other), self.note.text())))
        self.asked_by.addItem(tr("nobody named"), None)
        for person in found.people:
            self.asked_by.addItem(commas((person.name, person.post)), person.id)

    def _save(self) -> None:
        desk, client_id, today = self.context.desk, self._client_id, self.context.today
        values: dict[str, Any] = {
            "summary": self.what.text().strip(), "kind": self.kind.currentData(),
            "contact_id": self.asked_by.currentData(),
        }  # fmt: skip
        try:
            due_on = day_of(self.due.text(), today)
        except BadValue as error:
            self.say_error(error.text)
            return
        if due_on is not None:
            values["due_at"] = datetime.combine(due_on, END_OF_WORK).astimezone(UTC)
        self.write(self.context.jobs, lambda: record_request(desk, desk.author, client_id, values), self._saved)

    def _saved(self, answer: Any) -> None:
        _request_id, changes = answer
        self.context.bus.changed.emit(changes.rows)
        self.recorded.emit(tr("Request recorded"), changes.action_id)


class RequestPanel(SidePanel):
    """Close one.

    Signals:
        closed: (sentence, action id).
    """

    closed = Signal(str, object)

    def __init__(self, window: QWidget, context: Context) -> None:
        super().__init__(window, tr("Close request"))
        self.context = context
        self._row: RequestRow | None = None
        self.answer = QPlainTextEdit()
        self.answer.setFont(pixel_font("body"))
        self.answer.setFixedHeight(84)
        self.answer.setTabChangesFocus(True)
        self.lines.addWidget(Words(tr("Answer"), role="small", ink="text2"))
        self.lines.addWidget(self.answer)
        self.lines.addStretch(1)
        self.done_asked.connect(self._save)

    def open(self, row: RequestRow) -> None:
        """Close this request."""
        self.leave_draft()
        self._row = row
        self.title.set_text(row.summary)
        self.note.set_text(commas((row.number, client_name(row.client, row.client_other), row.asked_by)))
        self.answer.clear()
        self.keep_typed(self.context.settings, f"answer/{row.id.hex()}", answer=self.answer)
        self.open_panel()
        self.answer.setFocus()

    def _save(self) -> None:
        row, desk, answer = self._row, self.context.desk, self.answer.toPlainText().strip()
        assert row is not None
        self.write(self.context.jobs, lambda: close_request(desk, desk.author, row.id, answer), self._saved)

    def _saved(self, changes: Any) -> None:
        self.context.bus.changed.emit(changes.rows)
        self.closed.emit(tr("Request closed"), changes.action_id)
