"""`kamdesk init`: an empty desk, run by its owner, without an office."""

from __future__ import annotations

from kamdesk.base.errors import Refused
from kamdesk.base.exit_codes import DONE
from kamdesk.base.preset import preset
from kamdesk.base.words import tr
from kamdesk.cli.asked import Asked, password
from kamdesk.storage.desk import create_desk


def run(asked: Asked) -> int:
    """Make the desk."""
    own = asked.own
    if not preset().own_desks:
        raise Refused(tr("Your company wants no desks without an office on this computer."))
    desk = create_desk(asked.profile, password=password(twice=True), company=own.company, currency=own.currency.upper())
    desk.close()
    answer = {"profile": str(asked.profile), "company": own.company, "currency": own.currency.upper()}
    asked.say(answer, tr("The desk of {company} is made: {folder}", company=own.company, folder=asked.profile))
    return DONE
