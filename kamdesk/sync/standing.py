"""How a desk stands with its office, from its file and from what the last sync left beside it."""

from __future__ import annotations

from contextlib import suppress
from datetime import datetime
from pathlib import Path

import msgspec
from msgspec import Struct

from kamdesk.base.errors import CannotOpen
from kamdesk.storage import outbox
from kamdesk.storage.desk import Desk
from kamdesk.storage.settings import OFFICE
from kamdesk.storage.sync_counts import parts_loading, rows_unapplied
from kamdesk.storage.sync_history import keep_run, last_runs
from kamdesk.storage.tray import items_not_understood, open_items
from kamdesk.storage.whole_files import write_whole
from kamdesk.sync.state import Ended, SyncState

_FILE = "sync_state.json"
"""Beside the file, not in it: a sync that moved nothing must not make every room of the window read again."""
HISTORY_SHOWN = 50


class Beside(Struct, frozen=True, kw_only=True):
    """What the last sync leaves for whoever opens the desk next; no client's words."""

    synced_at: datetime | None = None
    unreached_since: datetime | None = None
    trouble: str = ""
    sentence: str = ""


def beside(folder: Path) -> Beside:
    """What the last sync left; nothing where there was none, or where somebody damaged it."""
    with suppress(OSError, msgspec.MsgspecError, ValueError):
        return msgspec.json.decode((folder / _FILE).read_bytes(), type=Beside)
    return Beside()


def leave_beside(folder: Path, left: Beside) -> None:
    """Leave it for the next; a disk that is full is told by whoever writes the file itself."""
    with suppress(OSError, CannotOpen):
        write_whole(folder / _FILE, msgspec.json.encode(left), flushed=False)


def standing(desk: Desk) -> SyncState:
    """The whole picture, nothing going on."""
    left = beside(desk.folder)
    with desk.reading() as connection:
        return SyncState(
            office=desk.settings.get(OFFICE),
            is_online=left.unreached_since is None and bool(left.synced_at or left.trouble),
            synced_at=left.synced_at,
            unreached_since=left.unreached_since,
            waiting=outbox.waiting(connection),
            to_review=len(open_items(connection)),
            loading=parts_loading(connection),
            unapplied=rows_unapplied(connection) + items_not_understood(connection),
            trouble=left.trouble,
            sentence=left.sentence,
            history=tuple(msgspec.json.decode(run, type=Ended) for run in last_runs(connection, HISTORY_SHOWN)),
        )


def keep_ended(desk: Desk, ended: Ended) -> None:
    """Add a sync to the history if it moved anything, or if something new stood in its way."""
    moved = ended.sent or ended.received or ended.gone
    if not (moved or ended.trouble):
        return
    with desk.writing() as connection:
        if ended.trouble and not moved:
            last = [msgspec.json.decode(run, type=Ended) for run in last_runs(connection, 1)]
            if last and last[0].trouble == ended.trouble:
                return
        keep_run(connection, msgspec.json.encode(ended).decode())
