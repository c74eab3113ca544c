"""A second start of the same profile rings at the first window, which then comes to the front."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from pathlib import Path

from PySide6.QtNetwork import QLocalServer, QLocalSocket

RING_MS = 1_000
"""The first window answers at once, or it hangs and nobody can raise it."""


class DoorBell:
    """Listens for later starts of the same profile."""

    def __init__(self, folder: Path, rung: Callable[[], None]) -> None:
        self._rung = rung
        self._server = QLocalServer()
        self._server.setSocketOptions(QLocalServer.SocketOption.UserAccessOption)
        QLocalServer.removeServer(_name(folder))  # left over from a window that was killed; the lock says so
        self._server.listen(_name(folder))
        self._server.newConnection.connect(self._on_connection)

    def close(self) -> None:
        """Listen no more."""
        self._server.close()

    def _on_connection(self) -> None:
        socket = self._server.nextPendingConnection()
        if socket is not None:
            socket.disconnectFromServer()
            socket.deleteLater()
        self._rung()


def ring(folder: Path) -> bool:
    """Ask the window of this profile to come to the front; whether it answered."""
    socket = QLocalSocket()
    socket.connectToServer(_name(folder))
    answered = socket.waitForConnected(RING_MS)
    socket.disconnectFromServer()
    return bool(answered)


def _name(folder: Path) -> str:
    return "kamdesk-" + hashlib.sha256(str(folder.resolve()).encode()).hexdigest()[:16]
