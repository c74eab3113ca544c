"""A mapping made by hand in the window: as the import reads it, and as people would write it (`mapping_file`)."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from kamdesk.connectors.calendar_days import AUTO
from kamdesk.connectors.mapping import FileMapping, RecordMapping, Source, TableMapping
from kamdesk.connectors.numbers import NumberStyle
from kamdesk.records.every import RECORDS, by_word


@dataclass(frozen=True, slots=True, kw_only=True)
class HandTable:
    """One table as somebody maps it by hand: each row becomes one record, a column at most one of its facts."""

    name: str
    """the sheet, database table or file without its ending; "file/sheet" where another table has the same name"""
    record: str
    header_row: int | None = None
    key: str = ""
    """the column that holds the record's key"""
    joined_key: tuple[str, ...] = ()
    """columns that make the key together, where no single one does: stock of a product in a warehouse"""
    client: str = ""
    """the column that names the client"""
    facts: Mapping[str, str] = field(default_factory=dict)
    """fact → column"""
    beside: tuple[RecordMapping, ...] = ()
    """what the headers tell of each row beside its record: an order line tells of its order and its product"""
    currency: str = ""
    """a column, or a code such as EUR"""
    currency_is_column: bool = False
    dates: str = AUTO
    numbers: str = NumberStyle.AUTO.value


def records_of(table: HandTable) -> list[RecordMapping]:
    """Every kind of record that each row becomes, what others refer to first."""
    key = (table.key,) if table.key else table.joined_key
    own = RecordMapping(
        record=by_word(table.record),
        key=Source(columns=key, joined_with="/") if key else None,
        client=Source(columns=(table.client,)) if table.client else None,
        facts={fact: Source(columns=(column,)) for fact, column in table.facts.items()},
    )
    return sorted((own, *table.beside), key=lambda each: RECORDS.index(each.record))


def mapping_by_hand(tables: Iterable[HandTable], *, name: str) -> FileMapping:
    """The mapping as the import reads it; a header with braces is no placeholder here."""
    return FileMapping(name=name, tables=tuple(map(_table_mapping, tables)))


def _table_mapping(table: HandTable) -> TableMapping:
    money = Source(columns=(table.currency,)) if table.currency_is_column else Source(constant=table.currency)
    return TableMapping(
        files=(_as_pattern(table.name),),
        header_row=table.header_row,
        dates=table.dates,
        numbers=NumberStyle(table.numbers),
        currency=money if table.currency else None,
        records=tuple(records_of(table)),
    )


def mapping_text(tables: Iterable[HandTable], *, name: str) -> str:
    """The TOML text; `parse_mapping` reads it back as the same mapping."""
    parts = [f"name = {_quoted(name)}\n"]
    for table in tables:
        lines = ["[[table]]", f"files = [{_quoted(_as_pattern(table.name))}]"]
        if table.header_row is not None:
            lines.append(f"header_row = {table.header_row}")
        if table.currency:
            column = f"{{ column = {_quoted(table.currency)} }}"
            lines.append(f"currency = {column if table.currency_is_column else _quoted(table.currency)}")
        lines += [f"dates = {_quoted(table.dates)}"] if table.dates != AUTO else []
        lines += [f"numbers = {_quoted(table.numbers)}"] if table.numbers != NumberStyle.AUTO else []
        for record in records_of(table):
            lines += ["", *_record_lines(record)]
        parts.append("\n".join(lines) + "\n")
    return "\n".join(parts)


def _record_lines(about: RecordMapping) -> Iterator[str]:
    yield "[[table.record]]"
    yield f"record = {_quoted(about.record.word)}"
    for word, source in (("key", about.key), ("client", about.client), *about.facts.items()):
        if source is not None:
            columns = list(source.columns)
            yield f"{word} = {_quoted(columns[0] if len(columns) == 1 else columns)}"
    if about.if_missing:
        yield "if_missing = true"


def _quoted(value: object) -> str:
    """A TOML string or list: JSON writes the same escapes, the braces of placeholders aside."""
    return json.dumps(value, ensure_ascii=False)


def _as_pattern(name: str) -> str:
    """A name as a pattern that means only itself."""
    return re.sub(r"([*?\[])", r"[\1]", name)
