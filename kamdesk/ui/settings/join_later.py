"""A desk run by its owner joins an office: who and where, then what would come of every row, then one step."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QScrollArea, QStackedLayout, QVBoxLayout, QWidget

from kamdesk.base.errors import BadValue, KAMDeskError
from kamdesk.base.words import tr
from kamdesk.sync.moving_in.preview_words import preview_sentences
from kamdesk.ui.kit.buttons import Button
from kamdesk.ui.kit.context import Context
from kamdesk.ui.kit.fitting import resize_within_screen, scrolled
from kamdesk.ui.kit.join_form import JoinForm, JoinWish
from kamdesk.ui.kit.page import MARGIN
from kamdesk.ui.kit.trouble_line import TroubleLine
from kamdesk.ui.kit.words_block import Paragraph, Words
from kamdesk.ui.settings.twin_card import TwinCard

if TYPE_CHECKING:
    from kamdesk.sync.moving_in.moving import MovingIn, Preview

# PLC0415 below: HTTP and the comparison are loaded when somebody joins, not with the settings.


class JoinLater(QWidget):
    """A window of its own; closing it leaves the desk as it is, and what came from the office for next time."""

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent, Qt.WindowType.Window)
        self._context = context
        self._moving: MovingIn | None = None
        self._decided: dict[bytes, bool] = {}
        self._hand_over: Path | None = None
        self._needs_file = False
        self.setWindowModality(Qt.WindowModality.ApplicationModal)
        self.setWindowTitle(tr("Join an office"))
        self.setObjectName("page")
        resize_within_screen(self, 760, 600)
        self.form = JoinForm(back=tr("Not now"))
        self.form.asked.connect(self._on_asked)
        self.form.left.connect(self.close)
        self.cards: list[TwinCard] = []
        self._sentences = QVBoxLayout()
        self._twins = QVBoxLayout()
        self.choose = Button(tr("Choose the file"), icon="export")
        self.file = Words("", role="small", ink="text2")
        self.said = TroubleLine()
        self.go = Button(tr("Join and send"), kind="primary")
        self.later = Button(tr("Not now"), kind="quiet")
        self._faces = QStackedLayout(self)
        self._faces.addWidget(self._form_face())
        self._faces.addWidget(self._preview_face())
        self.choose.clicked.connect(self._on_choose)
        self.go.clicked.connect(self._on_go)
        self.later.clicked.connect(self.close)

    def closeEvent(self, event: QCloseEvent) -> None:
        if self._moving is not None:
            self._moving.close()
            self._moving = None
        super().closeEvent(event)

    def _form_face(self) -> QWidget:
        face = QWidget()
        lines = QVBoxLayout(face)
        lines.setContentsMargins(MARGIN, 24, MARGIN, 20)
        self.form.setFixedWidth(360)
        lines.addWidget(self.form, 1, Qt.AlignmentFlag.AlignHCenter)
        return scrolled(face)

    def _preview_face(self) -> QWidget:
        page = QWidget()
        page.setObjectName("page")
        lines = QVBoxLayout(page)
        lines.setContentsMargins(MARGIN, 20, MARGIN, 20)
        lines.setSpacing(8)
        lines.addWidget(Words(tr("What joining would do"), role="title"))
        lines.addWidget(Paragraph(tr("Nothing of this desk has been sent yet.")))
        lines.addLayout(self._sentences)
        file = QHBoxLayout()
        file.addWidget(self.choose)
        file.addWidget(self.file, 1)
        lines.addLayout(file)
        lines.addLayout(self._twins)
        lines.addStretch(1)
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setWidget(page)
        foot = QHBoxLayout()
        foot.setContentsMargins(MARGIN, 8, MARGIN, 14)
        foot.addWidget(self.go)
        foot.addWidget(self.later)
        foot.addWidget(self.said, 1)
        face = QWidget()
        whole = QVBoxLayout(face)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(area, 1)
        whole.addLayout(foot)
        return face

    def _on_asked(self, wish: JoinWish) -> None:
        desk = self._context.desk

        def job() -> tuple[MovingIn, Preview]:
            from kamdesk.sync.moving_in.moving import move_in  # noqa: PLC0415  (see above)
            from kamdesk.sync.proxy import typed_sign_in  # noqa: PLC0415  (see above)

            moving = move_in(
                desk, wish.address, user=wish.user, password=wish.password, laptop=wish.laptop,
                proxy=typed_sign_in(wish.proxy),
            )  # fmt: skip
            return moving, moving.preview()

        def shown(found: tuple[MovingIn, Preview]) -> None:
            self._moving = found[0]
            self._faces.setCurrentIndex(1)
            self._show(found[1])

        self._context.jobs.work(job, shown, owner=self, failed=self.form.say_error)

    def _show(self, preview: Preview) -> None:
        _empty(self._sentences)
        for sentence in preview_sentences(preview):
            self._sentences.addWidget(Paragraph(sentence, ink="text"))
        self._needs_file = bool(preview.handed)
        self.choose.setVisible(self._needs_file)
        if {card.twin.own.id for card in self.cards} != {twin.own.id for twin in preview.twins}:
            self._show_twins(preview)
        self.said.say("")
        self.go.setEnabled(True)

    def _show_twins(self, preview: Preview) -> None:
        _empty(self._twins)
        self.cards = [TwinCard(twin, is_same=self._decided.get(twin.own.id, twin.is_likely)) for twin in preview.twins]
        if self.cards:
            self._twins.addSpacing(12)
            self._twins.addWidget(Words(tr("Possible twins"), role="body_bold"))
        for card in self.cards:
            card.decided.connect(self._on_decided)
            self._twins.addWidget(card)

    def _on_decided(self, row_id: bytes, is_same: bool) -> None:  # noqa: FBT001  (a Qt slot)
        self._decided[row_id] = is_same
        moving, decided = self._moving, dict(self._decided)
        if moving is not None:
            self.go.setEnabled(False)
            self._context.jobs.work(lambda: moving.preview(decided), self._show, owner=self, failed=self._say)

    def _on_choose(self) -> None:
        path, _kind = QFileDialog.getSaveFileName(
            self, tr("Choose the file"), "to-office.kamdesk-rows", "KAMDesk (*.kamdesk-rows)"
        )
        if path:
            self.take_file(Path(path))

    def take_file(self, path: Path) -> None:
        """What only the office can bring in goes there."""
        self._hand_over = path if path.suffix else path.with_suffix(".kamdesk-rows")
        self.file.set_text(str(self._hand_over))
        self.said.say("")

    def _on_go(self) -> None:
        moving, decided, file = self._moving, dict(self._decided), self._hand_over
        if moving is None:
            return
        if self._needs_file and file is None:
            self._say(BadValue(tr("Say which file takes what only the office itself can bring in.")))
            return
        self.go.setEnabled(False)
        self.said.say(tr("Everything is put together"))

        def ready(_done: None) -> None:
            self._moving = None
            self.close()
            self._context.bus.switch_ready.emit(moving.switch)

        self._context.jobs.work(
            lambda: moving.prepare(decided, hand_over=file), ready, owner=self, failed=self._say
        )  # fmt: skip

    def _say(self, error: KAMDeskError) -> None:
        self.go.setEnabled(True)
        self.said.say_trouble(error.text)


def _empty(layout: QVBoxLayout) -> None:
    while (item := layout.takeAt(0)) is not None:
        widget = item.widget()
        if widget is not None:
            widget.hide()
            widget.deleteLater()
