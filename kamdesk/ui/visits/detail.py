"""Everything about one visit: time, people, asks, what was said, the next step."""

from __future__ import annotations

from PySide6.QtWidgets import QScrollArea, QVBoxLayout, QWidget

from kamdesk.base.words import tr
from kamdesk.reads.visits import VisitRow
from kamdesk.ui.kit.context import Context
from kamdesk.ui.kit.named import client_name
from kamdesk.ui.kit.words_block import Paragraph, Words

WIDTH = 276


class VisitDetail(QScrollArea):
    """The rail beside the list."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self.context = context
        self.setFixedWidth(WIDTH)
        self.setWidgetResizable(True)
        self._inside: QWidget | None = None
        self.show_visit(None)

    def show_visit(self, row: VisitRow | None) -> None:
        """Show a visit, or nothing."""
        inside = QWidget()
        inside.setObjectName("page")
        lines = QVBoxLayout(inside)
        lines.setContentsMargins(0, 2, 8, 0)
        lines.setSpacing(2)
        if row is not None:
            lines.addWidget(Words(client_name(row.client, row.client_other), role="subtitle"))
            lines.addWidget(Words(row.place, role="small", ink="text2"))
            for label, texts in (
                (tr("Purpose"), (row.purpose,)), (tr("Asks"), row.asks), (tr("Their people"), row.theirs),
                (tr("Our people"), row.ours), (tr("What was said"), (row.summary,)),
                (tr("Next step"), (row.next_step,)),
            ):  # fmt: skip
                _add(lines, label, [text for text in texts if text])
        lines.addStretch(1)
        self.setWidget(inside)


def _add(lines: QVBoxLayout, label: str, texts: list[str]) -> None:
    if not texts:
        return
    lines.addSpacing(10)
    lines.addWidget(Words(label, role="small", ink="text3"))
    for text in texts:
        lines.addWidget(Paragraph(text, role="body", ink="text"))
