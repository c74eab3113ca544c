"""The child process that reads a workbook: whatever the reader does to it, only this process dies.

Started as a program with the path and its limits; it writes one msgpack frame per block of rows to stdout.
"""

from __future__ import annotations

import sys
import zipfile
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any

from kamdesk.base.child_process import send
from kamdesk.connectors.sheet_span import spans_too_far

BLOCK_ROWS = 5_000


def main(path: str, memory_bytes: int, cpu_seconds: int) -> int:
    """Read the workbook and write its frames; the last frame says done or why not."""
    _limit(memory_bytes, cpu_seconds)
    out = sys.stdout.buffer
    try:
        for frame in _frames(Path(path)):
            send(out, frame)
        send(out, {"done": True})
    except MemoryError:
        send(out, {"fault": "heavy"})
    return 0


def _limit(memory_bytes: int, cpu_seconds: int) -> None:
    """Where the system can, it stops this process; Windows has the parent's job object and clock instead."""
    if sys.platform != "win32":
        import resource  # noqa: PLC0415  (not there on Windows)

        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        resource.setrlimit(resource.RLIMIT_CPU, (cpu_seconds, cpu_seconds))
    if sys.platform == "linux":  # macOS refuses a limit of address space
        resource.setrlimit(resource.RLIMIT_AS, (memory_bytes, memory_bytes))


def _frames(path: Path) -> Iterator[dict[str, Any]]:
    from python_calamine import CalamineError, CalamineWorkbook, PasswordError, SheetTypeEnum  # noqa: PLC0415  (after the limits are set)

    try:
        if zipfile.is_zipfile(path) and (sheet := spans_too_far(path)):
            yield {"fault": "span", "sheet": sheet}
            return
        book = CalamineWorkbook.from_path(str(path))
        for about in book.sheets_metadata:
            if about.typ is not SheetTypeEnum.WorkSheet:
                continue
            yield {"sheet": about.name}
            yield from _blocks(book.get_sheet_by_name(about.name))
    except PasswordError:
        yield {"fault": "locked"}
    except (CalamineError, OSError, ValueError, zipfile.BadZipFile, RuntimeError, NotImplementedError) as error:
        yield {"fault": "damaged", "why": str(error)[:200]}


def _blocks(sheet: Any) -> Iterator[dict[str, Any]]:  # noqa: ANN401  (calamine's sheet has no public type)
    if sheet.start is None:
        return
    row, column = sheet.start
    block: list[list[Any]] = [[] for _ in range(row)]
    for cells in sheet.iter_rows():
        block.append([None] * column + [_cell(cell) for cell in cells])
        if len(block) >= BLOCK_ROWS:
            yield {"rows": block}
            block = []
    yield {"rows": block}


def _cell(cell: object) -> object:
    """Text and numbers as they are; a day or moment as a list of one ISO text, so that no text is taken for one."""
    if isinstance(cell, (str, int, float, bool)):
        return cell
    if isinstance(cell, (date, datetime, time)):
        return [cell.isoformat()]
    if isinstance(cell, timedelta):
        return cell.total_seconds() / 86_400
    return None if cell is None else str(cell)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], int(sys.argv[2]), int(sys.argv[3])))
