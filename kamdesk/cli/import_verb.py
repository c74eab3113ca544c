"""`kamdesk import`: files and folders onto the desk (the contract of DESIGN 8)."""

from __future__ import annotations

import sys

from kamdesk.base.command_line import show_progress
from kamdesk.cli.asked import Asked
from kamdesk.connectors.intake.report_words import report_sentences
from kamdesk.connectors.intake.typed_wish import typed_wish
from kamdesk.operations.import_files import import_files
from kamdesk.storage.settings import CURRENCY


def run(asked: Asked) -> int:
    """Import, and answer with what was new, changed, refused and left unlinked."""
    with asked.desk() as desk:
        wish = typed_wish(asked.own, desk.settings.get(CURRENCY))
        report = import_files(desk, wish, progress=show_progress if sys.stderr.isatty() else None)
    asked.say(report.as_json(), report_sentences(report, dry_run=asked.own.dry_run))
    return report.exit_code
