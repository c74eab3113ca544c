"""The sentences a file is refused with: which file, what is wrong, what to do."""

from __future__ import annotations

from kamdesk.base.errors import KAMDeskError
from kamdesk.base.words import tr


class BadFile(KAMDeskError):
    """A file, or one table of it, cannot be read; nothing of it was taken."""

    def __init__(self, file: str, text: str, *, is_no_table: bool = False) -> None:
        super().__init__(f"{file}: {text}")
        self.is_no_table = is_no_table
        """a picture in a folder of tables is no fault"""
        self.file = file
        self.sentence = text


def too_big(file: str) -> BadFile:
    """More than this program takes from one file."""
    return BadFile(file, tr("the file is larger than KAMDesk reads at once: split it, or export fewer columns"))


def bomb(file: str) -> BadFile:
    """A small file that unpacks to far more than any real one."""
    return BadFile(file, tr("the file unpacks to far more than it should hold: it was not opened; export it again"))


def damaged(file: str) -> BadFile:
    """Cut off, or not what its ending says."""
    return BadFile(file, tr("the file is damaged or incomplete: copy or export it again"))


def locked(file: str) -> BadFile:
    """Protected by a password."""
    return BadFile(file, tr("the file is protected by a password: save it without one and import that"))


def too_slow(file: str) -> BadFile:
    """The reader was stopped at its time limit."""
    return BadFile(file, tr("reading took too long and was stopped: save the sheet as CSV and import that"))


def too_heavy(file: str) -> BadFile:
    """The reader died or met its memory limit."""
    return BadFile(file, tr("the workbook could not be read within safe limits: save the sheet as CSV and import that"))


def not_a_table(file: str) -> BadFile:
    """A picture, a document, anything without rows."""
    return BadFile(
        file,
        tr("this is no table that KAMDesk reads: use CSV, XLSX, XLS, XLSB, ODS, SQLite or vCard"),
        is_no_table=True,
    )


def no_file(file: str) -> BadFile:
    """A pipe or a device: it cannot be read twice, and may never end."""
    return BadFile(file, tr("this is a pipe or a device and no file: save the data as a file and import that"))


def unreadable(file: str) -> BadFile:
    """The operating system did not hand it over."""
    return BadFile(file, tr("the file cannot be opened: check that it is there and that you may read it"))
