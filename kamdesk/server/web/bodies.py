"""Bodies within bounds: nothing larger than agreed is read, nothing slower is waited for."""

from __future__ import annotations

import asyncio

from starlette.requests import ClientDisconnect, Request

from kamdesk.exchange.http_words import BODY_BYTES_MAX, Code
from kamdesk.server.web.asking import BODY_WITHIN_S, Refusal

JSON_BYTES_MAX = 64 * 1024
"""A name, a password, a sealed key."""


async def body_of(request: Request, most: int = BODY_BYTES_MAX) -> bytes:
    """The whole body. Raises: Refusal as soon as it is known to be too large or too slow."""
    said = request.headers.get("Content-Length", "0")
    if not said.isascii() or not said.isdecimal():
        raise Refusal(Code.UNREADABLE)
    if int(said[:18]) > most:
        raise Refusal(Code.TOO_LARGE)
    found = bytearray()
    try:
        async with asyncio.timeout(BODY_WITHIN_S):
            async for chunk in request.stream():
                found += chunk
                if len(found) > most:
                    raise Refusal(Code.TOO_LARGE)
    except (TimeoutError, ClientDisconnect) as error:
        raise Refusal(Code.UNREADABLE) from error
    return bytes(found)
