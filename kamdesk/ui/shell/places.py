"""Where a person is in the window, and the way back."""

from __future__ import annotations

from dataclasses import dataclass

STEPS_MAX = 100
"""Nobody goes back further in one day."""


@dataclass(frozen=True, slots=True)
class Place:
    """A room, or a client's page at one of its parts; `argument` names a row to choose there."""

    room: str
    client_id: bytes | None = None
    tab: str = ""
    argument: str = ""


class History:
    """The places visited, newest last."""

    def __init__(self) -> None:
        self._places: list[Place] = []

    def went(self, place: Place) -> None:
        """Remember a place, unless we stand there already."""
        if not self._places or self._places[-1] != place:
            self._places.append(place)
            del self._places[:-STEPS_MAX]

    def here(self) -> Place | None:
        """Where we are."""
        return self._places[-1] if self._places else None

    def back(self) -> Place | None:
        """The place before, now the current one."""
        if len(self._places) < 2:
            return None
        self._places.pop()
        return self._places[-1]
