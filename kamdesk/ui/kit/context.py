"""What a room gets when it is made: the jobs, the desk, the bus, the person's settings and the day."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any

from kamdesk.ui.kit.bus import Bus
from kamdesk.ui.kit.jobs import Jobs
from kamdesk.ui.kit.preferences import Preferences
from kamdesk.ui.kit.sync_sight import SyncSight

if TYPE_CHECKING:
    from kamdesk.storage.desk import Desk


class Context:
    """Handed to every room's constructor; rooms keep it and ask it, they never ask the clock."""

    def __init__(self, *, jobs: Jobs, desk: Desk, bus: Bus, settings: Preferences, today: date) -> None:
        self.jobs = jobs
        self.desk = desk
        self.bus = bus
        self.settings = settings
        self.today = today
        self.sync = SyncSight()
        self._as_of: date | None = None
        self._client_safe = False

    @property
    def as_of(self) -> date:
        """The day whose state is shown: today unless another one was chosen."""
        return self._as_of or self.today

    def now(self) -> datetime:
        """The moment by which data are old: the clock's, on the day that counts as today."""
        here = self.desk.clock().astimezone()
        return datetime.combine(self.today, here.timetz()).astimezone(UTC)

    def begin_day(self, today: date) -> None:
        """It is another day now; a day that was chosen stays."""
        self.today = today
        if self._as_of == today:
            self._as_of = None

    @property
    def gets_from_office(self) -> bool:
        """Whether lists and ledgers come from an office: files are brought in there, not here."""
        return not self.sync.state.is_own

    @property
    def is_past(self) -> bool:
        """Whether another day than today is shown."""
        return self._as_of is not None

    def show_day(self, day: date | None) -> None:
        """Show another day everywhere; None returns to today."""
        self._as_of = None if day == self.today else day
        self.bus.as_of_changed.emit(self.as_of)

    @property
    def client_safe(self) -> bool:
        """Whether only what the client may see is shown."""
        return self._client_safe

    def set_client_safe(self, safe: bool) -> None:  # noqa: FBT001  (a Qt slot of a checkable action)
        """Show only what the client may see, or everything again."""
        self._client_safe = safe
        self.bus.client_safe_changed.emit(safe)

    def read(self, select: Callable[[Any], Any], then: Callable[[Any], None], *, owner: Any, latest: str = "") -> None:
        """Shorthand for `jobs.read`."""
        self.jobs.read(select, then, owner=owner, latest=latest)
