"""An import at the office: staged whole in one transaction, then merged part by part while people work."""

from __future__ import annotations

import time
from collections import defaultdict
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import Connection, select, text, update
from sqlalchemy.dialects.postgresql import insert

from kamdesk.base.errors import Refused
from kamdesk.base.garbage import no_garbage
from kamdesk.base.ids import new_id
from kamdesk.base.words import tr
from kamdesk.connectors.batches import Batch
from kamdesk.connectors.hand_over import hand_over_batches, is_hand_over
from kamdesk.connectors.intake.ends import Ends
from kamdesk.connectors.intake.files import ImportWish, Progress, folded_tables, matched_files
from kamdesk.connectors.intake.report import ImportReport
from kamdesk.connectors.intake.taking import drop_linked, take_file
from kamdesk.facts.policies import Compartment, Owner
from kamdesk.facts.record import Record
from kamdesk.server.database.tables import imports, loads
from kamdesk.server.imports.merging import merge_stage
from kamdesk.server.imports.removals import move_rows, stage_removals_of
from kamdesk.server.imports.stage import StageIntake
from kamdesk.server.office import Office
from kamdesk.server.people.policies import policy

ONE_IMPORT = 0x4B414D49
"""The advisory lock of whoever imports: one at a time (“KAMI”)."""
DATED = frozenset({Compartment.LEDGER, Compartment.MONEY, Compartment.STOCK, Compartment.COST})
"""The compartments that imports fill, and that say as of when they are true."""

Source = Iterable[tuple[str, Iterable[Batch]]]
"""Each file's name with its batches."""


@dataclass(slots=True, kw_only=True)
class Brought:
    """What an import did."""

    report: ImportReport
    removed: dict[str, int] = field(default_factory=dict)
    was_unfinished: bool = False
    """an earlier one had been interrupted, and was finished first"""


@dataclass(frozen=True, slots=True, kw_only=True)
class How:
    """What an administrator asked for beside the files."""

    as_of: datetime
    dry_run: bool = False
    is_complete: bool = False
    """the files are whole: rows of the ERP that they lack go"""
    accepts_removals: bool = False


def import_files(office: Office, wish: ImportWish, how: How, *, progress: Progress | None = None) -> Brought:
    """Bring in what the wish names. Raises: Refused while another import runs, or where too much would be removed."""
    report = ImportReport()
    started = time.monotonic()

    def sources() -> Iterator[tuple[str, Iterable[Batch]]]:
        if is_hand_over(wish.path):
            report.anything_matched = True
            yield wish.path.name, hand_over_batches(wish.path)
            return
        for file in matched_files(wish, report):
            for folded in folded_tables(file, wish, report, office.currency, progress):
                yield folded.table.file, folded.batches

    with no_garbage():
        brought = bring_in(office, sources(), report, how, source=wish.path.name, progress=progress)
    report.seconds = time.monotonic() - started
    return brought


def bring_in(
    office: Office, sources: Source, report: ImportReport, how: How, *, source: str, progress: Progress | None = None
) -> Brought:  # fmt: skip
    """Stage batches, then merge them; an import that was interrupted before is finished first."""
    with _alone(office):
        was_unfinished = finish_import(office)
        brought = Brought(report=report, was_unfinished=was_unfinished)
        with office.writing() as connection:
            connection.execute(text("SET LOCAL statement_timeout = 0"))
            brought.removed = _stage(connection, sources, report, how, source=source, progress=progress)
            if how.dry_run:
                connection.rollback()
        if not how.dry_run:
            finish_import(office)
    return brought


def finish_import(office: Office) -> bool:
    """Merge what is staged, and say as of when it is true. Returns: whether an import was unfinished."""
    with office.writing() as connection:
        staged = connection.execute(select(imports).where(imports.c.done_at.is_(None)).order_by(imports.c.as_of)).all()
    merge_stage(office.engine)
    for row in staged:
        with office.writing() as connection:
            for compartment in row.compartments.split():
                new = insert(loads).values(compartment=compartment, as_of=row.as_of)
                connection.execute(
                    new.on_conflict_do_update(index_elements=["compartment"], set_={"as_of": new.excluded.as_of})
                )
            connection.execute(
                update(imports).where(imports.c.import_id == row.import_id).values(done_at=office.clock())
            )
    return bool(staged)


def _stage(
    connection: Connection, sources: Source, report: ImportReport, how: How, *, source: str, progress: Progress | None
) -> dict[str, int]:  # fmt: skip
    store = StageIntake(connection)
    ends = Ends(store)
    seen: dict[type[Record], set[str]] = defaultdict(set)
    for name, batches in sources:
        kept = list(batches)
        for batch in kept:
            if not batch.if_missing:
                seen[batch.record].update(batch.keys)
        take_file(store, ends, kept, report, source=name, progress=progress)
    drop_linked(store, report)
    move_rows(connection)
    removed: dict[str, int] = {}
    if how.is_complete:
        percent = policy(connection, "removal_percent")
        removed = stage_removals_of(connection, seen, percent=percent, accepted=how.accepts_removals)
    filled = sorted({record.compartment for record in seen if record.owner is Owner.LEDGER} & DATED)
    values = {"import_id": new_id(), "source": source, "staged_at": how.as_of, "as_of": how.as_of}
    connection.execute(insert(imports).values(values | {"compartments": " ".join(filled)}))
    return removed


@contextmanager
def _alone(office: Office) -> Iterator[None]:
    """One import at a time, whoever starts it."""
    with office.engine.connect() as connection:
        if not connection.execute(text(f"SELECT pg_try_advisory_lock({ONE_IMPORT})")).scalar():
            raise Refused(tr("Another import is running at this office; wait until it is done."))
        connection.commit()
        try:
            yield
        finally:
            connection.execute(text(f"SELECT pg_advisory_unlock({ONE_IMPORT})"))
            connection.commit()
