"""Every error a person may meet has one root, and its text is translated and safe to show."""

from __future__ import annotations


class KAMDeskError(Exception):
    """Something went wrong that a person can understand; `str()` says what, and what to do."""

    def __init__(self, text: str) -> None:
        super().__init__(text)
        self.text = text


class NotAllowed(KAMDeskError):
    """Your role may not do this; the text names who may."""


class BadValue(KAMDeskError):
    """A value cannot be taken; the text says which fact, why, and what would be taken."""

    def __init__(self, text: str, *, fact: str = "") -> None:
        super().__init__(text)
        self.fact = fact


class NotFound(KAMDeskError):
    """What was named is not on this desk; check the name or import it first."""


class TooOld(KAMDeskError):
    """The file comes from a newer KAMDesk; update the program, the file is untouched."""


class Refused(KAMDeskError):
    """The office, or a file's own state, refused the wish as a whole; nothing was changed."""


class CannotOpen(KAMDeskError):
    """The file cannot be opened or written; the text says what to do.

    `reason` is password, damaged, missing, locked, read_only, network, disk_full, contact or old.
    """

    def __init__(self, text: str, *, reason: str) -> None:
        super().__init__(text)
        self.reason = reason
