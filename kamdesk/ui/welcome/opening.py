"""What opens a desk, run beside the window; loaded when it is asked for, a second after the door is painted."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from kamdesk.storage.keys import KEY_FILE

if TYPE_CHECKING:
    from kamdesk.storage.desk import Desk

# PLC0415: HTTP and SQL take a second to load.


def opened(folder: Path, password: str) -> Desk:
    """The desk that this password opens. Raises: CannotOpen, OfficeError."""
    from kamdesk.sync.entering import enter  # noqa: PLC0415  (see above)

    return primed(enter(folder, password))


def may_be_signed_in(folder: Path) -> bool:
    """Whether the key file speaks of a keyring; cheap enough before the door is painted."""
    with suppress(OSError):
        return b'"keyring"' in (folder / KEY_FILE).read_bytes()
    return False


def signed_in(folder: Path) -> Desk | None:
    """The desk that the system's keyring opens; None where the password must be asked. Raises: as `opened`."""
    from kamdesk.sync.entering import enter_signed_in  # noqa: PLC0415  (see above)

    desk = enter_signed_in(folder)
    return primed(desk) if desk is not None else None


def opened_anew(folder: Path, password: str, locked: Desk | None) -> Desk:
    """The desk, after the office handed its key back to who has a new password there. Raises: as `opened`."""
    from kamdesk.sync.entering import enter_with_new_password  # noqa: PLC0415  (see above)
    from kamdesk.sync.way_back import take_way_back  # noqa: PLC0415  (see above)

    if locked is None:
        return primed(enter_with_new_password(folder, password))
    take_way_back(folder, password)
    return shown_again(locked, password)


def shown_again(locked: Desk, password: str) -> Desk:
    """A locked desk, for who knows its password. Raises: CannotOpen."""
    from kamdesk.sync.entering import come_back  # noqa: PLC0415  (see above)

    come_back(locked, password)
    return locked


def primed(desk: Desk) -> Desk:
    """The desk with its settings in memory, so that the window need not wait for them."""
    desk.settings.all()
    return desk
