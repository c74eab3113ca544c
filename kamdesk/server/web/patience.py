"""How long the office waits for who is slow: a question that trickles in, an answer that nobody takes."""

from __future__ import annotations

import asyncio

from uvicorn.protocols.http.h11_impl import H11Protocol

HEADERS_WITHIN_S = 20.0
"""From a new connection, or the first byte of a question on a kept one, to the last of its headers."""
TAKEN_WITHIN_S = 60.0
"""So long an answer may lie before a laptop that takes nothing of it; a sleeping one asks again when it wakes."""


class PatientProtocol(H11Protocol):
    """A connection that is cut when its other end holds it without need: each one is a place that others lack."""

    _waiting_for_headers: asyncio.TimerHandle | None = None
    _waiting_for_taking: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]  # (as uvicorn has it)
        """Somebody is there; now they must ask."""
        super().connection_made(transport)
        self._wait_for_headers()

    def connection_lost(self, exc: Exception | None) -> None:
        """Nobody is waited for any more."""
        self._headers_came()
        self.resume_writing()
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        """Some of a question, or of its body: that has a time of its own."""
        self._wait_for_headers()
        super().data_received(data)
        if self._is_asked:
            self._headers_came()

    def pause_writing(self) -> None:
        """The other end does not take what lies ready."""
        super().pause_writing()
        if self._waiting_for_taking is None:
            self._waiting_for_taking = self.loop.call_later(TAKEN_WITHIN_S, self.transport.abort)

    def resume_writing(self) -> None:
        """It takes."""
        super().resume_writing()
        if self._waiting_for_taking is not None:
            self._waiting_for_taking.cancel()
            self._waiting_for_taking = None

    @property
    def _is_asked(self) -> bool:
        return getattr(self.cycle, "response_complete", True) is False  # (before the first question there is none)

    def _wait_for_headers(self) -> None:
        if self._waiting_for_headers is None and not self._is_asked:
            self._waiting_for_headers = self.loop.call_later(HEADERS_WITHIN_S, self.transport.abort)

    def _headers_came(self) -> None:
        if self._waiting_for_headers is not None:
            self._waiting_for_headers.cancel()
            self._waiting_for_headers = None
