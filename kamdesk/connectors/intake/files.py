"""Reads what a person points at: which table is read how, what was refused, what nobody asked for."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from kamdesk.base.words import tr
from kamdesk.connectors.cells import Table
from kamdesk.connectors.faults import BadFile
from kamdesk.connectors.folded_tables import Folded, fold
from kamdesk.connectors.header_words import guessed_mapping
from kamdesk.connectors.intake.report import ImportReport, RefusedRow
from kamdesk.connectors.mapping import FileMapping, TableMapping, names_table
from kamdesk.connectors.packed import unpacked_name
from kamdesk.connectors.sources import Reading, files_of, readable
from kamdesk.connectors.table_rows import find_header

Progress = Callable[[str, int], None]
"""Told the file or record in hand and how many of its records are done; may raise `Cancelled`."""

_GUESSED = Reading()


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportWish:
    """What a person asked to be brought in."""

    path: Path
    mapping: FileMapping | None = None
    """None: headers are matched by the facts' own words"""
    reading: Reading = _GUESSED
    whole_files_only: bool = False
    """a file with one refused row is left out whole"""
    dry_run: bool = False


@dataclass(slots=True, kw_only=True)
class MatchedFile:
    """One file and how each of its tables is read, parents first."""

    name: str
    tables: list[tuple[int, Table, TableMapping]]

    @property
    def rank(self) -> int:
        """Where it comes in the import: what others refer to first."""
        return min((rank for rank, _, _ in self.tables), default=0)


def matched_files(wish: ImportWish, report: ImportReport) -> list[MatchedFile]:
    """The files with a table that the mapping, or the facts' own words, know, parents first; the others are listed."""
    return sorted(_matched(wish, report), key=lambda file: file.rank)


def _matched(wish: ImportWish, report: ImportReport) -> Iterator[MatchedFile]:
    is_folder = wish.path.is_dir()
    mapping = wish.mapping
    reading = wish.reading
    if mapping and not (reading.encoding or reading.delimiter):
        reading = Reading(encoding=mapping.encoding, delimiter=mapping.delimiter)
    for path, found in readable(files_of(wish.path), reading):
        if isinstance(found, BadFile):
            if is_folder and found.is_no_table:
                report.unmatched.append(path.name)
            else:
                report.refused.append(_file_refused(found))
            continue
        tables = []
        for table in found:
            if table.guessed:
                report.encodings[table.file] = table.encoding
            how = how_to_read(table, mapping, any_name=not is_folder)
            if how is None:
                report.unmatched.append(_table_name(table))
            else:
                tables.append((how[0], table, how[1]))
        if tables:
            yield MatchedFile(name=path.name, tables=sorted(tables, key=_rank))


def how_to_read(table: Table, mapping: FileMapping | None, *, any_name: bool) -> tuple[int, TableMapping] | None:
    """The first part of the mapping that knows this table, and its rank; a one-file mapping takes any file name."""
    if mapping is None:
        return guessed_mapping(table)
    any_name = any_name and len(mapping.tables) == 1
    names = (table.name, table.file, unpacked_name(Path(table.file)).rsplit(".", 1)[0], f"{table.file}/{table.name}")
    for rank, each in enumerate(mapping.tables):
        if (any_name or names_table(each, *names)) and find_header(table, each):
            return rank, each
    return None


def _rank(ranked: tuple[int, Table, TableMapping]) -> int:
    return ranked[0]


def _table_name(table: Table) -> str:
    stem = unpacked_name(Path(table.file)).rsplit(".", 1)[0]
    return table.file if table.name == stem else f"{table.file}/{table.name}"


def folded_tables(
    file: MatchedFile, wish: ImportWish, report: ImportReport, currency: str, progress: Progress | None
) -> list[Folded]:
    """The file's tables as batches; nothing where the file is refused as a whole."""
    found: list[Folded] = []
    try:
        for _, table, mapping in file.tables:
            if progress:
                progress(_table_name(table), 0)
            folded = fold(table, mapping, currency=currency)
            if folded is None:
                report.unmatched.append(_table_name(table))
                continue
            found.append(folded)
            report.anything_matched = True
    except BadFile as fault:
        report.refused.append(_file_refused(fault))
        return []
    for folded in found:
        report.unmatched += [f"{_table_name(folded.table)}: {column}" for column in folded.unmatched]
        report.refused += _rows_refused(folded)
    refused = sum(len(folded.refused) for folded in found)
    if wish.whole_files_only and refused:
        whole = tr("{n} of its rows cannot be read; the file was left out whole, as asked", n=refused)
        report.refused.append(RefusedRow(file=file.name, row=0, field="", value="", reason=whole))
        return []
    return found


def _rows_refused(folded: Folded) -> list[RefusedRow]:
    return [
        RefusedRow(
            file=folded.table.file,
            row=each.row,
            field=each.field,
            value=each.value,
            reason=each.reason,
            cells=each.cells,
            table=folded.table.name,
        )
        for each in folded.refused
    ]


def _file_refused(fault: BadFile) -> RefusedRow:
    return RefusedRow(file=fault.file, row=0, field="", value="", reason=fault.sentence)
