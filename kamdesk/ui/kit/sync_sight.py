"""What every screen may know of the sync: its state as last told, news of it, and the wish to sync now."""

from __future__ import annotations

import msgspec
from PySide6.QtCore import QObject, Signal

from kamdesk.sync.state import SyncState


class SyncSight(QObject):
    """Holds the state. Whoever runs the sync tells it; screens show it and may ask for more; none knows of the other.

    Signals:
        changed: the SyncState from now on.
        synced: a sync came to its end; what is counted in the file is to be counted again.
        loading_changed: other clients than before are not here whole.
        asked: a person wants a sync now.
        sign_in_asked: the password, for a file that was copied or put back.
    """

    changed = Signal(object)
    synced = Signal()
    loading_changed = Signal()
    asked = Signal()
    sign_in_asked = Signal(str)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.state = SyncState()
        self._loading: frozenset[bytes] = frozenset()

    def show_state(self, state: SyncState) -> None:
        """Another state is true from now on."""
        if state != self.state:
            has_synced = state.synced_at != self.state.synced_at or state.office != self.state.office
            self.state = state
            self.changed.emit(state)
            if has_synced:
                self.synced.emit()

    def count(self, *, waiting: int, to_review: int) -> None:
        """The file says how much waits; between two syncs only it knows."""
        self.show_state(msgspec.structs.replace(self.state, waiting=waiting, to_review=to_review))

    def show_loading(self, client_ids: frozenset[bytes]) -> None:
        """These clients are not here whole."""
        if client_ids != self._loading:
            self._loading = client_ids
            self.loading_changed.emit()

    def is_loading(self, client_id: bytes | None) -> bool:
        """Whether a client is not here whole: what is shown of it may be more tomorrow."""
        return client_id in self._loading
