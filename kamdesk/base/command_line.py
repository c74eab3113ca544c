"""What the command lines of desk and office share: options of all verbs, plain values, one sentence of error."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date

from kamdesk.base.errors import KAMDeskError
from kamdesk.base.exit_codes import DONE, REFUSED, WRONG_USAGE, WrongUsage
from kamdesk.base.words import LANGUAGES, language, language_of_system, set_language, tr

YEARS = range(1900, 2200)
"""Figures look years back and ahead of a day; at the ends of the calendar there are none."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OptionsOfAll:
    """The options that stand before or after every verb, in the words of one program."""

    profile: str
    as_of: str
    language: str

    def add_to(self, verb: argparse.ArgumentParser, *, hidden: bool) -> None:
        """After the verb an option that is not given must not undo one given before it."""

        def option(name: str, help_text: str, **how: object) -> None:
            default = argparse.SUPPRESS if hidden else (False if name == "--json" else None)
            verb.add_argument(name, default=default, help=help_text, **how)  # type: ignore[arg-type]  # (argparse's many overloads)

        option("--profile", self.profile, metavar="DIR")
        option("--as-of", self.as_of, metavar="DATE", type=day)
        option("--json", tr("answer with one JSON document"), action="store_true")
        option("--language", self.language, choices=LANGUAGES)


def day(text: str) -> date:
    """A day as it is typed. Raises: ArgumentTypeError."""
    try:
        found = date.fromisoformat(text)
    except ValueError:
        found = date.min
    if found.year not in YEARS:
        raise argparse.ArgumentTypeError(tr('"{text}" is not a day; write 2026-03-31', text=text))
    return found


def setting(text: str) -> tuple[str, str]:
    """key=value as it is typed. Raises: ArgumentTypeError."""
    name, equals, value = text.partition("=")
    if not equals or not name:
        raise argparse.ArgumentTypeError(tr('"{text}" is not key=value', text=text))
    return name, value


def typed(parser: Callable[[], argparse.ArgumentParser], words: Sequence[str] | None) -> argparse.Namespace | int:
    """What was typed, or the exit code where argparse has answered: the help, or what is wrong."""
    for stream in (sys.stdout, sys.stderr):  # a Windows console or a C locale would stumble over a Chinese name
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace")
    set_language(language_of_system())
    try:
        own = parser().parse_args(words)
    except SystemExit as ended:
        return int(ended.code or DONE)
    set_language(own.language or language())
    return own


def answered(deed: Callable[[], int], codes: Mapping[type[KAMDeskError], int] | None = None) -> int:
    """The exit code of a deed; what went wrong stands on stderr in one sentence, `codes` end some errors otherwise."""
    try:
        return deed()
    except KAMDeskError as error:
        ends: dict[type[KAMDeskError], int] = {WrongUsage: WRONG_USAGE, **(codes or {})}
        print(error.text, file=sys.stderr)
        return next((code for kind, code in ends.items() if isinstance(error, kind)), REFUSED)
    except BrokenPipeError:  # the reader of our answer has enough
        with suppress(OSError):
            sys.stdout.close()
        return DONE


def show_progress(source: str, done: int) -> None:
    """One line on a terminal, written over and over: which file, how many records."""
    print(f"\r{source} {done or ''}\x1b[K", end="", file=sys.stderr, flush=True)
