"""Reads a stream ahead of whoever applies it: the office goes on sending while a transaction is written."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from contextvars import copy_context
from queue import Empty, Queue
from threading import Event, Thread

import httpx2

from kamdesk.base.errors import KAMDeskError
from kamdesk.exchange.laptop import Beside

MESSAGES_AHEAD = 128
"""Some megabytes: what the office makes while a transaction of the laptop lasts."""


class ReadAhead:
    """The messages of a source that a thread of its own reads; begun when the first is asked for.

    Close it: whoever leaves early hangs up by `hang_up`, which ends a read that waits for the network.
    """

    def __init__(self, source: Iterator[bytes], hang_up: Callable[[], None]) -> None:
        self._source, self._hang_up = source, hang_up
        self._came: Queue[bytes | None] = Queue(MESSAGES_AHEAD)
        self._error: Exception | None = None
        self._is_left = Event()
        self._thread = Thread(target=self._read, name="read ahead", daemon=True)

    def __iter__(self) -> Iterator[bytes]:
        """The messages in their order; then the source's own error, if it ended with one."""
        self._thread.start()
        while (message := self._came.get()) is not None:
            yield message
        self._thread.join()  # it has read all: the connection is kept for the next question
        if self._error is not None:
            raise self._error

    def close(self) -> None:
        """Nobody asks any more."""
        if not self._thread.is_alive():
            return
        self._is_left.set()
        self._hang_up()
        with suppress(Empty):
            while True:  # makes room for the one message that may be on its way in
                self._came.get_nowait()
        self._thread.join()
        self._came.put(None)  # whoever waits in another thread has waited enough

    def _read(self) -> None:
        try:
            for message in self._source:
                self._came.put(message)
                if self._is_left.is_set():
                    break
        except (KAMDeskError, httpx2.HTTPError, OSError) as error:
            self._error = error  # raised where the messages are asked for
        finally:  # whatever else it was, the stream has ended, and nobody waits for more of it
            if not self._is_left.is_set():
                self._came.put(None)


@contextmanager
def a_thread_beside() -> Iterator[Beside]:
    """One thread that unpacks the next rows while a commit, which needs no Python, encrypts those before them.

    While rows are written it must rest: the driver lets go of Python's lock at every row. Nobody waits for it at the
    end; the stream that it reads is closed by whoever opened it.
    """
    pool = ThreadPoolExecutor(1, thread_name_prefix="next rows")
    try:
        yield lambda work: pool.submit(copy_context().run, work).result
    finally:
        pool.shutdown(wait=False)
