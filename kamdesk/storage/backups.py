"""Dated, encrypted backups beside the file: made by themselves, checked, pruned, put back when the file is damaged."""

from __future__ import annotations

import re
import shutil
from contextlib import closing, suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from kamdesk.base.errors import CannotOpen
from kamdesk.base.words import tr
from kamdesk.storage import engine, schema
from kamdesk.storage.integrity import check_file
from kamdesk.storage.keys import KEY_FILE, unwrap_key
from kamdesk.storage.troubles import in_words
from kamdesk.storage.whole_files import make_private, write_whole

FOLDER = "backups"
BEFORE_JOINING = "before-joining"
"""Where an owner-run desk that joined an office is kept as it was, a desk of its own: a month, like an old backup."""
BEFORE_JOINING_KEPT = timedelta(days=35)
_NAME = re.compile(r"desk-(\d{8}-\d{6})\.db")
_STAMP = "%Y%m%d-%H%M%S"
BACKUP_EVERY = timedelta(hours=20)
"""Once a working day, whatever hour it begins."""
DAILY_KEPT = 3
WEEKLY_KEPT = 4
"""A mistake is noticed within days, a quiet damage within a month; more would fill a laptop's disk."""


@dataclass(frozen=True, slots=True, order=True)
class Backup:
    """One backup: when it was made and where it lies."""

    made_at: datetime
    file: Path


def backups(folder: Path) -> list[Backup]:
    """The profile's backups, newest first."""
    found = ((_NAME.fullmatch(file.name), file) for file in (folder / FOLDER).glob("desk-*.db"))
    return sorted((Backup(_moment(name[1]), file) for name, file in found if name), reverse=True)


def is_backup_due(folder: Path, now: datetime) -> bool:
    """Whether the newest backup is a day old, or there is none."""
    kept = backups(folder)
    return not kept or not timedelta() <= now - kept[0].made_at < BACKUP_EVERY


def make_backup(folder: Path, source: Path, key: bytes, *, now: datetime) -> Backup:
    """Copy the file as it is now, check it, prune older ones. Raises: CannotOpen (damaged, disk_full)."""
    place = folder / FOLDER
    place.mkdir(mode=0o700, exist_ok=True)
    _refuse_little_room(place, source.stat().st_size)
    backup = Backup(now.replace(microsecond=0), place / f"desk-{now.astimezone(UTC).strftime(_STAMP)}.db")
    growing = backup.file.with_suffix(".new")
    try:
        copy_file(source, growing, key)
        check_file(growing, key)
        growing.replace(backup.file)
    except FileNotFoundError as error:  # it held what was purged meanwhile; another one is made when one is due
        told = tr("Another program is writing to this desk; try again in a moment")
        raise CannotOpen(told, reason="locked") from error
    finally:
        growing.unlink(missing_ok=True)
    copy_key_file(folder)
    prune(folder)
    return backup


def copy_key_file(folder: Path) -> None:
    """Keep the wrapped key beside the backups too: without it they are noise."""
    write_whole(folder / FOLDER / KEY_FILE, (folder / KEY_FILE).read_bytes())


def copy_file(source: Path, target: Path, key: bytes) -> None:
    """A copy of one state of the file, made while others read and write it. Raises: CannotOpen, damaged.

    The file is checked first: a page whose seal is broken would be copied as zeros, freshly sealed.
    """
    check_file(source, key)
    target.unlink(missing_ok=True)
    with (
        in_words(target.parent),
        closing(engine.connect(source, key)) as here,
        closing(engine.connect(target, key)) as there,
    ):
        here.backup(there)


def prune(folder: Path) -> None:
    """Delete all but the newest few and one a week before them."""
    kept = backups(folder)
    weeks: dict[tuple[int, int], Path] = {}
    for backup in kept[DAILY_KEPT:]:
        year, week, _day = backup.made_at.isocalendar()
        weeks.setdefault((year, week), backup.file)
    staying = {backup.file for backup in kept[:DAILY_KEPT]} | set(list(weeks.values())[:WEEKLY_KEPT])
    for backup in kept:
        if backup.file not in staying:
            backup.file.unlink(missing_ok=True)


def forget_backups(folder: Path) -> None:
    """Delete every backup, also one that is being made, or that a crash left unfinished."""
    for pattern in ("desk-*.db", "desk-*.new"):
        for file in (folder / FOLDER).glob(pattern):
            file.unlink(missing_ok=True)


def forget_before_joining(folder: Path, now: datetime | None = None) -> None:
    """Delete the desk as it was before it joined an office; with `now` only once its month is over."""
    kept = folder / BEFORE_JOINING
    with suppress(OSError):
        made_at = datetime.fromtimestamp((kept / KEY_FILE).stat().st_mtime, UTC)
        if now is not None and now - made_at < BEFORE_JOINING_KEPT:
            return
    shutil.rmtree(kept, ignore_errors=True)


def last_good_backup(folder: Path, key: bytes) -> Backup | None:
    """The newest backup that is whole and that this program can open."""
    return next((backup for backup in backups(folder) if _is_good(backup.file, key)), None)


def key_for_restore(folder: Path, password: str) -> bytes:
    """The key, from the key file or, where that is damaged too, from its copy beside the backups."""
    try:
        return unwrap_key(folder / KEY_FILE, password)
    except CannotOpen as error:
        if error.reason == "password" or not (folder / FOLDER / KEY_FILE).exists():
            raise
    key = unwrap_key(folder / FOLDER / KEY_FILE, password)
    write_whole(folder / KEY_FILE, (folder / FOLDER / KEY_FILE).read_bytes())
    return key


def restore(folder: Path, file: Path, backup: Backup, *, now: datetime) -> Path:
    """Put a backup in the place of the file. Returns where the damaged file was kept; it is never thrown away."""
    _refuse_little_room(folder, backup.file.stat().st_size)
    coming = file.with_suffix(".coming")
    make_private(coming)
    shutil.copyfile(backup.file, coming)
    aside = file.with_name(f"desk-damaged-{now.astimezone(UTC).strftime(_STAMP)}.db")
    for ending in ("", "-wal", "-shm"):
        part = file.with_name(file.name + ending)
        if part.exists():
            part.replace(aside.with_name(aside.name + ending))
    coming.replace(file)
    return aside


def _is_good(file: Path, key: bytes) -> bool:
    try:
        check_file(file, key, thorough=True)
        with in_words(file.parent), closing(engine.connect(file, key, read_only=True)) as connection:
            major, _minor = schema.stamped(connection)
    except CannotOpen:
        return False
    return major <= schema.MAJOR


def _refuse_little_room(place: Path, size: int) -> None:
    if shutil.disk_usage(place).free < size + size // 10:
        raise CannotOpen(
            tr(
                "The disk is too full for a backup; make room: {megabytes} MB are needed",
                megabytes=size // 1_000_000 + 1,
            ),
            reason="disk_full",
        )


def _moment(stamp: str) -> datetime:
    return datetime.strptime(stamp, _STAMP).replace(tzinfo=UTC)
