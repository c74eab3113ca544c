"""kamdesk-server: find the verb, do it, answer with an exit code."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Sequence

from kamdesk.base.command_line import answered, typed
from kamdesk.base.errors import Refused
from kamdesk.base.exit_codes import OFFICE_NOT_REACHED
from kamdesk.base.words import tr
from kamdesk.server.database.troubles import NotReached, in_words
from kamdesk.server.verbs import custody, imports, laptops, office, people
from kamdesk.server.verbs.asked import Asked
from kamdesk.server.verbs.parser import parser

VERBS: dict[str, Callable[[Asked], int]] = {
    "init": office.init,
    "run": office.run,
    "status": office.status,
    "policy": office.policy,
    "user": people.user,
    "team": people.team,
    "serve": people.serve,
    "device": laptops.device,
    "import": imports.import_verb,
    "backup": custody.backup,
    "restore": custody.restore,
    "verify": custody.verify,
    "erase": custody.erase,
}


def main(words: Sequence[str] | None = None) -> int:
    """Do what was asked. Returns: the exit code; what went wrong stands on stderr, in one sentence."""
    own = typed(parser, words)
    if isinstance(own, int):
        return own
    return answered(lambda: _done(own), {NotReached: OFFICE_NOT_REACHED})


def _done(own: argparse.Namespace) -> int:
    if sys.platform == "win32":
        raise Refused(tr("An office on Windows is not supported; it runs on Linux. Laptops may be Windows."))
    with in_words():
        return VERBS[own.verb](Asked.of(own))
