"""What stands in place of rows where there are none: why it is empty, what to do, one button."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from kamdesk.base.words import tr
from kamdesk.ui.kit.buttons import Button
from kamdesk.ui.kit.context import Context
from kamdesk.ui.kit.words_block import Paragraph


class EmptyState(QWidget):
    """Left aligned, no drawing.

    Signals:
        asked: the button was pressed.
    """

    asked = Signal()

    def __init__(
        self, why: str, what_to_do: str = "", button: str = "", *, icon: str = "", parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        lines = QVBoxLayout(self)
        lines.setContentsMargins(0, 8, 0, 8)
        lines.setSpacing(2)
        self.why = Paragraph(why, role="body_bold", ink="text")
        lines.addWidget(self.why)
        self._what = Paragraph(what_to_do)
        lines.addWidget(self._what)
        self._what.setHidden(not what_to_do)
        if button:
            lines.addSpacing(8)
            self.button = Button(button, icon=icon)
            self.button.clicked.connect(self.asked)
            lines.addWidget(self.button, 0, Qt.AlignmentFlag.AlignLeft)
        lines.addStretch(1)

    @staticmethod
    def without_data(context: Context, why: str, what_to_do: str) -> EmptyState:
        """Data are missing: the button leads where they come from."""
        button, icon = source_of(context)
        return EmptyState(why, what_to_do, button, icon=icon)

    def what_to_do(self) -> str:
        """The second sentence."""
        return self._what.text()

    def explain(self, why: str, what_to_do: str) -> None:
        """Say why it is empty in other words; the button leads where it did."""
        self.why.set_text(why)
        self._what.set_text(what_to_do)
        self._what.setVisible(bool(what_to_do))

    def say(self, why: str, what_to_do: str, button: str, *, icon: str = "") -> None:
        """Say something else: the same place is empty for another reason."""
        self.explain(why, what_to_do)
        self.button.setText(button)
        self.button.set_icon(icon)


def source_of(context: Context) -> tuple[str, str]:
    """What the place is called from which data come, and its icon."""
    return (tr("Office and sync"), "online") if context.gets_from_office else (tr("Import"), "import")


def clients_come(context: Context) -> str:
    """What to do where there is no client yet."""
    if context.gets_from_office:
        return tr("The office sends the clients whom you serve; your manager assigns them.")
    return tr("Import the list your ERP gives you, or add a first client.")
