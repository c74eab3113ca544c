"""A mapping as the program holds it: which tables it names, and where each fact of each record comes from.

The language in which people write it is `mapping_file`; its manual is resources/manual/en/mapping.md.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from fnmatch import fnmatchcase

from kamdesk.base.errors import KAMDeskError
from kamdesk.base.words import tr
from kamdesk.connectors.calendar_days import AUTO
from kamdesk.connectors.numbers import NumberStyle
from kamdesk.facts.record import Record

Column = str | int
"""A header, or a position counted from 1."""


class BadMapping(KAMDeskError):
    """The mapping cannot be used; the text says where in it and why."""

    def __init__(self, where: str, text: str) -> None:
        super().__init__(tr("mapping, {where}: {text}", where=where, text=text))


@dataclass(frozen=True, slots=True, kw_only=True)
class Condition:
    """One test of a row."""

    column: Column
    empty: bool | None = None
    is_one_of: frozenset[str] | None = None
    is_none_of: frozenset[str] | None = None
    matches: str = ""
    negative: bool | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """Where a value comes from and how it is read."""

    columns: tuple[Column, ...] = ()
    joined_with: str = " "
    minus: frozenset[int] = frozenset()
    """places in `columns` that are subtracted"""
    summed: bool = False
    constant: str | None = None
    values: Mapping[str, str] = field(default_factory=dict)
    otherwise: str | None = None
    matches: str = ""
    extract: str = ""
    dates: str = ""
    numbers: NumberStyle | None = None
    factor: Decimal = Decimal(1)
    negative_when: tuple[Condition, ...] = ()
    empty_keeps: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordMapping:
    """How one kind of record is read from each row."""

    record: type[Record]
    key: Source | None = None
    client: Source | None = None
    facts: Mapping[str, Source] = field(default_factory=dict)
    only: tuple[Condition, ...] = ()
    if_missing: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Heading:
    """A line above its rows: what its pattern names is carried down as columns of these names."""

    column: Column | None
    """None: the whole line, its cells joined with a blank"""
    pattern: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TableMapping:
    """How one shape of table is read."""

    files: tuple[str, ...] = ()
    headers: tuple[str, ...] = ()
    header_row: int | None = None
    """None: found; 0: there is none"""
    skip: tuple[Condition, ...] = ()
    headings: tuple[Heading, ...] = ()
    fill_down: tuple[Column, ...] = ()
    dates: str = AUTO
    numbers: NumberStyle = NumberStyle.AUTO
    currency: Source | None = None
    fold_case: bool = False
    records: tuple[RecordMapping, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class FileMapping:
    """A whole mapping."""

    name: str = ""
    encoding: str = ""
    delimiter: str = ""
    tables: tuple[TableMapping, ...] = ()


_IGNORED = re.compile(r"[\s_\-./:：\u3000]+")


def plain_header(header: str) -> str:
    """Headers are compared without case, blanks, hyphens, dots and underscores: "Order Date" is "order_date"."""
    return _IGNORED.sub("", unicodedata.normalize("NFKC", header).casefold())


def names_table(mapping: TableMapping, *names: str) -> bool:
    """Whether the mapping's file patterns name a table by one of its names; without patterns any name will do."""
    if not mapping.files:
        return True
    patterns = [plain_header(pattern) for pattern in mapping.files]
    return any(fnmatchcase(plain_header(name), pattern) for name in names for pattern in patterns)


def columns_named(mapping: TableMapping) -> list[Column]:
    """Every column that the mapping speaks of, in its order, once."""
    found: list[Column] = []
    for record in mapping.records:
        sources = [source for source in (record.key, record.client, *record.facts.values()) if source]
        found += [column for source in sources for column in _columns_of(source)]
        found += [condition.column for condition in record.only]
    found += _columns_of(mapping.currency) if mapping.currency else []
    found += [condition.column for condition in mapping.skip]
    return list(dict.fromkeys(found))


def _columns_of(source: Source) -> list[Column]:
    return [*source.columns, *(condition.column for condition in source.negative_when)]
