"""Which reads run at the moment, in which connection: whoever needs one no longer ends it from another thread."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from threading import Lock
from time import sleep
from typing import Any

Place = tuple[int, str]
"""Who asked, and by which word: of one place only the newest read counts."""
ENDED_EVERY_S = 0.01
"""How often the statements of reads that nobody needs are ended: a read is many of them, with Python in between."""


class _Run:
    """One read under way."""

    def __init__(self, connection: Any) -> None:
        self.connection = connection


class RunningReads:
    """Noted by the readers' threads, ended by the window's. `interrupt` ends the statement of a connection."""

    def __init__(self, interrupt: Callable[[Any], None]) -> None:
        self._interrupt = interrupt
        self._lock = Lock()
        self._at: dict[Place, _Run] = {}
        self._ended: set[_Run] = set()
        self._connections: list[Any] = []

    @contextmanager
    def in_connection(self, connection: Any) -> Iterator[None]:
        """Reads follow in this connection."""
        with self._lock:
            self._connections.append(connection)
        try:
            yield
        finally:
            with self._lock:
                self._connections.remove(connection)

    @contextmanager
    def at(self, place: Place, connection: Any, is_wanted: Callable[[], bool]) -> Iterator[bool]:
        """The read of this place runs here, unless it is no longer wanted: the block is told."""
        run = _Run(connection)
        with self._lock:
            wanted = is_wanted()
            if wanted:
                self._at[place] = run
        try:
            yield wanted
        finally:
            with self._lock:
                self._ended.discard(run)
                if wanted and self._at.get(place) is run:
                    del self._at[place]

    def end(self, place: Place) -> bool:
        """End the read of this place, if one runs: then whoever asked goes on with `end_again` now and then."""
        with self._lock:  # while it is held, what runs there is surely that read
            run = self._at.get(place)
            if run is not None:
                self._ended.add(run)
                self._interrupt(run.connection)
            return run is not None

    def end_again(self, *, otherwise: Callable[[], None]) -> None:
        """End the next statement of reads that were ended between two; `otherwise` none of them is under way."""
        with self._lock:
            for run in self._ended:
                self._interrupt(run.connection)
            if not self._ended:
                otherwise()

    def end_all(self) -> None:
        """End every read, and wait until they are out of their connections."""
        while self._end_each():
            sleep(ENDED_EVERY_S)

    def _end_each(self) -> bool:
        with self._lock:
            for connection in self._connections:
                self._interrupt(connection)
            return bool(self._connections)
