"""Data that must go: parts that are no longer this user's, a laptop taken out of service, a laptop that was lost."""

from __future__ import annotations

import os
import shutil
from contextlib import suppress
from pathlib import Path

from kamdesk.base.errors import CannotOpen
from kamdesk.storage.backups import BEFORE_JOINING, forget_backups, forget_before_joining
from kamdesk.storage.backups import FOLDER as BACKUPS
from kamdesk.storage.desk import Desk
from kamdesk.storage.keys import KEY_FILE


def clear_traces(desk: Desk) -> bool:
    """Copies of what was purged go: the write-ahead log is emptied, older backups are deleted, a new one is made.

    Returns: whether all are gone. A new backup waits until the disk has room: what people typed is sent meanwhile.
    """
    is_empty = desk.fold_log()
    forget_backups(desk.folder)
    forget_before_joining(desk.folder)
    try:
        desk.back_up()
    except CannotOpen as error:
        if error.reason != "disk_full":
            raise
    return is_empty


def destroy_key(folder: Path) -> None:
    """Nobody opens this desk or its backups again, whatever password they know; this comes before all else."""
    for file in (folder / KEY_FILE, folder / BACKUPS / KEY_FILE, folder / BEFORE_JOINING / KEY_FILE):
        with suppress(FileNotFoundError):
            size = file.stat().st_size
            with file.open("r+b") as written_over:
                written_over.write(os.urandom(size))
                written_over.flush()
                os.fsync(written_over.fileno())
            file.unlink()


def wipe(folder: Path) -> None:
    """The desk goes, its key first; the folder itself stays. Close the desk before."""
    destroy_key(folder)
    for each in folder.iterdir():
        if each.is_dir() and not each.is_symlink():
            shutil.rmtree(each, ignore_errors=True)
        else:
            with suppress(OSError):
                each.unlink()
