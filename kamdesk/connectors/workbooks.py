"""XLSX, XLS, XLSB and ODS, read in a child process with limits of memory and time."""

from __future__ import annotations

import subprocess
import tempfile
import threading
import zipfile
from datetime import date, datetime, time
from pathlib import Path
from typing import IO, Any

from kamdesk.base.child_process import command, environment, frames
from kamdesk.base.words import tr
from kamdesk.connectors.cells import Cell, Row, Table, number_cell
from kamdesk.connectors.faults import BadFile, bomb, damaged, locked, too_big, too_heavy, too_slow
from kamdesk.connectors.packed import GZIP_MARK, chunks_of, head_of
from kamdesk.connectors.windows_job import hold_in_job

CHILD_FLAG = "--workbook-child"
"""How the packaged program is asked to be this child; see `__main__`."""
MAX_PARTS = 10_000
MAX_UNPACKED = 2 << 30
BOMB_RATIO = 400
FREE_BYTES = 32 << 20
HONEST_RATIO = 60
"""Real workbooks pack 5 to 30 times; what packs better gets no more than the least memory and time."""
BASE_MEMORY = 420 << 20
MAX_MEMORY = 3 << 30
BASE_SECONDS = 9
MAX_SECONDS = 300


def read_workbook(path: Path) -> list[Table]:
    """The sheets of a workbook, hidden ones too. Raises: BadFile."""
    with tempfile.TemporaryDirectory(prefix="kamdesk-") as folder:
        plain = _unpacked(path, Path(folder))
        size = _checked_size(plain, path.name)
        honest = size <= HONEST_RATIO * path.stat().st_size
        memory = min(MAX_MEMORY, BASE_MEMORY + 12 * size) if honest else BASE_MEMORY
        seconds = min(MAX_SECONDS, BASE_SECONDS + size // (2 << 20)) if honest else BASE_SECONDS
        sheets = _from_child(plain, path.name, memory, seconds)
    return [Table(file=path.name, name=name, rows=rows.__iter__) for name, rows in sheets]


def _unpacked(path: Path, folder: Path) -> Path:
    with path.open("rb") as file:
        packed = file.read(2) == GZIP_MARK
    if not packed:
        return path
    plain = folder / "workbook"
    with plain.open("wb") as out:
        for chunk in chunks_of(path):
            out.write(chunk)
    return plain


def _checked_size(path: Path, file: str) -> int:
    """The bytes it unpacks to by its own directory. Raises: BadFile for bombs and broken zips."""
    size = path.stat().st_size
    if head_of(path, 2) != b"PK":
        if size > MAX_UNPACKED:
            raise too_big(file)
        return size
    try:
        with zipfile.ZipFile(path) as pack:
            parts = pack.infolist()
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError) as error:
        raise damaged(file) from error
    unpacked = sum(part.file_size for part in parts)
    if len(parts) > MAX_PARTS or unpacked > MAX_UNPACKED or (unpacked > FREE_BYTES and unpacked > size * BOMB_RATIO):
        raise bomb(file)
    return unpacked


def _from_child(path: Path, file: str, memory: int, seconds: int) -> list[tuple[str, list[Row]]]:
    child = subprocess.Popen(  # noqa: S603  (our own program, a path as one argument, no shell)
        command(CHILD_FLAG, "kamdesk.connectors.workbook_child", str(path), str(memory), str(seconds)),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env=environment(),
        creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
    )
    release = hold_in_job(child.pid, memory)
    late = threading.Event()
    clock = threading.Timer(seconds, _stop, (child, late))
    clock.start()
    try:
        assert child.stdout is not None
        return _sheets(child.stdout, file, late=late)
    finally:
        clock.cancel()
        child.kill()
        child.wait()
        if child.stdout:
            child.stdout.close()
        release()


def _stop(child: subprocess.Popen[bytes], late: threading.Event) -> None:
    late.set()
    child.kill()


def _sheets(stream: IO[bytes], file: str, *, late: threading.Event) -> list[tuple[str, list[Row]]]:
    sheets: list[tuple[str, list[Row]]] = []
    done = False
    for frame in frames(stream):
        if "fault" in frame:
            raise _fault(frame, file)
        if "sheet" in frame:
            sheets.append((frame["sheet"], []))
        sheets[-1][1].extend([_cell(cell) for cell in row] for row in frame.get("rows", ())) if sheets else None
        done = done or "done" in frame
    if not done:
        raise too_slow(file) if late.is_set() else too_heavy(file)
    return sheets


def _fault(frame: dict[str, Any], file: str) -> BadFile:
    if frame["fault"] == "locked":
        return locked(file)
    if frame["fault"] == "span":
        return BadFile(
            file, tr("a sheet spans millions of empty cells: delete the stray cell far from the table and save again")
        )
    return too_heavy(file) if frame["fault"] == "heavy" else damaged(file)


def _cell(cell: Any) -> Cell:  # noqa: ANN401  (what msgpack carries)
    if isinstance(cell, float):
        return number_cell(cell)
    if isinstance(cell, list):
        return _from_iso(cell[0])
    assert cell is None or isinstance(cell, (str, int, bool))
    return cell


def _from_iso(text: str) -> date | datetime | time:
    if "T" in text:
        return datetime.fromisoformat(text)
    return time.fromisoformat(text) if ":" in text else date.fromisoformat(text)
