"""The columns of the list of tables found, and of the lists of the result."""

from __future__ import annotations

from kamdesk.base.words import N_, commas, tr
from kamdesk.connectors.intake.report import RefusedRow
from kamdesk.connectors.mapping import plain_header
from kamdesk.records.every import by_word
from kamdesk.ui.imports.found import FoundTable
from kamdesk.ui.kit.columns import Column


def record_words(words: tuple[str, ...]) -> str:
    """The kinds of record, as people call them."""
    return commas(tr(by_word(word).label) for word in words)


def table_name(table: FoundTable) -> str:
    """The file, and the sheet where it has several."""
    same = plain_header(table.file).startswith(plain_header(table.name))
    return table.file if same or not table.name else f"{table.file}, {table.name}"


def _taken(table: FoundTable) -> str:
    if table.fault:
        return table.fault
    words = record_words(table.records)
    if not words:
        return tr("not recognised")
    return tr("{records}, {n} of {all} columns", records=words, n=table.used, all=len(table.header))


FOUND_COLUMNS = (
    Column(
        key="table", label=N_("Table"), text=table_name, width=150, stretch=2, middle=True,
        mark=lambda table: "late" if table.fault else "fine" if table.records else "risk",
    ),
    Column(
        key="taken", label=N_("Becomes"), text=_taken, width=200, stretch=3,
        ink=lambda table: "late" if table.fault else "text" if table.records else "risk",
    ),
    Column(
        key="encoding", label=N_("Read as"),
        text=lambda table: f"{table.encoding}{' ?' if table.encoding_guessed else ''}", width=76, ink="text2", drop=1,
    ),
)  # fmt: skip

REFUSED_COLUMNS: tuple[Column, ...] = (
    Column(
        key="file", label=N_("File"), text=lambda row: row.file, width=110, stretch=1, middle=True,
        mark=lambda _row: "late",
    ),
    Column(
        key="row", label=N_("Row"), text=lambda row: str(row.row or ""), width=52, right=True, sort=lambda row: row.row
    ),
    Column(key="field", label=N_("Field"), text=lambda row: row.field, width=90, drop=2),
    Column(key="value", label=N_("Value"), text=lambda row: row.value, width=90, stretch=1, drop=1),
    Column(key="reason", label=N_("Why"), text=lambda row: row.reason, width=180, stretch=3, ink="text2"),
)  # fmt: skip


def refused_words(row: RefusedRow) -> str:
    """One refused row as a sentence, for readers and tests."""
    return f"{row.file} {row.row} {row.field} {row.value} {row.reason}"
