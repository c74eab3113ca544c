"""The command line: find the verb, do it, answer with an exit code. Verbs are imported when they are asked for."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Sequence
from contextlib import suppress

from kamdesk.base.errors import KAMDeskError
from kamdesk.base.exit_codes import DONE, REFUSED, WRONG_USAGE, WrongUsage
from kamdesk.base.words import language, language_of_system, set_language
from kamdesk.cli.asked import Asked
from kamdesk.cli.parser import parser


def main(words: Sequence[str] | None = None) -> int:
    """Do what was asked. Returns: the exit code; what went wrong stands on stderr, in one sentence."""
    _speak_utf8()
    set_language(language_of_system())
    try:
        own = parser().parse_args(words)
    except SystemExit as ended:  # argparse has answered: the help, or what is wrong
        return int(ended.code or DONE)
    set_language(own.language or language())
    try:
        return _verb_of(own)(Asked.of(own))
    except WrongUsage as error:
        return _refuse(error.text, WRONG_USAGE)
    except KAMDeskError as error:
        return _refuse(error.text, REFUSED)
    except BrokenPipeError:  # the reader of our answer has enough
        with suppress(OSError):
            sys.stdout.close()
        return DONE


def _refuse(text: str, code: int) -> int:
    print(text, file=sys.stderr)
    return code


def _speak_utf8() -> None:
    """A Windows console or a C locale would stumble over the first Chinese name."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace")


# PLC0415: `kamdesk clients` must not wait for Qt, matplotlib or the readers of spreadsheets.
def _verb_of(own: argparse.Namespace) -> Callable[[Asked], int]:
    match "self-test" if own.self_test else own.verb:
        case "self-test":
            from kamdesk.cli.self_test import run  # noqa: PLC0415  (see above)
        case "init":
            from kamdesk.cli.init import run  # noqa: PLC0415  (see above)
        case "set" | "add":
            from kamdesk.cli.write import run  # noqa: PLC0415  (see above)
        case "import":
            from kamdesk.cli.import_verb import run  # noqa: PLC0415  (see above)
        case "export":
            from kamdesk.cli.export import run  # noqa: PLC0415  (see above)
        case "clients" | "contacts" | "orders" | "stock" | "payments":
            from kamdesk.cli.lists import run  # noqa: PLC0415  (see above)
        case "brief":
            from kamdesk.cli.brief import run  # noqa: PLC0415  (see above)
        case "figure":
            from kamdesk.cli.figure import run  # noqa: PLC0415  (see above)
        case "report" | "join" | "sync" | "verify" | "tray" | "solve":
            return _office_verb(own)
        case _:
            from kamdesk.cli.window import run  # noqa: PLC0415  (see above)
    return run


def _office_verb(own: argparse.Namespace) -> Callable[[Asked], int]:
    if own.verb in ("tray", "solve"):  # these two ask nobody
        from kamdesk.cli.tray import run  # noqa: PLC0415  (see above)
    elif own.verb == "report":
        from kamdesk.cli.report import run  # noqa: PLC0415  (see above)
    else:
        from kamdesk.cli.office import run  # noqa: PLC0415  (see above)
    return run
