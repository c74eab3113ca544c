"""Join an office: where it is, who you are, how this laptop is to be called."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from kamdesk.base.errors import BadValue, KAMDeskError
from kamdesk.base.words import tr
from kamdesk.ui.kit.buttons import Button
from kamdesk.ui.kit.fonts import pixel_font
from kamdesk.ui.kit.trouble_line import TroubleLine
from kamdesk.ui.kit.words_block import Paragraph, Words

_OF_PASSWORD = ("password", "slower")


@dataclass(frozen=True, slots=True, kw_only=True)
class JoinWish:
    """What was typed; the password is in nobody's log."""

    address: str
    user: str
    password: str
    laptop: str
    proxy: tuple[str, str] = ("", "")
    """name and password at the company's proxy, where it asked"""

    def __repr__(self) -> str:
        return f"JoinWish({self.address!r}, user=…, password=…)"


class JoinForm(QWidget):
    """The form.

    Signals:
        asked: a JoinWish.
        left: the person wants no office.
    """

    asked = Signal(object)
    left = Signal()

    def __init__(self, *, address: str = "", back: str = "") -> None:
        super().__init__()
        self.address = _field(tr("Address of the office"), "https://office.example.com", address)
        self.user = _field(tr("Your name at the office"))
        self.password = _field(tr("Your password there"))
        self.password.setEchoMode(QLineEdit.EchoMode.Password)
        self.laptop = _field(tr("Name of this laptop"), tr("may stay empty: the name it has in the network"))
        self.proxy_user = _field(tr("Your name at the proxy"))
        self.proxy_password = _field(tr("Your password at the proxy"))
        self.proxy_password.setEchoMode(QLineEdit.EchoMode.Password)
        self.proxy = QWidget()
        self.proxy.hide()
        self.said = TroubleLine()
        self.go = Button(tr("Join the office"), kind="primary")
        self.back = Button(back or tr("Without an office"), kind="quiet")
        lines = QVBoxLayout(self)
        lines.setContentsMargins(0, 0, 0, 0)
        lines.setSpacing(6)
        lines.addWidget(Words(tr("Join an office"), role="title"))
        lines.addWidget(Paragraph(tr("Your clients come from there, what you write goes there; between two syncs this "
                                     "laptop needs no network.")))  # fmt: skip
        lines.addSpacing(4)
        self._lay_out(lines, *self._fields())
        asked_later = QVBoxLayout(self.proxy)
        asked_later.setContentsMargins(0, 0, 0, 0)
        asked_later.setSpacing(6)
        self._lay_out(asked_later, self.proxy_user, self.proxy_password)
        lines.addWidget(self.proxy)
        lines.addWidget(Paragraph(tr("The password opens the desk on this laptop, too."), role="small"))
        lines.addWidget(self.said)
        lines.addWidget(self.go, 0, Qt.AlignmentFlag.AlignLeft)
        lines.addWidget(self.back, 0, Qt.AlignmentFlag.AlignLeft)
        lines.addStretch(1)
        self.go.clicked.connect(self._on_asked)
        self.back.clicked.connect(self.left)

    def _lay_out(self, lines: QVBoxLayout, *fields: QLineEdit) -> None:
        for field in fields:
            lines.addWidget(Words(field.accessibleName(), role="small", ink="text2"))
            lines.addWidget(field)
            field.returnPressed.connect(self._on_asked)

    def say_error(self, error: KAMDeskError) -> None:
        """Say why it was not joined; what was typed stays, and the field it is about has the focus."""
        self.set_busy(False)
        self.said.say_trouble(error.text)
        name = getattr(error, "name", "")
        self.proxy.setVisible(self.proxy.isVisible() or name == "proxy")
        wrong = self.proxy_user if name == "proxy" else self.password if name in _OF_PASSWORD else self.address
        wrong.setFocus()
        wrong.selectAll()

    def set_busy(self, busy: bool) -> None:  # noqa: FBT001  (reads as a sentence)
        """While the office is asked nothing else is."""
        self.go.setEnabled(not busy)
        self.back.setEnabled(not busy)
        self.said.say(tr("Asking the office") if busy else "")

    def _fields(self) -> tuple[QLineEdit, ...]:
        return self.address, self.user, self.password, self.laptop

    def _on_asked(self) -> None:
        if not self.go.isEnabled():
            return
        for field in (self.address, self.user, self.password):
            if not field.text().strip():
                self.say_error(BadValue(tr("{fact} is missing.", fact=field.accessibleName())))
                field.setFocus()
                return
        self.set_busy(True)
        wish = JoinWish(
            address=self.address.text().strip(), user=self.user.text().strip(), password=self.password.text(),
            laptop=self.laptop.text().strip(),
            proxy=(self.proxy_user.text().strip(), self.proxy_password.text()),
        )  # fmt: skip
        self.asked.emit(wish)


def _field(name: str, hint: str = "", text: str = "") -> QLineEdit:
    field = QLineEdit(text)
    field.setAccessibleName(name)
    field.setFont(pixel_font("body"))
    field.setPlaceholderText(hint)
    return field
