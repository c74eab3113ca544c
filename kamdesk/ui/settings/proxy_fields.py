"""Who this person is for the company's proxy, where it asks; kept in the encrypted file."""

from __future__ import annotations

from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from kamdesk.base.words import tr
from kamdesk.storage.settings import PROXY_PASSWORD, PROXY_USER
from kamdesk.ui.kit.buttons import Button
from kamdesk.ui.kit.context import Context
from kamdesk.ui.kit.fonts import pixel_font
from kamdesk.ui.kit.words_block import Words

WIDTH = 360


class ProxyFields(QWidget):
    """Two fields and a button; empty fields mean that the proxy asks for nobody."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self.user, self.password = QLineEdit(), QLineEdit()
        self.password.setEchoMode(QLineEdit.EchoMode.Password)
        self.keep = Button(tr("Keep"), icon="save")
        self.user.setText(context.desk.settings.get(PROXY_USER))
        lines = QVBoxLayout(self)
        lines.setContentsMargins(0, 0, 0, 0)
        lines.setSpacing(6)
        for field, label in (
            (self.user, tr("Your name at the proxy")), (self.password, tr("Your password at the proxy")),
        ):  # fmt: skip
            field.setFont(pixel_font("body"))
            field.setFixedWidth(WIDTH)
            field.setAccessibleName(label)
            lines.addWidget(Words(label, role="small", ink="text2"))
            lines.addWidget(field)
        lines.addWidget(self.keep)
        self.keep.clicked.connect(self._on_keep)

    def _on_keep(self) -> None:
        desk, user, password = self._context.desk, self.user.text().strip(), self.password.text()

        def job() -> None:
            desk.settings.set(PROXY_USER, user)
            desk.settings.set(PROXY_PASSWORD, password if user else "")

        self._context.jobs.write(job, lambda _done: self._kept(), owner=self)

    def _kept(self) -> None:
        self.password.clear()
        self._context.bus.notice_asked.emit(tr("Kept; the next sync tries it."), None)
        self._context.sync.asked.emit()
