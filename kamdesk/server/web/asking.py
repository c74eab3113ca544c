"""Who asks: the token of a laptop, the versions both sides speak, and the refusals with their numbers."""

from __future__ import annotations

import math

import msgspec
from starlette.requests import Request
from starlette.responses import Response

from kamdesk.exchange import http_words as words
from kamdesk.exchange.http_words import STATUS, Code, Problem
from kamdesk.exchange.protocol import SPOKEN
from kamdesk.server.office import Office
from kamdesk.server.people.devices import Device, State, device_of

BODY_WITHIN_S = 120
"""A laptop on a bad line sends its outbox in this time, or in smaller parts."""


_LEAVES_A_BODY = {Code.TOO_LARGE, Code.PROTOCOL}
"""What is refused before the body was read: the connection ends, or the rest would be read for nothing."""


class Refusal(Exception):
    """A request that is answered with a `Problem`."""

    def __init__(self, code: Code, sentence: str = "", *, wait_s: float = 0) -> None:
        super().__init__(code)
        self.code, self.sentence, self.wait_s = code, sentence, wait_s

    @property
    def response(self) -> Response:
        """The refusal as it goes out."""
        headers = {"Retry-After": str(math.ceil(self.wait_s))} if self.wait_s else {}
        if self.code in _LEAVES_A_BODY:
            headers["Connection"] = "close"
        body = msgspec.json.encode(Problem(code=self.code, sentence=self.sentence))
        return Response(body, STATUS[self.code], headers, media_type="application/json")


def refuse_other_versions(request: Request) -> None:
    """Each side speaks its newest version and the one before. Raises: Refusal where they do not meet."""
    said = request.headers.get(words.PROTOCOL_HEADER, str(SPOKEN[0]))
    if not said.isascii() or not said.isdecimal():
        raise Refusal(Code.UNREADABLE)
    theirs = int(said[:9])
    if not {theirs, theirs - 1} & set(SPOKEN):
        raise Refusal(Code.PROTOCOL)


def asking_device(office: Office, request: Request) -> Device:
    """The laptop that asks. Raises: Refusal for a token of nobody, and for a laptop declared lost."""
    kind, _, token = request.headers.get("Authorization", "").partition(" ")
    if kind.lower() != "bearer" or not token:
        raise Refusal(Code.SHUT_OUT)
    with office.looking() as connection:
        device = device_of(connection, token, now=office.clock())
    if device is None:
        raise Refusal(Code.SHUT_OUT)
    if device.state is State.LOST:
        raise Refusal(Code.LOST)
    return device


def address_of(request: Request) -> str:
    """Where the request comes from, as far as a trusted proxy says."""
    return request.client.host if request.client else ""
