"""What stands in the client view while no client's page is open: nothing of anybody."""

from __future__ import annotations

from PySide6.QtWidgets import QVBoxLayout, QWidget

from kamdesk.base.words import tr
from kamdesk.ui.kit.empty_state import EmptyState


class Curtain(QWidget):
    """An empty page that says how to go on."""

    def __init__(self) -> None:
        super().__init__()
        lines = QVBoxLayout(self)
        lines.setContentsMargins(20, 20, 20, 20)
        lines.addWidget(
            EmptyState(tr("Client view."), tr("F9 brings everything back; open a client first to show it."))
        )
