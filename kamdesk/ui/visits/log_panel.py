"""Log a visit from the keyboard in less than a minute: who was there, what was said, what was promised."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QPlainTextEdit, QVBoxLayout, QWidget

from kamdesk.base.clock import today_of
from kamdesk.base.errors import BadValue
from kamdesk.base.words import tr
from kamdesk.operations.visits import log_visit
from kamdesk.reads.visits import ToLog, to_log
from kamdesk.ui.kit.context import Context
from kamdesk.ui.kit.drafts import put_typed, typed_in
from kamdesk.ui.kit.fonts import pixel_font
from kamdesk.ui.kit.named import client_name
from kamdesk.ui.kit.side_panel import SidePanel
from kamdesk.ui.kit.words_block import Words
from kamdesk.ui.visits.moment_field import moment_of, moment_typed
from kamdesk.ui.visits.people_field import PeopleField
from kamdesk.ui.visits.promise_lines import PromiseLines

USUAL_LENGTH = timedelta(hours=1)
"""A visit whose end nobody wrote down lasted about an hour."""


class LogPanel(SidePanel):
    """The form.

    Signals:
        logged: (sentence, action id) after the visit was kept.
    """

    logged = Signal(str, object)

    def __init__(self, window: QWidget, context: Context) -> None:
        super().__init__(window, tr("Log visit"), width=520)
        self.context = context
        self._about: ToLog | None = None
        self.when = _line(tr("today 9:00"))
        self.place = _line()
        self.people = PeopleField()
        self.summary = QPlainTextEdit()
        self.summary.setFont(pixel_font("body"))
        self.summary.setFixedHeight(96)
        self.summary.setTabChangesFocus(True)
        self.promises = PromiseLines()
        self.need_topic, self.need_value = _line(tr("about what")), _line(tr("what they expect"))
        self.next_step = _line()
        self._lay_out()
        self.done_asked.connect(self._save)

    def open(self, client_id: bytes, visit_id: bytes | None = None) -> None:
        """Log a visit to this client: the one named, the one planned for today, or one that nobody planned."""
        today = self.context.today
        self.context.jobs.read(
            lambda connection: to_log(connection, client_id, today=today, visit_id=visit_id),
            self._begin,
            owner=self,
            latest="begin",
        )

    def _lay_out(self) -> None:
        for label, field in (
            (tr("What was said"), self.summary),
            (tr("Their people"), self.people),
            (tr("Promises, theirs and ours"), self.promises),
        ):
            self.lines.addWidget(Words(label, role="small", ink="text2"))
            self.lines.addWidget(field)
            self.lines.addSpacing(6)
        self.lines.addWidget(Words(tr("A need they named"), role="small", ink="text2"))
        self.lines.addLayout(_side_by_side(self.need_topic, self.need_value))
        self.lines.addSpacing(6)
        self.lines.addWidget(Words(tr("Next step"), role="small", ink="text2"))
        self.lines.addWidget(self.next_step)
        self.lines.addSpacing(6)
        self.lines.addLayout(_side_by_side(_labelled(tr("When"), self.when), _labelled(tr("Place"), self.place)))
        self.lines.addStretch(1)

    def _begin(self, about: ToLog | None) -> None:
        if about is None:
            return
        self.leave_draft()
        self._about = about
        planned = about.planned
        self.title.set_text(tr("Visit to {client}", client=client_name(about.client, about.client_other)))
        self.note.set_text(planned.purpose if planned else tr("Not planned before"))
        this_hour = self.context.desk.clock().astimezone().time().replace(minute=0, second=0, microsecond=0)
        now = datetime.combine(self.context.today, this_hour).astimezone()
        starts = planned.starts_at if planned and planned.starts_at else now
        self.when.setText(moment_typed(starts, self.context.today))
        self.place.setText(planned.place if planned else "")
        self.people.set_people(about.people, planned.contact_ids if planned else ())
        for field in (self.summary, self.next_step, self.need_topic, self.need_value):
            field.clear()
        self.promises.clear()
        self.begin_draft(self.context.settings, f"visit/{about.client_id.hex()}", self.texts, self._restore)
        self.open_panel()
        self.summary.setFocus()

    def texts(self) -> dict[str, str]:
        """What is typed, for the draft."""
        return {
            "summary": self.summary.toPlainText(), "next_step": self.next_step.text(),
            "need_topic": self.need_topic.text(), "need_value": self.need_value.text(), **self.promises.texts(),
            **typed_in(when=self.when, place=self.place),
        }  # fmt: skip

    def _restore(self, kept: dict[str, str]) -> None:
        self.summary.setPlainText(kept.get("summary", ""))
        self.next_step.setText(kept.get("next_step", ""))
        self.need_topic.setText(kept.get("need_topic", ""))
        self.need_value.setText(kept.get("need_value", ""))
        self.promises.restore(kept)
        for name, field in (("when", self.when), ("place", self.place)):
            if name in kept:
                put_typed(field, kept[name])

    def _save(self) -> None:
        about = self._about
        assert about is not None
        try:
            values, promises, needs = self._values(), self.promises.values(self.context.today), self._needs()
        except BadValue as error:
            self.say_error(error.text)
            return
        desk, visit_id = self.context.desk, about.planned.id if about.planned else None
        name = client_name(about.client, about.client_other)

        def saved(answer: Any) -> None:
            _visit_id, changes = answer
            self.context.bus.changed.emit(changes.rows)
            self.logged.emit(tr("Visit to {client} logged", client=name), changes.action_id)

        self.write(
            self.context.jobs,
            lambda: log_visit(
                desk, desk.author, about.client_id, values, visit_id=visit_id, promises=promises, needs=needs
            ),
            saved,
        )

    def _values(self) -> dict[str, Any]:
        starts = moment_of(self.when.text(), self.context.today)
        if today_of(starts) > self.context.today:
            raise BadValue(tr("A visit to come is planned, not logged."))
        about = self._about
        ends = about.planned.ends_at if about and about.planned and about.planned.ends_at else starts + USUAL_LENGTH
        return {
            "starts_at": starts, "ends_at": ends if ends > starts else starts + USUAL_LENGTH,
            "place": self.place.text().strip(), "contact_ids": self.people.ids(),
            "summary": self.summary.toPlainText().strip(), "next_step": self.next_step.text().strip(),
        }  # fmt: skip

    def _needs(self) -> list[dict[str, Any]]:
        topic, value = self.need_topic.text().strip(), self.need_value.text().strip()
        if not topic and not value:
            return []
        if not topic or not value:
            raise BadValue(tr("A need has a topic and what is expected."))
        return [{"topic": topic, "value": value}]


def _line(placeholder: str = "") -> QLineEdit:
    line = QLineEdit()
    line.setFont(pixel_font("body"))
    line.setPlaceholderText(placeholder)
    return line


def _labelled(label: str, field: QWidget) -> QWidget:
    holder = QWidget()
    lines = QVBoxLayout(holder)
    lines.setContentsMargins(0, 0, 0, 0)
    lines.setSpacing(2)
    lines.addWidget(Words(label, role="small", ink="text2"))
    lines.addWidget(field)
    return holder


def _side_by_side(*fields: QWidget) -> QHBoxLayout:
    line = QHBoxLayout()
    line.setSpacing(8)
    for field in fields:
        line.addWidget(field, 1)
    return line
