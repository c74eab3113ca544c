"""Two desks hold the same rows exactly when their digests are the same, in whatever order they were read."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from hashlib import blake2b
from typing import Any

from msgspec import msgpack

_SIZE = 16
_WRAP = 1 << (8 * _SIZE)


def digest_of(rows: Iterable[tuple[str, Sequence[Any]]]) -> tuple[int, bytes]:
    """(count, digest) of rows, each its record's word and its values as a file keeps them, id and rev among them.

    The sum of a hash per row: adding and removing rows cannot cancel out, as an exclusive or of equal rows would.
    """
    count = total = 0
    encode = msgpack.Encoder().encode
    for word, values in rows:
        row_hash = blake2b(word.encode() + encode(values), digest_size=_SIZE).digest()
        total = (total + int.from_bytes(row_hash, "big")) % _WRAP
        count += 1
    return count, total.to_bytes(_SIZE, "big")
