"""What lies in the chosen file or folder: tables with their header, first rows and how they would be read."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path

from kamdesk.connectors.cells import Table, cell_text
from kamdesk.connectors.faults import BadFile
from kamdesk.connectors.intake.files import how_to_read
from kamdesk.connectors.mapping import FileMapping, RecordMapping, Source, TableMapping
from kamdesk.connectors.mapping_text import HandTable, records_of
from kamdesk.connectors.sources import Reading, files_of, readable
from kamdesk.connectors.table_rows import Header, find_header, first_header, with_carried
from kamdesk.records.every import RECORDS

PREVIEW_ROWS = 30
COLUMNS_MAX = 200
"""More columns than any export has; a sheet with stray cells far out is cut here."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundTable:
    """One table of the chosen files."""

    id: int
    file: str
    name: str
    encoding: str
    encoding_guessed: bool
    delimiter: str
    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    mapping: TableMapping | None
    """how it would be read; None: nobody knows yet"""
    by_hand: HandTable | None = None
    """what the person may change; None where a mapping with several records reads it"""
    fault: str = ""
    """why the file cannot be read at all"""

    @property
    def place(self) -> str:
        """Its name with its file's: half of all workbooks call their one sheet the same."""
        return f"{self.file}/{self.name}"

    @property
    def records(self) -> tuple[str, ...]:
        """The kinds of record it holds."""
        if self.by_hand is not None:
            return tuple(each.record.word for each in records_of(self.by_hand)) if self.by_hand.record else ()
        return tuple(dict.fromkeys(each.record.word for each in self.mapping.records)) if self.mapping else ()

    @property
    def used(self) -> int:
        """How many of its columns are taken."""
        read: Iterable[RecordMapping] = self.mapping.records if self.mapping else ()
        if self.by_hand is not None:
            read = records_of(self.by_hand) if self.by_hand.record else ()
        sources = [source for record in read for source in (record.key, record.client, *record.facts.values())]
        return len({column for source in sources if source for column in source.columns})


def look_into(path: Path, reading: Reading, mapping: FileMapping | None) -> list[FoundTable]:
    """The tables of a file or folder; files that cannot be read stand among them with their fault. Raises: BadFile."""
    found: list[FoundTable] = []
    is_folder = path.is_dir()
    for each, tables in readable(files_of(path), reading):
        if isinstance(tables, BadFile):
            if not (is_folder and tables.is_no_table):
                found.append(_faulty(len(found), each.name, tables.sentence))
            continue
        found += [_looked_at(len(found) + at, table, mapping, is_folder) for at, table in enumerate(tables)]
    return found


def with_hand(table: FoundTable, hand: HandTable) -> FoundTable:
    """The table mapped another way."""
    return replace(table, by_hand=hand)


def headers_of(tables: list[FoundTable]) -> Mapping[tuple[str, str], tuple[str, ...]]:
    """The column names of each table, for the file of refused rows: also of what headings above them say.

    None where columns are read by position: a header would be read as a row.
    """
    return {(table.file, table.name): _whole_header(table) for table in tables}


def _whole_header(table: FoundTable) -> tuple[str, ...]:
    if table.mapping is None:
        return table.header
    if table.mapping.header_row == 0:
        return ()
    return with_carried(table.mapping, Header(row=1, names=table.header)).names


def _looked_at(number: int, table: Table, mapping: FileMapping | None, is_folder: bool) -> FoundTable:  # noqa: FBT001  (read at the only call)
    how = how_to_read(table, mapping, any_name=not is_folder)
    read_as = how[1] if how else None
    header = find_header(table, read_as) if read_as else first_header(table)
    start = header.row if header else 0
    rows = tuple(
        tuple(cell_text(cell) for cell in row[:COLUMNS_MAX])
        for row in islice(table.rows(), start, start + PREVIEW_ROWS)
    )
    names = header.names[:COLUMNS_MAX] if header else tuple(str(at + 1) for at in range(len(rows[0]) if rows else 0))
    hand = _hand_of(table, how) if mapping is None else None
    return FoundTable(
        id=number, file=table.file, name=table.name, encoding=table.encoding, encoding_guessed=table.guessed,
        delimiter=table.delimiter, header=names, rows=rows, mapping=read_as, by_hand=hand,
    )  # fmt: skip


def _hand_of(table: Table, how: tuple[int, TableMapping] | None) -> HandTable:
    """What was guessed from the headers, in the form that people can change; what the rows tell beside it stays."""
    if how is None:
        return HandTable(name=table.name, record="")
    rank, mapping = how
    record = next(each for each in mapping.records if each.record is RECORDS[rank])
    key = record.key.columns if record.key else ()
    return HandTable(
        name=table.name,
        record=record.record.word,
        header_row=mapping.header_row,
        key=_column(record.key) if len(key) == 1 else "",
        joined_key=tuple(map(str, key)) if len(key) > 1 else (),
        client=_column(record.client),
        facts={fact: column for fact, source in record.facts.items() if (column := _column(source))},
        beside=tuple(each for each in mapping.records if each is not record),
        currency=_column(mapping.currency),
        currency_is_column=bool(_column(mapping.currency)),
    )


def _column(source: Source | None) -> str:
    return str(source.columns[0]) if source is not None and source.columns else ""


def _faulty(number: int, file: str, fault: str) -> FoundTable:
    return FoundTable(
        id=number, file=file, name="", encoding="", encoding_guessed=False, delimiter="", header=(), rows=(),
        mapping=None, fault=fault,
    )  # fmt: skip
