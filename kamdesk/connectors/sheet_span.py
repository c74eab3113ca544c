"""How far the cells of an XLSX sheet reach: two cells in far corners make a reader reserve the whole between them."""

from __future__ import annotations

import re
import zipfile
from pathlib import Path

_CELL = re.compile(rb'\br="([A-Z]{1,3})([0-9]{1,7})"')
_FREE_CELLS = 20_000_000
"""A sheet of two million rows by ten columns is read without a question."""
_EMPTY_RATIO = 200
"""Beyond that a sheet may have up to this many places for each byte of its text."""
_CHUNK = 1 << 20
_OVERLAP = 32


def spans_too_far(path: Path) -> str:
    """The name of the part whose cells reach absurdly far, "" if none does."""
    with zipfile.ZipFile(path) as pack:
        for part in pack.infolist():
            if not part.filename.lower().startswith("xl/worksheets/") or not part.filename.endswith(".xml"):
                continue
            rows, columns = _reach(pack, part)
            places = rows * columns
            if places > _FREE_CELLS and places > part.file_size * _EMPTY_RATIO // 100:
                return part.filename
    return ""


def _reach(pack: zipfile.ZipFile, part: zipfile.ZipInfo) -> tuple[int, int]:
    """The last row and column in which a cell stands."""
    rows, columns = 1, {b"A"}
    tail = b""
    with pack.open(part) as stream:
        while chunk := stream.read(_CHUNK):
            found = _CELL.findall(tail + chunk)
            tail = chunk[-_OVERLAP:]
            if found:
                columns |= {letters for letters, _ in found}
                rows = max(rows, int(max(found, key=_row_number)[1]))
    return rows, max(map(_column_number, columns))


def _row_number(cell: tuple[bytes, bytes]) -> int:
    return int(cell[1])


def _column_number(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number
