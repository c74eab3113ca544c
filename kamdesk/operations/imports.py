"""Brings batches of records onto a desk, from files, the sample company or an office's export alike."""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager

from kamdesk.base.errors import KAMDeskError, Refused
from kamdesk.base.words import tr
from kamdesk.connectors.batches import Batch
from kamdesk.connectors.intake.ends import Ends
from kamdesk.connectors.intake.files import Progress
from kamdesk.connectors.intake.report import ImportReport
from kamdesk.connectors.intake.taking import drop_linked, take_file
from kamdesk.storage.desk import Desk
from kamdesk.storage.intake import FileIntake


class Cancelled(KAMDeskError):
    """The person stopped the import; the file in hand was not taken."""

    def __init__(self) -> None:
        super().__init__(tr("The import was stopped; the file in hand was not taken."))


def refuse_with_office(desk: Desk) -> None:
    """Rows written past the outbox would never reach the office, and ledgers come from there. Raises: Refused."""
    if desk.has_office:
        raise Refused(
            tr("Orders, stock, invoices and lists of this desk come from its office; bring the files in there.")
        )


class _DryRunOver(Exception):
    """Everything was tried; nothing is kept."""


def import_batches(
    desk: Desk, batches: Iterable[Batch], *, source: str = "", dry_run: bool = False, progress: Progress | None = None
) -> ImportReport:
    """Take batches as one file: all of them in one transaction, or none when anything fails."""
    refuse_with_office(desk)
    report = ImportReport(anything_matched=True)
    started = time.monotonic()
    with writing(desk, dry_run=dry_run) as store:
        take_file(store, Ends(store), batches, report, source=source, progress=progress)
        drop_linked(store, report)
    report.seconds = time.monotonic() - started
    return report


@contextmanager
def writing(desk: Desk, *, dry_run: bool) -> Iterator[FileIntake]:
    """The desk's file to write into; a dry run does everything and is rolled back."""
    try:
        with desk.writing() as connection:
            yield FileIntake(connection)
            if dry_run:
                raise _DryRunOver
    except _DryRunOver:
        return
