"""The briefs of a client: seen page by page as they print, then printed, saved, opened or sent by mail."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QStandardPaths, Qt, QTemporaryDir, QUrl
from PySide6.QtGui import QDesktopServices, QImage
from PySide6.QtPrintSupport import QPrintDialog, QPrinter
from PySide6.QtWidgets import QDialog, QFileDialog, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from kamdesk.base.errors import KAMDeskError
from kamdesk.base.words import LANGUAGES, N_, language, tr
from kamdesk.reads.client_list import client_names
from kamdesk.storage.exported import note_export
from kamdesk.ui.briefs.handing_over import file_name, images_of, print_pdf, write_brief, write_letter
from kamdesk.ui.briefs.kinds import CLIENT, KINDS, US, VISIT
from kamdesk.ui.briefs.pages_view import PagesView
from kamdesk.ui.kit.buttons import Button, Segmented
from kamdesk.ui.kit.choice_box import ChoiceBox
from kamdesk.ui.kit.context import Context
from kamdesk.ui.kit.named import client_name
from kamdesk.ui.kit.page import MARGIN
from kamdesk.ui.kit.room import Room
from kamdesk.ui.kit.words_block import Paragraph, Run, Words

if TYPE_CHECKING:
    from kamdesk.reports.brief_wish import BriefWish
    from kamdesk.reports.press import Press

SIDE_PX = 232
LANGUAGE_NAMES = {"en": "English", "zh_CN": "简体中文", "zh_TW": "繁體中文"}
READERS = ((US, N_("For us")), (CLIENT, N_("For the client")))
LEFT_OUT = N_("Support, risks, sore spots, exposure and margins are left out; nothing shows that they are.")
INTERNAL = N_("Internal: not to be left with the client.")


class BriefRoom(Room):
    """One client's briefs."""

    shows = frozenset({"client", "visit", "promise", "contact", "order", "invoice", "receipt", "need", "note"})

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self.pdf = b""
        self._client = ""
        self._folder = QTemporaryDir()
        self._press = _press(context)
        self.destroyed.connect(self._press.close)
        self.kind = Segmented([(key, tr(label)) for key, label in KINDS.items()])
        self.reader = Segmented([(key, tr(label)) for key, label in READERS])
        self.language = ChoiceBox()
        for code in LANGUAGES:
            self.language.addItem(LANGUAGE_NAMES[code], code)
        self.language.choose(language())
        self.note = Paragraph("", role="small")
        self.print = Button(tr("Print"), icon="print", kind="primary")
        self.save = Button(tr("Save as PDF"), icon="save")
        self.look = Button(tr("Open in a PDF program"), icon="export")
        self.mail = Button(tr("Attach to a letter"), icon="mail")
        self.pages = PagesView()
        self.state = Words("", role="small", ink="text2")
        self._arrange()
        self._connect()

    def open(self, client_id: bytes | None, argument: str = "") -> None:
        """Show a client's brief; `argument` may name its kind."""
        if argument in KINDS:
            self.kind.choose(argument)
            self._is_stale = True
        super().open(client_id, argument)

    def focus_first(self) -> None:
        self.pages.setFocus()

    def read_again(self) -> None:
        if self.client_id is None:
            return
        wish, client_id = self.wish(), self.client_id
        self.state.set_text(tr("Being written"), "text2")
        self._enable(ready=False)

        desk, press = self.context.desk, self._press

        def make() -> tuple[bytes, str]:
            with desk.reading() as connection:
                names = client_names(connection, [client_id]).get(client_id, ("", ""))
            return press.pdf(wish), client_name(*names)

        self.context.jobs.work(make, self._show, owner=self, latest="pdf", failed=self._failed)

    def wish(self) -> BriefWish:
        """The brief that the controls ask for; before the client only theirs."""
        from kamdesk.reports.brief_wish import BriefWish

        assert self.client_id is not None
        return BriefWish(
            kind=self.kind.current() or VISIT,
            client_id=self.client_id,
            audience=CLIENT if self.context.client_safe else self.reader.current(),
            language=self.language.currentData(),
            as_of=self.context.as_of,
            company=self.context.desk.settings.get("company"),
            made_at=self.context.now(),
        )

    def set_client_safe(self, safe: bool) -> None:  # noqa: FBT001  (a Qt slot)
        for words in (self.reader, self.note):
            words.setHidden(safe)  # what is left out is not for the client to read
        if safe and self.reader.current() != CLIENT:
            self.reader.choose(CLIENT)
            self._again()
        self._say()

    def title(self) -> str:
        """What the brief is called."""
        return tr(KINDS[self.kind.current()])

    def name(self) -> str:
        """The file's name."""
        return file_name(self.title(), self._client, self.context.as_of.isoformat())

    def write_to(self, path: Path) -> None:
        """Save the brief."""
        self._hand_over(lambda pdf: write_brief(pdf, path), self._say_saved)

    def _show(self, found: tuple[bytes, str]) -> None:
        self.pdf, self._client = found
        self._draw(self.pages.page_width())

    def _draw(self, width: int) -> None:
        """Draw the pages at a width, in a worker."""
        pdf = self.pdf
        if not pdf:
            return
        self.context.jobs.work(lambda: images_of(pdf, width=width), self._show_pages, owner=self, latest="pages")

    def _show_pages(self, images: list[QImage]) -> None:
        self.pages.show_pages(images)
        self.state.set_text(tr("{n} pages, {kb} KB", n=len(images), kb=(len(self.pdf) + 1023) // 1024), "text3")
        self._enable(ready=True)

    def _failed(self, error: KAMDeskError) -> None:
        self.state.set_runs(Run(error.text, "late", "small", mark="late"))

    def _arrange(self) -> None:
        side = QWidget()
        side.setFixedWidth(SIDE_PX)
        lines = QVBoxLayout(side)
        lines.setContentsMargins(0, 0, 0, 0)
        lines.setSpacing(10)
        for widget in (self.kind, self.reader):
            lines.addWidget(widget, 0, Qt.AlignmentFlag.AlignLeft)
        lines.addWidget(Words(tr("Language of the brief"), role="small", ink="text2"))
        lines.addWidget(self.language)
        lines.addWidget(self.note)
        lines.addSpacing(8)
        for button in (self.print, self.save, self.look, self.mail):
            button.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
            lines.addWidget(button)
        lines.addWidget(self.state)
        lines.addStretch(1)
        across = QHBoxLayout(self)
        across.setContentsMargins(MARGIN, 14, MARGIN, 0)
        across.setSpacing(20)
        across.addWidget(side)
        across.addWidget(self.pages, 1)
        self._enable(ready=False)
        self._say()

    def _connect(self) -> None:
        self.kind.chosen.connect(lambda _kind: self._again())
        self.reader.chosen.connect(lambda _reader: self._again())
        self.language.activated.connect(lambda _at: self._again())
        self.pages.width_wanted.connect(self._draw)
        self.print.clicked.connect(self._on_print)
        self.save.clicked.connect(self._on_save)
        self.look.clicked.connect(self._on_look)
        self.mail.clicked.connect(self._on_mail)

    def _again(self) -> None:
        self._say()
        self.read_again()

    def _say(self) -> None:
        self.note.set_text(tr(LEFT_OUT if self.reader.current() == CLIENT else INTERNAL))

    def _enable(self, *, ready: bool) -> None:
        for button in (self.print, self.save, self.look, self.mail):
            button.setEnabled(ready)

    def _on_print(self) -> None:
        printer = QPrinter(QPrinter.PrinterMode.HighResolution)
        printer.setFullPage(True)
        if QPrintDialog(printer, self).exec() == QDialog.DialogCode.Accepted:
            print_pdf(self.pdf, printer)
            self._note()

    def _on_save(self) -> None:
        folder = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
        path, _kind = QFileDialog.getSaveFileName(
            self, tr("Save as PDF"), str(Path(folder) / self.name()), tr("PDF (*.pdf)")
        )
        if path:
            self.write_to(Path(path))

    def _on_look(self) -> None:
        path = Path(self._folder.path()) / self.name()
        self._hand_over(lambda pdf: write_brief(pdf, path), _open)

    def _on_mail(self) -> None:
        subject = tr("{title} {client}", title=self.title(), client=self._client)
        folder, name = Path(self._folder.path()), self.name()
        self._hand_over(lambda pdf: write_letter(pdf, folder, name=name, subject=subject), _open)

    def _hand_over(self, write: Callable[[bytes], Path], then: Callable[[Path], None]) -> None:
        """Write a file in the writer, where it is also written down: also if the room is left meanwhile."""
        desk, kind, pdf = self.context.desk, self.wish().kind, self.pdf

        def job() -> Path:
            path = write(pdf)
            note_export(desk, f"brief {kind}", 1)
            return path

        self.context.jobs.write(job, then, owner=self)

    def _say_saved(self, path: Path) -> None:
        self.context.bus.notice_asked.emit(tr("Saved: {name}", name=path.name), None)

    def _note(self) -> None:
        """A brief leaves the desk."""
        desk, kind = self.context.desk, self.wish().kind
        self.context.jobs.write(lambda: note_export(desk, f"brief {kind}", 1), owner=self)


def _press(context: Context) -> Press:
    from kamdesk.reports.press import Press

    return Press(context.desk)


def _open(path: Path) -> None:
    QDesktopServices.openUrl(QUrl.fromLocalFile(str(path)))
