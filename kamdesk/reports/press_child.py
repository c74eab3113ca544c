"""The press: the process that makes briefs for the window, one after the other, and ends when nobody asks any more."""

from __future__ import annotations

import pickle
import sys
from pathlib import Path
from queue import Empty, Queue
from threading import Thread
from typing import Any

from kamdesk.base.child_process import frames, send
from kamdesk.base.errors import KAMDeskError
from kamdesk.base.log import logger
from kamdesk.base.words import set_language
from kamdesk.reports.brief_wish import brief_pdf
from kamdesk.storage.desk import Desk
from kamdesk.storage.exported import reading_what_may_leave

RESTS_S = 30.0
"""Whoever looks through briefs finds it warm; then its 150 MB go back."""

_log = logger(__name__)


def main() -> int:
    """Answer each wish on stdin with a PDF or the sentence why not, until stdin ends or nothing comes for a while."""
    asked: Queue[dict[str, Any] | None] = Queue()
    Thread(target=_listen, args=(asked,), daemon=True).start()
    first = asked.get()
    if first is None:
        return 0
    desk = Desk(Path(first["folder"]), first["key"])
    try:
        while (wanted := asked.get(timeout=RESTS_S)) is not None:
            send(sys.stdout.buffer, _answer(desk, wanted))
    except Empty:
        pass
    finally:
        desk.close()
    return 0


def _listen(asked: Queue[dict[str, Any] | None]) -> None:
    for frame in frames(sys.stdin.buffer):
        asked.put(frame)
    asked.put(None)


def _answer(desk: Desk, wanted: dict[str, Any]) -> dict[str, Any]:
    set_language(wanted["language"])
    try:
        desk.settings.reload()
        with reading_what_may_leave(desk) as connection:
            return {"pdf": brief_pdf(connection, pickle.loads(wanted["wish"]))}  # noqa: S301  (from the parent, our own process)
    except KAMDeskError as error:
        return {"error": error.text}
    except Exception as error:  # noqa: BLE001  (told to whoever waits; the process lives on)
        _log.exception("a brief was not made")
        return {"error": str(error)}


if __name__ == "__main__":
    sys.exit(main())
