"""Data that must go: parts that are no longer this user's, a laptop taken out of service, a laptop that was lost."""

from __future__ import annotations

import os
import shutil
from contextlib import suppress
from pathlib import Path

from kamdesk.storage.backups import BEFORE_JOINING, backups, forget_before_joining
from kamdesk.storage.backups import FOLDER as BACKUPS
from kamdesk.storage.desk import Desk
from kamdesk.storage.keys import KEY_FILE


def clear_traces(desk: Desk) -> None:
    """Copies of what was purged go: the write-ahead log is emptied, older backups are deleted, a new one is made."""
    desk.fold_log()
    for backup in backups(desk.folder):
        backup.file.unlink(missing_ok=True)
    forget_before_joining(desk.folder)
    desk.back_up()


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
