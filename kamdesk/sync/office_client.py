"""The laptop's one connection to its office: every question it can ask, every failure as one of a few clear errors."""

from __future__ import annotations

import socket
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from typing import Any, TypeVar

import httpx2
import msgspec
from msgspec import Struct

from kamdesk.base.errors import BadValue
from kamdesk.base.version import VERSION
from kamdesk.exchange import http_words as words
from kamdesk.exchange.arriving import frames_of
from kamdesk.exchange.frames import cut_out, opened, squeezed
from kamdesk.exchange.http_words import (
    Digests,
    HandBack,
    HandedBack,
    History,
    HistoryAsked,
    Join,
    Joined,
    NewPassword,
    SealedKey,
    Verified,
)
from kamdesk.exchange.protocol import PROTOCOL, Frame, Pull, Push, Pushed, View
from kamdesk.sync.office_address import host_of, is_this_machine
from kamdesk.sync.office_errors import NotUnderstood
from kamdesk.sync.office_failures import failure_of, in_words, not_understood
from kamdesk.sync.proxy import ProxySignIn, proxy_for
from kamdesk.sync.read_ahead import ReadAhead
from kamdesk.sync.tls import system_trust

CONNECT_S = 10.0
READ_S = 60.0
"""The office reads at most a minute out of one snapshot, and sends as it reads."""
HINT_SPARE_S = 15.0
KEPT_ALIVE_S = 300.0
"""Longer than two syncs lie apart: a new connection costs fifty times a request on an open one."""

Answer = TypeVar("Answer", bound=Struct)


@dataclass(slots=True)
class Traffic:
    """What went over the wire, bodies only."""

    sent_bytes: int = 0
    received_bytes: int = 0


