"""The door: the password of a desk that is there, or three ways to begin."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QStackedLayout, QVBoxLayout, QWidget

from kamdesk.base.errors import BadValue, KAMDeskError
from kamdesk.base.words import tr
from kamdesk.ui.kit.buttons import Button
from kamdesk.ui.kit.fitting import resize_within_screen, scrolled
from kamdesk.ui.kit.fonts import pixel_font
from kamdesk.ui.kit.icons import pixmap
from kamdesk.ui.kit.jobs import Jobs, NoDesk
from kamdesk.ui.kit.join_form import JoinForm, JoinWish
from kamdesk.ui.kit.theme import brush
from kamdesk.ui.kit.trouble_line import TroubleLine
from kamdesk.ui.kit.words_block import Paragraph, Words
from kamdesk.ui.welcome import opening
from kamdesk.ui.welcome.known_face import KnownFace

if TYPE_CHECKING:
    from kamdesk.storage.desk import Desk

# PLC0415 below: what opens a desk takes a second to load; the door is painted before.

WIDTH = 360
PASSWORD_MIN = 8
"""The key is slow to try (Argon2id); eight letters still keep a thief busy for years."""


class Door(QWidget):
    """The first window.

    Signals:
        opened: the desk, open.
        other_asked: the folder of another desk on this computer.
    """

    opened = Signal(object)
    other_asked = Signal(object)

    def __init__(
        self,
        folder: Path,
        *,
        is_new: bool,
        sample: Callable[[Desk], None] | None = None,
        office: str = "",
        own_desks: bool = True,
        news: str = "",
        locked: Desk | None = None,
    ) -> None:
        super().__init__()
        self._folder, self._sample, self._locked = folder, sample, locked
        self._jobs = Jobs(NoDesk(), self)
        self.setWindowTitle("KAMDesk")
        resize_within_screen(self, 760, 560)
        self.said = TroubleLine()
        self.password = _field(tr("Password"), secret=True)
        self.again = _field(tr("The same password again"), secret=True)
        self.company = _field(tr("Your company"))
        self.currency = _field(tr("Currency"))
        self.currency.setText("CNY")
        self.go = Button(tr("Open the desk"), kind="primary")
        self._faces = QStackedLayout()
        self._hold_faces()
        self.join_form: JoinForm | None = None
        self.known: KnownFace | None = None
        if is_new:
            self._faces.addWidget(self._new_face(news))
            self.join_form = self._join_face(office, news, own_desks=own_desks)
        else:
            self.known = self._known_face()
            self._faces.addWidget(self.known)

    def _hold_faces(self) -> None:
        """One face in the middle; on a small screen it scrolls."""
        lines = QVBoxLayout(self)
        lines.setContentsMargins(0, 72, 0, 8)
        holder = QWidget()
        holder.setFixedWidth(WIDTH)
        holder.setLayout(self._faces)
        middle = QWidget()
        across = QHBoxLayout(middle)
        across.setContentsMargins(0, 0, 0, 16)
        across.addWidget(holder, 0, Qt.AlignmentFlag.AlignHCenter)
        lines.addWidget(scrolled(middle), 1)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), brush("window"))
        picture = pixmap("kamdesk", "accent", 28, self.devicePixelRatioF())
        painter.drawPixmap((self.width() - WIDTH) // 2, 36, picture)

    def closeEvent(self, event: Any) -> None:
        self._jobs.close()
        super().closeEvent(event)

    def _known_face(self) -> KnownFace:
        face = KnownFace(self._folder, is_locked=self._locked is not None)
        face.open_asked.connect(lambda _password: self.open())
        face.new_password_asked.connect(self._open_anew)
        face.others.chosen.connect(self.other_asked)
        face.backup_asked.connect(lambda _password: self.restore())
        self.password, self.said, self.go, self.put_back = face.password, face.said, face.go, face.put_back
        return face

    def _new_face(self, news: str) -> QWidget:
        face, lines = _column()
        self.news = Paragraph(news, ink="late")
        self.news.setVisible(bool(news))
        lines.addWidget(self.news)
        lines.addWidget(Words(tr("Welcome to KAMDesk"), role="title"))
        lines.addWidget(
            Paragraph(tr("People, orders, stock and money of every key client on one page, offline and encrypted."))
        )
        lines.addSpacing(4)
        for label, field in (
            (tr("Your company"), self.company), (tr("Currency"), self.currency), (tr("Password"), self.password),
            (tr("The same password again"), self.again),
        ):  # fmt: skip
            lines.addWidget(Words(label, role="small", ink="text2"))
            lines.addWidget(field)
        lines.addWidget(self.said)
        self.go.setText(tr("Make an empty desk"))
        lines.addWidget(self.go, 0, Qt.AlignmentFlag.AlignLeft)
        self.try_sample = Button(tr("Look around with a sample company"), icon="eye")
        self.try_sample.clicked.connect(lambda: self.make(sample=True))
        self.try_sample.setVisible(self._sample is not None)
        self.to_join = Button(tr("Join an office"), icon="online")
        self.to_join.clicked.connect(self.ask_office)
        for button in (self.to_join, self.try_sample):
            lines.addWidget(button, 0, Qt.AlignmentFlag.AlignLeft)
        lines.addStretch(1)
        lines.addWidget(Paragraph(tr("Import your clients from the ERP's files once the desk is made."), role="small"))
        self.go.clicked.connect(lambda: self.make(sample=False))
        return face

    def _join_face(self, office: str, news: str, *, own_desks: bool) -> JoinForm:
        form = JoinForm(address=office)
        form.back.setVisible(own_desks)
        if news:
            form.said.say_trouble(news)
        form.left.connect(lambda: self._faces.setCurrentIndex(0))
        form.asked.connect(self.join)
        self._faces.addWidget(form)
        if office or not own_desks:  # the company's IT has said so
            self.ask_office()
        return form

    def ask_office(self) -> None:
        """Show the form that joins an office."""
        self._faces.setCurrentIndex(1)

    def join(self, wish: JoinWish) -> None:
        """Make a desk of an office; its first sync begins once the window is there."""
        folder, form = self._folder, self.join_form
        assert form is not None

        def job() -> Desk:
            from kamdesk.sync.joining import join_office  # noqa: PLC0415  (see above)
            from kamdesk.sync.proxy import typed_sign_in  # noqa: PLC0415  (see above)

            return opening.primed(
                join_office(
                    folder,
                    wish.address,
                    user=wish.user,
                    password=wish.password,
                    laptop=wish.laptop,
                    proxy=typed_sign_in(wish.proxy),
                )
            )

        self._jobs.work(job, self.opened.emit, owner=self, failed=form.say_error)

    def open(self) -> None:
        """Open the desk with what was typed; one that is only locked, show again."""
        folder, password, locked = self._folder, self.password.text(), self._locked
        if locked is None:
            self._begin(lambda: opening.opened(folder, password))
        else:
            self._begin(lambda: opening.shown_again(locked, password))

    def open_signed_in(self) -> None:
        """Try the system's keyring first, where this person chose to stay signed in; else the password is asked."""
        folder = self._folder
        if self.known is None or self._locked is not None or not opening.may_be_signed_in(folder):
            return
        known = self.known
        known.set_busy()

        def done(desk: Desk | None) -> None:
            if desk is not None:
                self.opened.emit(desk)
            else:
                known.ask()

        self._jobs.work(lambda: opening.signed_in(folder), done, owner=self, failed=self._say)

    def _open_anew(self, password: str) -> None:
        """The password was forgotten; the office hands the file's key back to who signs in with a new one."""
        folder, locked = self._folder, self._locked
        self._begin(lambda: opening.opened_anew(folder, password, locked))

    def restore(self) -> None:
        """Put the last good backup in the place of a damaged file, which is kept aside, and open it."""
        folder, password = self._folder, self.password.text()

        def job() -> Desk:
            from kamdesk.storage.desk import restore_desk  # noqa: PLC0415  (see above)

            restore_desk(folder, password=password)
            return opening.opened(folder, password)

        self._begin(job)

    def make(self, *, sample: bool) -> None:
        """Make a desk, empty or with the sample company."""
        try:
            self._check()
        except BadValue as error:
            self._say(error)
            return
        folder, password, fill = self._folder, self.password.text(), self._sample if sample else None
        company = self.company.text().strip()
        currency = self.currency.text().strip().upper()

        def job() -> Desk:
            from kamdesk.storage.desk import create_desk  # noqa: PLC0415  (see above)

            desk = create_desk(folder, password=password, company=company, currency=currency)
            if fill is not None:
                fill(desk)
            return opening.primed(desk)

        self._begin(job)

    def _check(self) -> None:
        if not self.company.text().strip():
            raise BadValue(tr("Your company's name is missing."))
        if len(self.currency.text().strip()) != 3:
            raise BadValue(tr("A currency has three letters: CNY, TWD, EUR"))
        if len(self.password.text()) < PASSWORD_MIN:
            raise BadValue(tr("Take a password of at least {n} letters.", n=PASSWORD_MIN))
        if self.password.text() != self.again.text():
            raise BadValue(tr("The two passwords are not the same."))

    def _begin(self, job: Callable[[], Desk]) -> None:
        if self.known is not None:
            self.known.set_busy()
        else:
            self.go.setEnabled(False)
            self.said.say(tr("Opening"))
        self._jobs.work(job, self.opened.emit, owner=self, failed=self._say)

    def _say(self, error: KAMDeskError) -> None:
        if self.known is not None:
            self.known.say_error(error)
            return
        self.go.setEnabled(True)
        self.said.say_trouble(error.text)
        self.password.setFocus()


def _column() -> tuple[QWidget, QVBoxLayout]:
    face = QWidget()
    lines = QVBoxLayout(face)
    lines.setContentsMargins(0, 0, 0, 0)
    lines.setSpacing(6)
    return face, lines


def _field(name: str, *, secret: bool = False) -> QLineEdit:
    field = QLineEdit()
    field.setAccessibleName(name)
    field.setFont(pixel_font("body"))
    if secret:
        field.setEchoMode(QLineEdit.EchoMode.Password)
    return field
