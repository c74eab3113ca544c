"""The right edge of the room: the chosen person to read, or the form in which they are edited, added or retired."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from PySide6.QtCore import QPoint, Signal
from PySide6.QtGui import QGuiApplication, QHideEvent
from PySide6.QtWidgets import QMenu, QStackedWidget

from kamdesk.base.errors import KAMDeskError
from kamdesk.base.words import tr
from kamdesk.exchange.actions import Changes
from kamdesk.facts.shown import Around
from kamdesk.operations.act import edit_facts
from kamdesk.operations.contacts import add_contact, change_manager, fill_seat, retire_contact
from kamdesk.records.contacts import Contact
from kamdesk.ui.kit.context import Context
from kamdesk.ui.kit.drafts import Drafts
from kamdesk.ui.org_chart.board import Board, name_of
from kamdesk.ui.org_chart.detail_pane import DetailPane
from kamdesk.ui.org_chart.person_form import PersonForm


class PersonDesk(QStackedWidget):
    """Pane and form in one place; every write is an operation with its notice and undo.

    Signals:
        visit_asked: plan a visit to this person (id).
        history_asked: who changed this person (id).
    """

    visit_asked = Signal(object)
    history_asked = Signal(object)

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self._board: Board | None = None
        self._key: bytes | None = None
        self.pane = DetailPane()
        self._form: PersonForm | None = None
        self.addWidget(self.pane)
        self.setFixedWidth(self.pane.width())
        self.pane.visit_asked.connect(self.visit_asked)
        self.pane.edit_asked.connect(self.edit_person)
        self._draft: Drafts | None = None

    @property
    def form(self) -> PersonForm:
        """Made when somebody is first edited: a chart that is only read does without its fields."""
        if self._form is None:
            self._form = form = PersonForm(Around(currency="", today=self._context.today))
            self.addWidget(form)
            form.closed.connect(self._on_closed)
            form.edited.connect(self._on_edited)
            form.manager_chosen.connect(self._on_manager)
            form.added.connect(self._on_added)
            form.retired.connect(self._on_retired)
        return self._form

    def show_board(self, board: Board) -> None:
        """Another chart: the person chosen is shown as they stand in it."""
        if self._board is not None and self._board.page.client_id != board.page.client_id:
            self._key = None
            self._leave_form()
        self._board = board
        if self._form is not None and (person := self._person(self._key)) is not None:
            self._form.show_again(person)
        self._show()

    def show_person(self, key: bytes | None) -> None:
        """Show a person, or nobody; a form that is open closes, unless a new person is being typed in it."""
        if key != self._key:
            self._key = key
            if not self._is_adding():
                self._leave_form()
        self._show()

    def set_client_safe(self, safe: bool) -> None:  # noqa: FBT001  (a Qt slot)
        """Read only, and without what we think of the person."""
        if safe:
            self._leave_form()
        self._show()

    def edit_person(self, key: bytes | None) -> None:
        """Open the form for a person."""
        person = self._person(key)
        if person is None or self._board is None or self._context.client_safe:
            return
        self._leave_form()
        self._key = key
        self.form.show_person(person, self._board, manager=self._board.tree.manager.get(person.id))
        self.setCurrentWidget(self.form)

    def add_person(self, manager: bytes | None) -> None:
        """Open the form for a new person, under the one chosen."""
        if self._board is None:
            return
        self._leave_form()
        self.form.show_person(None, self._board, manager=manager)
        name = f"person/{self._board.page.client_id.hex()}"
        self._draft = Drafts(self._context.settings, name, self.form.typed, self)
        self.form.form.put_typed(self._draft.kept())
        self._draft.start()
        self.setCurrentWidget(self.form)

    def show_menu(self, key: bytes, place: QPoint) -> None:
        """What can be done with a box."""
        person = self._person(key)
        if person is None:
            return
        menu = QMenu(self)
        menu.addAction(tr("Edit"), lambda: self.edit_person(key))
        menu.addAction(tr("Add a person below"), lambda: self.add_person(key))
        menu.addAction(tr("Plan a visit"), lambda: self.visit_asked.emit(key))
        menu.addAction(tr("Who changed this"), lambda: self.history_asked.emit(key))
        menu.addSeparator()
        for text in filter(None, (name_of(person), person.mobile, person.phone, person.email)):
            menu.addAction(tr("Copy {text}", text=text), partial(QGuiApplication.clipboard().setText, text))
        menu.exec(place)

    def hideEvent(self, event: QHideEvent) -> None:
        """Another room, or the end of the program: what was typed is offered again."""
        super().hideEvent(event)
        if self._draft is not None:
            self._draft.keep()

    def _is_adding(self) -> bool:
        return self._draft is not None and bool(self._draft.texts())

    def _leave_form(self) -> None:
        """Back to the pane; what was typed of a new person is kept for the next time."""
        if self._draft is not None:
            self._draft.leave()
            self._draft = None
        self.setCurrentWidget(self.pane)

    def _on_closed(self) -> None:
        """Given up."""
        if self._draft is not None:
            self._draft.forget()
            self._draft = None
        self.setCurrentWidget(self.pane)

    def _show(self) -> None:
        person = self._person(self._key)
        self.pane.show_person(person, self._board, client_safe=self._context.client_safe)

    def _person(self, key: bytes | None) -> Any:
        return self._board.people.get(key) if self._board is not None and key is not None else None

    def _on_edited(self, name: str, value: object) -> None:
        person = self._person(self._key)
        if person is None:
            return
        desk, key, seen = self._context.desk, person.id, getattr(person, name)
        if name == "name" and person.is_vacant:
            day = self._context.today
            self._write(lambda: fill_seat(desk, desk.author, key, {"name": value}, today=day), tr("Seat filled"))
            return
        self._write(
            lambda: edit_facts(desk, desk.author, Contact, key, {name: (seen, value)}),
            tr("{fact} saved", fact=tr(Contact.fact(name).label)),
            at=name,
        )

    def _on_manager(self, manager: object) -> None:
        desk, key, day = self._context.desk, self._key, self._context.today
        assert isinstance(manager, bytes | None)
        if key is not None:
            self._write(
                lambda: change_manager(desk, desk.author, key, manager, today=day), tr("Reporting line changed")
            )

    def _on_added(self, values: dict[str, Any], manager: bytes | None) -> None:
        desk = self._context.desk
        if self._board is None:
            return
        client_id, managers = self._board.page.client_id, (manager,) if manager else ()

        def add() -> Changes:
            self._key, changes = add_contact(desk, desk.author, client_id, values, manager_ids=managers)
            return changes

        self._write(add, tr("{name} added", name=values["name"]), close=True)

    def _on_retired(self, keep_seat: bool) -> None:  # noqa: FBT001  (a Qt slot)
        desk, person, day = self._context.desk, self._person(self._key), self._context.today
        if person is not None:
            words = tr("{name} left, the seat is vacant") if keep_seat else tr("{name} left")
            self._write(
                lambda: retire_contact(desk, desk.author, person.id, today=day, keep_seat=keep_seat),
                words.format(name=name_of(person)),
                close=True,
            )

    def _write(self, job: Callable[[], Changes], words: str, *, at: str = "", close: bool = False) -> None:
        def done(changes: Changes) -> None:
            if close:
                self._on_closed()
            self._context.bus.changed.emit(changes.rows)
            self._context.bus.notice_asked.emit(words, changes.action_id)

        def failed(error: KAMDeskError) -> None:
            self.form.say_error(at, error.text)

        self._context.jobs.write(job, done, owner=self, failed=failed)
