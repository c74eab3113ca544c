"""Work off the UI thread: reads in a small pool, writes one at a time and in order, results back on the UI thread."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager, contextmanager
from functools import partial
from time import perf_counter
from typing import Any, Protocol, TypeVar

from PySide6.QtCore import QObject, Qt, QThread, QTimer, Signal
from shiboken6 import isValid

from kamdesk.base.errors import KAMDeskError, NotFound
from kamdesk.base.log import logger
from kamdesk.base.words import tr
from kamdesk.ui.kit.landings import Asked, Landing, Outcome
from kamdesk.ui.kit.running_reads import ENDED_EVERY_S, Place, RunningReads

T = TypeVar("T")

READERS = 3
"""A page, a list and a chart are read side by side; more threads only wait for one another."""
ONE_MOMENT_S = 0.03
"""What comes within it is painted at once; a slower read does not hold back what is ready."""
PAINTED_MS = 10
"""What a step changed is painted within it; a timer of no time may be sooner than the painting."""

_log = logger(__name__)


class Desk(Protocol):
    """What jobs need of a desk: a connection for reading, good in any thread."""

    def reading(self) -> AbstractContextManager[Any]: ...

    def interrupt(self, connection: Any) -> None: ...


class NoDesk:
    """Stands in where no desk is open yet: there is nothing to read."""

    def reading(self) -> AbstractContextManager[Any]:
        """Nothing can be read. Raises: NotFound."""
        raise NotFound(tr("No desk is open"))

    def interrupt(self, connection: Any) -> None:
        """Nothing runs."""


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
        self._newest: dict[Place, int] = {}
        self._running = RunningReads(desk.interrupt)
        self._ending = QTimer(self, interval=round(1000 * ENDED_EVERY_S))
        self._ending.timeout.connect(lambda: self._running.end_again(otherwise=self._ending.stop))
        self._awaited: dict[int, Callable[[], None]] = {}
        self._number = 0
        self._open = 0
        self._gathered: list[Asked] | None = None
        self._closed = False
        self._finished.connect(self._deliver, Qt.ConnectionType.QueuedConnection)

    @contextmanager
    def together(self) -> Iterator[None]:
        """Reads asked for inside are made by one reader, of one state of the file, and painted at once.

        What several of them need is read once, and readers and window do not take turns for every row.
        """
        if self._gathered is not None:
            yield
            return
        gathered = self._gathered = []
        try:
            yield
        finally:
            self._gathered = None
            self._begin(self._readers, partial(self._read, gathered), len(gathered))

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

        With `latest`, an older read of the same owner and word is ended and dropped. Nothing is called once the owner
        is gone.
        """
        asked = Asked(select, Landing(owner, then, failed, self._ticket(owner, latest)))
        if self._gathered is not None:
            self._gathered.append(asked)
        else:
            self._begin(self._readers, partial(self._read, [asked]), 1)

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
        landing = Landing(owner, then, failed, self._ticket(owner, latest))
        self._begin(self._readers, lambda: self._finished.emit([_outcome(landing, job)]), 1)

    def in_turns(self, steps: Sequence[Callable[[], None]], *, owner: QObject, latest: str) -> None:
        """Do the steps here, each once what the one before changed is painted.

        What is left of them is dropped as an older read of the same owner and word is.
        """

        def take(_nothing: None) -> None:
            steps[0]()
            self.in_turns(steps[1:], owner=owner, latest=latest)

        if steps and not self._closed:
            landing = Landing(owner, take, None, self._ticket(owner, latest))
            self._open_more(1)
            QTimer.singleShot(PAINTED_MS, self, partial(self._take_turn, landing))

    def write(
        self,
        job: Callable[[], T],
        then: Callable[[T], None] = lambda _result: None,
        *,
        owner: QObject,
        failed: Callable[[KAMDeskError], None] | None = None,
    ) -> None:
        """Call an operation in the writer, after all writes asked for before, and `then(result)` here."""
        landing = Landing(owner, then, failed, None)
        self._begin(self._writer, lambda: self._finished.emit([_outcome(landing, job)]), 1)

    @property
    def is_busy(self) -> bool:
        """Whether anything asked for has not come back yet."""
        return self._open > 0

    def is_reading(self, owner: QObject) -> bool:
        """Whether something that this owner asked for with `latest` has not come back yet."""
        return any(place[0] == id(owner) for place in self._newest)

    def when_read(self, owner: QObject, then: Callable[[], None]) -> None:
        """Call `then()` once, when all that this owner asks for with `latest` has come back."""
        if self.is_reading(owner):
            self._awaited[id(owner)] = then

    def leave(self, owner: QObject) -> bool:
        """End and drop what this owner asked for with `latest`: nobody looks at it any more. Whether there was any."""
        self._awaited.pop(id(owner), None)
        left = [place for place in self._newest if place[0] == id(owner)]
        for place in left:
            del self._newest[place]
            self._end(place)
        return bool(left)

    def close(self) -> None:
        """Finish the writes, end the reads, drop what has not begun, call nobody any more."""
        self._closed = True
        self._finished.disconnect()
        self._readers.shutdown(wait=False, cancel_futures=True)
        self._running.end_all()
        self._readers.shutdown(wait=True)
        self._writer.shutdown(wait=True)

    def _ticket(self, owner: QObject, latest: str) -> tuple[Place, int] | None:
        if not latest:
            return None
        self._number += 1
        place = (id(owner), latest)
        self._newest[place] = self._number
        self._end(place)
        return place, self._number

    def _end(self, place: Place) -> None:
        if self._running.end(place):
            self._ending.start()

    def _begin(self, pool: ThreadPoolExecutor, job: Callable[[], None], results: int) -> None:
        assert QThread.currentThread() is self.thread(), "work is asked for on the UI thread"
        if self._closed or not results:
            return  # a timer of a page fired while the window closes, or nothing was asked for
        self._open_more(results)
        pool.submit(job)

    def _open_more(self, results: int) -> None:
        if self._open == 0:
            self.busy_changed.emit(True)
        self._open += results

    def _read(self, asked: list[Asked]) -> None:
        """Runs in a reader: what is ready goes to the window at once, and not later than a slow read allows."""
        waiting, ready, since = list(asked), list[Outcome](), perf_counter()
        try:
            with self._desk.reading() as connection, self._running.in_connection(connection):
                while waiting and not self._closed:
                    each = waiting[0]
                    ready.append(_outcome(each.landing, partial(self._select, each, connection)))
                    waiting.pop(0)
                    if perf_counter() - since > ONE_MOMENT_S:
                        self._finished.emit(ready)
                        ready, since = [], perf_counter()
        except Exception as error:  # noqa: BLE001  (the file cannot be read: everybody who waits is told)
            ready += [Outcome(each.landing, error=error) for each in waiting]
        self._finished.emit(ready)

    def _select(self, asked: Asked, connection: Any) -> Any:
        ticket = asked.landing.ticket
        if ticket is None:
            return asked.select(connection)
        with self._running.at(ticket[0], connection, lambda: not self._is_stale(asked.landing)) as is_wanted:
            return asked.select(connection) if is_wanted else None

    def _take_turn(self, landing: Landing) -> None:
        if not self._closed:
            self._deliver([Outcome(landing)])

    def _deliver(self, outcomes: list[Outcome]) -> None:
        for each in outcomes:
            self._open -= 1
            if not self._is_stale(each.landing):
                self._arrived(each)
        if outcomes and self._open == 0:
            self.busy_changed.emit(False)

    def _arrived(self, outcome: Outcome) -> None:
        landing = outcome.landing
        if landing.ticket is not None:
            del self._newest[landing.ticket[0]]
        if not isValid(landing.owner):
            self._awaited.pop(id(landing.owner), None)
            return
        self._hand_over(outcome)
        if id(landing.owner) in self._awaited and not self.is_reading(landing.owner):
            self._awaited.pop(id(landing.owner))()

    def _hand_over(self, outcome: Outcome) -> None:
        landing, error = outcome.landing, outcome.error
        if error is None:
            landing.then(outcome.result)
        elif isinstance(error, KAMDeskError):
            self._tell(landing, error)
        else:
            _log.error("work failed", exc_info=error)
            self._tell(landing, KAMDeskError(tr("Something went wrong; the log has the details.")))

    def _is_stale(self, landing: Landing) -> bool:
        if landing.ticket is None:
            return False
        place, number = landing.ticket
        return self._newest.get(place) != number

    def _tell(self, landing: Landing, error: KAMDeskError) -> None:
        if landing.failed is not None:
            landing.failed(error)
        else:
            self.failed.emit(error.text)


def _outcome(landing: Landing, job: Callable[[], Any]) -> Outcome:
    try:
        return Outcome(landing, job())
    except Exception as error:  # noqa: BLE001  (told where the result would have landed)
        return Outcome(landing, error=error)
