"""The command line: find the verb, do it, answer with an exit code. Verbs are imported when they are asked for."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Sequence

from kamdesk.base.command_line import answered, typed
from kamdesk.cli.asked import Asked
from kamdesk.cli.parser import parser


def main(words: Sequence[str] | None = None) -> int:
    """Do what was asked. Returns: the exit code; what went wrong stands on stderr, in one sentence."""
    own = typed(parser, words)
    if isinstance(own, int):
        return own
    return answered(lambda: _verb_of(own)(Asked.of(own)))


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
