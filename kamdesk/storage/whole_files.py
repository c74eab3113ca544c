"""Files that only their owner may read; small ones are there whole or not at all, whenever the power goes."""

from __future__ import annotations

import os
from pathlib import Path

from kamdesk.storage.full_disk import full_in_words


def make_private(file: Path) -> None:
    """Make an empty file that only its owner may read; one that is there stays as it is."""
    os.close(os.open(file, os.O_WRONLY | os.O_CREAT, 0o600))


def write_whole(file: Path, content: bytes, *, flushed: bool = True) -> None:
    """Replace the file in one step; only its owner may read it. Raises: CannotOpen, reason disk_full.

    Not flushed, a power cut may take it back or leave it empty: for what is only worth seconds.
    """
    beside = file.with_name(file.name + ".new")
    with full_in_words(), os.fdopen(os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as out:
        out.write(content)
        if flushed:
            out.flush()
            os.fsync(out.fileno())
    beside.replace(file)
