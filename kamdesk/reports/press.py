"""Briefs for the window, made in a process of its own: paper needs 110 MB of libraries and fonts, and a busy thread."""

from __future__ import annotations

import pickle
import subprocess
from contextlib import suppress
from threading import Lock
from typing import IO, Any

from kamdesk.base.child_process import command, environment, frames, send
from kamdesk.base.errors import KAMDeskError
from kamdesk.base.words import language, tr
from kamdesk.reports.brief_wish import BriefWish
from kamdesk.storage.desk import Desk

CHILD_FLAG = "--press-child"
"""How the packaged program is asked to be this child; see `__main__`."""


class Press:
    """Starts the process at the first brief and again after it has gone to rest; any thread may ask."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._one_at_a_time = Lock()
        self._child: subprocess.Popen[bytes] | None = None

    def pdf(self, wish: BriefWish) -> bytes:
        """The brief as a PDF. Raises: KAMDeskError with the sentence why not."""
        frame = {"wish": pickle.dumps(wish), "language": language()}
        with self._one_at_a_time:
            answer = self._asked(frame) or self._asked(frame)  # it may have gone to rest just now
        if answer is None:
            raise KAMDeskError(tr("The brief was not finished; try again."))
        if "error" in answer:
            raise KAMDeskError(answer["error"])
        pdf: bytes = answer["pdf"]
        return pdf

    def close(self) -> None:
        """End the process."""
        child, self._child = self._child, None
        if child is not None:
            _end(child)

    def _asked(self, frame: dict[str, Any]) -> dict[str, Any] | None:
        """The answer; None where the process ended before it gave one."""
        if self._child is None or self._child.poll() is not None:
            self.close()
            self._child = self._started()
        child = self._child
        assert child.stdin is not None
        assert child.stdout is not None
        with suppress(OSError):
            send(child.stdin, frame)
            return _heard(child.stdout)
        return None

    def _started(self) -> subprocess.Popen[bytes]:
        child = subprocess.Popen(  # noqa: S603  (our own program, no shell)
            command(CHILD_FLAG, "kamdesk.reports.press_child"),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=environment(),
            creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
        )
        assert child.stdin is not None
        with suppress(OSError):
            send(child.stdin, {"folder": str(self._desk.folder), "key": self._desk.key})
        return child


def _heard(stream: IO[bytes]) -> dict[str, Any] | None:
    return next(frames(stream), None)


def _end(child: subprocess.Popen[bytes]) -> None:
    for stream in (child.stdin, child.stdout):
        if stream is not None:
            with suppress(OSError):
                stream.close()
    child.kill()
    child.wait()
