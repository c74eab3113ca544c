"""Reads a mapping written in TOML; every mistake is refused with its place and what would be right."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any

from kamdesk.base.errors import NotFound
from kamdesk.base.words import tr
from kamdesk.connectors.calendar_days import AUTO
from kamdesk.connectors.mapping import (
    BadMapping,
    Column,
    Condition,
    FileMapping,
    Heading,
    RecordMapping,
    Source,
    TableMapping,
)
from kamdesk.connectors.numbers import NumberStyle
from kamdesk.connectors.toml_table import TomlTable
from kamdesk.facts.kinds import Kind
from kamdesk.facts.record import Record
from kamdesk.records.every import by_word

_SLOT = re.compile(r"\{([a-z_]+)\}")


def read_mapping(path: Path, settings: Mapping[str, str] | None = None) -> FileMapping:
    """The mapping in a file, its {placeholders} filled. Raises: BadMapping."""
    try:
        text = path.read_text("utf-8-sig")
    except (OSError, UnicodeError) as error:
        raise BadMapping(path.name, tr("the file cannot be read; it must be a text file in UTF-8")) from error
    return parse_mapping(text, settings, name=path.name)


def parse_mapping(text: str, settings: Mapping[str, str] | None = None, *, name: str = "") -> FileMapping:
    """The mapping of its text. Raises: BadMapping."""
    try:
        document = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise BadMapping(name, str(error)) from error
    given = document.pop("set", {})
    if not isinstance(given, dict):
        raise BadMapping(name, tr("[set] is a table: a name and a value on each line"))
    defaults = {key: str(value) for key, value in given.items()}
    whole = _filled(document, {"currency": "", **defaults, **(settings or {})}, name)
    about = TomlTable(whole, name)
    tables = [_table(each, f"[[table]] {n}") for n, each in enumerate(about.tables("table"), 1)]
    mapping = FileMapping(
        name=about.text("name"),
        encoding=about.text("encoding"),
        delimiter=about.text("delimiter").replace("\\t", "\t"),
        tables=tuple(tables),
    )
    about.finish()
    if not tables:
        raise BadMapping(name, tr("there is no [[table]]"))
    return mapping


def _filled(value: Any, settings: Mapping[str, str], where: str) -> Any:  # noqa: ANN401  (what TOML holds)
    if isinstance(value, dict):
        return {key: _filled(each, settings, where) for key, each in value.items()}
    if isinstance(value, list):
        return [_filled(each, settings, where) for each in value]
    if not isinstance(value, str):
        return value

    def put(match: re.Match[str]) -> str:
        if match[1] not in settings:
            raise BadMapping(where, tr("it needs --set {name}=…", name=match[1]))
        return settings[match[1]]

    return _SLOT.sub(put, value)


def _table(values: Mapping[str, Any], where: str) -> TableMapping:
    about = TomlTable(values, where)
    header_row = about.take("header_row")
    if header_row is not None and (type(header_row) is not int or header_row < 0):
        raise about.wrong("header_row", tr("it must be a row number; 0 means that there is no header"))
    currency = about.take("currency")
    mapping = TableMapping(
        files=about.texts("files"),
        headers=about.texts("headers"),
        header_row=header_row,
        skip=tuple(_condition(each, f"{where}, skip") for each in about.tables("skip")),
        headings=tuple(_heading(each, f"{where}, heading") for each in about.tables("heading")),
        fill_down=tuple(_column(each, f"{where}, fill_down") for each in about.several("fill_down")),
        dates=about.dates() or AUTO,
        numbers=about.numbers() or NumberStyle.AUTO,
        currency=_currency(currency, f"{where}, currency") if currency else None,
        fold_case=bool(about.flag("fold_case")),
        records=tuple(
            _record(each, f"{where}, [[table.record]] {n}") for n, each in enumerate(about.tables("record"), 1)
        ),
    )
    about.finish()
    if not mapping.records:
        raise BadMapping(where, tr("there is no [[table.record]]"))
    return mapping


def _currency(value: Any, where: str) -> Source:  # noqa: ANN401  (what TOML holds)
    """A code such as "EUR" stands for itself; a column is written as a table."""
    return Source(constant=value) if isinstance(value, str) else _source(value, where)


def _heading(values: Mapping[str, Any], where: str) -> Heading:
    about = TomlTable(values, where)
    column = about.take("column")
    heading = Heading(column=_column(column, where) if column is not None else None, pattern=about.pattern("matches"))
    about.finish()
    if not re.compile(heading.pattern).groupindex:
        raise BadMapping(where, tr("its pattern must name what is carried down: (?P<customer>…)"))
    return heading


def _record(values: Mapping[str, Any], where: str) -> RecordMapping:
    about = TomlTable(values, where)
    word = about.text("record")
    try:
        record = by_word(word)
    except NotFound as error:
        raise BadMapping(where, error.text) from error
    where = f"{where} ({word})"
    key, client = about.take("key"), about.take("client")
    only = tuple(_condition(each, f"{where}, only") for each in about.tables("only"))
    if_missing = bool(about.flag("if_missing"))
    facts = {
        _fact_name(record, name, where): _source(value, f"{where}, {name}") for name, value in about.left().items()
    }
    return RecordMapping(
        record=record,
        key=None if key is None else _source(key, f"{where}, key"),
        client=None if client is None else _source(client, f"{where}, client"),
        facts={name: facts[name] for name in record.facts() if name in facts},
        only=only,
        if_missing=if_missing,
    )


def _fact_name(record: type[Record], name: str, where: str) -> str:
    """A reference may be written without its _id: order = "OrderID"; a line's value is value = "Amount"."""
    facts = record.facts()
    if name in facts:
        return name
    if f"{name}_micro" in facts:
        return f"{name}_micro"
    if f"{name}_id" in facts and facts[f"{name}_id"].kind is Kind.REFERENCE:
        return f"{name}_id"
    known = ", ".join(each.removesuffix("_id").removesuffix("_micro") for each in facts)
    raise BadMapping(where, tr('there is no fact "{name}"; there are: {known}', name=name, known=known))


