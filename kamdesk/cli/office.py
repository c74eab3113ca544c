"""The verbs that need an office: this release has none, and says so."""

from __future__ import annotations

import sys

from kamdesk.base.exit_codes import REFUSED
from kamdesk.base.words import tr
from kamdesk.cli.asked import Asked


def run(asked: Asked) -> int:
    """Refuse in words; nothing is pretended."""
    if asked.own.verb == "join":
        print(tr("This version of KAMDesk cannot join an office yet; `kamdesk init` makes a desk."), file=sys.stderr)
        return REFUSED
    with asked.desk():
        print(tr("This desk has no office: nothing is sent, nothing waits to be decided."), file=sys.stderr)
    return REFUSED
