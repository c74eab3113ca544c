"""Takes the batches of one file in, in order, linking earlier rows to what arrives."""

from __future__ import annotations

from collections.abc import Iterable

from kamdesk.connectors.batches import Batch
from kamdesk.connectors.intake.batch import write_batch
from kamdesk.connectors.intake.ends import Ends
from kamdesk.connectors.intake.files import Progress
from kamdesk.connectors.intake.links import link_what_waited
from kamdesk.connectors.intake.report import ImportReport, UnlinkedRow
from kamdesk.connectors.intake.store import IntakeStore


def take_file(
    store: IntakeStore, ends: Ends, batches: Iterable[Batch], report: ImportReport, *,
    source: str, progress: Progress | None = None,
) -> None:  # fmt: skip
    """Write the batches of one file in order, linking earlier rows to what arrives."""
    for batch in batches:
        if progress:
            progress(source, 0)
        done = write_batch(store, ends, batch)
        link_what_waited(store, ends)
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


def drop_linked(store: IntakeStore, report: ImportReport) -> None:
    """Take out of the report what a later part of the same import linked."""
    if report.kept_unlinked:
        waiting = store.still_pending()
        report.kept_unlinked = [each for each in report.kept_unlinked if not each.value or each.waits in waiting]
