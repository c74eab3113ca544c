"""A second file that grows beside a desk's own and takes its place in one step: an owner-run desk joins an office.

Until that step the desk is what it was, whenever the plug is pulled; after it the office's, with everything in it.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Mapping
from contextlib import closing, suppress
from pathlib import Path

from sqlalchemy import Connection, select
from sqlcipher3 import dbapi2

from kamdesk.base.errors import CannotOpen, Refused
from kamdesk.base.words import tr
from kamdesk.storage import engine, schema
from kamdesk.storage.backups import BEFORE_JOINING, backups
from kamdesk.storage.desk import FILE, Desk
from kamdesk.storage.keys import KEY_FILE, unwrap_key, wrap_key
from kamdesk.storage.places import make_folder
from kamdesk.storage.settings import write_setting
from kamdesk.storage.tables import settings as settings_table
from kamdesk.storage.tables import table_changes
from kamdesk.storage.troubles import in_words
from kamdesk.storage.whole_files import write_whole

_FOLDER = ".coming"
_NO_WAITING_MS = 2_000


def make_coming(desk: Desk, password: str, settings: Mapping[str, str]) -> Desk:
    """A new, empty file beside the desk's, under the same key, for this password; an earlier one goes."""
    drop_coming(desk.folder)
    place = desk.folder / _FOLDER
    make_folder(place)
    wrap_key(place, desk.key, password)
    with in_words(place), closing(engine.connect(place / FILE, desk.key)) as first:
        first.execute("PRAGMA journal_mode = wal")
    coming = Desk(place, desk.key, clock=desk.clock)
    with coming.writing() as connection:
        schema.make_schema(connection)
        for name, value in settings.items():
            write_setting(connection, name, value)
    return coming


def coming_of(desk: Desk, password: str) -> Desk | None:
    """The file that grows beside this desk's; None where there is none, none that is whole, or for another password."""
    place = desk.folder / _FOLDER
    try:
        if unwrap_key(place / KEY_FILE, password) != desk.key or not (place / FILE).exists():
            return None
        coming = Desk(place, desk.key, clock=desk.clock)
    except CannotOpen:
        return None
    try:
        coming.settings.reload()
    except CannotOpen:
        coming.close()
        return None
    return coming


def written_so_far(connection: Connection) -> dict[str, int]:
    """How often each table was written to; small values apart, which a window keeps by itself."""
    query = select(table_changes.c.table_name, table_changes.c.changes).where(
        table_changes.c.table_name != settings_table.name
    )
    return {name: changes for name, changes in connection.execute(query)}  # noqa: C416  (a Row is no pair)


def drop_coming(folder: Path) -> None:
    """The desk stays what it is."""
    shutil.rmtree(folder / _FOLDER, ignore_errors=True)


def take_the_place(folder: Path, key: bytes) -> None:
    """The file that grew beside becomes the desk's; close both before. The one before is kept, as a desk of its own.

    Between the file and its password lies an instant: the key is the same, the old password then opens the new file.

    Raises: Refused where another program has the desk open; CannotOpen. Then nothing has changed.
    """
    file, coming = folder / FILE, folder / _FOLDER / FILE
    for each in (coming, file):
        _fold_alone(each, key)
    before = folder / BEFORE_JOINING
    make_folder(before)
    write_whole(before / KEY_FILE, (folder / KEY_FILE).read_bytes())
    try:
        _keep_before(file, before / FILE)
        coming.replace(file)
        (folder / _FOLDER / KEY_FILE).replace(folder / KEY_FILE)
    except OSError as error:  # no room for a copy; on Windows also a file that somebody looks at
        raise CannotOpen(
            tr("The desk's file could not be exchanged; close what else has it open, and try again."), reason="locked"
        ) from error
    _flush_folder(folder)
    for backup in backups(folder):  # of the file before: put back, they would undo this step
        backup.file.unlink(missing_ok=True)
    drop_coming(folder)


def _keep_before(file: Path, kept: Path) -> None:
    """The same file under a second name, where the file system knows that; else a copy."""
    kept.unlink(missing_ok=True)
    try:
        os.link(file, kept)
    except OSError:
        shutil.copyfile(file, kept)


def _fold_alone(file: Path, key: bytes) -> None:
    """Fold the write-ahead log into a file that nobody else has open: a log left over would spoil the next one."""
    with in_words(file.parent), closing(engine.connect(file, key)) as connection:
        connection.execute(f"PRAGMA busy_timeout = {_NO_WAITING_MS}")
        try:
            mode = connection.execute("PRAGMA journal_mode = delete").fetchone()[0]  # only who is alone gets that
            connection.execute("PRAGMA journal_mode = wal")
        except dbapi2.OperationalError:
            mode = ""
    if mode != "delete":
        raise Refused(tr("Another program has this desk open: close its window first."))


def _flush_folder(folder: Path) -> None:
    """A pulled plug must not take the new name back; Windows does so by itself."""
    with suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
