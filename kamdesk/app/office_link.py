"""Between the window and the sync's process: states come in, wishes go out, news of the network are handed on."""

from __future__ import annotations

from msgspec import structs
from PySide6.QtCore import QObject, Signal
from PySide6.QtNetwork import QNetworkInformation

from kamdesk.storage.desk import Desk
from kamdesk.sync.companion import Companion
from kamdesk.sync.office_errors import DeviceLost, Retired
from kamdesk.sync.state import Phase, SyncState
from kamdesk.ui.kit.sync_sight import SyncSight

_GIVEN_UP = {DeviceLost.name, Retired.name}


class OfficeLink(QObject):
    """Keeps an open desk in step with its office until it is told to stop.

    Signals:
        given_up: a sentence; the office took this laptop out of service, or it was declared lost: the desk is gone.
    """

    given_up = Signal(str)
    _told = Signal(object)

    def __init__(self, desk: Desk, sight: SyncSight, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._sight = sight
        self._companion = Companion(desk, self._told.emit)
        self._told.connect(self._on_told)  # from the companion's thread to the window's
        sight.asked.connect(self._companion.sync_now)
        sight.sign_in_asked.connect(self._companion.sign_in)
        self._hear_the_network()

    def start(self) -> None:
        """Begin; the first sync begins at once."""
        self._companion.start()

    def stop(self) -> None:
        """End; a sync in hand is left where it is."""
        self._told.disconnect()
        self._companion.stop()

    def _on_told(self, state: SyncState) -> None:
        if state.trouble in _GIVEN_UP:
            self.given_up.emit(state.sentence)
            return
        if state.phase is not Phase.IDLE:  # while it is busy the file knows better what waits
            now = self._sight.state
            state = structs.replace(state, waiting=now.waiting, to_review=now.to_review)
        self._sight.show_state(state)

    def _hear_the_network(self) -> None:
        """Where the system tells: without it the process tries again by itself, a little later."""
        if QNetworkInformation.loadDefaultBackend():
            QNetworkInformation.instance().reachabilityChanged.connect(self._on_reachability)

    def _on_reachability(self, reachability: QNetworkInformation.Reachability) -> None:
        if reachability is not QNetworkInformation.Reachability.Disconnected:
            self._companion.network_is_back()
