"""A laptop meets its office: for the first time, or once more because its file was copied or put back."""

from __future__ import annotations

import platform
from contextlib import closing
from pathlib import Path

from kamdesk.base.clock import Clock, system_clock
from kamdesk.base.words import language
from kamdesk.exchange.http_words import Join
from kamdesk.exchange.laptop import rejoined
from kamdesk.exchange.recovery import sealed_key
from kamdesk.storage import settings
from kamdesk.storage.desk import Desk, create_desk, refuse_desk_here
from kamdesk.storage.laptop import FileLaptop
from kamdesk.storage.settings import write_setting
from kamdesk.storage.sync_lock import only_sync
from kamdesk.sync.office_address import office_address
from kamdesk.sync.office_client import OfficeClient
from kamdesk.sync.office_of_desk import refuse_somebody_else, settings_of
from kamdesk.sync.proxy import ProxySignIn, sign_in_of
from kamdesk.sync.way_back import leave_way_back

PATIENCE_S = 5.0
"""So long a sync in hand is waited for."""


def join_office(
    folder: Path, address: str, *, user: str, password: str, laptop: str = "", proxy: ProxySignIn | None = None,
    clock: Clock = system_clock,
) -> Desk:  # fmt: skip
    """Make a desk of an office in this folder; the first sync then fills it. The password opens the file, too.

    Raises: Refused where a desk stands already; WrongAddress, WrongPassword and every other OfficeError.
    """
    address, name = office_address(address), laptop or name_of_this_machine()
    refuse_desk_here(folder)
    with closing(OfficeClient(address, proxy=proxy)) as office:
        joined = office.join(Join(user=user, password=password, laptop=name, language=language()))
    return create_desk(
        folder,
        password=password,
        company=joined.office,
        currency=joined.currency,
        clock=clock,
        settings=settings_of(joined, address=address, laptop=name, proxy=proxy),
    )


def sign_in_again(desk: Desk, password: str) -> None:
    """This copy becomes a device of its own; unsent actions keep their ids, so nothing is done twice (SYNC 4.1).

    Raises: WrongPassword and every other OfficeError; Refused where another person or office answers, or while
    another program syncs this desk: what that still hears is said to the device before.
    """
    with only_sync(desk.folder, patience_s=PATIENCE_S):
        _sign_in_again(desk, password)


def _sign_in_again(desk: Desk, password: str) -> None:
    desk.settings.reload()
    kept = desk.settings.all()
    address, name = kept[settings.OFFICE], kept.get(settings.LAPTOP) or name_of_this_machine()
    before = bytes.fromhex(kept.get(settings.DEVICE, ""))
    wish = Join(user=kept[settings.OFFICE_USER], password=password, laptop=name, language=language(), before=before)
    with closing(OfficeClient(address, office_id=kept.get(settings.OFFICE_ID, ""), proxy=sign_in_of(desk))) as office:
        joined = office.join(wish)
    refuse_somebody_else(kept, joined)
    with desk.writing() as connection:
        for setting, value in settings_of(joined, address=address, laptop=name).items():
            write_setting(connection, setting, value)
        write_setting(connection, settings.KEY_LEFT_FOR, "")
    rejoined(FileLaptop(desk))


def leave_key(desk: Desk, office: OfficeClient) -> None:
    """Leave the file's key with the office, sealed for its recovery key, where it wants one and has none yet."""
    leave_way_back(desk)
    wanted = desk.settings.get(settings.RECOVERY)
    if not wanted or desk.settings.get(settings.KEY_LEFT_FOR) == wanted:
        return
    device = bytes.fromhex(desk.settings.get(settings.DEVICE))
    office.keep_key(sealed_key(desk.key, bytes.fromhex(wanted), device))
    desk.settings.set(settings.KEY_LEFT_FOR, wanted)


def name_of_this_machine() -> str:
    """What the administrators' list calls a laptop whose owner gave it no name."""
    return platform.node() or "laptop"
