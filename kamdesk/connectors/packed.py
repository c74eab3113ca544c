"""Bytes of a file, unpacked from gzip where it is packed; never more than a real export would hold."""

from __future__ import annotations

import gzip
import io
import stat
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import IO, cast

from kamdesk.connectors.faults import bomb, damaged, no_file, too_big, unreadable

MAX_BYTES = 4 << 30
"""Some twenty million order lines as CSV; more is no rep's export."""
BOMB_RATIO = 250
"""gzip packs tables 5 to 30 times; a thousandfold is a bomb."""
FREE_BYTES = 64 << 20
"""Up to here no ratio is asked: sixty megabytes of blanks harm nobody."""
GZIP_MARK = b"\x1f\x8b"


class _Counted(io.RawIOBase):
    """A stream that stops where a file unpacks to more than it should, and says so when the packing is damaged."""

    def __init__(self, inner: IO[bytes], file: str, limit: int) -> None:
        self._inner, self._file, self._limit, self._seen = inner, file, limit, 0

    def readable(self) -> bool:
        """It is."""
        return True

    def readinto(self, buffer: bytearray) -> int:  # type: ignore[override]  # (Buffer begins with Python 3.12)
        """The next bytes. Raises: BadFile."""
        room = memoryview(buffer)
        try:
            data = self._inner.read(len(room))
        except (EOFError, OSError, zlib.error) as error:
            raise damaged(self._file) from error
        self._seen += len(data)
        if self._seen > self._limit:
            raise bomb(self._file)
        room[: len(data)] = data
        return len(data)

    def close(self) -> None:
        """Close the file below too."""
        self._inner.close()
        super().close()


def open_bytes(path: Path) -> IO[bytes]:
    """The file's bytes, unpacked; at most what its packed size allows. Raises: BadFile."""
    try:
        about = path.stat()
        if not stat.S_ISREG(about.st_mode):  # a pipe would be waited for without end
            raise no_file(path.name)
        size = about.st_size
        file: IO[bytes] = path.open("rb")
    except OSError as error:
        raise unreadable(path.name) from error
    if size > MAX_BYTES:
        file.close()
        raise too_big(path.name)
    mark = file.read(2)
    file.seek(0)
    if mark != GZIP_MARK:
        return file
    file.close()
    limit = min(MAX_BYTES, max(FREE_BYTES, size * BOMB_RATIO))
    unpacked = cast("IO[bytes]", gzip.GzipFile(path, "rb"))
    return io.BufferedReader(cast("io.RawIOBase", _Counted(unpacked, path.name, limit)), 1 << 18)


def head_of(path: Path, size: int = 4096) -> bytes:
    """The first bytes, unpacked. Raises: BadFile."""
    with open_bytes(path) as file:
        return file.read(size)


def chunks_of(path: Path, size: int = 1 << 20) -> Iterator[bytes]:
    """All bytes in pieces, unpacked. Raises: BadFile."""
    with open_bytes(path) as file:
        while chunk := file.read(size):
            yield chunk


def unpacked_name(path: Path) -> str:
    """The file's name without .gz: orders.csv.gz is read as orders.csv."""
    return path.name[:-3] if path.name.lower().endswith(".gz") else path.name
