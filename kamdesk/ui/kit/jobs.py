"""Work off the UI thread: reads in a small pool, writes one at a time and in order, results back on the UI thread."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import AbstractContextManager
from typing import Any, Protocol, TypeVar

from PySide6.QtCore import QObject, Qt, QThread, Signal
from shiboken6 import isValid

from kamdesk.base.errors import KAMDeskError, NotFound
from kamdesk.base.log import logger
from kamdesk.base.words import tr

T = TypeVar("T")

READERS = 3
"""A page's quadrants read side by side; more threads only wait for one another."""

_log = logger(__name__)


class Desk(Protocol):
    """What jobs need of a desk: a connection for reading, good in any thread."""

    def reading(self) -> AbstractContextManager[Any]: ...


class NoDesk:
    """Stands in where no desk is open yet: there is nothing to read."""

    def reading(self) -> AbstractContextManager[Any]:
        """Nothing can be read. Raises: NotFound."""
        raise NotFound(tr("No desk is open"))


class Jobs(QObject):
    """Runs reads and writes elsewhere and calls back here with frozen results. The application owns it.

    Signals:
        failed: a sentence about work that failed and whose owner did not take the error itself.
        busy_changed: whether any work is under way.
    """

    failed = Signal(str)
    busy_changed = Signal(bool)
    _finished = Signal(object)

    def __init__(self, desk: Desk, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._readers = ThreadPoolExecutor(READERS, thread_name_prefix="read")
        self._writer = ThreadPoolExecutor(1, thread_name_prefix="write")
        self._newest: dict[tuple[int, str], int] = {}
        self._number = 0
        self._open = 0
        self._closed = False
        self._finished.connect(self._deliver, Qt.ConnectionType.QueuedConnection)

    def read(
        self,
        select: Callable[[Any], T],
        then: Callable[[T], None],
        *,
        owner: QObject,
        latest: str = "",
        failed: Callable[[KAMDeskError], None] | None = None,
    ) -> None:
        """Call `select(connection)` in a reader and `then(result)` here.

        With `latest`, an older read of the same owner and word is dropped. Nothing is called once the owner is gone.
        """

        def job() -> T:
            with self._desk.reading() as connection:
                return select(connection)

        self._submit(self._readers, job, _Landing(owner, then, failed, self._ticket(owner, latest)))

    def work(
        self,
        job: Callable[[], T],
        then: Callable[[T], None],
        *,
        owner: QObject,
        latest: str = "",
        failed: Callable[[KAMDeskError], None] | None = None,
    ) -> None:
        """Call `job()` in a reader's thread, without a connection: a picture, a file, a PDF."""
        self._submit(self._readers, job, _Landing(owner, then, failed, self._ticket(owner, latest)))

    def write(
        self,
        job: Callable[[], T],
        then: Callable[[T], None] = lambda _result: None,
        *,
        owner: QObject,
        failed: Callable[[KAMDeskError], None] | None = None,
    ) -> None:
        """Call an operation in the writer, after all writes asked for before, and `then(result)` here."""
        self._submit(self._writer, job, _Landing(owner, then, failed, None))

    @property
    def is_busy(self) -> bool:
        """Whether anything asked for has not come back yet."""
        return self._open > 0

    def close(self) -> None:
        """Finish the writes, drop what has not begun, call nobody any more."""
        self._closed = True
        self._finished.disconnect()
        self._readers.shutdown(wait=True, cancel_futures=True)
        self._writer.shutdown(wait=True)

    def _ticket(self, owner: QObject, latest: str) -> tuple[tuple[int, str], int] | None:
        if not latest:
            return None
        self._number += 1
        self._newest[id(owner), latest] = self._number
        return (id(owner), latest), self._number

    def _submit(self, pool: ThreadPoolExecutor, job: Callable[[], Any], landing: _Landing) -> None:
        assert QThread.currentThread() is self.thread(), "work is asked for on the UI thread"
        if self._closed:
            return  # a timer of a page fired while the window closes
        self._open += 1
        if self._open == 1:
            self.busy_changed.emit(True)
        pool.submit(job).add_done_callback(lambda future: self._finished.emit((landing, future)))

    def _deliver(self, parcel: tuple[_Landing, Future[Any]]) -> None:
        landing, future = parcel
        self._open -= 1
        if self._open == 0:
            self.busy_changed.emit(False)
        if not isValid(landing.owner) or self._is_stale(landing):
            return
        error = future.exception()
        if error is None:
            landing.then(future.result())
        elif isinstance(error, KAMDeskError):
            self._tell(landing, error)
        else:
            _log.error("work failed", exc_info=error)
            self._tell(landing, KAMDeskError(tr("Something went wrong; the log has the details: {what}", what=error)))

    def _is_stale(self, landing: _Landing) -> bool:
        if landing.ticket is None:
            return False
        place, number = landing.ticket
        return self._newest.get(place) != number

    def _tell(self, landing: _Landing, error: KAMDeskError) -> None:
        if landing.failed is not None:
            landing.failed(error)
        else:
            self.failed.emit(error.text)


class _Landing:
    """Where a result goes."""

    __slots__ = ("failed", "owner", "then", "ticket")

    def __init__(
        self,
        owner: QObject,
        then: Callable[[Any], None],
        failed: Callable[[KAMDeskError], None] | None,
        ticket: tuple[tuple[int, str], int] | None,
    ) -> None:
        self.owner = owner
        self.then = then
        self.failed = failed
        self.ticket = ticket
