"""Starts an import in a process of its own: a busy Python thread would slow the window two-hundredfold."""

from __future__ import annotations

import pickle
from collections.abc import Iterator
from queue import Empty, Queue
from threading import Thread
from typing import IO, Any

from kamdesk.base.child_process import frames, send, started
from kamdesk.base.errors import KAMDeskError, Refused
from kamdesk.base.words import language, tr
from kamdesk.connectors.intake.files import ImportWish, Progress
from kamdesk.connectors.intake.report import ImportReport, RefusedRow, UnlinkedRow
from kamdesk.storage.desk import Desk

CHILD_FLAG = "--import-child"
"""How the packaged program is asked to be this child; see `__main__`."""
HEARD_EVERY_S = 0.2


def run_import(desk: Desk, wish: ImportWish, *, progress: Progress | None = None) -> ImportReport:
    """Bring in what the wish names, in a child; call it off the UI thread.

    `progress` is told the file and how many records are done; raising `Cancelled` in it ends the child: the file in
    hand is taken back, files finished before stay. Raises: KAMDeskError.
    """
    child = started(CHILD_FLAG, "kamdesk.operations.import_child")
    assert child.stdin is not None
    assert child.stdout is not None
    try:
        packed = pickle.dumps(wish)
        send(child.stdin, {"wish": packed, "folder": str(desk.folder), "key": desk.key, "language": language()})
        for frame in _heard(child.stdout):
            if "report" in frame:
                return _report(frame["report"])
            if "error" in frame:
                raise Refused(frame["error"])
            if progress:
                progress(frame["source"], frame["done"])
        raise KAMDeskError(tr("The import ended before it was done; nothing of the file in hand was taken. Try again."))
    finally:
        child.kill()
        child.wait()
        child.stdin.close()
        child.stdout.close()


def _heard(stream: IO[bytes]) -> Iterator[dict[str, Any]]:
    """The child's frames, and the last one again with nothing done while it is silent: Stop is heard meanwhile."""
    told: Queue[dict[str, Any] | None] = Queue()

    def listen() -> None:
        for frame in frames(stream):
            told.put(frame)
        told.put(None)

    listener = Thread(target=listen, daemon=True)
    listener.start()
    source = ""
    while True:
        try:
            frame = told.get(timeout=HEARD_EVERY_S)
        except Empty:
            frame = {"source": source, "done": 0}
        if frame is None:
            return
        source = frame.get("source", source)
        yield frame


def _report(values: dict[str, Any]) -> ImportReport:
    refused = [RefusedRow(**{**each, "cells": tuple(each["cells"])}) for each in values.pop("refused")]
    unlinked = [UnlinkedRow(**{**each, "waits": tuple(each["waits"])}) for each in values.pop("kept_unlinked")]
    return ImportReport(**values, refused=refused, kept_unlinked=unlinked)
