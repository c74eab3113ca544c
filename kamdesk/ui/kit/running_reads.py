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
"""How often whoever closes the window ends the statements that still run."""


class RunningReads:
    """Noted by the readers' threads, ended by the window's. `interrupt` ends the statement of a connection."""

    def __init__(self, interrupt: Callable[[Any], None]) -> None:
        self._interrupt = interrupt
        self._lock = Lock()
        self._at: dict[Place, Any] = {}
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
        with self._lock:
            wanted = is_wanted()
            if wanted:
                self._at[place] = connection
        try:
            yield wanted
        finally:
            with self._lock:
                if wanted and self._at.get(place) is connection:
                    del self._at[place]

    def end(self, place: Place) -> None:
        """End the read of this place, if one runs."""
        with self._lock:  # while it is held, what runs there is surely that read
            if place in self._at:
                self._interrupt(self._at[place])

    def end_all(self) -> None:
        """End every read, and wait until they are out of their connections."""
        while self._end_each():  # again and again: a read is many statements, and only the one that runs is ended
            sleep(ENDED_EVERY_S)

    def _end_each(self) -> bool:
        with self._lock:
            for connection in self._connections:
                self._interrupt(connection)
            return bool(self._connections)
