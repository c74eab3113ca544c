"""`kamdesk report`: what whoever helps needs to know, without a client's word."""

from __future__ import annotations

import os
from pathlib import Path

from kamdesk.base.errors import CannotOpen
from kamdesk.base.exit_codes import DONE
from kamdesk.base.paths import log_folder
from kamdesk.base.words import tr
from kamdesk.cli.asked import PASSWORD_VARIABLE, Asked
from kamdesk.storage.desk import Desk, open_desk
from kamdesk.sync.support_report import collect_report


def run(asked: Asked) -> int:
    """Write the zip; a desk that does not open is told from outside."""
    desk, why = _open(asked.profile)
    try:
        out = collect_report(asked.profile, Path(asked.own.out), logs=log_folder(), desk=desk)
    finally:
        if desk is not None:
            desk.close()
    asked.say({"file": str(out), "opened": desk is not None, "why_not": why}, tr("Written: {id}", id=out))
    return DONE


def _open(profile: Path) -> tuple[Desk | None, str]:
    given = os.environ.get(PASSWORD_VARIABLE)
    if not given:
        return None, "password"
    try:
        return open_desk(profile, password=given), ""
    except CannotOpen as error:
        return None, error.reason
