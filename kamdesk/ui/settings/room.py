"""Settings: how the desk looks and speaks, whose it is, its password, where its files and its log are."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QLineEdit, QScrollArea, QVBoxLayout, QWidget

from kamdesk.base.errors import KAMDeskError
from kamdesk.base.paths import log_folder
from kamdesk.base.version import VERSION
from kamdesk.base.words import language, tr
from kamdesk.sync.entering import change_password
from kamdesk.sync.support_report import collect_report
from kamdesk.ui.kit.buttons import Button, Segmented
from kamdesk.ui.kit.context import Context
from kamdesk.ui.kit.fonts import SIZES, pixel_font
from kamdesk.ui.kit.page import MARGIN, PageHead
from kamdesk.ui.kit.room import Room
from kamdesk.ui.kit.theme import THEMES
from kamdesk.ui.kit.words_block import Paragraph, Run, Words
from kamdesk.ui.settings.join_later import JoinLater
from kamdesk.ui.settings.proxy_fields import ProxyFields
from kamdesk.ui.settings.staying import Staying

WIDTH = 360
PASSWORD_MIN = 8
LANGUAGE_NAMES = (("en", "English"), ("zh_CN", "简体中文"), ("zh_TW", "繁體中文"))


class SettingsRoom(Room):
    """Each choice is kept at once; the look changes while you watch."""

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        settings = context.settings
        theme_words = {"system": tr("as the system"), "light": tr("light"), "dark": tr("dark")}
        self.theme = Segmented([(each, theme_words[each]) for each in THEMES])
        self.language = Segmented(list(LANGUAGE_NAMES))
        self.type_size = Segmented([(str(each), f"{each}%") for each in SIZES])
        self.theme.choose(str(settings.get("theme")))
        self.language.choose(language())
        self.type_size.choose(str(settings.get("type_size")))
        self.old, self.new, self.again = (_secret() for _each in range(3))
        self.change = Button(tr("Change password"), icon="key")
        self.said = Words("", role="small", ink="late")
        self.staying = Staying(context)
        self.proxy = ProxyFields(context) if context.desk.has_office else None
        self.join = Button(tr("Join an office"), icon="online")
        self.joining: JoinLater | None = None
        self.back_up = Button(tr("Back up now"), icon="save")
        self.open_folder = Button(tr("Open the desk's folder"), icon="folder")
        self.open_log = Button(tr("Open the log folder"), icon="folder")
        self.collect = Button(tr("Collect a report for support"), icon="export")
        self._lay_out()
        self._connect()

    def _lay_out(self) -> None:
        page = QWidget()
        page.setObjectName("page")
        lines = QVBoxLayout(page)
        lines.setContentsMargins(MARGIN, 0, MARGIN, 20)
        lines.setSpacing(4)
        self._group(lines, tr("Look"), (tr("Theme"), self.theme), (tr("Language"), self.language),
                    (tr("Type size"), self.type_size))  # fmt: skip
        author, settings = self.context.desk.author, self.context.settings
        self._group(
            lines, tr("Company"), (tr("Company"), Words(settings.text("company"))),
            (tr("Currency"), Words(settings.text("currency"))), (tr("Who sits here"), Words(author.name)),
        )  # fmt: skip
        self._group(
            lines, tr("Security"), (tr("Password now"), self.old), (tr("New password"), self.new),
            (tr("The same password again"), self.again), ("", self.said), ("", self.change), ("", self.staying),
        )  # fmt: skip
        if not self.context.desk.has_office:
            words = Paragraph(tr("No office yet: what you write stays on this desk."), role="small", ink="text2")
            self._group(lines, tr("Office"), ("", words), ("", self.join))
        elif self.proxy is not None:
            self._group(lines, tr("The company's proxy"), ("", self.proxy))
        self._group(
            lines, tr("Files"), (tr("This desk"), Words(str(self.context.desk.folder), role="small", ink="text2")),
            ("", self.open_folder), ("", self.back_up), ("", self.open_log), ("", self.collect),
        )  # fmt: skip
        lines.addSpacing(12)
        lines.addWidget(Words(f"KAMDesk {VERSION}", role="small", ink="text3"))
        lines.addStretch(1)
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setWidget(page)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(PageHead(tr("Settings")))
        outer.addWidget(area, 1)

    def _group(self, lines: QVBoxLayout, name: str, *fields: tuple[str, QWidget]) -> None:
        lines.addSpacing(16)
        lines.addWidget(Words(name, role="body_bold"))
        for label, field in fields:
            if label:
                lines.addSpacing(4)
                lines.addWidget(Words(label, role="small", ink="text2"))
            line = QHBoxLayout()
            field.setMaximumWidth(WIDTH)
            line.addWidget(field)
            line.addStretch(1)
            lines.addLayout(line)

    def _connect(self) -> None:
        self.theme.chosen.connect(lambda name: self._keep("theme", name))
        self.language.chosen.connect(lambda name: self._keep("language", name))
        self.type_size.chosen.connect(lambda percent: self._keep("type_size", int(percent)))
        self.change.clicked.connect(self._on_change)
        self.again.returnPressed.connect(self._on_change)
        self.open_folder.clicked.connect(lambda: _open(self.context.desk.folder))
        self.open_log.clicked.connect(lambda: _open(log_folder()))
        self.back_up.clicked.connect(self._on_back_up)
        self.join.clicked.connect(self._on_join)
        self.collect.clicked.connect(self._on_collect)

    def _on_collect(self) -> None:
        path, _kind = QFileDialog.getSaveFileName(
            self, tr("Collect a report for support"), "kamdesk-report.zip", "ZIP (*.zip)"
        )
        if path:
            self.collect_to(Path(path))

    def collect_to(self, path: Path) -> None:
        """Write the report there."""
        desk = self.context.desk
        self.context.jobs.work(
            lambda: collect_report(desk.folder, path, logs=log_folder(), desk=desk),
            lambda file: self.context.bus.notice_asked.emit(tr("Written: {id}", id=file), None),
            owner=self,
        )

    def _on_join(self) -> None:
        self.joining = JoinLater(self.context, self.window())
        self.joining.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.joining.show()

    def _keep(self, name: str, value: Any) -> None:
        self.context.settings.set(name, value)
        self.command_asked.emit("apply_look", name)

    def _on_change(self) -> None:
        old, new = self.old.text(), self.new.text()
        if len(new) < PASSWORD_MIN:
            self._say(tr("Take a password of at least {n} letters.", n=PASSWORD_MIN))
        elif new != self.again.text():
            self._say(tr("The two passwords are not the same."))
        else:
            desk = self.context.desk
            self.change.setEnabled(False)
            self.context.jobs.work(
                lambda: change_password(desk, old, new), self._changed, owner=self, failed=self._failed
            )

    def _changed(self, _done: None) -> None:
        self.change.setEnabled(True)
        self.staying.look()  # another password ends staying signed in
        for field in (self.old, self.new, self.again):
            field.clear()
        self.said.set_text("")
        self.context.bus.notice_asked.emit(tr("The desk opens with the new password from now on."), None)

    def _failed(self, error: KAMDeskError) -> None:
        self.change.setEnabled(True)
        self._say(error.text)

    def _say(self, sentence: str) -> None:
        self.said.set_runs(Run(sentence, "late", "small", mark="late"))

    def _on_back_up(self) -> None:
        desk = self.context.desk
        self.context.jobs.write(
            lambda: str(desk.back_up()),
            lambda path: self.context.bus.notice_asked.emit(tr("Backed up: {path}", path=path), None),
            owner=self,
        )


def _open(folder: Any) -> None:
    QDesktopServices.openUrl(QUrl.fromLocalFile(str(folder)))


def _secret() -> QLineEdit:
    field = QLineEdit()
    field.setFont(pixel_font("body"))
    field.setEchoMode(QLineEdit.EchoMode.Password)
    field.setFixedWidth(WIDTH)
    field.setAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled, on=False)
    return field
