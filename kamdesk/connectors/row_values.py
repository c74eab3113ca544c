"""Reads values and tests conditions column by column: what stands often is understood once."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import repeat
from typing import Any

from kamdesk.base.errors import BadValue
from kamdesk.base.words import tr
from kamdesk.connectors.cell_values import Spelling, fact_value, key_text, number
from kamdesk.connectors.cells import Cell, cell_text
from kamdesk.connectors.mapping import Column, Condition, Source, TableMapping
from kamdesk.facts.fact import Fact
from kamdesk.facts.kinds import Kind

_REMEMBERED_MAX = 1_000_000
"""Distinct cells remembered for one fact; beyond, a column of unlike texts would only fill memory."""

_CODE = re.compile(r"[A-Z]{3}\Z")
_MONEY = frozenset({"order", "order_line", "invoice", "instalment", "receipt", "allocation"})


@dataclass(frozen=True, slots=True)
class Unread:
    """Stands in place of a value that could not be read."""

    value: str
    reason: str


class _Memory(dict[Any, Any]):
    """What each distinct cell means."""

    def __init__(self, read: Callable[[Any], Any], shown: int) -> None:
        super().__init__()
        self._read, self._shown = read, shown
        self.met_unread = False

    def __missing__(self, cells: Any) -> Any:  # noqa: ANN401  (a cell or several)
        try:
            value = self._read(cells)
        except BadValue as error:
            shown = cells[: self._shown] if isinstance(cells, tuple) else (cells,)
            value = Unread(" ".join(cell_text(cell) for cell in shown).strip()[:200], error.text)
            self.met_unread = True
        if len(self) >= _REMEMBERED_MAX:
            self.clear()
        self[cells] = value
        return value


class Reading:
    """One value of each row: which columns it needs, what they mean; so many are shown where it cannot be read."""

    def __init__(
        self, columns: Sequence[int], read: Callable[[tuple[Cell, ...]], Any], header: str, shown: int | None = None
    ) -> None:
        self.header = header
        self._columns = columns
        self._single = len(columns) == 1
        self._memory = _Memory((lambda cell: read((cell,))) if self._single else read, shown or len(columns))
        self._last: tuple[Sequence[Sequence[Cell]], list[Any]] = ([], [])

    def values(self, columns: Sequence[Sequence[Cell]], count: int) -> list[Any]:
        """The value of each row, `Unread` where there is none; the same list for all who ask of the same columns."""
        if self._last[0] is not columns:
            self._last = (columns, self._values(columns, count))
        return self._last[1]

    def _values(self, columns: Sequence[Sequence[Cell]], count: int) -> list[Any]:
        if not self._columns:
            return list(repeat(self._memory[()], count))
        if self._single:
            return list(map(self._memory.__getitem__, columns[self._columns[0]]))
        return list(map(self._memory.__getitem__, zip(*(columns[at] for at in self._columns), strict=True)))

    @property
    def met_unread(self) -> bool:
        """Whether any value could not be read."""
        return self._memory.met_unread


class Compiler:
    """Makes readings of a table's columns; a column that is not there is listed and read as nothing."""

    def __init__(self, places: Mapping[Column, int], mapping: TableMapping, currency: str) -> None:
        self._places = places
        self._mapping = mapping
        self._desks_currency = currency
        self._currency = mapping.currency or _named_beside(mapping) or Source(constant=currency)
        self._keys: list[tuple[Source, Reading]] = []

    def has(self, source: Source) -> bool:
        """Whether every column that the value needs is there."""
        return all(column in self._places for column in source.columns)

    def fact(self, fact: Fact, source: Source, *, currency: Source | None = None) -> Reading:
        """The reading of a fact; an amount is one of the record's own currency where it has one."""
        if fact.kind is Kind.REFERENCE and len(source.columns) == 1:
            return self.key(source)
        spelling = self._spelling(source)
        if fact.kind is Kind.AMOUNT:
            return self._amount(fact, source, spelling, currency or self._currency)
        return self._reading(
            source, lambda cell: fact_value(fact, cell, spelling), spelling, is_truth=fact.kind is Kind.BOOLEAN
        )

    def key(self, source: Source) -> Reading:
        """The reading of a key; the same one for all records of the row that are named by it."""
        for known, reading in self._keys:
            if known == source:
                return reading
        spelling = self._spelling(source)
        reading = self._reading(source, lambda cell: key_text(cell, spelling), spelling, is_key=True)
        self._keys.append((source, reading))
        return reading

    def currency(self, source: Source | None = None) -> Reading:
        """The currency of each row."""
        return self._reading(source or self._currency, self._code, Spelling())

    def _code(self, cell: Cell) -> str:
        """Where nothing stands the desk's currency is meant. Raises: BadValue."""
        code = cell_text(cell).upper()
        if code and not _CODE.match(code):
            raise BadValue(
                tr('"{value}" is no currency code such as CNY: translate it with a value map', value=code[:40])
            )
        return code or self._desks_currency

    def condition(self, condition: Condition) -> Reading:
        """True for each row that passes."""
        spelling = Spelling(numbers=self._mapping.numbers)
        columns = [self._places[condition.column]] if condition.column in self._places else []
        return Reading(
            columns, lambda cells: _holds(condition, cells[0] if cells else None, spelling), str(condition.column)
        )

    def _spelling(self, source: Source) -> Spelling:
        return Spelling(
            dates=source.dates or self._mapping.dates,
            numbers=source.numbers or self._mapping.numbers,
            factor=source.factor,
            fold_case=self._mapping.fold_case,
        )

    def _reading(
        self,
        source: Source,
        read: Callable[[Cell], Any],
        spelling: Spelling,
        *,
        is_truth: bool = False,
        is_key: bool = False,
    ) -> Reading:
        columns, cell = self._cell(source, spelling, is_truth=is_truth)
        if is_key and len(columns) > 1:
            cell = _whole_key(source, cell)
        width = len(columns)
        tests = [(self._places[test.column], test) for test in source.negative_when if test.column in self._places]
        if not tests:
            return Reading(columns, lambda cells: read(cell(cells)), _header(source))

        def signed(cells: tuple[Cell, ...]) -> Any:  # noqa: ANN401  (a value of any kind)
            value = read(cell(cells[:width]))
            holds = all(_holds(test, at, spelling) for (_, test), at in zip(tests, cells[width:], strict=True))
            return -abs(value) if holds and value is not None else value

        return Reading([*columns, *(at for at, _ in tests)], signed, _header(source), width)

    def _amount(self, fact: Fact, source: Source, spelling: Spelling, money: Source) -> Reading:
        """An amount needs its currency: yen have no decimals, dinars three."""
        if not money.columns:
            code = self._code(money.constant)
            return self._reading(source, lambda cell: fact_value(fact, cell, spelling, currency=code), spelling)
        columns, cell = self._cell(source, spelling)
        codes, code_of = self._cell(money, Spelling())
        width = len(columns)

        def read(cells: tuple[Cell, ...]) -> Any:  # noqa: ANN401  (minor units)
            code = self._code(code_of(cells[width : width + len(codes)]))
            return fact_value(fact, cell(cells[:width]), spelling, currency=code)

        tests = [(self._places[test.column], test) for test in source.negative_when if test.column in self._places]

        def signed(cells: tuple[Cell, ...]) -> Any:  # noqa: ANN401  (minor units)
            value, tested = read(cells), cells[width + len(codes) :]
            holds = bool(tests) and all(_holds(test, at, spelling) for (_, test), at in zip(tests, tested, strict=True))
            return -abs(value) if holds and value is not None else value

        return Reading([*columns, *codes, *(at for at, _ in tests)], signed, _header(source), width)

    def _cell(
        self, source: Source, spelling: Spelling, *, is_truth: bool = False
    ) -> tuple[list[int], Callable[[tuple[Cell, ...]], Cell]]:
        """The columns of a source and the one cell they make together."""
        if source.constant is not None and not source.columns:
            return [], lambda _cells: source.constant
        columns = [self._places[column] for column in source.columns if column in self._places]
        plain = replace(spelling, factor=type(spelling.factor)(1))

        def cell(cells: tuple[Cell, ...]) -> Cell:
            if source.summed:
                found: Cell = _sum(source, cells, plain)
            else:
                found = cells[0] if len(cells) == 1 else _joined(cells, source.joined_with)
            return _translated(source, found, is_truth=is_truth)

        return columns, cell


