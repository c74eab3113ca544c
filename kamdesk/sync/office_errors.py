"""Why the office could not be asked, or said no: a class each, so that whoever meets one knows what to do about it."""

from __future__ import annotations

from typing import ClassVar

from kamdesk.base.errors import KAMDeskError


class OfficeError(KAMDeskError):
    """The office was not reached, or it refused."""

    passes: ClassVar[bool] = False
    """it may be better in a while: try again without asking anybody"""
    was_reached: ClassVar[bool] = True
    """an office answered; where none did, the state says since when"""
    name: ClassVar[str] = ""
    """in one word, for logs, progress lines and scripts"""
    wait_s: float = 0
    """the office asks to come back after so long"""

    def __init__(self, text: str, *, wait_s: float = 0) -> None:
        super().__init__(text)
        self.wait_s = wait_s


class NoNetwork(OfficeError):
    """No way to the office: no network, nobody listens there, or it does not answer in time."""

    passes, was_reached, name = True, False, "no_network"


class CutOff(OfficeError):
    """The connection broke in the middle; what had arrived whole is kept."""

    passes, was_reached, name = True, False, "cut_off"


class Busy(OfficeError):
    """The office is there and cannot serve now."""

    passes, was_reached, name = True, False, "busy"


class WrongAddress(OfficeError):
    """Something answers there, and it is no office of KAMDesk."""

    was_reached, name = False, "wrong_address"


class BadCertificate(OfficeError):
    """Whoever answers cannot prove to be the office. There is no way round it, here or in the window."""

    was_reached, name = False, "certificate"


class ProxyRefused(OfficeError):
    """The company's proxy wants to know who you are."""

    passes, was_reached, name = True, False, "proxy"


class WrongPassword(OfficeError):
    """Name and password do not belong together."""

    name = "password"


class Slower(OfficeError):
    """Too many wrong passwords."""

    name = "slower"


class ShutOut(OfficeError):
    """The office no longer knows this laptop: it was put back from a backup older than the laptop, and who signs in
    once goes on; or its user may not sign in any more.
    """

    name = "shut_out"


class Retired(OfficeError):
    """The office has taken this laptop out of service: its outbox is sent, it wipes itself."""

    name = "retired"


class DeviceLost(OfficeError):
    """This laptop was declared lost: its key is destroyed."""

    name = "lost"


class MustUpdate(OfficeError):
    """This KAMDesk is older than its office understands."""

    name = "must_update"


class OfficeTooOld(OfficeError):
    """The office is older than this KAMDesk can speak with."""

    name = "office_too_old"


class NotUnderstood(OfficeError):
    """The office answered something that makes no sense here."""

    name = "not_understood"


class Copied(OfficeError):
    """This laptop's file is a copy, or was put back from a backup: its person signs in once more."""

    name = "copied"
