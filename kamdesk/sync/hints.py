"""Waits for the office to say that something changed; without it everything still works, two minutes later."""

from __future__ import annotations

from collections.abc import Callable
from threading import Event, Thread

from kamdesk.base.errors import KAMDeskError
from kamdesk.exchange.pull import digest_of_view
from kamdesk.storage.desk import Desk
from kamdesk.storage.laptop import in_transaction
from kamdesk.sync.office_client import OfficeClient

PAUSE_S = 1.0
"""Between two questions; twice as long each time a hint was followed by a sync that moved nothing."""
PAUSE_MAX_S = 120.0


def view_digest(desk: Desk) -> bytes:
    """What this desk holds, in the number that the office compares."""
    with desk.reading() as connection:
        laptop = in_transaction(connection)
        return digest_of_view(laptop.cursors(), laptop.items(), laptop.policy())


class Hints:
    """Asks in a thread of its own while the last sync went well."""

    def __init__(self, desk: Desk, told: Callable[[], None]) -> None:
        self._desk, self._told = desk, told
        self._office: OfficeClient | None = None
        self._may_ask = Event()
        self._pause_s = PAUSE_S
        Thread(target=self._ask_for_ever, name="hints", daemon=True).start()

    def ask(self, office: OfficeClient, *, moved: bool) -> None:
        """A sync went well: from now on it is worth waiting for news."""
        self._office = office
        self._pause_s = PAUSE_S if moved else min(self._pause_s * 2, PAUSE_MAX_S)
        self._may_ask.set()

    def _ask_for_ever(self) -> None:
        pause = Event()
        while True:
            self._may_ask.wait()
            office = self._office
            assert office is not None
            try:
                if office.hint(view_digest(self._desk)):
                    self._may_ask.clear()  # until the sync that follows has fetched it
                    self._told()
                else:
                    self._pause_s = PAUSE_S
            except KAMDeskError:  # the file may be locked or full for a moment, too: the next good sync asks again
                self._may_ask.clear()
            pause.wait(self._pause_s)
