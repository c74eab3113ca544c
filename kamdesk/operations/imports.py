"""Brings batches of records onto a desk, from files, the sample company or an office's export alike."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager

from sqlalchemy import Connection

from kamdesk.base.errors import KAMDeskError
from kamdesk.base.words import tr
from kamdesk.connectors.batches import Batch
from kamdesk.operations.import_batch import write_batch
from kamdesk.operations.import_ends import Ends
from kamdesk.operations.import_links import link_what_waited
from kamdesk.operations.import_report import ImportReport, UnlinkedRow
from kamdesk.storage.desk import Desk
from kamdesk.storage.pending import still_pending

Progress = Callable[[str, int], None]
"""Told the file or record in hand and how many of its records are done; may raise `Cancelled`."""


class Cancelled(KAMDeskError):
    """The person stopped the import; the file in hand was not taken."""

    def __init__(self) -> None:
        super().__init__(tr("The import was stopped; the file in hand was not taken."))


class _DryRunOver(Exception):
    """Everything was tried; nothing is kept."""


def import_batches(
    desk: Desk, batches: Iterable[Batch], *, source: str = "", dry_run: bool = False, progress: Progress | None = None
) -> ImportReport:
    """Take batches as one file: all of them in one transaction, or none when anything fails."""
    report = ImportReport(anything_matched=True)
    started = time.monotonic()
    with writing(desk, dry_run=dry_run) as connection:
        take_file(connection, Ends(connection), batches, report, source=source, progress=progress)
        drop_linked(connection, report)
    report.seconds = time.monotonic() - started
    return report


@contextmanager
def writing(desk: Desk, *, dry_run: bool) -> Iterator[Connection]:
    """The writing connection; a dry run does everything and is rolled back."""
    try:
        with desk.writing() as connection:
            yield connection
            if dry_run:
                raise _DryRunOver
    except _DryRunOver:
        return


def take_file(
    connection: Connection, ends: Ends, batches: Iterable[Batch], report: ImportReport, *,
    source: str, progress: Progress | None = None,
) -> None:  # fmt: skip
    """Write the batches of one file in order, linking earlier rows to what arrives."""
    for batch in batches:
        if progress:
            progress(source, 0)
        done = write_batch(connection, ends, batch)
        link_what_waited(connection, ends)
        report.count(batch.record.word, done.new, done.changed, done.same)
        report.kept_unlinked += [
            UnlinkedRow(
                file=source,
                row=batch.rows[each.place] if batch.rows else each.place + 1,
                record=batch.record.word,
                field=each.fact.removesuffix("_id"),
                value=each.key,
                waits=(each.row_id, each.fact),
            )
            for each in done.unlinked
        ]
        if progress:
            progress(source, len(batch))


def drop_linked(connection: Connection, report: ImportReport) -> None:
    """Take out of the report what a later part of the same import linked."""
    if report.kept_unlinked:
        waiting = still_pending(connection)
        report.kept_unlinked = [each for each in report.kept_unlinked if not each.value or each.waits in waiting]
