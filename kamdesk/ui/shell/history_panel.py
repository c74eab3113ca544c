"""Who changed a record, when and where: what this laptop knows at once, the whole of it from the office."""

from __future__ import annotations

from functools import partial

from PySide6.QtWidgets import QWidget

from kamdesk.base.errors import KAMDeskError
from kamdesk.base.words import commas, tr
from kamdesk.exchange.http_words import History
from kamdesk.operations.record_history import RecordHistory, record_history
from kamdesk.storage.outbox import KEPT_DAYS
from kamdesk.sync.office_history import office_history
from kamdesk.sync.state import SyncState
from kamdesk.ui.kit.context import Context
from kamdesk.ui.kit.history_rows import two_line_columns
from kamdesk.ui.kit.sheet_table import TWO_LINES, SheetTable
from kamdesk.ui.kit.side_panel import SidePanel
from kamdesk.ui.kit.words_block import Paragraph


class HistoryPanel(SidePanel):
    """The changes of one record, newest first; nothing of it is kept."""

    def __init__(self, window: QWidget, context: Context) -> None:
        super().__init__(window, "", leave=tr("Close"))
        self.context = context
        self._word, self._row_id, self._scope_id = "", b"", b""
        self._is_whole = False
        self.how_far = Paragraph("", role="small")
        self.table = SheetTable(two_line_columns(context.today), height=TWO_LINES, flush=True, header=False)
        self.lines.addWidget(self.how_far)
        self.lines.addWidget(self.table, 1)
        self.show_button(False)
        context.sync.changed.connect(self._on_state)

    def open(self, word: str, row_id: bytes) -> None:
        """Show what this laptop knows, and ask the office."""
        self._word, self._row_id, self._scope_id, self._is_whole = word, row_id, b"", False
        desk, today = self.context.desk, self.context.today
        job = partial(record_history, desk, word, row_id, today=today)
        self.context.jobs.work(job, self._begin, owner=self, latest="history")

    def texts(self) -> list[str]:
        """What is written, for readers and tests."""
        return [self.how_far.text(), *(step.what for step in self.table.rows_model.rows)]

    def _begin(self, found: RecordHistory) -> None:
        self._scope_id = found.scope_id
        self.title.set_text(tr("Who changed this"))
        self.note.set_text(commas((found.name, found.label)))
        self._show(found)
        self._say(tr("On this laptop"))
        self.open_panel()
        self.table.setFocus()
        self._ask()

    def _show(self, found: RecordHistory) -> None:
        safe = self.context.client_safe
        self.table.set_rows([step for step in found.steps if not (safe and step.private)])

    def _ask(self) -> None:
        state = self.context.sync.state
        if state.is_own:
            self._say(tr("This desk has no office: shown is what was written here in the last {days} days.",
                         days=KEPT_DAYS))  # fmt: skip
        elif not state.is_online:
            self._say_why_not(tr("The office is not reached."))
        else:
            self._say(tr("Asking the office"))
            desk, about = self.context.desk, (self._word, self._scope_id, self._row_id)
            self.context.jobs.work(
                lambda: office_history(desk, *about), self._on_told, owner=self, latest="office_history",
                failed=self._on_failed,
            )  # fmt: skip

    def _on_told(self, told: History) -> None:
        self._is_whole = True
        desk, today, steps = self.context.desk, self.context.today, told.steps
        job = partial(record_history, desk, self._word, self._row_id, today=today, told=steps)
        self.context.jobs.work(job, self._show, owner=self, latest="history")
        if told.is_cut:
            self._say(tr("The newest {n} changes; the office has older ones.", n=len(steps)))
        elif steps:
            self._say(tr("Everything that people changed, as the office has it; imports are not told here."))
        else:
            self._say(tr("Nobody has changed this since it came to the office; imports are not told here."))

    def _on_failed(self, error: KAMDeskError) -> None:
        self._say_why_not(error.text)

    def _on_state(self, state: SyncState) -> None:
        """The network is back: the rest comes by itself."""
        if self.isVisible() and not self._is_whole and state.is_online and self._scope_id:
            self._ask()

    def _say_why_not(self, why: str) -> None:
        rest = tr("Shown is what was written on this laptop in the last {days} days; the rest stands at the office.",
                  days=KEPT_DAYS)  # fmt: skip
        self._say(tr("{why} {rest}", why=why, rest=rest))

    def _say(self, sentence: str) -> None:
        self.how_far.set_text(sentence)
