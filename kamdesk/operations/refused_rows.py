"""Refused rows as files: header and rows as they stood, the reason beside, to be corrected and imported again."""

from __future__ import annotations

import csv
from collections import defaultdict
from collections.abc import Mapping
from pathlib import Path

from kamdesk.base.formula_guard import guarded
from kamdesk.base.words import tr
from kamdesk.base.written_files import writing
from kamdesk.connectors.intake.report import ImportReport, RefusedRow

Headers = Mapping[tuple[str, str], tuple[str, ...]]
"""(file, table) → the names of its columns"""


def write_refused(report: ImportReport, headers: Headers, folder: Path) -> list[Path]:
    """One CSV file per table with refused rows; whole files that were refused are not copied. Returns those written."""
    by_table: dict[tuple[str, str], list[RefusedRow]] = defaultdict(list)
    for row in report.refused:
        if row.row and row.cells:
            by_table[row.file, row.table].append(row)
    with writing(folder):
        folder.mkdir(parents=True, exist_ok=True)
        return [_written(folder, place, rows, headers.get(place, ())) for place, rows in sorted(by_table.items())]


def _written(folder: Path, place: tuple[str, str], rows: list[RefusedRow], header: tuple[str, ...]) -> Path:
    file, table = place
    path = folder / f"{table or Path(file).stem}.csv"
    number = 1
    while path.exists():
        number += 1
        path = folder / f"{table or Path(file).stem} {number}.csv"
    with path.open("w", encoding="utf-8-sig", newline="") as out:
        writer = csv.writer(out)
        if header:
            writer.writerow([*map(guarded, header), tr("why it was refused")])
        for row in rows:
            width = max(len(header), len(row.cells))
            cells = [*map(guarded, row.cells), *[""] * (width - len(row.cells))]
            writer.writerow([*cells, f"{row.field}: {row.reason}" if row.field else row.reason])
    return path
