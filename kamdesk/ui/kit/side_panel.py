"""A panel over the right side of the window: a short form that is done or given up; what is typed is not lost."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QHideEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QPlainTextEdit, QScrollArea, QVBoxLayout, QWidget

from kamdesk.base.errors import KAMDeskError
from kamdesk.base.words import tr
from kamdesk.ui.kit.badges import KeyHint
from kamdesk.ui.kit.buttons import Button
from kamdesk.ui.kit.drafts import Drafts, restore_into, typed_in
from kamdesk.ui.kit.floating import Floating
from kamdesk.ui.kit.fonts import pixel_font
from kamdesk.ui.kit.jobs import Jobs
from kamdesk.ui.kit.preferences import Preferences
from kamdesk.ui.kit.theme import brush, pen
from kamdesk.ui.kit.words_block import Run, Words

TOP = 44
"""Below the bar on top."""


class SidePanel(Floating):
    """Title, lines, and at the foot the one button; the window's keys Ctrl+Enter and Esc do it or give up.

    Signals:
        done_asked: the person is finished.
        given_up: the panel was closed without doing anything.
    """

    done_asked = Signal()
    given_up = Signal()

    def __init__(self, window: QWidget, button: str, *, width: int = 460, leave: str = "") -> None:
        super().__init__(window)
        self._wide = width
        self._draft: Drafts | None = None
        self._warned_of: dict[str, str] = {}
        self.title = Words("", role="subtitle")
        self.note = Words("", role="small", ink="text2")
        self.said = Words("", role="small", ink="late")
        self.button = Button(button, kind="primary")
        self.button.clicked.connect(self.done_asked)
        self._key = KeyHint("Ctrl Enter")
        inside = QWidget()
        inside.setObjectName("page")
        self.lines = QVBoxLayout(inside)
        self.lines.setContentsMargins(20, 0, 20, 8)
        self.lines.setSpacing(4)
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setWidget(inside)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(1, 14, 0, 14)
        outer.setSpacing(6)
        for words in (self.title, self.note):
            outer.addLayout(_inset(words))
        outer.addWidget(area, 1)
        outer.addLayout(_inset(self.said))
        outer.addLayout(self._foot(leave or tr("Give up")))
        self.hide()

    def ask_for(self, *asked: tuple[str, QWidget]) -> None:
        """Fields under one another, each below its label."""
        for label, field in asked:
            field.setFont(pixel_font("body"))
            self.lines.addWidget(Words(label, role="small", ink="text2"))
            self.lines.addWidget(field)
            self.lines.addSpacing(6)

    def open_panel(self) -> None:
        """Show the panel and let it have the focus."""
        self._warned_of = {}
        self.say_error("")
        self.button.setEnabled(True)
        self.place_again()
        self.show()
        self.raise_()

    def show_button(self, wanted: bool) -> None:  # noqa: FBT001  (as setVisible)
        """Show the one button with its key, or neither: there is nothing to do here but to read."""
        self.button.setVisible(wanted)
        self._key.setVisible(wanted)

    def say_error(self, sentence: str) -> None:
        """Say why it could not be done."""
        if sentence:
            self.said.set_runs(Run(sentence, "late", "small", mark="late"))
        else:
            self.said.set_text("")

    def place_again(self) -> None:
        """The window has another size."""
        window = self.parentWidget()
        if window is not None:
            width = min(self._wide, window.width() - 40)
            self.setGeometry(window.width() - width, TOP, width, window.height() - TOP)

    def begin_draft(
        self,
        settings: Preferences,
        name: str,
        typed: Callable[[], dict[str, str]],
        restore: Callable[[dict[str, str]], None],
    ) -> None:
        """From now on keep what is typed under this name; what was typed under it before is here again."""
        self.leave_draft()
        self._draft = Drafts(settings, name, typed, self)
        kept = self._draft.kept()
        if kept:
            restore(kept)
            self.note.set_text(tr("What you typed before is here again"))
        self._draft.start()

    def keep_typed(self, settings: Preferences, name: str, **fields: QLineEdit | QPlainTextEdit) -> None:
        """`begin_draft` of fields as they are."""
        self.begin_draft(settings, name, lambda: typed_in(**fields), restore_into(**fields))

    def leave_draft(self) -> None:
        """Something else is shown here: what was typed until now is kept for the next time."""
        if self._draft is not None:
            self._draft.leave()

    def write(self, jobs: Jobs, job: Callable[[], Any], saved: Callable[[Any], None]) -> None:
        """Save in the writer: then the panel closes and its draft is forgotten; what is refused is said here.

        Meanwhile another record may have been opened in it: that one and its draft stay.
        """
        draft = self._draft
        self.button.setEnabled(False)

        def done(answer: Any) -> None:
            if draft is not None:
                draft.forget()
            if self._draft is draft:
                self.hide()
            saved(answer)

        def failed(error: KAMDeskError) -> None:
            if self._draft is draft and self.isVisible():
                self.button.setEnabled(True)
                self.say_error(error.text)
            else:
                jobs.failed.emit(error.text)

        jobs.write(job, done, owner=self, failed=failed)

    def give_up(self) -> None:
        """Close without doing anything."""
        if self._draft is not None:
            self._draft.forget()
        self.hide()
        self.given_up.emit()

    def escape(self) -> None:
        """Give up; with something typed only when Esc is pressed again."""
        texts = self._draft.texts() if self._draft is not None else {}
        if texts and texts != self._warned_of:
            self._warned_of = texts
            self.say_error(tr("Esc again gives up what you typed."))
        else:
            self.give_up()

    def hideEvent(self, event: QHideEvent) -> None:
        """Another room, another panel, the end of the program: what was typed is offered again."""
        super().hideEvent(event)
        self.leave_draft()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), brush("surface"))
        painter.setPen(pen("line2"))
        painter.drawLine(0, 0, 0, self.height())

    def _foot(self, leave: str) -> QHBoxLayout:
        foot = QHBoxLayout()
        foot.setContentsMargins(20, 4, 20, 0)
        foot.setSpacing(10)
        foot.addWidget(self.button)
        foot.addWidget(self._key)
        foot.addStretch(1)
        give_up = Button(leave, kind="quiet")
        give_up.clicked.connect(self.give_up)
        foot.addWidget(give_up)
        foot.addWidget(KeyHint("Esc"))
        return foot


def _inset(widget: QWidget) -> QHBoxLayout:
    line = QHBoxLayout()
    line.setContentsMargins(20, 0, 20, 0)
    line.addWidget(widget)
    return line
