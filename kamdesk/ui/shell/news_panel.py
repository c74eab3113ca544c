"""All notices since the window was opened; what can still be taken back is taken back from here."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from kamdesk.base.show import moment_here_text
from kamdesk.base.words import commas, tr
from kamdesk.ui.kit.columns import Column
from kamdesk.ui.kit.notice import News
from kamdesk.ui.kit.sheet_table import TWO_LINES, SheetTable
from kamdesk.ui.kit.side_panel import SidePanel


class NewsPanel(SidePanel):
    """The log of notices.

    Signals:
        undo_asked: the id of an action.
    """

    undo_asked = Signal(object)

    def __init__(self, window: QWidget) -> None:
        super().__init__(window, tr("Undo the chosen one"), leave=tr("Close"))
        self.title.set_text(tr("Notices"))
        self.table = SheetTable(_columns(), height=TWO_LINES, flush=True, header=False)
        self.lines.addWidget(self.table, 1)
        self.done_asked.connect(self._on_done)

    def open(self, news: Sequence[News]) -> None:
        """Show notices, the newest first."""
        self.table.set_rows(list(reversed(news)))
        self.note.set_text("" if news else tr("Nothing happened yet."))
        self.show_button(any(each.action_id is not None for each in news))
        self.open_panel()
        self.table.choose_first()
        self.table.setFocus()

    def _on_done(self) -> None:
        row = self.table.current_row()
        if isinstance(row, News) and row.action_id is not None:
            self.hide()
            self.undo_asked.emit(row.action_id)


def _columns() -> list[Column]:
    def second(row: News) -> str:
        can = tr("can be taken back") if row.action_id is not None else ""
        return commas((moment_here_text(row.moment), can)) or " "

    return [Column(key="text", label="", text=lambda row: row.text, second=second, second_ink="text3", stretch=1)]
