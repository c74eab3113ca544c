"""Starts the sync's process beside the window and hands on what it tells; no Qt here, calls come from a thread."""

from __future__ import annotations

import subprocess
from collections.abc import Callable
from contextlib import suppress
from threading import Event, Thread

import msgspec

from kamdesk.base.child_process import started
from kamdesk.base.log import logger
from kamdesk.base.words import language
from kamdesk.storage.desk import Desk
from kamdesk.sync.commands import Command, Start
from kamdesk.sync.state import SyncState

CHILD_FLAG = "--sync-child"
"""How the packaged program is asked to be this child; see `__main__`."""
AGAIN_AFTER_S = 10.0
"""A sync's process that died by itself is started again."""
ENDS_WITHIN_S = 5.0

_log = logger(__name__)


class Companion:
    """The sync of an open desk. `told` is called from a thread of its own with each SyncState."""

    def __init__(self, desk: Desk, told: Callable[[SyncState], None]) -> None:
        self._told = told
        self._start = Start(folder=str(desk.folder), key=desk.key.hex(), language=language())
        self._child: subprocess.Popen[bytes] | None = None
        self._ends = Event()
        self._thread = Thread(target=self._keep_running, name="sync", daemon=True)

    def start(self) -> None:
        """Begin; the first sync begins at once."""
        self._thread.start()

    def sync_now(self) -> None:
        """A person wants a sync."""
        self._say(Command(do="sync"))

    def saved(self) -> None:
        """Something was written; the process would notice by itself a second later."""
        self._say(Command(do="saved"))

    def network_is_back(self) -> None:
        """The system says that there is a network again."""
        self._say(Command(do="network"))

    def sign_in(self, password: str) -> None:
        """This desk is a copy, and its person said the password."""
        self._say(Command(do="sign_in", password=password))

    def stop(self) -> None:
        """End the process; a sync in hand is left where it is, which is safe."""
        self._ends.set()
        self._say(Command(do="quit"))
        child = self._child
        if child is not None:
            try:
                child.wait(ENDS_WITHIN_S)
            except subprocess.TimeoutExpired:
                child.kill()
        self._thread.join(ENDS_WITHIN_S)

    def _keep_running(self) -> None:
        while not self._ends.is_set():
            ended_well = self._run()
            if ended_well or self._ends.wait(AGAIN_AFTER_S):
                return

    def _run(self) -> bool:
        """One life of the process. Returns: whether it ended by itself with nothing more to do."""
        child = started(CHILD_FLAG, "kamdesk.sync.process")
        assert child.stdin is not None
        assert child.stdout is not None
        self._tell(child, self._start)  # before anybody else may speak to it
        self._child = child
        if self._ends.is_set():  # it was stopped while it started
            self._say(Command(do="quit"))
        for line in child.stdout:
            with suppress(msgspec.MsgspecError):
                self._told(msgspec.json.decode(line, type=SyncState))
        code = child.wait()
        child.stdout.close()
        with suppress(OSError):  # what could not be said any more
            child.stdin.close()
        if code:
            _log.warning("the sync's process ended with %s", code)
        return code == 0

    def _say(self, line: Command) -> None:
        if self._child is not None:
            self._tell(self._child, line)

    def _tell(self, child: subprocess.Popen[bytes], line: Command | Start) -> None:
        assert child.stdin is not None
        with suppress(OSError, ValueError):  # it has ended; whoever needs it starts it again
            child.stdin.write(msgspec.json.encode(line) + b"\n")
            child.stdin.flush()
