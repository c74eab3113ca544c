"""How the desk stands with its office: in sentences, the sync in hand, the last ones, and a button for one more."""

from __future__ import annotations

from datetime import date

from PySide6.QtWidgets import QLineEdit, QProgressBar, QVBoxLayout, QWidget

from kamdesk.base.words import tr
from kamdesk.sync.office_errors import Copied, ShutOut, Slower, WrongPassword
from kamdesk.sync.state import Ended, Phase, SyncState
from kamdesk.ui.kit.columns import Column
from kamdesk.ui.kit.context import Context
from kamdesk.ui.kit.sheet_table import TWO_LINES, SheetTable
from kamdesk.ui.kit.side_panel import SidePanel
from kamdesk.ui.kit.words_block import Paragraph, Words
from kamdesk.ui.shell.sync_words import PASSING, ended_first, ended_second, progress, sentences

ROWS_SHOWN = 12
SIGNS_IN = (Copied.name, ShutOut.name, WrongPassword.name, Slower.name)
"""The file was copied or put back from a backup, or the office was: its person signs in once more."""


class SyncPanel(SidePanel):
    """What went, what came, what waits."""

    def __init__(self, window: QWidget, context: Context) -> None:
        super().__init__(window, tr("Sync now"), leave=tr("Close"))
        self.context = context
        self.title.set_text(tr("Office"))
        self._sentences = QWidget()
        self._lines = QVBoxLayout(self._sentences)
        self._lines.setContentsMargins(0, 4, 0, 8)
        self._lines.setSpacing(6)
        self.bar = QProgressBar()
        self.bar.setRange(0, 1000)
        self.bar.setTextVisible(False)
        self.going = Words("", role="small", ink="text2")
        self.history_head = Words(tr("The last syncs"), role="body_bold")
        self.history = SheetTable(_columns(context.today), height=TWO_LINES, flush=True, header=False)
        for part in (self._sentences, self.bar, self.going, self.history_head):
            self.lines.addWidget(part)
        self.lines.addWidget(self.history, 1)
        self.password = QLineEdit()
        self.password.setEchoMode(QLineEdit.EchoMode.Password)
        self.password.setAccessibleName(tr("Password"))
        self.password.setPlaceholderText(tr("Your password at the office"))
        self.lines.insertWidget(1, self.password)
        self.password.returnPressed.connect(self._on_asked)
        self.done_asked.connect(self._on_asked)
        context.sync.changed.connect(self._show_if_open)

    def open(self) -> None:
        """Show how it stands."""
        self._show(self.context.sync.state)
        self.open_panel()
        self._may_ask(self.context.sync.state)
        self.history.setFocus()

    def texts(self) -> list[str]:
        """The sentences."""
        found = [self._lines.itemAt(at) for at in range(self._lines.count())]
        return [widget.text() for item in found if item and isinstance(widget := item.widget(), Paragraph)]

    def _show_if_open(self, state: SyncState) -> None:
        if self.isVisible():
            self._show(state)
            self._may_ask(state)

    def _show(self, state: SyncState) -> None:
        while (taken := self._lines.takeAt(0)) is not None:
            widget = taken.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        for text, kind in sentences(state, self.context.today):
            self._lines.addWidget(Paragraph(text, ink=kind or "text"))
        self.note.set_text(state.office)
        self.password.setVisible(state.trouble in SIGNS_IN)
        is_going = state.phase is not Phase.IDLE
        self.bar.setVisible(is_going)
        self.bar.setValue(int(1000 * state.share))
        self.going.setVisible(is_going)
        self.going.set_text(progress(state) if is_going else "")
        self.history_head.setVisible(bool(state.history))
        self.history.set_rows(state.history[:ROWS_SHOWN])

    def _may_ask(self, state: SyncState) -> None:
        self.show_button(not state.is_own)
        self.button.setEnabled(state.phase is Phase.IDLE)
        self.button.setText(tr("Sign in") if state.trouble in SIGNS_IN else tr("Sync now"))

    def _on_asked(self) -> None:
        state = self.context.sync.state
        if state.trouble in SIGNS_IN and self.password.text():
            self.context.sync.sign_in_asked.emit(self.password.text())
            self.password.clear()
        elif not state.is_own:
            self.context.sync.asked.emit()


def _columns(today: date) -> list[Column]:
    def passes(row: Ended) -> bool:
        return row.trouble in PASSING

    return [
        Column(key="sync", label="", stretch=1, text=lambda row: ended_first(row, today),
               mark=lambda row: "" if not row.trouble else "cold" if passes(row) else "late",
               mark_ink=lambda row: "text3" if passes(row) else "late",
               second=ended_second, second_ink="text3", tooltip=ended_second),
    ]  # fmt: skip
