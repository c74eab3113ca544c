"""A table's columns, declared: how a row of a frozen view becomes text, mark, bar or line."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from kamdesk.ui.kit.strokes import Spark, ThinBar

Row = Any
"""A frozen dataclass of a reads module."""

Inks = str | Callable[[Row], str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """One column. Texts are made once per row; `label` is marked with N_ and translated when shown."""

    key: str
    """names the column in kept widths and orders, and is what a sort by SQL is asked by"""
    label: str
    text: Callable[[Row], str] = lambda _row: ""
    width: int = 90
    stretch: int = 0
    """share of the room left over; 0 keeps the width"""
    right: bool = False
    """numbers and days stand right"""
    ink: Inks = "text"
    bold: bool | Callable[[Row], bool] = False
    mark: Callable[[Row], str] | None = None
    """the mark in the fixed slot left of the key; the slot is kept where the function says "" """
    mark_ink: Inks = ""
    second: Callable[[Row], str] | None = None
    """a second line, in rows of two lines"""
    second_ink: Inks = "text2"
    badge: Callable[[Row], tuple[str, str]] | None = None
    """(text, state) drawn as a badge"""
    bar: Callable[[Row], ThinBar | None] | None = None
    spark: Callable[[Row], Spark | None] | None = None
    sort: Callable[[Row], int | str] | None = None
    """what a short list is sorted by on the spot; long lists sort in SQL by `key`"""
    value: Callable[[Row], Any] | None = None
    """what a workbook gets instead of the text: a number, a day"""
    middle: bool = False
    """keys lose their middle when they do not fit, prose its end"""
    private: bool = False
    """absent while the client may look"""
    drop: int = 0
    """where room lacks, columns with the highest number go first; 0 never goes"""
    hidden: bool = False
    """not shown until chosen"""
    tooltip: Callable[[Row], str] | None = None


@dataclass(slots=True)
class Cell:
    """What a delegate paints; made once per row and column."""

    text: str
    ink: str
    role: str
    mark: str | None = None
    mark_ink: str = ""
    second: str = ""
    second_ink: str = "text2"
    badge: tuple[str, str] | None = None
    bar: ThinBar | None = None
    spark: Spark | None = None


def cell_of(column: Column, row: Row, *, small: bool) -> Cell:
    """The cell of a row under a column."""
    bold = column.bold(row) if callable(column.bold) else column.bold
    role = ("small" if small else "body") + ("_bold" if bold else "")
    cell = Cell(column.text(row), _ink(column.ink, row), role)
    if column.mark is not None:
        cell.mark, cell.mark_ink = column.mark(row), _ink(column.mark_ink, row)
    if column.second is not None:
        cell.second, cell.second_ink = column.second(row), _ink(column.second_ink, row)
    if column.badge is not None:
        cell.badge = column.badge(row)
    if column.bar is not None:
        cell.bar = column.bar(row)
    if column.spark is not None:
        cell.spark = column.spark(row)
    return cell


def _ink(ink: Inks, row: Row) -> str:
    return ink(row) if callable(ink) else ink
