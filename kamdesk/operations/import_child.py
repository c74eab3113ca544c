"""The child process that imports: the window stays quick, and stopping it is ending it (SQLite takes back the rest)."""

from __future__ import annotations

import pickle
import sys
from dataclasses import asdict
from pathlib import Path
from typing import IO, Any

from kamdesk.base.child_process import frames, send, stand_behind
from kamdesk.base.errors import KAMDeskError
from kamdesk.base.words import set_language
from kamdesk.connectors.intake.files import ImportWish
from kamdesk.connectors.intake.report import LISTED_MAX, ImportReport
from kamdesk.operations.import_files import import_files
from kamdesk.storage.desk import Desk


def main() -> int:
    """Do the one wish that stands on stdin; tell progress, then the report or the sentence why not."""
    stand_behind()
    out = sys.stdout.buffer
    asked = next(frames(sys.stdin.buffer))
    set_language(asked["language"])
    wish: ImportWish = pickle.loads(asked["wish"])  # noqa: S301  (from the parent, our own process)
    desk = Desk(Path(asked["folder"]), asked["key"])
    try:
        report = import_files(desk, wish, progress=lambda source, done: _tell(out, source, done))
        send(out, {"report": _plain(report)})
    except KAMDeskError as error:
        send(out, {"error": error.text})
    finally:
        desk.close()
    return 0


def _tell(out: IO[bytes], source: str, done: int) -> None:
    send(out, {"source": source, "done": done})


def _plain(report: ImportReport) -> dict[str, Any]:
    """The report as the parent gets it; of hundreds of thousands of waiting rows the first and their number."""
    unlinked = report.unlinked_rows
    report.kept_unlinked = unlinked[:LISTED_MAX]
    report.unlinked_rows_told = len(unlinked)
    return asdict(report)


if __name__ == "__main__":
    sys.exit(main())
