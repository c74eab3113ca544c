"""Messages in one stream: each packed, squeezed and with its length before it; cut anywhere, none is half read."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from struct import Struct as Layout
from typing import TypeVar

import zstandard
from msgspec import Struct, ValidationError, msgpack

from kamdesk.base.errors import BadValue
from kamdesk.base.words import tr
from kamdesk.exchange.protocol import Frame, Frames

FRAME_BYTES_MAX = 64 * 1024 * 1024
"""What one message may unfold to; a bomb is refused before it is opened."""
LEVEL = 3
ROWS_A_MESSAGE = 1000
"""SYNC_LIMITS 4: frames of a thousand rows are the fastest; smaller ones travel together."""
PIECE_BYTES = 128 * 1024
"""So much of a stream is handed on at once."""
_LENGTH = Layout(">I")

Message = TypeVar("Message", bound=Struct)


def squeezed(message: Struct) -> bytes:
    """A message as bytes for the wire."""
    return zstandard.ZstdCompressor(level=LEVEL, write_content_size=True).compress(msgpack.encode(message))


def opened(data: bytes, kind: type[Message]) -> Message:
    """The message of its bytes. Raises: BadValue for anything that is not one."""
    with understood():
        return msgpack.decode(unfolded(data), type=kind)


def unfolded(data: bytes) -> bytes:
    """A message's bytes as they were before they were squeezed; within `understood`."""
    size = zstandard.get_frame_parameters(data).content_size
    if not 0 < size <= FRAME_BYTES_MAX:
        raise BadValue(tr("This message is larger than any that KAMDesk sends."))
    return zstandard.ZstdDecompressor().decompress(data)


@contextmanager
def understood() -> Iterator[None]:
    """Whatever is wrong with a message that is read within raises BadValue."""
    try:
        yield
    except (zstandard.ZstdError, ValidationError, ValueError, RecursionError) as error:
        raise BadValue(tr("This is not a message that KAMDesk understands.")) from error


def streamed(messages: Iterable[Struct]) -> Iterator[bytes]:
    """Each message with its length before it, frames gathered until they are worth a message.

    The first goes out at once; of those behind it some go together, because each piece costs whoever reads it.
    """
    squeezer = zstandard.ZstdCompressor(level=LEVEL, write_content_size=True)
    pieces: list[bytes] = []
    weight, piece_bytes = 0, 1
    for message in _gathered(messages):
        data = squeezer.compress(msgpack.encode(message))
        pieces += (_LENGTH.pack(len(data)), data)
        weight += len(data)
        if weight >= piece_bytes:
            yield b"".join(pieces)
            pieces, weight, piece_bytes = [], 0, PIECE_BYTES
    if pieces:
        yield b"".join(pieces)


def _gathered(messages: Iterable[Struct]) -> Iterator[Struct]:
    frames: list[Frame] = []
    weight = 0
    for message in messages:
        if not isinstance(message, Frame):
            yield message
            continue
        frames.append(message)
        weight += 1 + len(message.rows) + len(message.removed)
        if weight >= ROWS_A_MESSAGE:
            yield Frames(frames)
            frames, weight = [], 0
    if frames:
        yield Frames(frames)


def cut_out(chunks: Iterable[bytes]) -> Iterator[bytes]:
    """The messages' bytes out of a stream that is cut anywhere; what is left of a broken one is dropped."""
    buffer = bytearray()
    for chunk in chunks:
        buffer += chunk
        while len(buffer) >= _LENGTH.size:
            (size,) = _LENGTH.unpack_from(buffer)
            if size > FRAME_BYTES_MAX:
                raise BadValue(tr("This is not a message that KAMDesk understands."))
            if len(buffer) < _LENGTH.size + size:
                break
            yield bytes(buffer[_LENGTH.size : _LENGTH.size + size])
            del buffer[: _LENGTH.size + size]
