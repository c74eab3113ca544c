"""How the desk stands with its office at this moment, and what each sync did.

Told by the sync's process, shown by the window: plain frozen values that `msgspec.json` carries from one to the other.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from enum import StrEnum

from msgspec import Struct

OLD_AFTER = timedelta(hours=24)
"""Data older than a day are said in colour (LOOK 4)."""


class Phase(StrEnum):
    """What the sync does right now."""

    IDLE = "idle"
    SENDING = "sending"
    RECEIVING = "receiving"


class Ended(Struct, frozen=True, kw_only=True):
    """One sync as it ended (SYNC 5). `trouble` is empty where it came to its end."""

    began_at: datetime
    seconds: float = 0.0
    sent: int = 0
    """actions; the next five say what became of them"""
    applied: int = 0
    merged: int = 0
    waits: int = 0
    refused: int = 0
    held: int = 0
    received: int = 0
    """rows that came, removed ones among them"""
    gone: int = 0
    """clients that left this laptop; their names left with them"""
    sent_bytes: int = 0
    received_bytes: int = 0
    trouble: str = ""
    """the `name` of an OfficeError"""
    sentence: str = ""
    """the trouble in words"""


class SyncState(Struct, frozen=True, kw_only=True):
    """The whole picture; an owner-run desk has no office and everything else empty."""

    office: str = ""
    """the address; empty on an owner-run desk"""
    is_online: bool = False
    """whether the office answered the last time it was asked"""
    phase: Phase = Phase.IDLE
    to_send: int = 0
    """actions on their way in this sync"""
    rows: int = 0
    """that came in this sync"""
    share: float = 0.0
    """of what differs, between 0 and 1, by parts of clients: the office does not count rows before it reads them"""
    seconds_left: float | None = None
    synced_at: datetime | None = None
    """the end of the last sync that came to its end; None: never"""
    unreached_since: datetime | None = None
    """since when the office was asked in vain; None while it answers"""
    waiting: int = 0
    """actions that the office has not answered"""
    to_review: int = 0
    """items in the tray"""
    loading: int = 0
    """parts of clients that are not here whole"""
    unapplied: int = 0
    """rows and review items that came and could not be taken in"""
    trouble: str = ""
    """the `name` of the OfficeError that ended the last sync; what passes by itself is told as being offline"""
    sentence: str = ""
    history: tuple[Ended, ...] = ()
    """newest first"""

    @property
    def is_own(self) -> bool:
        """Whether there is no office."""
        return not self.office

    def is_old(self, now: datetime) -> bool:
        """Whether what is shown is older than a day."""
        return self.synced_at is not None and now - self.synced_at > OLD_AFTER
