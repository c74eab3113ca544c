"""A client's own facts: each is saved by itself; what this role may not change says who may. Also a new client."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtGui import QHideEvent
from PySide6.QtWidgets import QWidget

from kamdesk.base.errors import BadValue, KAMDeskError
from kamdesk.base.words import tr
from kamdesk.exchange.rights import may, why_not
from kamdesk.facts.shown import Around
from kamdesk.operations.clients import add_client, edit_client
from kamdesk.reads.client_facts import ClientFacts, Options, client_facts, reference_options
from kamdesk.records.clients import Client
from kamdesk.ui.kit.context import Context
from kamdesk.ui.kit.form import FactForm
from kamdesk.ui.kit.named import client_name
from kamdesk.ui.kit.side_panel import SidePanel

NEW_FACTS = ("legal_name", "other_name", "short_name", "grade", "industry_id", "owner_id", "city", "phone", "currency")
"""What is asked of a new client; the rest is learnt later."""


class FactsPanel(SidePanel):
    """Edit a client.

    Signals:
        edited: (sentence, action id) after each fact.
    """

    edited = Signal(str, object)

    def __init__(self, window: QWidget, context: Context) -> None:
        super().__init__(window, tr("Done"))
        self.context = context
        self._client_id = b""
        self._seen: dict[str, Any] = {}
        self.form: FactForm | None = None
        self.done_asked.connect(self._on_done)
        context.bus.changed.connect(self._on_changed)

    def open(self, client_id: bytes) -> None:
        """Show this client's facts."""
        self.leave_draft()
        self._client_id = client_id
        self._read(self._begin)

    def escape(self) -> None:
        if self.form is not None:
            self.form.finish()
        super().escape()

    def hideEvent(self, event: QHideEvent) -> None:
        """Before what is left is kept as a draft."""
        if self.form is not None:
            self.form.finish()
        super().hideEvent(event)

    def _read(self, then: Callable[[ClientFacts], None]) -> None:
        client_id = self._client_id
        self.context.jobs.read(lambda connection: client_facts(connection, client_id), then, owner=self, latest="facts")

    def _begin(self, found: ClientFacts) -> None:
        if found.sheet is None:
            return
        role = self.context.desk.author.role
        may_not = {name: why_not(Client, name) for name in Client.facts() if not may(role, Client, name)}
        self._seen = dict(found.sheet)
        self.form = _new_form(self, list(Client.facts()), found.options, may_not, self.form)
        self.form.set_values(found.sheet)
        self.form.edited.connect(self._on_edited)
        name = client_name(self._seen["short_name"] or self._seen["legal_name"], self._seen["other_name"])
        self.title.set_text(name)
        self.note.set_text(tr("Each fact is saved when you leave it."))
        self.begin_draft(self.context.settings, f"facts/{self._client_id.hex()}", self.form.typed, self.form.put_typed)
        self.open_panel()

    def _on_done(self) -> None:
        """What cannot be read stays open, with the reason at its field."""
        assert self.form is not None
        self.form.finish()
        if not self.form.typed():
            self.give_up()

    def _on_changed(self, changed: frozenset[tuple[str, bytes]]) -> None:
        """Undo, a sync or another room changed what is shown."""
        if self.isVisible() and (Client.word, self._client_id) in changed:
            self._read(self._refresh)

    def _refresh(self, found: ClientFacts) -> None:
        if found.sheet is not None and self.form is not None:
            self._seen.update(found.sheet)
            self.form.set_values(found.sheet)

    def _on_edited(self, name: str, value: Any) -> None:
        """Writes follow one another: what is changed twice in a row was last seen as it was first changed."""
        desk, client_id, form, seen = self.context.desk, self._client_id, self.form, self._seen
        before, seen[name] = seen[name], value

        def failed(error: KAMDeskError) -> None:
            seen[name] = before
            if form is not None and form is self.form:
                form.fields[name].say_refused(error.text)

        self.context.jobs.write(
            lambda: edit_client(desk, desk.author, client_id, {name: (before, value)}),
            lambda changes: self._saved(name, changes),
            owner=self,
            failed=failed,
        )

    def _saved(self, name: str, changes: Any) -> None:
        self.context.bus.changed.emit(changes.rows)
        self.edited.emit(tr("{fact} saved", fact=tr(Client.fact(name).label)), changes.action_id)


class NewClientPanel(SidePanel):
    """A client that no file brought.

    Signals:
        added: (sentence, action id, client id).
    """

    added = Signal(str, object, object)

    def __init__(self, window: QWidget, context: Context) -> None:
        super().__init__(window, tr("Add client"))
        self.context = context
        self.form: FactForm | None = None
        self.title.set_text(tr("New client"))
        self.done_asked.connect(self._save)

    def open(self) -> None:
        """Show an empty form."""
        self.context.jobs.read(reference_options, self._begin, owner=self, latest="options")

    def _begin(self, options: Options) -> None:
        self.form = _new_form(self, list(NEW_FACTS), options, {}, self.form)
        self.form.set_values({"currency": self.context.settings.text("currency")})
        self.note.set_text("")
        form, proposed = self.form, self.form.texts()
        self.begin_draft(
            self.context.settings,
            "new_client",
            lambda: {name: text for name, text in form.texts().items() if text != proposed[name]},
            form.put_typed,
        )
        self.open_panel()
        self.form.fields["legal_name"].editor().setFocus()

    def _save(self) -> None:
        assert self.form is not None
        try:
            values = {name: value for name, value in self.form.values().items() if value not in ("", None)}
        except BadValue as error:
            self.say_error(error.text)
            return
        desk = self.context.desk
        self.write(self.context.jobs, lambda: add_client(desk, desk.author, values), self._saved)

    def _saved(self, answer: Any) -> None:
        client_id, changes = answer
        self.context.bus.changed.emit(changes.rows)
        self.added.emit(tr("Client added"), changes.action_id, client_id)


def _new_form(
    panel: FactsPanel | NewClientPanel,
    names: list[str],
    options: Options,
    may_not: dict[str, str],
    old: FactForm | None,
) -> FactForm:
    """A form in the panel, in place of the one before."""
    if old is not None:
        panel.lines.removeWidget(old)
        old.deleteLater()
    context = panel.context
    named = {word: tuple((row_id, client_name(*names)) for row_id, *names in rows) for word, rows in options.items()}
    around = Around(currency=context.settings.text("currency"), today=context.today, options=named)
    form = FactForm([Client.fact(name) for name in names], around, may_not=may_not)
    panel.lines.addWidget(form)
    return form
