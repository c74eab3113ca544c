"""The sync's own process: a busy Python thread beside it would slow the window, and it the window's (SYNC 5).

The first line on stdin tells folder, key and language; then one command a line: `{"do": "sync"}`, `saved`, `network`,
`quit`, `sign_in` with a password. Each line on stdout is a `SyncState`. The end of stdin is the end: a window that died
takes its sync along. Ending it at any moment is safe.
"""

from __future__ import annotations

import os
import sys
import time
from contextlib import suppress
from pathlib import Path
from queue import Empty, Queue
from threading import Thread
from typing import IO, NoReturn

import msgspec
from msgspec import structs

from kamdesk.base.child_process import stand_behind
from kamdesk.base.errors import CannotOpen, KAMDeskError, Refused
from kamdesk.base.log import log_to, logger
from kamdesk.base.paths import log_folder
from kamdesk.base.words import set_language
from kamdesk.storage import outbox
from kamdesk.storage.desk import Desk
from kamdesk.sync.commands import Command, Start
from kamdesk.sync.hints import Hints
from kamdesk.sync.joining import sign_in_again
from kamdesk.sync.office_client import OfficeClient
from kamdesk.sync.office_errors import DeviceLost, OfficeError, ProxyRefused, Retired
from kamdesk.sync.office_of_desk import client_of
from kamdesk.sync.report import Step
from kamdesk.sync.session import synced
from kamdesk.sync.standing import standing
from kamdesk.sync.state import Phase, SyncState
from kamdesk.sync.timetable import Timetable

LOOK_EVERY_S = 1.0
"""So soon a save is noticed; asking the file costs some microseconds."""
TOLD_EVERY_S = 0.2
PATIENCE_S = 5.0
GRACE_S = 2.0
"""A sync in hand ends between two messages; one that waits for the network is simply left."""

_log = logger(__name__)


class _Quit(Exception):
    """Leaves a sync between two messages."""


def main() -> NoReturn:
    """Sync until told to quit."""
    stand_behind()
    start = msgspec.json.decode(sys.stdin.buffer.readline(), type=Start)
    set_language(start.language)
    log_to(log_folder())
    desk = Desk(Path(start.folder), bytes.fromhex(start.key))
    try:
        _Process(desk, sys.stdin.buffer, sys.stdout.buffer).work()
    except (KeyboardInterrupt, BrokenPipeError):
        pass
    except Exception:  # noqa: BLE001  (the last door: what nobody foresaw is logged; the window starts it again)
        _log.exception("the sync's process failed")
        os._exit(1)
    desk.close()
    os._exit(0)  # not by the usual way: that waits for the thread that reads commands, and dies of it


class _Process:
    """One desk, kept in step with its office."""

    def __init__(self, desk: Desk, commands: IO[bytes], out: IO[bytes]) -> None:
        self._desk, self._commands, self._out = desk, commands, out
        self._asked: Queue[Command] = Queue()
        self._office: OfficeClient = client_of(desk)
        self._timetable = Timetable(now=time.monotonic)
        self._state = SyncState()
        self._hints = Hints(desk, lambda: self._asked.put(Command(do="sync")))
        self._quits = False
        self._told_at = self._began_at = 0.0
        Thread(target=self._listen, name="commands", daemon=True).start()

    def work(self) -> None:
        """Sync whenever it is due."""
        self._desk.changed_elsewhere()
        self._tell(standing(self._desk))
        while not self._quits:
            if not self._timetable.seconds_left:
                self._sync()
                continue
            with suppress(Empty):
                self._obey(self._asked.get(timeout=min(self._timetable.seconds_left, LOOK_EVERY_S)))
            self._look_for_saves()

    def _listen(self) -> None:
        """Commands, until the window quits or dies; then a sync that waits for the network is not waited for."""
        for line in self._commands:
            with suppress(msgspec.MsgspecError):
                command = msgspec.json.decode(line, type=Command)
                if command.do == "quit":
                    break
                self._asked.put(command)
        self._quits = True
        self._asked.put(Command(do="quit"))
        time.sleep(GRACE_S)
        os._exit(0)

    def _obey(self, command: Command) -> None:
        if command.do in ("sync", "network"):
            self._timetable.at_once()
        elif command.do == "saved":
            self._timetable.saved()
        elif command.do == "sign_in":
            self._sign_in(command.password)

    def _look_for_saves(self) -> None:
        if not self._desk.changed_elsewhere():
            return
        self._desk.settings.reload()
        with self._desk.reading() as connection:
            waiting = outbox.waiting(connection)
        if waiting:
            self._timetable.saved()
        self._tell(structs.replace(self._state, waiting=waiting))

    def _sync(self) -> None:
        self._began_at = time.monotonic()
        try:
            report = synced(self._desk, self._office, self._watch, patience_s=PATIENCE_S)
        except _Quit:
            return
        except (DeviceLost, Retired) as error:
            self._tell(SyncState(trouble=error.name, sentence=error.text))
            self._quits = True
            return
        except OfficeError as error:
            self._timetable.failed(passes=error.passes, wait_s=error.wait_s)
            if isinstance(error, ProxyRefused):  # its person may say who they are meanwhile
                self._desk.settings.reload()
                self._office = client_of(self._desk)
        except Refused:  # the command line syncs this desk right now
            self._timetable.failed(passes=True)
        except CannotOpen as error:
            self._timetable.failed(passes=True)
            self._tell(structs.replace(standing(self._desk), trouble="file", sentence=error.text))
            return
        else:
            self._timetable.done()
            self._hints.ask(self._office, moved=bool(report.sent or report.received or report.removed))
        self._tell(standing(self._desk))

    def _sign_in(self, password: str) -> None:
        """The file was copied or put back: its person said the password."""
        try:
            sign_in_again(self._desk, password)
        except KAMDeskError as error:
            name = error.name if isinstance(error, OfficeError) else "refused"
            self._tell(structs.replace(self._state, trouble=name, sentence=error.text))
            return
        self._office = client_of(self._desk)  # the old one keeps its token; hints may still be held open on it
        self._timetable.at_once()

    def _watch(self, step: Step) -> None:
        if self._quits:
            raise _Quit
        now = time.monotonic()
        phase = Phase.SENDING if step.sending else Phase.RECEIVING
        if now - self._told_at < TOLD_EVERY_S and phase is self._state.phase:
            return
        passed = now - self._began_at
        left = passed * (1 - step.share) / step.share if step.share else None
        self._tell(
            structs.replace(
                self._state, phase=phase, to_send=step.sending, rows=step.rows, share=step.share, seconds_left=left,
                is_online=True,
            )
        )  # fmt: skip

    def _tell(self, state: SyncState) -> None:
        self._state = state
        self._told_at = time.monotonic()
        self._out.write(msgspec.json.encode(state) + b"\n")
        self._out.flush()


if __name__ == "__main__":
    main()
