"""Hears what commits tell (LISTEN/NOTIFY) and wakes the laptops that wait for it."""

from __future__ import annotations

import asyncio
import threading
from collections import defaultdict
from collections.abc import Collection, Iterator
from contextlib import contextmanager, suppress

import psycopg
from sqlalchemy import Engine

from kamdesk.server.database.stamping import NEWS
from kamdesk.server.office import RUNNING_LOCK
from kamdesk.server.web.json_log import tell

HEARD_EVERY_S = 0.5
AGAIN_AFTER_S = 5.0


class News:
    """One listening connection for the whole office; waiting laptops are woken by the scopes they see."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._waiting: dict[str, set[asyncio.Event]] = defaultdict(set)
        self._ended = threading.Event()
        self._loop: asyncio.AbstractEventLoop | None = None
        self._listener = threading.Thread(target=self._listen, name="news", daemon=True)

    def start(self) -> None:
        """Begin to listen; called in the event loop."""
        self._loop = asyncio.get_running_loop()
        self._listener.start()

    async def end(self) -> None:
        """Listen no longer; whoever waits is woken. The database is closed after this."""
        self._ended.set()
        self._wake(list(self._waiting))
        await asyncio.to_thread(self._listener.join, AGAIN_AFTER_S)

    @contextmanager
    def about(self, scopes: Collection[bytes]) -> Iterator[asyncio.Event]:
        """An event that is set when one of these scopes changed."""
        event, names = asyncio.Event(), [scope.hex() for scope in scopes]
        for name in names:
            self._waiting[name].add(event)
        try:
            yield event
        finally:
            for name in names:
                self._waiting[name].discard(event)
                if not self._waiting[name]:
                    self._waiting.pop(name, None)

    @property
    def waiting(self) -> int:
        """How many laptops wait."""
        return len({event for events in self._waiting.values() for event in events})

    def _wake(self, names: Collection[str]) -> None:
        for name in names:
            for event in self._waiting.get(name, ()):
                event.set()

    def _listen(self) -> None:
        while not self._ended.is_set():
            try:
                self._hear()
            except psycopg.Error:
                tell("news_interrupted")
                self._ended.wait(AGAIN_AFTER_S)
                self._hand_on(None)  # what was told meanwhile is not known: everybody looks

    def _hear(self) -> None:
        url = self._engine.url.set(drivername="postgresql").render_as_string(hide_password=False)
        with psycopg.connect(url, autocommit=True, application_name="kamdesk-server news") as connection:
            connection.execute("SELECT pg_advisory_lock_shared(%s)", (RUNNING_LOCK,))
            connection.execute(f"LISTEN {NEWS}")
            while not self._ended.is_set():
                for told in connection.notifies(timeout=HEARD_EVERY_S):
                    self._hand_on(told.payload)

    def _hand_on(self, name: str | None) -> None:
        assert self._loop is not None
        with suppress(RuntimeError):  # the loop has ended
            names = list(self._waiting) if name is None else [name]
            self._loop.call_soon_threadsafe(self._wake, names)
