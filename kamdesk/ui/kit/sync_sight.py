"""What every screen may know of the sync: its state as last told, news of it, and the wish to sync now."""

from __future__ import annotations

import msgspec
from PySide6.QtCore import QObject, Signal

from kamdesk.sync.state import SyncState


class SyncSight(QObject):
    """Holds the state. Whoever runs the sync tells it; screens show it and may ask for more; none knows of the other.

    Signals:
        changed: the SyncState from now on.
        asked: a person wants a sync now.
    """

    changed = Signal(object)
    asked = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.state = SyncState()

    def show_state(self, state: SyncState) -> None:
        """Another state is true from now on."""
        if state != self.state:
            self.state = state
            self.changed.emit(state)

    def count(self, *, waiting: int, to_review: int) -> None:
        """The file says how much waits; between two syncs only it knows."""
        self.show_state(msgspec.structs.replace(self.state, waiting=waiting, to_review=to_review))