def _named_beside(mapping: TableMapping) -> Source | None:
    """The currency that another record of the row names: an invoice's is its instalments' too."""
    money = (each for each in mapping.records if each.record.word in _MONEY and "currency" in each.facts)
    return next((each.facts["currency"] for each in money), None)


def _header(source: Source) -> str:
    return " + ".join(str(column) for column in source.columns)


def _whole_key(source: Source, cell: Callable[[tuple[Cell, ...]], Cell]) -> Callable[[tuple[Cell, ...]], Cell]:
    """Line 10 of no order is not the line 10 of another: a key must begin with something."""

    def whole(cells: tuple[Cell, ...]) -> Cell:
        found = cell(cells)
        if found and not cell_text(cells[0]):
            raise BadValue(tr('the key begins with nothing: fill in "{column}"', column=source.columns[0]))
        return found

    return whole


def _joined(cells: tuple[Cell, ...], between: str) -> str:
    return between.join(text for text in map(cell_text, cells) if text)


def _sum(source: Source, cells: tuple[Cell, ...], spelling: Spelling) -> Cell:
    terms = [(-1 if at in source.minus else 1, number(cell, spelling)) for at, cell in enumerate(cells)]
    given = [sign * value for sign, value in terms if value is not None]
    return sum(given[1:], given[0]) if given else None


def _translated(source: Source, cell: Cell, *, is_truth: bool) -> Cell:
    """The cell after patterns and value maps."""
    if source.matches or source.extract:
        text = cell_text(cell)
        if source.matches:
            return ("true" if re.search(source.matches, text) else "false") if is_truth else _kept(source, cell, text)
        found = re.search(source.extract, text)
        cell = (found[1] if found.re.groups else found[0]) if found else None
    if source.values or source.otherwise is not None:
        text = cell_text(cell)
        if text in source.values:
            return source.values[text]
        return cell if source.otherwise is None else source.otherwise
    return cell


def _kept(source: Source, cell: Cell, text: str) -> Cell:
    if text and not re.search(source.matches, text):
        raise BadValue(
            tr('"{value}" does not look as the mapping says ({pattern})', value=text[:40], pattern=source.matches)
        )
    return cell


def _holds(condition: Condition, cell: Cell, spelling: Spelling) -> bool:
    text = cell_text(cell)
    if condition.empty is not None and bool(text) == condition.empty:
        return False
    if condition.is_one_of is not None and text not in condition.is_one_of:
        return False
    if condition.is_none_of is not None and text in condition.is_none_of:
        return False
    if condition.matches and not re.search(condition.matches, text):
        return False
    if condition.negative is not None:
        value = number(cell, spelling)
        return (value is not None and value < 0) == condition.negative
    return True
