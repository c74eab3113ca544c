"""How a person comes in: the password opens the file, and a desk that was too long alone meets its office first.

A window whose office need not be met never loads what speaks to one: it would take room and time for nothing.
"""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

from kamdesk.base.clock import Clock, system_clock
from kamdesk.base.errors import CannotOpen, Refused
from kamdesk.base.words import tr
from kamdesk.exchange.http_words import NewPassword
from kamdesk.storage import settings
from kamdesk.storage.attempts import unlock
from kamdesk.storage.contact import count_time, demands_of, needs_contact, without_contact
from kamdesk.storage.desk import Desk, open_desk, open_with_key
from kamdesk.storage.places import refuse_unsafe_place
from kamdesk.storage.signed_in import kept_key, sign_out
from kamdesk.sync.office_errors import DeviceLost, OfficeError, Retired


def enter(folder: Path, password: str, *, clock: Clock = system_clock) -> Desk:
    """The desk, open for work. Raises: CannotOpen; its reason is contact where the office must be met and was not."""
    desk = open_desk(folder, password=password, clock=clock)
    try:
        meet_if_needed(desk)
    except (CannotOpen, OfficeError):
        desk.close()
        raise
    return desk


def enter_signed_in(folder: Path, *, clock: Clock = system_clock) -> Desk | None:
    """The desk, opened by the system's keyring; None where the password must be asked. Raises: as `enter`.

    Where the office no longer allows it, the wrap for the keyring goes.
    """
    refuse_unsafe_place(folder)
    key = kept_key(folder)
    if key is None:
        return None
    desk = open_with_key(folder, key, clock=clock)
    try:
        if not demands_of(desk).stay_signed_in:
            sign_out(folder)
            desk.close()
            return None
        meet_if_needed(desk)
    except (CannotOpen, OfficeError):
        desk.close()
        raise
    return desk


def enter_with_new_password(folder: Path, password: str, *, clock: Clock = system_clock) -> Desk:
    """The desk, for who forgot its password and has a new one at the office. Raises: as `take_way_back` and `enter`."""
    from kamdesk.sync.way_back import take_way_back  # noqa: PLC0415  (see above)

    take_way_back(folder, password)
    return enter(folder, password, clock=clock)


def change_password(desk: Desk, old: str, new: str) -> None:
    """Another password from now on, of the desk and of its person at the office.

    Raises: CannotOpen, BadValue, WrongPassword where the office has another one by now, every other OfficeError.
    The office first: who was cut off behind it comes in with the new one by the way back.
    """
    from kamdesk.sync.office_of_desk import client_of  # noqa: PLC0415  (see above)

    if desk.has_office:
        unlock(desk.folder, old, now=desk.clock())
        wish = NewPassword(user=desk.settings.get(settings.OFFICE_USER), password=old, new_password=new)
        with closing(client_of(desk)) as office:
            office.change_password(wish)
    desk.change_password(old, new)


def come_back(desk: Desk, password: str) -> None:
    """Whoever locked an open desk, or left it, proves who they are. Raises: CannotOpen."""
    unlock(desk.folder, password, now=desk.clock())
    meet_if_needed(desk)


def meet_if_needed(desk: Desk) -> None:
    """Where the desk was too long without its office: a sync now. Raises: CannotOpen, reason contact.

    DeviceLost and Retired come as they are: the desk is closed and gone then.
    """
    count_time(desk)
    if not needs_contact(desk):
        return
    from kamdesk.sync.office_of_desk import client_of  # noqa: PLC0415  (see above)
    from kamdesk.sync.session import synced  # noqa: PLC0415  (see above)

    try:
        with closing(client_of(desk)) as office:
            synced(desk, office)
    except (DeviceLost, Retired):
        raise
    except (OfficeError, Refused) as error:
        told = without_contact(desk)
        both = tr("{sentence} {another}", sentence=told.text, another=error.text)
        raise CannotOpen(both, reason=told.reason) from error
