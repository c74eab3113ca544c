"""A client that a sync took away is told of, and its page does not stay open empty."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QObject

from kamdesk.base.words import tr
from kamdesk.reads.client_list import client_names
from kamdesk.sync.departures import went
from kamdesk.sync.state import Ended
from kamdesk.ui.kit.context import Context
from kamdesk.ui.shell.places import History, Place


class Departures(QObject):
    """Listens to the syncs of a window."""

    def __init__(self, context: Context, history: History, go: Callable[[Place], None], parent: QObject) -> None:
        super().__init__(parent)
        self._context, self._history, self._go = context, history, go
        self._is_told = bool(context.sync.state.office)
        self._last = self._newest()
        context.sync.synced.connect(self._on_synced)

    def _newest(self) -> Ended | None:
        return next(iter(self._context.sync.state.history), None)

    def _on_synced(self) -> None:
        """The first state that is told holds what was before this window; a sync that moved nothing leaves no trace."""
        before, last, was_told = self._last, self._newest(), self._is_told
        self._last, self._is_told = last, True
        if was_told and last is not None and last.gone and last != before:
            self._tell(last)

    def _tell(self, last: Ended) -> None:
        told = tr("{clients}; what was here of them has left this laptop.", clients=went(last.gone))
        self._context.bus.notice_asked.emit(told, None)
        here = self._history.here()
        if here is not None and here.client_id is not None:
            self._leave_if_gone(here.client_id)

    def _leave_if_gone(self, client_id: bytes) -> None:
        def leave(names: dict[bytes, Any]) -> None:
            here = self._history.here()
            if client_id not in names and here is not None and here.client_id == client_id:
                self._go(Place("clients"))

        self._context.jobs.read(lambda connection: client_names(connection, [client_id]), leave, owner=self)