def _source(value: Any, where: str) -> Source:  # noqa: ANN401  (what TOML holds)
    if isinstance(value, list):
        return Source(columns=tuple(_column(each, where) for each in value), joined_with="/")
    if not isinstance(value, dict):
        return Source(columns=(_column(value, where),))
    about = TomlTable(value, where)
    columns, minus, summed = _columns(about)
    source = Source(
        columns=columns,
        minus=minus,
        summed=summed,
        joined_with=about.text("with", " "),
        constant=_constant(about),
        values=about.pairs("values"),
        otherwise=None if (otherwise := about.take("otherwise")) is None else _plain(otherwise, about, "otherwise"),
        matches=about.pattern("matches"),
        extract=about.pattern("extract"),
        dates=about.dates(),
        numbers=about.numbers(),
        factor=_factor(about),
        negative_when=tuple(_condition(each, f"{where}, negative_when") for each in about.tables("negative_when")),
        empty_keeps=about.text("empty") == "keep",
    )
    about.finish()
    if not source.columns and source.constant is None:
        raise BadMapping(where, tr("it names no column, join, sum or constant"))
    return source


def _columns(about: TomlTable) -> tuple[tuple[Column, ...], frozenset[int], bool]:
    if (column := about.take("column")) is not None:
        return (_column(column, about.where),), frozenset(), False
    if joined := about.several("join"):
        return tuple(_column(each, about.where) for each in joined), frozenset(), False
    terms = about.several("sum")
    minus = frozenset(at for at, each in enumerate(terms) if str(each).startswith("-"))
    return tuple(_column(_unsigned(each), about.where) for each in terms), minus, bool(terms)


def _unsigned(term: Any) -> Any:  # noqa: ANN401  (what TOML holds)
    return term.removeprefix("-").strip() if isinstance(term, str) else abs(term) if isinstance(term, int) else term


def _constant(about: TomlTable) -> str | None:
    value = about.take("constant")
    return None if value is None else _plain(value, about, "constant")


def _plain(value: Any, about: TomlTable, name: str) -> str:  # noqa: ANN401  (what TOML holds)
    """A value as a cell would say it."""
    if isinstance(value, (dict, list)):
        raise about.wrong(name, tr("it must be one value"))
    return str(value).lower() if isinstance(value, bool) else str(value)


def _factor(about: TomlTable) -> Decimal:
    value = about.take("factor", 1)
    try:
        factor = Decimal(str(value))
    except InvalidOperation as error:
        raise about.wrong("factor", tr("it must be a number")) from error
    if isinstance(value, bool) or not factor.is_finite():
        raise about.wrong("factor", tr("it must be a number"))
    return factor


def _condition(values: Mapping[str, Any], where: str) -> Condition:
    about = TomlTable(values, where)
    yes, no = about.texts("is"), about.texts("is_not")
    column = about.take("column")
    condition = Condition(
        column=_column(column, where),
        empty=about.flag("empty"),
        is_one_of=frozenset(each.strip() for each in yes) if yes else None,
        is_none_of=frozenset(each.strip() for each in no) if no else None,
        matches=about.pattern("matches"),
        negative=about.flag("negative"),
    )
    about.finish()
    tests = (condition.empty, condition.is_one_of, condition.is_none_of, condition.matches or None, condition.negative)
    if all(test is None for test in tests):
        raise BadMapping(where, tr("it tests nothing: write empty, is, is_not, matches or negative"))
    return condition


def _column(value: Any, where: str) -> Column:  # noqa: ANN401  (what TOML holds)
    if isinstance(value, bool) or not isinstance(value, (str, int)) or value in {"", 0}:
        raise BadMapping(where, tr("a column is a header in quotes or a position from 1"))
    return value
