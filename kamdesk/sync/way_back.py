"""The way back into a file whose password was forgotten: a new password at the office opens it again (SYNC 6).

Which office that is has to stand outside the encrypted file; it holds nothing of any client.
"""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

import msgspec
from msgspec import Struct

from kamdesk.base.errors import NotFound
from kamdesk.base.words import tr
from kamdesk.exchange.http_words import HandBack
from kamdesk.storage import settings
from kamdesk.storage.desk import Desk
from kamdesk.storage.profiles import WAY_BACK_FILE
from kamdesk.storage.rewrapping import wrap_again
from kamdesk.storage.whole_files import write_whole
from kamdesk.sync.office_address import office_address
from kamdesk.sync.office_client import OfficeClient

_FILE = WAY_BACK_FILE


class WayBack(Struct, frozen=True, kw_only=True):
    """Where to ask, and as whom."""

    address: str
    office_id: str
    user: str
    device: str


def leave_way_back(desk: Desk) -> None:
    """Write down whom to ask, where it is not written yet."""
    kept = desk.settings.all()
    names = (settings.OFFICE, settings.OFFICE_ID, settings.OFFICE_USER, settings.DEVICE)
    address, office_id, user, device = (kept.get(name, "") for name in names)
    content = msgspec.json.encode(WayBack(address=address, office_id=office_id, user=user, device=device))
    file = desk.folder / _FILE
    if not file.exists() or file.read_bytes() != content:
        write_whole(file, content)


def has_way_back(folder: Path) -> bool:
    """Whether an office may know this file's key."""
    return (folder / _FILE).exists()


def take_way_back(folder: Path, password: str) -> None:
    """Sign in at the office with its password, which opens the file from now on.

    Raises: NotFound where no office is known; WrongPassword, DeviceLost and every other OfficeError; CannotOpen.
    """
    try:
        whom = msgspec.json.decode((folder / _FILE).read_bytes(), type=WayBack)
        device = bytes.fromhex(whom.device)
    except (OSError, msgspec.MsgspecError, ValueError) as error:
        raise NotFound(tr("No office is known that could open this desk.")) from error
    wish = HandBack(user=whom.user, password=password, device_id=device)
    address = office_address(whom.address)  # it lies outside the encrypted file: nobody's password crosses in clear
    with closing(OfficeClient(address, office_id=whom.office_id)) as office:
        key = office.hand_back(wish)
    wrap_again(folder, key, password)
