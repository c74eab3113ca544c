"""The door of a desk that is there: its password opens it, or what helps where the password does not."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from kamdesk.base.errors import CannotOpen, KAMDeskError
from kamdesk.base.words import tr
from kamdesk.ui.kit.buttons import Button
from kamdesk.ui.kit.fonts import pixel_font
from kamdesk.ui.kit.trouble_line import TroubleLine
from kamdesk.ui.kit.words_block import Paragraph, Words
from kamdesk.ui.welcome.other_desks import OtherDesks


class KnownFace(QWidget):
    """Asks for the password.

    Signals:
        open_asked: the password typed is to open the desk.
        new_password_asked: the password typed is a new one, set at the office; the desk's own was forgotten.
        backup_asked: the last good backup is to be put back.
    """

    open_asked = Signal(str)
    new_password_asked = Signal(str)
    backup_asked = Signal(str)

    def __init__(self, folder: Path, *, is_locked: bool = False) -> None:
        super().__init__()
        self._folder = folder
        self.password = QLineEdit()
        self.password.setAccessibleName(tr("Password"))
        self.password.setFont(pixel_font("body"))
        self.password.setEchoMode(QLineEdit.EchoMode.Password)
        self.said = TroubleLine()
        self.go = Button(tr("Open the desk"), kind="primary")
        self.new_password = Button(tr("I have a new password at the office"), icon="online")
        self.put_back = Button(tr("Put back the last good backup"))
        for helps in (self.new_password, self.put_back):
            helps.setVisible(False)
        why = tr("This desk is locked. Its password opens it again.") if is_locked else ""
        lines = QVBoxLayout(self)
        lines.setContentsMargins(0, 0, 0, 0)
        lines.setSpacing(6)
        lines.addWidget(Words("KAMDesk", role="title"))
        lines.addWidget(Paragraph(why or tr("This desk is encrypted. Its password opens it.")))
        lines.addSpacing(8)
        lines.addWidget(Words(tr("Password"), role="small", ink="text2"))
        lines.addWidget(self.password)
        lines.addWidget(self.said)
        for button in (self.go, self.new_password, self.put_back):
            lines.addWidget(button, 0, Qt.AlignmentFlag.AlignLeft)
        lines.addStretch(1)
        self.others = OtherDesks(folder)
        lines.addWidget(self.others)
        lines.addWidget(Words(str(folder), role="tiny", ink="text3"))
        self.password.returnPressed.connect(self.go.click)
        self.go.clicked.connect(lambda: self.open_asked.emit(self.password.text()))
        self.new_password.clicked.connect(lambda: self.new_password_asked.emit(self.password.text()))
        self.put_back.clicked.connect(lambda: self.backup_asked.emit(self.password.text()))

    def set_busy(self) -> None:
        """While the desk is opened nothing else is asked."""
        for button in (self.go, self.new_password, self.put_back):
            button.setEnabled(False)
        self.said.say(tr("Opening"))

    def ask(self) -> None:
        """Nothing else opened it: the password is asked."""
        for button in (self.go, self.new_password, self.put_back):
            button.setEnabled(True)
        self.said.say("")
        self.password.setFocus()

    def say_error(self, error: KAMDeskError) -> None:
        """Say why it does not open, and offer what may help."""
        from kamdesk.sync.way_back import has_way_back  # noqa: PLC0415  (the door is painted before HTTP is loaded)

        self.ask()
        reason = error.reason if isinstance(error, CannotOpen) else ""
        self.put_back.setVisible(reason == "damaged")
        if reason == "password" and has_way_back(self._folder):
            self.new_password.setVisible(True)
        self.said.say_trouble(error.text)
        self.password.selectAll()
