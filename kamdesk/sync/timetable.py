"""When the next sync is due (SYNC 5): at start, some seconds after a save, every two minutes, at once when asked."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

EVERY_S = 120.0
AFTER_SAVE_S = 3.0
"""A visit with its promises is several saves; they travel together."""
FIRST_WAIT_S = 5.0
"""After what passes by itself; then twice as long each time, up to the two minutes."""
REFUSED_WAIT_S = 600.0
"""After what does not pass by itself: somebody may have mended it at the office."""


@dataclass(slots=True)
class Timetable:
    """Times are seconds of a clock that only goes forward; nobody sets it."""

    now: Callable[[], float]
    due: float = float("-inf")
    _wait_s: float = FIRST_WAIT_S

    @property
    def seconds_left(self) -> float:
        """How long to wait for the next sync; 0 when it is due."""
        return max(self.due - self.now(), 0.0)

    def at_once(self) -> None:
        """Somebody asked, the office has news, or the network is back."""
        self.due = self.now()
        self._wait_s = FIRST_WAIT_S

    def saved(self) -> None:
        """Something was written here."""
        self.due = min(self.due, self.now() + AFTER_SAVE_S)

    def done(self) -> None:
        """A sync came to its end."""
        self.due = self.now() + EVERY_S
        self._wait_s = FIRST_WAIT_S

    def failed(self, *, passes: bool, wait_s: float = 0.0) -> None:
        """A sync did not; the office may have said how long to wait."""
        if not passes:
            self.due = self.now() + REFUSED_WAIT_S
            return
        self.due = self.now() + max(self._wait_s, wait_s)
        self._wait_s = min(self._wait_s * 2, EVERY_S)
