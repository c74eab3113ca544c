"""Imports a file or a folder onto a desk: one transaction per file, what was refused and what waits."""

from __future__ import annotations

import time

from kamdesk.base.garbage import no_garbage
from kamdesk.connectors.folded_tables import Folded
from kamdesk.connectors.hand_over import hand_over_batches, is_hand_over
from kamdesk.connectors.intake.ends import Ends
from kamdesk.connectors.intake.files import ImportWish, Progress, folded_tables, matched_files
from kamdesk.connectors.intake.report import ImportReport
from kamdesk.connectors.intake.store import IntakeStore
from kamdesk.connectors.intake.taking import drop_linked, take_file
from kamdesk.operations.imports import import_batches, refuse_with_office, writing
from kamdesk.storage.desk import Desk
from kamdesk.storage.intake import FileIntake
from kamdesk.storage.settings import CURRENCY


def import_files(desk: Desk, wish: ImportWish, *, progress: Progress | None = None) -> ImportReport:
    """Bring in what the wish names. Raises: Cancelled out of `progress`; files finished before stay."""
    refuse_with_office(desk)
    if is_hand_over(wish.path):
        return import_batches(
            desk, hand_over_batches(wish.path), source=wish.path.name, dry_run=wish.dry_run, progress=progress
        )
    started = time.monotonic()
    report = ImportReport()
    with no_garbage():
        _import(desk, wish, report, progress)
    desk.let_go_of_memory()
    report.seconds = time.monotonic() - started
    return report


def _import(desk: Desk, wish: ImportWish, report: ImportReport, progress: Progress | None) -> None:
    files = matched_files(wish, report)
    currency = desk.settings.get(CURRENCY)
    if wish.dry_run:
        with writing(desk, dry_run=True) as store:
            for file in files:
                _take(store, folded_tables(file, wish, report, currency, progress), report, progress)
            drop_linked(store, report)
    else:
        for file in files:
            folded = folded_tables(file, wish, report, currency, progress)
            if any(each.batches for each in folded):
                with writing(desk, dry_run=False) as store:
                    _take(store, folded, report, progress)
        with desk.reading() as connection:
            drop_linked(FileIntake(connection), report)


def _take(store: IntakeStore, folded: list[Folded], report: ImportReport, progress: Progress | None) -> None:
    ends = Ends(store)
    for each in folded:
        take_file(store, ends, each.batches, report, source=each.table.file, progress=progress)
