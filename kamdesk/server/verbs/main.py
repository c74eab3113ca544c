"""kamdesk-server: find the verb, do it, answer with an exit code."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Sequence
from contextlib import suppress

from kamdesk.base.errors import KAMDeskError
from kamdesk.base.exit_codes import DONE, OFFICE_NOT_REACHED, REFUSED, WRONG_USAGE, WrongUsage
from kamdesk.base.words import language, language_of_system, set_language, tr
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
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace")
    set_language(language_of_system())
    try:
        own = parser().parse_args(words)
    except SystemExit as ended:  # argparse has answered: the help, or what is wrong
        return int(ended.code or DONE)
    set_language(own.language or language())
    if sys.platform == "win32":
        return _refuse(tr("An office on Windows is not supported; it runs on Linux. Laptops may be Windows."), REFUSED)
    return _done(own)


def _done(own: argparse.Namespace) -> int:
    try:
        with in_words():
            return VERBS[own.verb](Asked.of(own))
    except WrongUsage as error:
        return _refuse(error.text, WRONG_USAGE)
    except NotReached as error:
        return _refuse(error.text, OFFICE_NOT_REACHED)
    except KAMDeskError as error:
        return _refuse(error.text, REFUSED)
    except BrokenPipeError:  # the reader of our answer has enough
        with suppress(OSError):
            sys.stdout.close()
        return DONE


def _refuse(text: str, code: int) -> int:
    print(text, file=sys.stderr)
    return code
