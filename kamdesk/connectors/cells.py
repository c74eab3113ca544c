"""What a reader hands up: cells as the file typed them, in tables that can be walked more than once."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time
from decimal import Decimal

Cell = str | int | bool | Decimal | date | datetime | time | None
"""Text stays text; a spreadsheet's or database's own numbers and days keep their type, so nothing is guessed twice."""

Row = Sequence[Cell]


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """One sheet, one CSV file, one database table: its rows as they stand, headers included."""

    file: str
    """the file's name, as refusals name it"""
    name: str
    """the sheet or database table; the file's name without its ending otherwise"""
    rows: Callable[[], Iterator[Row]] = field(repr=False)
    """walks the rows from the first; a row's number is its place, from 1"""
    encoding: str = ""
    """how the bytes were read as text; empty where the file says so itself"""
    guessed: bool = False
    """whether the encoding was guessed"""
    delimiter: str = ""
    ends_open: bool = False
    """whether the text ends without a line end, as it does where a copy was cut off"""
    headed: bool = False
    """whether the first row is surely the header (a database table, a vCard)"""


_GUARDED = ("'=", "'+", "'-", "'@", "'\t", "'\r")
"""What KAMDesk and Excel write so that a spreadsheet does not run a text as a formula; it comes off again here."""


def cell_text(cell: Cell) -> str:
    """The cell as text: ids keep their zeros, whole numbers have no ".0", days are ISO."""
    if isinstance(cell, str):
        text = cell.strip()
        return text[1:] if text.startswith(_GUARDED) else text
    if cell is None:
        return ""
    if isinstance(cell, Decimal):
        return format(cell.normalize(), "f") if cell == cell.to_integral_value() else format(cell, "f")
    if isinstance(cell, datetime):
        return cell.date().isoformat() if cell.time() == time(0) else cell.isoformat(sep=" ")
    if isinstance(cell, (date, time)):
        return cell.isoformat()
    return str(cell)


def number_cell(number: float) -> Cell:
    """A binary number as the shortest decimal that means it: 14.7, never 14.699999999999999289."""
    exact = Decimal(repr(number))
    if not exact.is_finite():
        return None
    return int(exact) if exact == exact.to_integral_value() and abs(exact) < 10**15 else exact


def is_blank(row: Row) -> bool:
    """Whether nothing stands in the row."""
    return not any(cell is not None and cell != "" and (not isinstance(cell, str) or cell.strip()) for cell in row)
