"""Writes a mapping as people would: TOML in the language of `mapping_file`, for mappings made by hand in the window."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from kamdesk.connectors.calendar_days import AUTO
from kamdesk.connectors.numbers import NumberStyle


@dataclass(frozen=True, slots=True, kw_only=True)
class HandTable:
    """One table as somebody maps it by hand: each row becomes one record, a column at most one of its facts."""

    name: str
    """the sheet, database table or file without its ending"""
    record: str
    header_row: int | None = None
    key: str = ""
    """the column that holds the record's key"""
    client: str = ""
    """the column that names the client"""
    facts: Mapping[str, str] = field(default_factory=dict)
    """fact → column"""
    currency: str = ""
    """a column, or a code such as EUR"""
    currency_is_column: bool = False
    dates: str = AUTO
    numbers: str = NumberStyle.AUTO.value


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
        lines += ["", "[[table.record]]", f"record = {_quoted(table.record)}"]
        lines += [f"key = {_quoted(table.key)}"] if table.key else []
        lines += [f"client = {_quoted(table.client)}"] if table.client else []
        lines += [f"{fact} = {_quoted(column)}" for fact, column in table.facts.items()]
        parts.append("\n".join(lines) + "\n")
    return "\n".join(parts)


def _quoted(text: str) -> str:
    """A TOML string: JSON writes the same escapes, the braces of placeholders aside."""
    return json.dumps(text, ensure_ascii=False)


def _as_pattern(name: str) -> str:
    """A name as a pattern that means only itself."""
    return re.sub(r"([*?\[])", r"[\1]", name)
