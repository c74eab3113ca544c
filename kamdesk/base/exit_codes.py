"""How programs end, as scripts rely on it (DESIGN 8), and the error of a command that is itself wrong."""

from __future__ import annotations

from kamdesk.base.errors import KAMDeskError

DONE, REFUSED, WRONG_USAGE, OFFICE_NOT_REACHED = 0, 1, 2, 3


class WrongUsage(KAMDeskError):
    """The command line itself is wrong; the text says what is missing."""
