"""A file that a person asked for and that cannot be written says so in words."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from kamdesk.base.errors import CannotOpen
from kamdesk.base.words import tr


@contextmanager
def writing(file: Path) -> Iterator[None]:
    """Within this block what the system says against writing the file comes as CannotOpen, reason read_only."""
    try:
        yield
    except OSError as error:
        raise CannotOpen(
            tr("This file cannot be written: {file}. Check the folder's rights, or choose another.", file=file),
            reason="read_only",
        ) from error