class OfficeClient:
    """Asks one office. Any thread may ask; `close()` when done."""

    def __init__(
        self, address: str, *, token: str = "", office_id: str = "", new_token: Callable[[str], None] | None = None,
        proxy: ProxySignIn | None = None,
    ) -> None:  # fmt: skip
        self.address = address
        self.office_id = office_id
        """in hexadecimal, where it is known: no other office at the same address is listened to"""
        self.traffic = Traffic()
        self._token = token
        self._new_token = new_token
        is_here = is_this_machine(httpx2.URL(address).host)
        self._http = httpx2.Client(
            verify=system_trust(),
            trust_env=not is_here,  # the system's proxy, never for an office on this machine
            proxy=None if is_here else proxy_for(address, proxy),
            timeout=httpx2.Timeout(READ_S, connect=CONNECT_S),
            limits=httpx2.Limits(max_connections=4, keepalive_expiry=KEPT_ALIVE_S),
            follow_redirects=False,
            headers={
                "User-Agent": f"KAMDesk/{VERSION}",
                "Accept-Encoding": "identity",  # what travels is squeezed and bounded by exchange.frames alone
                words.PROTOCOL_HEADER: str(PROTOCOL),
            },
        )

    def take_newest(self, token: str) -> None:
        """Show this token from now on: the one that the desk keeps."""
        self._token = token

    def close(self) -> None:
        """Let go of the connection."""
        self._http.close()

    def health(self) -> None:
        """Ask whether an office answers at all. Raises: OfficeError."""
        with self._asked("GET", words.HEALTH):
            pass

    def join(self, wish: Join) -> Joined:
        """Sign a person in on this laptop. Raises: WrongPassword, Slower and every other OfficeError."""
        return self._told("POST", words.JOIN, wish, Joined)

    def push(self, push: Push, *, waiting: int = 0) -> Pushed:
        """Send actions, and how many more wait behind them. Raises: OfficeError."""
        return self._exchanged(words.PUSH, push, Pushed, {words.WAITING_HEADER: str(waiting)})

    def verify(self, digests: Digests) -> Verified:
        """The office's own numbers. Raises: OfficeError."""
        return self._exchanged(words.VERIFY, digests, Verified)

    def history(self, asked: HistoryAsked) -> History:
        """Who changed what in one record, as far as this user may read. Raises: OfficeError."""
        return self._exchanged(words.HISTORY, asked, History)

    def keep_key(self, sealed: bytes) -> None:
        """Leave the file's sealed key with the office. Raises: OfficeError."""
        with self._asked("PUT", words.KEY, msgspec.json.encode(SealedKey(sealed=sealed)), kind="application/json"):
            pass

    def change_password(self, wish: NewPassword) -> None:
        """Another password at the office from now on. Raises: WrongPassword, Slower and every other OfficeError."""
        with self._asked("POST", words.PASSWORD, msgspec.json.encode(wish), kind="application/json"):
            pass

    def hand_back(self, wish: HandBack) -> bytes:
        """The file's key, for who forgot the file's password. Raises: WrongPassword, DeviceLost, OfficeError."""
        return self._told("POST", words.HAND_BACK, wish, HandedBack).key

    def hint(self, digest: bytes) -> bool:
        """Wait until this user's view at the office is another one; False where it is not for the time it waits."""
        wait = httpx2.Timeout(words.HINT_S + HINT_SPARE_S, connect=CONNECT_S)
        with self._asked("GET", f"{words.HINT}?digest={digest.hex()}", timeout=wait) as response:
            return response.status_code != httpx2.codes.NO_CONTENT

    @contextmanager
    def pull(self, pull: Pull) -> Iterator[tuple[View, Iterator[Frame]]]:
        """The view, and the frames as they arrive; whoever has enough leaves the block. Raises: OfficeError."""
        with self._asked("POST", words.PULL, squeezed(pull)) as response:
            messages = self._messages(response)
            first = next(messages, None)
            if first is None:
                raise not_understood(self.address)
            ahead = ReadAhead(messages, lambda: _hang_up(response))
            with closing(ahead):
                yield self._opened(first, View), self._frames(ahead)
            if pull.cursors is None:  # nothing but the end is left to read, without which the connection is given up
                for _ in messages:
                    pass

    def _frames(self, messages: Iterable[bytes]) -> Iterator[Frame]:
        for each in messages:
            with self._understood():
                arrived = frames_of(each)
            yield from arrived

    def _told(self, method: str, path: str, wish: Struct, kind: type[Answer]) -> Answer:
        """Ask in JSON."""
        with self._asked(method, path, msgspec.json.encode(wish), kind="application/json") as response:
            try:
                return msgspec.json.decode(self._body(response), type=kind)
            except (msgspec.MsgspecError, ValueError) as error:
                raise not_understood(self.address) from error

    def _exchanged(
        self, path: str, message: Struct, kind: type[Answer], headers: dict[str, str] | None = None
    ) -> Answer:
        """Ask in squeezed messages."""
        with self._asked("POST", path, squeezed(message), headers=headers) as response:
            return self._opened(self._body(response), kind)

    @contextmanager
    def _asked(
        self, method: str, path: str, content: bytes | None = None, *,
        kind: str = words.MESSAGES, headers: dict[str, str] | None = None, timeout: httpx2.Timeout | None = None,
    ) -> Iterator[httpx2.Response]:  # fmt: skip
        """The office's answer to one request, its body still to be read. Raises: OfficeError for any refusal."""
        sent = dict(headers or {})
        if content is not None:
            sent["Content-Type"] = kind
            self.traffic.sent_bytes += len(content)
        if self._token:
            sent["Authorization"] = f"Bearer {self._token}"
        more: dict[str, Any] = {} if timeout is None else {"timeout": timeout}
        url = self.address + path
        with in_words(self.address), self._http.stream(method, url, content=content, headers=sent, **more) as response:
            refusal = failure_of(response, self.address, self._body, self.office_id)
            if refusal is not None:
                raise refusal
            self._take_token(response)
            yield response

    def _take_token(self, response: httpx2.Response) -> None:
        token = response.headers.get(words.NEXT_TOKEN_HEADER)
        if token:
            if self._new_token is not None:
                self._new_token(token)  # kept before it is used: the office then forgets the old one
            self._token = token

    def _body(self, response: httpx2.Response) -> bytes:
        """A body that is not a stream. Raises: NotUnderstood where it is larger than any of ours."""
        body = bytearray()
        for chunk in self._chunks(response):
            body += chunk
            if len(body) > words.BODY_BYTES_MAX:
                raise not_understood(self.address)
        return bytes(body)

    def _messages(self, response: httpx2.Response) -> Iterator[bytes]:
        try:
            yield from cut_out(self._chunks(response))
        except BadValue as error:  # a message longer than any of ours
            raise not_understood(self.address) from error

    def _chunks(self, response: httpx2.Response) -> Iterator[bytes]:
        for chunk in response.iter_raw():
            self.traffic.received_bytes += len(chunk)
            yield chunk

    def _opened(self, data: bytes, kind: type[Answer]) -> Answer:
        with self._understood():
            return opened(data, kind)

    @contextmanager
    def _understood(self) -> Iterator[None]:
        try:
            yield
        except BadValue as error:
            raise NotUnderstood(f"{host_of(self.address)}: {error.text}") from error


def _hang_up(response: httpx2.Response) -> None:
    """End a read of this answer that another thread waits in."""
    stream = response.extensions.get("network_stream")
    line = stream.get_extra_info("socket") if stream is not None else None
    if line is not None:
        with suppress(OSError):  # it may be gone already
            line.shutdown(socket.SHUT_RDWR)
