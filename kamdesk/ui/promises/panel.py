"""Close a promise as kept, broken or withdrawn, or record a new one."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLineEdit, QWidget

from kamdesk.base.errors import BadValue
from kamdesk.base.show import day_text
from kamdesk.base.words import commas, tr
from kamdesk.operations.promises import close_promise, record_promise
from kamdesk.reads.client_page import PromiseRow
from kamdesk.ui.kit.buttons import Segmented
from kamdesk.ui.kit.context import Context
from kamdesk.ui.kit.fonts import pixel_font
from kamdesk.ui.kit.named import client_name
from kamdesk.ui.kit.side_panel import SidePanel
from kamdesk.ui.kit.typed import day_of
from kamdesk.ui.kit.words_block import Words


class PromisePanel(SidePanel):
    """Close one.

    Signals:
        closed: (sentence, action id).
    """

    closed = Signal(str, object)

    def __init__(self, window: QWidget, context: Context) -> None:
        super().__init__(window, tr("Close promise"))
        self.context = context
        self._row: PromiseRow | None = None
        self.outcome = Segmented([("kept", tr("kept")), ("broken", tr("broken")), ("withdrawn", tr("withdrawn"))])
        self.day, self.evidence = _line(), _line(tr("what shows it"))
        for label, field in ((tr("Outcome"), self.outcome), (tr("On"), self.day), (tr("Evidence"), self.evidence)):
            self.lines.addWidget(Words(label, role="small", ink="text2"))
            self.lines.addWidget(field)
            self.lines.addSpacing(6)
        self.lines.addStretch(1)
        self.done_asked.connect(self._save)

    def open(self, row: PromiseRow) -> None:
        """Close this promise."""
        self.leave_draft()
        self._row = row
        self.title.set_text(row.what)
        side = tr("ours") if row.side == "ours" else tr("theirs")
        due = tr("due {day}", day=day_text(row.due_on, self.context.today)) if row.due_on else ""
        parts = [client_name(row.client, row.client_other), side, row.who, due]
        self.note.set_text(commas(parts))
        self.outcome.choose("kept")
        self.day.setText(day_text(self.context.today, self.context.today))
        self.evidence.clear()
        self.keep_typed(self.context.settings, f"promise/{row.id.hex()}", day=self.day, evidence=self.evidence)
        self.open_panel()
        self.outcome.setFocus()

    def _save(self) -> None:
        row, desk = self._row, self.context.desk
        assert row is not None
        try:
            day = day_of(self.day.text(), self.context.today) or self.context.today
        except BadValue as error:
            self.say_error(error.text)
            return
        outcome, evidence = self.outcome.current(), self.evidence.text().strip()
        said = {"kept": tr("Promise kept"), "broken": tr("Promise broken"), "withdrawn": tr("Promise withdrawn")}

        def saved(changes: Any) -> None:
            self.context.bus.changed.emit(changes.rows)
            self.closed.emit(said[outcome], changes.action_id)

        self.write(
            self.context.jobs,
            lambda: close_promise(desk, desk.author, row.id, outcome, closed_on=day, evidence=evidence),
            saved,
        )


class NewPromisePanel(SidePanel):
    """Record one.

    Signals:
        recorded: (sentence, action id).
    """

    recorded = Signal(str, object)

    def __init__(self, window: QWidget, context: Context) -> None:
        super().__init__(window, tr("Record promise"))
        self.context = context
        self._client_id = b""
        self.side = Segmented([("ours", tr("ours")), ("theirs", tr("theirs"))])
        self.what, self.due = _line(tr("what was promised")), _line("+7")
        for label, field in ((tr("What"), self.what), (tr("Due"), self.due), (tr("Whose"), self.side)):
            self.lines.addWidget(Words(label, role="small", ink="text2"))
            self.lines.addWidget(field)
            self.lines.addSpacing(6)
        self.lines.addStretch(1)
        self.title.set_text(tr("New promise"))
        self.done_asked.connect(self._save)

    def open(self, client_id: bytes) -> None:
        """Record a promise at this client."""
        self.leave_draft()
        self._client_id = client_id
        self.what.clear()
        self.due.clear()
        self.note.set_text("")
        self.keep_typed(self.context.settings, f"new_promise/{client_id.hex()}", what=self.what, due=self.due)
        self.open_panel()
        self.what.setFocus()

    def _save(self) -> None:
        desk, client_id, today = self.context.desk, self._client_id, self.context.today
        try:
            due_on = day_of(self.due.text(), today)
        except BadValue as error:
            self.say_error(error.text)
            return
        values: dict[str, Any] = {"side": self.side.current(), "what": self.what.text().strip(), "due_on": due_on}
        if values["side"] == "ours" and desk.author.employee_id:
            values["employee_id"] = desk.author.employee_id
        self.write(
            self.context.jobs, lambda: record_promise(desk, desk.author, client_id, values, today=today), self._saved
        )

    def _saved(self, answer: Any) -> None:
        _promise_id, changes = answer
        self.context.bus.changed.emit(changes.rows)
        self.recorded.emit(tr("Promise recorded"), changes.action_id)


def _line(placeholder: str = "") -> QLineEdit:
    line = QLineEdit()
    line.setFont(pixel_font("body"))
    line.setPlaceholderText(placeholder)
    return line
