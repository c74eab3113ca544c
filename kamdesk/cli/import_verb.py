"""`kamdesk import`: files and folders onto the desk (the contract of DESIGN 8)."""

from __future__ import annotations

import sys
from pathlib import Path

from kamdesk.base.exit_codes import WrongUsage
from kamdesk.base.paths import resources
from kamdesk.cli.asked import Asked
from kamdesk.connectors.intake.files import ImportWish
from kamdesk.connectors.intake.report_words import report_sentences
from kamdesk.connectors.mapping import BadMapping, FileMapping
from kamdesk.connectors.mapping_file import read_mapping
from kamdesk.operations.import_files import import_files
from kamdesk.storage.desk import Desk
from kamdesk.storage.settings import CURRENCY

_SHOWN = 20
"""Refused rows printed for a person; --json lists a thousand."""


def run(asked: Asked) -> int:
    """Import, and answer with what was new, changed, refused and left unlinked."""
    with asked.desk() as desk:
        wish = ImportWish(path=Path(asked.own.path), mapping=_mapping(asked, desk), dry_run=asked.own.dry_run)
        report = import_files(desk, wish, progress=_progress if sys.stderr.isatty() else None)
    asked.say(report.as_json(), report_sentences(report, dry_run=asked.own.dry_run))
    return report.exit_code


def _mapping(asked: Asked, desk: Desk) -> FileMapping | None:
    """The mapping that was named: a file, or one that the program brings along."""
    if not asked.own.mapping:
        return None
    named = Path(asked.own.mapping)
    if not named.exists():
        brought = resources() / "mappings" / named.name
        named = next((each for each in (brought, brought.with_suffix(".toml")) if each.exists()), named)
    try:
        return read_mapping(named, {"currency": desk.settings.get(CURRENCY), **dict(asked.own.set)})
    except BadMapping as error:
        raise WrongUsage(error.text) from error


def _progress(source: str, done: int) -> None:
    print(f"\r{source} {done or ''}\x1b[K", end="", file=sys.stderr, flush=True)
