"""Any file or folder a person points at, as tables; what a file is, its first bytes say, not its ending."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from kamdesk.base.words import tr
from kamdesk.connectors.cells import Table
from kamdesk.connectors.databases import SQLITE_MARK, read_database
from kamdesk.connectors.delimited import read_delimited
from kamdesk.connectors.faults import BadFile, not_a_table, unreadable
from kamdesk.connectors.packed import head_of
from kamdesk.connectors.vcards import read_vcards
from kamdesk.connectors.workbooks import read_workbook

_ZIP, _OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_NO_TABLES = (
    b"%PDF", b"\x89PNG", b"GIF8", b"\xff\xd8\xff", b"\x7fELF", b"MZ", b"Rar!", b"7z\xbc\xaf", b"BM",
)  # fmt: skip
_NO_TABLE_ENDINGS = (".json", ".xml", ".html", ".htm", ".md", ".doc", ".docx", ".pptx", ".toml", ".py", ".zip")


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """How to read text files where the guess is wrong; empty means guess."""

    encoding: str = ""
    delimiter: str = ""


def files_of(path: Path) -> list[Path]:
    """The file itself, or a folder's files by name; hidden ones and office lock files left out. Raises: BadFile."""
    try:
        if not path.is_dir():
            return [path] if path.exists() else _missing(path)
        return sorted(each for each in path.iterdir() if each.is_file() and not each.name.startswith((".", "~$")))
    except OSError as error:
        raise unreadable(path.name) from error


def _missing(path: Path) -> list[Path]:
    raise BadFile(path.name, tr("there is no such file: check its name and folder"))


def read_tables(path: Path, reading: Reading | None = None) -> list[Table]:
    """The tables of one file. Raises: BadFile."""
    reading = reading or Reading()
    head = head_of(path)
    if not head:
        raise BadFile(path.name, tr("the file is empty: export it again"))
    if head.startswith(SQLITE_MARK):
        return read_database(path)
    if head.startswith((_ZIP, _OLE)):
        if path.suffix.lower() in _NO_TABLE_ENDINGS:
            raise not_a_table(path.name)
        return read_workbook(path)
    if head.startswith(_NO_TABLES):
        raise not_a_table(path.name)
    if head.lstrip(b"\xef\xbb\xbf\xff\xfe\r\n ")[:80].replace(b"\0", b"").upper().startswith(b"BEGIN:VCARD"):
        return read_vcards(path, encoding=reading.encoding)
    if path.suffix.lower() in _NO_TABLE_ENDINGS:
        raise not_a_table(path.name)
    if path.suffix.lower() in {".xlsx", ".xlsm", ".xlsb", ".xls", ".ods"}:
        return read_workbook(path)
    return read_delimited(path, encoding=reading.encoding, delimiter=reading.delimiter)


def readable(paths: list[Path], reading: Reading | None = None) -> Iterator[tuple[Path, list[Table] | BadFile]]:
    """Each file with its tables, or with the reason why it has none."""
    for path in paths:
        try:
            yield path, read_tables(path, reading)
        except BadFile as fault:
            yield path, fault
