"""Show the desk as it stood on another day."""

from __future__ import annotations

from PySide6.QtWidgets import QLineEdit, QWidget

from kamdesk.base.errors import BadValue
from kamdesk.base.show import day_text
from kamdesk.base.words import tr
from kamdesk.ui.kit.buttons import Button
from kamdesk.ui.kit.context import Context
from kamdesk.ui.kit.fonts import pixel_font
from kamdesk.ui.kit.side_panel import SidePanel
from kamdesk.ui.kit.typed import day_of
from kamdesk.ui.kit.words_block import Paragraph, Words


class DayPanel(SidePanel):
    """One field for the day."""

    def __init__(self, window: QWidget, context: Context) -> None:
        super().__init__(window, tr("Show this day"), width=360)
        self.context = context
        self.title.set_text(tr("As of another day"))
        self.day = QLineEdit()
        self.day.setFont(pixel_font("body"))
        self.day.setPlaceholderText("2026-09-30, 30 Sep, 09-30, -30")
        self.again = Button(tr("Show today again"))
        self.lines.addWidget(Words(tr("Day"), role="small", ink="text2"))
        self.lines.addWidget(self.day)
        self.lines.addWidget(Paragraph(tr("Receipts and shipments after that day do not count; Esc returns to today.")))
        self.lines.addSpacing(8)
        self.lines.addWidget(self.again)
        self.lines.addStretch(1)
        self.done_asked.connect(self._on_done)
        self.day.returnPressed.connect(self._on_done)
        self.again.clicked.connect(self._on_again)

    def open(self) -> None:
        """Ask."""
        self.day.setText(day_text(self.context.as_of))
        self.open_panel()
        self.day.setFocus()
        self.day.selectAll()

    def _on_done(self) -> None:
        try:
            day = day_of(self.day.text(), self.context.today)
        except BadValue as error:
            self.say_error(error.text)
            return
        if day is not None and day > self.context.today:
            self.say_error(tr("That day is still to come."))
            return
        self.hide()
        self.context.show_day(day)

    def _on_again(self) -> None:
        self.hide()
        self.context.show_day(None)
