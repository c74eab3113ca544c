"""Walks a table under a mapping: finds its header, carries headings down, leaves out what is no data row."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice

from kamdesk.base.words import tr
from kamdesk.connectors.cells import Cell, Row, Table, cell_text, is_blank
from kamdesk.connectors.mapping import Column, TableMapping, columns_named, plain_header

CHUNK_ROWS = 50_000
HEADER_WITHIN = 100
"""Titles and notes may stand above the header, but no export puts a hundred lines there."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Header:
    """Where the header stands and what it says; row 0: the table has none."""

    row: int
    names: tuple[str, ...]

    def places(self, wanted: Sequence[Column]) -> dict[Column, int]:
        """The place of each wanted column that is there."""
        by_name: dict[str, int] = {}
        for at, name in enumerate(self.names):
            by_name.setdefault(plain_header(name), at)
        found: dict[Column, int] = {}
        for column in wanted:
            place = column - 1 if isinstance(column, int) else by_name.get(plain_header(column))
            if place is not None and place < len(self.names):
                found[column] = place
        return found


@dataclass(slots=True, kw_only=True)
class Chunk:
    """Some data rows as columns."""

    rows: list[int]
    """each row's number in its file"""
    columns: list[Sequence[Cell]]
    misshapen: dict[int, tuple[Row, str]] = field(default_factory=dict)
    """rows by their number that do not fit the header, and why"""


def find_header(table: Table, mapping: TableMapping) -> Header | None:
    """The header, or None where the columns that the mapping is known by are not there."""
    if mapping.header_row == 0:
        return Header(row=0, names=tuple(str(at) for at in range(1, _width(table) + 1)))
    named = [plain_header(name) for name in mapping.headers]
    used = {plain_header(name) for name in columns_named(mapping) if isinstance(name, str)}
    best: tuple[int, Header] | None = None
    for number, row in enumerate(islice(table.rows(), HEADER_WITHIN), 1):
        names = tuple(cell_text(cell) for cell in row)
        plain = {plain_header(name) for name in names} - {""}
        if not plain or (mapping.header_row is not None and number != mapping.header_row):
            continue
        if all(name in plain for name in named):
            met = len(used & plain)
            if best is None or met > best[0]:
                best = (met, Header(row=number, names=names))
            if table.headed or met == len(used) or mapping.header_row is not None:
                break
    return best[1] if best else None


def first_header(table: Table) -> Header | None:
    """The first row that is not blank, for a table without a mapping."""
    for number, row in enumerate(islice(table.rows(), HEADER_WITHIN), 1):
        if not is_blank(row):
            return Header(row=number, names=tuple(cell_text(cell) for cell in row))
    return None


def _width(table: Table) -> int:
    return max((len(row) for row in islice(table.rows(), HEADER_WITHIN)), default=0)


def chunks(table: Table, mapping: TableMapping, header: Header) -> Iterator[Chunk]:
    """The data rows below the header, some ten thousand at a time; a heading may stand above the first header."""
    walker = _Walker(mapping, header)
    coming = iter(table.rows())
    for row in islice(coming, header.row):
        walker.is_heading(row)
    first = header.row + 1
    while some := list(islice(coming, CHUNK_ROWS)):
        numbers = range(first, first := first + len(some))
        if table.ends_open and len(some) < CHUNK_ROWS:
            walker.cut_off = numbers[-1]
        chunk = walker.chunk(numbers, some)
        if chunk.rows or chunk.misshapen:
            yield chunk


class _Walker:
    """Remembers between rows what headings and filled-down columns said last."""

    def __init__(self, mapping: TableMapping, header: Header) -> None:
        self._header = header
        self._width = len(header.names)
        self._headings = [(each, re.compile(each.pattern)) for each in mapping.headings]
        self._carried = dict.fromkeys((name for _, pattern in self._headings for name in pattern.groupindex), "")
        places = header.places(mapping.fill_down)
        self._filled: dict[int, Cell] = dict.fromkeys(places.values())
        self._plain = not self._headings and not self._filled
        self.cut_off = 0
        """the last row of a text that ends in the middle of a line"""

    def chunk(self, numbers: Sequence[int], read: list[Row]) -> Chunk:
        if self._plain and set(map(len, read)) == {self._width} and all(map(any, read)):
            rows, kept = list(numbers), read
            misshapen: dict[int, tuple[Row, str]] = {}
        else:
            rows, kept, misshapen = self._sorted_out(numbers, read)
        columns: list[Sequence[Cell]] = list(zip(*kept, strict=True))
        if self._header.row and columns and self._header.names[0] in columns[0]:
            self._drop_repeated_headers(rows, kept)
            columns = list(zip(*kept, strict=True))
        return Chunk(rows=rows, columns=columns, misshapen=misshapen)

    def _sorted_out(
        self, numbers: Sequence[int], read: list[Row]
    ) -> tuple[list[int], list[Row], dict[int, tuple[Row, str]]]:
        """The data rows with their numbers, as wide as the header, and those that do not fit it."""
        rows: list[int] = []
        kept: list[Row] = []
        misshapen: dict[int, tuple[Row, str]] = {}
        width = self._width
        for number, row in zip(numbers, read, strict=True):
            if (not any(row) and is_blank(row)) or (self._headings and self.is_heading(row)):
                continue
            if len(row) != width:
                if fault := self._misshapen(number, row):
                    misshapen[number] = (row, fault)
                    continue
                row = [*row[:width], *[""] * (width - len(row))]  # noqa: PLW2901  (the same row, made as wide as the header)
            rows.append(number)
            kept.append(row if self._plain else self._carried_down(row))
        return rows, kept, misshapen

    def _misshapen(self, number: int, row: Row) -> str:
        """Why a row of another width cannot be read; shorter ones are, apart from one that was cut off."""
        if len(row) > self._width and not is_blank(row[self._width :]):
            return tr("the row has more cells than the header: a delimiter stands in a cell without quotes")
        if len(row) < self._width and number == self.cut_off:
            return tr("the last row is cut off: copy or export the file again")
        return ""

    def _drop_repeated_headers(self, rows: list[int], kept: list[Row]) -> None:
        """Printed reports repeat their header on every page."""
        first = self._header.names[0]
        names = list(self._header.names)
        for at in reversed([at for at, row in enumerate(kept) if row[0] == first]):
            if [cell_text(cell) for cell in kept[at][: self._width]] == names:
                del kept[at], rows[at]

    def is_heading(self, row: Row) -> bool:
        """Whether the row is a heading; what it says is carried down from here."""
        for heading, pattern in self._headings:
            if heading.column is None:
                text = " ".join(text for text in map(cell_text, row) if text)
            else:
                at = self._header.places([heading.column]).get(heading.column)
                text = cell_text(row[at]) if at is not None and at < len(row) else ""
            if found := pattern.search(text):
                self._carried |= {name: value or "" for name, value in found.groupdict().items()}
                return True
        return False

    def _carried_down(self, row: Row) -> Row:
        """The row with what stands above it."""
        cells = list(row)
        for at in self._filled:
            if cell_text(cells[at]):
                self._filled[at] = cells[at]
            else:
                cells[at] = self._filled[at]
        return [*cells, *self._carried.values()]


def with_carried(mapping: TableMapping, header: Header) -> Header:
    """The header and, behind it, the columns that headings carry down."""
    names = [name for heading in mapping.headings for name in re.compile(heading.pattern).groupindex]
    return Header(row=header.row, names=(*header.names, *dict.fromkeys(names)))
