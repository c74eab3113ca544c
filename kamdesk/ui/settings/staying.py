"""Stay signed in on this laptop: offered where the system has a keyring and the office allows it."""

from __future__ import annotations

from PySide6.QtWidgets import QVBoxLayout, QWidget

from kamdesk.base.words import tr
from kamdesk.storage.contact import demands_of
from kamdesk.storage.signed_in import has_keyring, is_signed_in, sign_out, stay_signed_in
from kamdesk.ui.kit.buttons import Button
from kamdesk.ui.kit.context import Context
from kamdesk.ui.kit.words_block import Paragraph


class Staying(QWidget):
    """One sentence and one button; hidden until it is known that there is something to offer."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self.said = Paragraph("", role="small")
        self.button = Button(tr("Stay signed in on this computer"), icon="key")
        lines = QVBoxLayout(self)
        lines.setContentsMargins(0, 0, 0, 0)
        lines.setSpacing(6)
        lines.addWidget(self.said)
        lines.addWidget(self.button)
        self.hide()
        self.button.clicked.connect(self._on_clicked)
        self.look()

    def look(self) -> None:
        """Ask the system, beside the window; the answer decides what is offered."""
        desk = self._context.desk

        def found() -> tuple[bool, bool]:
            return is_signed_in(desk.folder), demands_of(desk).stay_signed_in and has_keyring()

        self._context.jobs.work(found, self._show, owner=self)

    def _show(self, state: tuple[bool, bool]) -> None:
        is_in, is_offered = state
        self.setVisible(is_in or is_offered)
        self._is_in = is_in
        if is_in:
            self.said.set_text(tr("This desk opens for whoever is signed in to this computer."))
            self.button.setText(tr("Ask for the password again"))
        else:
            self.said.set_text(tr("This computer's keyring can open the desk in place of the password."))
            self.button.setText(tr("Stay signed in on this computer"))

    def _on_clicked(self) -> None:
        desk, is_in = self._context.desk, self._is_in

        def job() -> None:
            if is_in:
                sign_out(desk.folder)
            else:
                stay_signed_in(desk.folder, desk.key)

        self._context.jobs.write(job, lambda _done: self.look(), owner=self)
