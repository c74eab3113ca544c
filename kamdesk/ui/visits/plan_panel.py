"""Plan a visit: when, where, what for, whom, and at most three asks."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLineEdit, QPlainTextEdit, QWidget

from kamdesk.base.days import add_days
from kamdesk.base.errors import BadValue
from kamdesk.base.show import day_text
from kamdesk.base.words import tr
from kamdesk.operations.visits import plan_visit
from kamdesk.reads.visits import ToLog, to_log
from kamdesk.ui.kit.context import Context
from kamdesk.ui.kit.named import client_name
from kamdesk.ui.kit.side_panel import SidePanel
from kamdesk.ui.visits.log_panel import USUAL_LENGTH
from kamdesk.ui.visits.moment_field import moment_of
from kamdesk.ui.visits.people_field import PeopleField

ASKS_MAX = 3
"""More than three asks are none (MISSION D)."""


class PlanPanel(SidePanel):
    """The form.

    Signals:
        planned: (sentence, action id) after the visit was kept.
    """

    planned = Signal(str, object)

    def __init__(self, window: QWidget, context: Context) -> None:
        super().__init__(window, tr("Plan visit"))
        self.context = context
        self._about: ToLog | None = None
        self.when, self.place, self.purpose = QLineEdit(), QLineEdit(), QLineEdit()
        self.people = PeopleField()
        self.asks = QPlainTextEdit()
        self.asks.setFixedHeight(72)
        self.asks.setTabChangesFocus(True)
        self.when.setPlaceholderText(tr("tomorrow 9:00"))
        self.purpose.setPlaceholderText(tr("stands on the client's paper too"))
        self.asks.setPlaceholderText(tr("one line each, at most three"))
        self.ask_for(
            (tr("When"), self.when), (tr("Purpose"), self.purpose), (tr("Their people"), self.people),
            (tr("Asks"), self.asks), (tr("Place"), self.place),
        )  # fmt: skip
        self.lines.addStretch(1)
        self.done_asked.connect(self._save)

    def open(self, client_id: bytes) -> None:
        """Plan a visit to this client."""
        today = self.context.today
        self.context.jobs.read(
            lambda connection: to_log(connection, client_id, today=today), self._begin, owner=self, latest="begin"
        )

    def _begin(self, about: ToLog | None) -> None:
        if about is None:
            return
        self.leave_draft()
        self._about = about
        self.title.set_text(tr("Visit to {client}", client=client_name(about.client, about.client_other)))
        for field in (self.place, self.purpose, self.asks):
            field.clear()
        self.when.setText(f"{day_text(add_days(self.context.today, 1), self.context.today)} 9:00")
        self.people.set_people(about.people)
        self.note.set_text("")
        name, fields = f"plan/{about.client_id.hex()}", {"when": self.when, "place": self.place}
        self.keep_typed(self.context.settings, name, **fields, purpose=self.purpose, asks=self.asks)
        self.open_panel()
        self.when.setFocus()
        self.when.selectAll()

    def _save(self) -> None:
        about, desk = self._about, self.context.desk
        assert about is not None
        try:
            values = self._values()
        except BadValue as error:
            self.say_error(error.text)
            return
        name = client_name(about.client, about.client_other)

        def saved(answer: Any) -> None:
            _visit_id, changes = answer
            self.context.bus.changed.emit(changes.rows)
            self.planned.emit(tr("Visit to {client} planned", client=name), changes.action_id)

        self.write(self.context.jobs, lambda: plan_visit(desk, desk.author, about.client_id, values), saved)

    def _values(self) -> dict[str, Any]:
        starts = moment_of(self.when.text(), self.context.today)
        asks = [line.strip() for line in self.asks.toPlainText().splitlines() if line.strip()]
        if len(asks) > ASKS_MAX:
            raise BadValue(tr("At most {n} asks; the others are for the next visit.", n=ASKS_MAX))
        return {
            "starts_at": starts, "ends_at": starts + USUAL_LENGTH, "purpose": self.purpose.text().strip(),
            "place": self.place.text().strip(), "contact_ids": self.people.ids(), "asks": "\n".join(asks),
        }  # fmt: skip
