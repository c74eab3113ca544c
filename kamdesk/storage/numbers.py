"""A desk in numbers, for whoever helps from afar: what lies in its folder, how much of what in its file."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, func, select

from kamdesk.records.every import RECORDS
from kamdesk.storage.backups import BEFORE_JOINING, backups
from kamdesk.storage.desk import FILE, Desk
from kamdesk.storage.schema import MAJOR, MINOR
from kamdesk.storage.tables import cursors, outbox, parked_frames, pending_links, search_words, tray_items


def folder_in_numbers(folder: Path) -> dict[str, Any]:
    """Sizes in bytes; works where the desk does not open."""
    kept = backups(folder)
    return {
        "file_bytes": _size(folder / FILE),
        "log_bytes": _size(folder / f"{FILE}-wal"),
        "backups": [_size(each.file) for each in kept],
        "newest_backup": kept[0].made_at.isoformat() if kept else None,
        "has_copy_from_before_joining": (folder / BEFORE_JOINING).exists(),
        "free_bytes": shutil.disk_usage(folder).free if folder.exists() else None,
    }


def file_in_numbers(desk: Desk) -> dict[str, Any]:
    """How many rows of each kind, how the outbox stands, what of the office is here."""
    with desk.reading() as connection:
        states = select(outbox.c.state, func.count()).group_by(outbox.c.state)
        return {
            "schema": f"{MAJOR}.{MINOR}",
            "sqlcipher": connection.exec_driver_sql("PRAGMA cipher_version").scalar(),
            "sqlite": connection.exec_driver_sql("SELECT sqlite_version()").scalar(),
            "rows": {record.word: _count(connection, record.table()) for record in RECORDS},
            "outbox": {state: number for state, number in connection.execute(states)},  # noqa: C416  (a Row is no pair)
            "tray": _count(connection, tray_items),
            "parts_held": _count(connection, cursors),
            "frames_parked": _count(connection, parked_frames),
            "links_waiting": _count(connection, pending_links),
            "search_entries": _count(connection, search_words),
        }


def _count(connection: Connection, table: Any) -> int:  # noqa: ANN401  (a Table)
    return connection.scalar(select(func.count()).select_from(table)) or 0


def _size(file: Path) -> int | None:
    return file.stat().st_size if file.exists() else None
