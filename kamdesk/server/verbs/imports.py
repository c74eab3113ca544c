"""`kamdesk-server import`: files and folders into the office, while people work."""

from __future__ import annotations

import sys
from datetime import UTC, date, datetime, time
from typing import Any

from kamdesk.base.command_line import show_progress
from kamdesk.base.exit_codes import DONE, REFUSED
from kamdesk.base.words import tr
from kamdesk.connectors.intake.report import ImportReport
from kamdesk.connectors.intake.report_words import report_sentences
from kamdesk.connectors.intake.typed_wish import typed_wish
from kamdesk.connectors.sample_company.company import DEMO_TODAY
from kamdesk.connectors.sample_company.source import sample_batches
from kamdesk.server.imports.bringing import Brought, How, bring_in, finish_import, import_files
from kamdesk.server.office import Office
from kamdesk.server.verbs.asked import Asked

_SAMPLE = "sample company"


def import_verb(asked: Asked) -> int:
    """Import, and answer with what was new, changed, refused, removed and left unlinked."""
    own = asked.own
    with asked.office() as office:
        if own.sample_company:
            brought = _sample_company(office, own.sample_company)
            asked.say(_told(brought), _sentences(brought, dry_run=False))
            return DONE
        if not own.path:
            was_unfinished = finish_import(office)
            asked.say({"finished": was_unfinished}, tr("What an interrupted import had left is merged."))
            return DONE
        wish = typed_wish(own, office.currency)
        how = How(
            as_of=_moment(own.as_of) if own.as_of else office.clock(),
            dry_run=own.dry_run,
            is_complete=own.complete,
            accepts_removals=own.accept_removals,
        )
        brought = import_files(office, wish, how, progress=show_progress if sys.stderr.isatty() else None)
    asked.say(_told(brought), _sentences(brought, dry_run=own.dry_run))
    return REFUSED if brought.report.exit_code else DONE


def _sample_company(office: Office, scale: int) -> Brought:
    """An invented company instead of files, as of the day it tells of: for a demo and for trying things out."""
    how = How(as_of=_moment(DEMO_TODAY))
    batches = sample_batches(DEMO_TODAY, scale=scale, zone=None)
    return bring_in(office, [(_SAMPLE, batches)], ImportReport(), how, source=_SAMPLE)


def _moment(day: date) -> datetime:
    return datetime.combine(day, time(23, 59, 59), tzinfo=UTC)


def _told(brought: Brought) -> dict[str, Any]:
    """The contract of `kamdesk import --json`, and what only an office does."""
    more = {"removed": brought.removed, "finished_an_earlier_one": brought.was_unfinished}
    return brought.report.as_json() | more


def _sentences(brought: Brought, *, dry_run: bool) -> str:
    removed = [tr("{record}: {n} removed", record=word, n=number) for word, number in brought.removed.items()]
    return report_sentences(brought.report, dry_run=dry_run, more=removed)
