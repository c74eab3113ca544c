"""A sync from outside: one at a time, its end written down, the office's last word to this laptop obeyed."""

from __future__ import annotations

import time
from contextlib import suppress

from kamdesk.base.errors import CannotOpen
from kamdesk.base.log import logger
from kamdesk.base.words import tr
from kamdesk.storage import outbox
from kamdesk.storage.contact import met_office
from kamdesk.storage.desk import Desk
from kamdesk.storage.leaving import destroy_key, wipe
from kamdesk.storage.settings import TOKEN
from kamdesk.storage.sync_lock import only_sync
from kamdesk.sync.office_client import OfficeClient
from kamdesk.sync.office_errors import Busy, DeviceLost, OfficeError, Retired
from kamdesk.sync.report import Report
from kamdesk.sync.run import ROUNDS_MAX, Sync, Watch
from kamdesk.sync.standing import Beside, beside, keep_ended, leave_beside

TRIES = 3
FIRST_WAIT_S = 1.0
"""Then twice as long each time."""

_log = logger(__name__)


def synced(
    desk: Desk, office: OfficeClient, watch: Watch = lambda _step: None, *, patience_s: float = 0, tries: int = 1
) -> Report:
    """One sync; what passes by itself is tried again. Raises: OfficeError; Refused where another sync is in hand.

    After DeviceLost and Retired the desk is closed and gone.
    """
    with only_sync(desk.folder, patience_s=patience_s):
        wait_s, rounds_left = FIRST_WAIT_S, ROUNDS_MAX
        desk.settings.reload()
        office.take_newest(desk.settings.get(TOKEN))  # another program of this desk may have been given one meanwhile
        while True:
            sync = Sync(desk, office, watch)
            try:
                report = sync.run()
            except DeviceLost as error:
                _obey(desk, error)
                raise
            except Retired as error:
                if _is_all_sent(desk):
                    _obey(desk, error)
                    raise
                rounds_left -= 1
                if not rounds_left:
                    raise Busy(tr("The office is busy; KAMDesk tries again by itself.")) from error
            except OfficeError as error:
                _log.info("sync ended: %s", error.name)
                _note_trouble(desk, sync.report, error)
                tries -= 1
                if not error.passes or not tries:
                    raise
                time.sleep(max(wait_s, error.wait_s))
                wait_s *= 2
            else:
                leave_beside(desk.folder, Beside(synced_at=report.as_of))
                keep_ended(desk, report.as_ended())
                met_office(desk)
                return report


def _note_trouble(desk: Desk, report: Report, error: OfficeError) -> None:
    before = beside(desk.folder)
    since = None if error.was_reached else before.unreached_since or desk.clock()
    left = Beside(synced_at=before.synced_at, unreached_since=since, trouble=error.name, sentence=error.text)
    leave_beside(desk.folder, left)
    with suppress(CannotOpen):  # the trouble itself is what is told
        keep_ended(desk, report.as_ended(trouble=error.name, sentence=error.text))


def _is_all_sent(desk: Desk) -> bool:
    """A retired laptop sends what its person typed, to the last, before it wipes itself; then its key goes at once."""
    with desk.writing() as connection:
        if outbox.waiting(connection):
            return False
        destroy_key(desk.folder)
        return True


def _obey(desk: Desk, error: DeviceLost | Retired) -> None:
    """A lost laptop's key goes before anything else; a retired one's outbox is sent, and then everything goes."""
    _log.info("this laptop is given up: %s", error.name)
    if isinstance(error, DeviceLost):
        destroy_key(desk.folder)
    desk.close()
    wipe(desk.folder)
