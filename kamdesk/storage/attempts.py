"""Wrong passwords cost time: after the third in a row each further try waits twice as long."""

from __future__ import annotations

import json
from contextlib import suppress
from datetime import datetime
from pathlib import Path

from kamdesk.base.days import moment_from_text, moment_text
from kamdesk.base.errors import CannotOpen
from kamdesk.base.words import tr
from kamdesk.storage.keys import KEY_FILE, unwrap_key
from kamdesk.storage.whole_files import write_whole

_FILE = "attempts.json"
_FREE = 3
"""Typing slips; nobody guesses a password in three tries."""
_WAIT_MAX_S = 300
"""Five minutes: a guesser gives up, the owner who found the right note does not."""


def unlock(folder: Path, password: str, *, now: datetime) -> bytes:
    """The desk's key. Raises: CannotOpen with reason password, missing or damaged."""
    wrong, last = _noted(folder)
    if last > now:  # the clock stood ahead then, or was set back since: the wait begins anew, and ends
        last = now
        _note(folder, wrong, now)
    wait_s = _wait_s(wrong, last, now)
    if wait_s:
        raise CannotOpen(
            tr("Too many wrong passwords; try again in {seconds} seconds", seconds=wait_s), reason="password"
        )
    try:
        key = unwrap_key(folder / KEY_FILE, password)
    except CannotOpen as error:
        if error.reason == "password":
            _note(folder, wrong + 1, now)
        raise
    if wrong:
        forget_attempts(folder)
    return key


def forget_attempts(folder: Path) -> None:
    """Whoever proved who they are begins anew."""
    (folder / _FILE).unlink(missing_ok=True)


def _wait_s(wrong: int, last: datetime, now: datetime) -> int:
    if wrong < _FREE:
        return 0
    wait_s = min(1 << min(wrong - _FREE + 1, 20), _WAIT_MAX_S)
    return max(0, wait_s - int((now - last).total_seconds()))


def _noted(folder: Path) -> tuple[int, datetime]:
    try:
        noted = json.loads((folder / _FILE).read_bytes())
        return int(noted["wrong"]), moment_from_text(noted["last"])
    except (OSError, ValueError, KeyError, TypeError):
        return 0, moment_from_text("2000-01-01T00:00:00Z")


def _note(folder: Path, wrong: int, now: datetime) -> None:
    with suppress(OSError):  # a folder that cannot be written to is refused elsewhere, in its own words
        write_whole(folder / _FILE, json.dumps({"wrong": wrong, "last": moment_text(now)}).encode())
