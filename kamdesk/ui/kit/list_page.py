"""The page of a list: head, a line of filters and keys, the sheet with its table, and what stands where rows lack."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from kamdesk.ui.kit.badges import KeyHint
from kamdesk.ui.kit.empty_state import EmptyState
from kamdesk.ui.kit.page import MARGIN, PageHead
from kamdesk.ui.kit.sheet_table import SheetTable
from kamdesk.ui.kit.sheets import FacedSheet


class ListPage(QWidget):
    """Put together once; the room fills the table and says whether there are rows."""

    def __init__(
        self,
        head: PageHead,
        table: SheetTable,
        empty: EmptyState,
        *,
        filters: Sequence[QWidget] = (),
        keys: Sequence[tuple[str, str]] = (),
    ) -> None:
        super().__init__()
        self._sheet = FacedSheet(table, empty)
        across = QHBoxLayout()
        across.setContentsMargins(MARGIN, 0, MARGIN, 10)
        across.setSpacing(14)
        for each in filters:
            across.addWidget(each, 0, Qt.AlignmentFlag.AlignVCenter)
        across.addStretch(1)
        for key, words in keys:
            across.addWidget(KeyHint(key, words))
        body = QHBoxLayout()
        body.setContentsMargins(MARGIN, 0, MARGIN, 0)
        body.addWidget(self._sheet)
        lines = QVBoxLayout(self)
        lines.setContentsMargins(0, 0, 0, 14)
        lines.setSpacing(0)
        lines.addWidget(head)
        lines.addLayout(across)
        lines.addLayout(body, 1)

    def show_rows(self, *, are_there: bool) -> None:
        """Show the table, or what to do."""
        self._sheet.show_face(0 if are_there else 1)
