"""Ways a finished brief leaves the window: to a file, to the printer, to the mail program."""

from __future__ import annotations

from email.message import EmailMessage
from email.policy import SMTP
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF
from PySide6.QtGui import QImage, QPainter
from PySide6.QtPrintSupport import QPrinter

from kamdesk.base.written_files import writing

if TYPE_CHECKING:
    from kamdesk.reports.preview import PageImage

A4_WIDTH_IN = 210 / 25.4
PRINT_DPI = 300
"""Sharp on any office printer; the pages go out as pictures because Qt cannot print PDF itself."""


def file_name(title: str, client: str, day: str) -> str:
    """What the file is called where nobody names it."""
    bad = set('<>:"/\\|?*')
    plain = "".join("_" if mark in bad else mark for mark in f"{title} {client} {day}")
    return f"{' '.join(plain.split())}.pdf"


def letter_with(pdf: bytes, *, name: str, subject: str, to: str = "") -> bytes:
    """An unsent letter with the brief attached, as a mail program opens it (.eml)."""
    letter = EmailMessage(policy=SMTP)
    letter["Subject"] = subject
    letter["X-Unsent"] = "1"  # the mail program opens it for writing, not for reading
    if to:
        letter["To"] = to
    letter.set_content("")
    letter.add_attachment(pdf, maintype="application", subtype="pdf", filename=name)
    return letter.as_bytes()


def write_brief(pdf: bytes, path: Path) -> Path:
    """The brief as a file. Returns: where it is. Raises: CannotOpen."""
    with writing(path):
        path.write_bytes(pdf)
    return path


def write_letter(pdf: bytes, folder: Path, *, name: str, subject: str) -> Path:
    """The letter as a file to be opened by the mail program. Returns: where it is. Raises: CannotOpen."""
    return write_brief(letter_with(pdf, name=name, subject=subject), folder / f"{Path(name).stem}.eml")


def image_of(page: PageImage) -> QImage:
    """A page as a Qt image of its own."""
    made = QImage(page.rgba, page.width, page.height, page.width * 4, QImage.Format.Format_RGBX8888)
    return made.copy()  # the bytes belong to the page and may go


def images_of(pdf: bytes, *, width: int) -> list[QImage]:
    """The pages of a PDF at this width in pixels; run in a worker."""
    from kamdesk.reports.preview import page_images

    return [image_of(page) for page in page_images(pdf, dots_per_inch=width / A4_WIDTH_IN)]


def print_pdf(pdf: bytes, printer: QPrinter) -> None:
    """Send every page to a printer, each on a sheet of its own."""
    from kamdesk.reports.preview import page_images

    painter = QPainter(printer)
    for at, page in enumerate(page_images(pdf, dots_per_inch=PRINT_DPI)):
        if at:
            printer.newPage()
        sheet = QRectF(printer.pageLayout().fullRectPixels(printer.resolution()))
        painter.drawImage(sheet, image_of(page))
    painter.end()
