"""A key that came back from the office, wrapped by another password."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

from kamdesk.storage import engine, schema
from kamdesk.storage.attempts import forget_attempts
from kamdesk.storage.backups import backups, copy_key_file
from kamdesk.storage.desk import FILE
from kamdesk.storage.keys import wrap_key
from kamdesk.storage.troubles import in_words


def wrap_again(folder: Path, key: bytes, password: str) -> None:
    """This password opens the desk from now on. Raises: CannotOpen where the key is not this file's; BadValue."""
    with in_words(folder), closing(engine.connect(folder / FILE, key, read_only=True)) as connection:
        schema.stamped(connection)
    wrap_key(folder, key, password)
    if backups(folder):
        copy_key_file(folder)
    forget_attempts(folder)
