"""A table under a mapping becomes batches: rows that cannot be read are refused alone, the rest fold to one per key."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from hashlib import blake2b
from typing import Any

from kamdesk.base.words import tr
from kamdesk.connectors.batches import Batch, keyed_within_client, parent_fact
from kamdesk.connectors.cells import Cell, Row, Table, cell_text
from kamdesk.connectors.faults import BadFile
from kamdesk.connectors.mapping import RecordMapping, TableMapping, columns_named
from kamdesk.connectors.row_values import Compiler, Reading, Unread
from kamdesk.connectors.table_rows import Chunk, Header, chunks, find_header, with_carried
from kamdesk.facts.kinds import INT64_MAX, Kind
from kamdesk.facts.policies import Scope
from kamdesk.records.orders import Order, OrderLine


@dataclass(frozen=True, slots=True, kw_only=True)
class Refusal:
    """A row that was not taken, and the first reason why."""

    row: int
    field: str
    value: str
    reason: str
    cells: tuple[str, ...]


@dataclass(slots=True, kw_only=True)
class Folded:
    """What a table holds: its batches in the mapping's order, its refused rows, its columns that nobody asked for."""

    table: Table
    header: Header
    batches: list[Batch] = field(default_factory=list)
    refused: list[Refusal] = field(default_factory=list)
    unmatched: list[str] = field(default_factory=list)
    rows_read: int = 0


def fold(table: Table, mapping: TableMapping, *, currency: str) -> Folded | None:
    """The table's batches; None where it is not the table that the mapping means. Raises: BadFile."""
    header = find_header(table, mapping)
    if header is None:
        return None
    whole = with_carried(mapping, header)
    wanted = columns_named(mapping)
    places = whole.places(wanted)
    if not places and wanted:
        return None
    folded = Folded(table=table, header=header)
    folded.unmatched = _unmatched(header, places, wanted)
    compiler = Compiler(places, mapping, currency)
    plans = [_Plan(each, compiler, mapping, table) for each in mapping.records]
    skips = [compiler.condition(each) for each in mapping.skip]
    for chunk in chunks(table, mapping, header):
        _read_chunk(folded, chunk, plans, skips)
    folded.batches = [plan.batch() for plan in plans if plan.keys]
    return folded


def _unmatched(header: Header, places: dict[str | int, int], wanted: Sequence[str | int]) -> list[str]:
    used = set(places.values())
    beside = [name for at, name in enumerate(header.names) if at not in used and name]
    missing = [
        tr("{column} (named by the mapping, not in the file)", column=name) for name in wanted if name not in places
    ]
    return [*beside, *missing]


def _read_chunk(folded: Folded, chunk: Chunk, plans: list[_Plan], skips: list[Reading]) -> None:
    count = len(chunk.rows)
    folded.rows_read += count + len(chunk.misshapen)
    for number, (row, reason) in chunk.misshapen.items():
        folded.refused.append(_refusal(number, row, Unread("", reason), ""))
    if not count:
        return
    taken = [True] * count
    bad: dict[int, tuple[Unread, str]] = {}
    for skip in skips:
        for at, holds in enumerate(skip.values(chunk.columns, count)):
            if holds is True:
                taken[at] = False
            elif isinstance(holds, Unread):
                bad.setdefault(at, (holds, skip.header))
    bad = {at: fault for at, fault in bad.items() if taken[at]}
    for plan in plans:
        plan.read(chunk, count, taken, bad)
    _refuse_without_key(plans, taken, bad)
    for at, (unread, header) in sorted(bad.items()):
        row = [column[at] for column in chunk.columns]
        folded.refused.append(_refusal(chunk.rows[at], row, unread, header))
    for plan in plans:
        plan.keep(chunk, bad)


def _refusal(number: int, row: Row, unread: Unread, header: str) -> Refusal:
    cells = tuple(cell_text(cell) for cell in row)
    return Refusal(row=number, field=header, value=unread.value, reason=unread.reason, cells=cells)


def _refuse_without_key(plans: list[_Plan], taken: list[bool], bad: dict[int, tuple[Unread, str]]) -> None:
    """A row in which nothing has a key tells nothing."""
    keyed = [plan for plan in plans if plan.key is not None]
    if not keyed or len(keyed) < len(plans):
        return
    for at, wanted in enumerate(taken):
        if wanted and at not in bad and not any(plan.read_keys[at] for plan in keyed):
            asking = [plan for plan in keyed if plan.passes[at]]
            if asking and asking[0].key:
                name = asking[0].key.header
                bad[at] = (Unread("", tr('the key is empty: fill in "{column}"', column=name)), name)


class _Plan:
    """One kind of record: its readings, and what they found so far."""

    def __init__(self, about: RecordMapping, compiler: Compiler, mapping: TableMapping, table: Table) -> None:
        self.about = about
        record = about.record
        facts = {name: source for name, source in about.facts.items() if compiler.has(source)}
        if about.key and not compiler.has(about.key):
            columns = ", ".join(str(column) for column in about.key.columns)
            raise BadFile(table.file, tr('the key column "{column}" is not in the file', column=columns))
        self.key = compiler.key(about.key) if about.key else None
        self.client = compiler.key(about.client) if about.client and compiler.has(about.client) else None
        money = facts.get("currency")
        self.readings: dict[str, Reading] = {}
        if "currency" in record.facts() and (money or _needs_currency(about, mapping)):
            self.readings["currency"] = compiler.currency(money)
        for name in facts.keys() - self.readings.keys():
            self.readings[name] = compiler.fact(record.fact(name), facts[name], currency=money)
        self._assumed = record is Order and not (money or mapping.currency or _has_money(about))
        self._only = [compiler.condition(each) for each in about.only]
        self._content = self.key is None
        self.keys: list[str] = []
        self._clients: list[str] = []
        self._rows: list[int] = []
        self._columns: dict[str, list[Any]] = {name: [] for name in self.readings}
        self.read_keys: list[Any] = []
        self.passes: list[bool] = []

    def read(self, chunk: Chunk, count: int, taken: list[bool], bad: dict[int, tuple[Unread, str]]) -> None:
        """Read the chunk's columns; rows that apply and cannot be read are bad."""
        columns = chunk.columns
        self.passes = list(taken)
        for reading in self._only:
            holds = self._read(reading, columns, count, bad)
            self.passes = [passed and held is True for passed, held in zip(self.passes, holds, strict=True)]
        self.read_keys = self._read(self.key, columns, count, bad) if self.key else [""] * count
        self.read_clients = self._read(self.client, columns, count, bad) if self.client else []
        self.read_columns = {name: self._read(each, columns, count, bad) for name, each in self.readings.items()}
        self._check_line_values(bad)

    def _read(
        self, reading: Reading, columns: list[Sequence[Cell]], count: int, bad: dict[int, tuple[Unread, str]]
    ) -> list[Any]:
        values = reading.values(columns, count)
        if reading.met_unread:
            for at, value in enumerate(values):
                if isinstance(value, Unread) and self.passes[at]:
                    bad.setdefault(at, (value, reading.header))
        return values

    def _check_line_values(self, bad: dict[int, tuple[Unread, str]]) -> None:
        """Price × quantity must fit the file's integers too."""
        prices, quantities = self.read_columns.get("unit_price"), self.read_columns.get("quantity")
        if self.about.record is not OrderLine or not prices or not quantities:
            return
        read_whole = not any(self.readings[name].met_unread for name in ("unit_price", "quantity"))
        if read_whole and max(map(abs, prices)) * max(map(abs, quantities)) <= INT64_MAX * 1000:
            return
        for at, (price, quantity) in enumerate(zip(prices, quantities, strict=True)):
            if at not in bad and self.passes[at] and abs(price * quantity) > INT64_MAX * 1000:
                reason = tr("price × quantity is too large")
                bad[at] = (
                    Unread(f"{price / 10**6:f} × {quantity / 10**3:f}", reason),
                    self.readings["quantity"].header,
                )

    def keep(self, chunk: Chunk, bad: dict[int, tuple[Unread, str]]) -> None:
        """Add the chunk's good rows."""
        keys = self.read_keys
        everything = not bad and all(self.passes) and (self._content or all(keys))
        places = () if everything else self._places(bad)
        self._rows += chunk.rows if everything else [chunk.rows[at] for at in places]
        self.keys += keys if everything else [keys[at] for at in places]
        if self.client:
            clients = self.read_clients
            self._clients += clients if everything else [clients[at] for at in places]
        for name, values in self.read_columns.items():
            self._columns[name] += values if everything else [values[at] for at in places]

    def _places(self, bad: dict[int, tuple[Unread, str]]) -> list[int]:
        keys = self.read_keys
        return [at for at, passed in enumerate(self.passes) if passed and at not in bad and (self._content or keys[at])]

    def batch(self) -> Batch:
        """The batch of all rows, one per key; the last row of a key counts."""
        record = self.about.record
        facts = tuple(name for name in record.facts() if name in self._columns)
        if self._content:
            self._key_by_content(facts)
            places = list(range(len(self.keys)))
        else:
            places = self._last_places()
        whole = len(places) == len(self.keys)
        columns = [self._columns[name] for name in facts]
        clients = self._clients if self.client else None
        kept = frozenset(name for name, source in self.about.facts.items() if source.empty_keeps)
        for name in kept & set(facts):
            self._fill_from_earlier(facts.index(name), columns)
        return Batch(
            record=record,
            facts=facts,
            columns=tuple(columns if whole else [[column[at] for at in places] for column in columns]),
            keys=self.keys if whole else [self.keys[at] for at in places],
            clients=clients if whole or clients is None else [clients[at] for at in places],
            scope_from="" if self.client or record.scope is not Scope.CLIENT else parent_fact(record, facts),
            rows=self._rows if whole else [self._rows[at] for at in places],
            if_missing=self.about.if_missing,
            kept_where_empty=kept,
            only_for_new=frozenset({"currency"}) if self._assumed else frozenset(),
        )

    def _last_places(self) -> list[int]:
        if self.client and keyed_within_client(self.about.record):
            last = {identity: at for at, identity in enumerate(zip(self._clients, self.keys, strict=True))}
            return list(last.values())
        return list({key: at for at, key in enumerate(self.keys)}.values())

    def _fill_from_earlier(self, place: int, columns: list[list[Any]]) -> None:
        """An empty cell in a key's last row leaves what an earlier row of that key said."""
        known: dict[str, Any] = {}
        filled = []
        for key, value in zip(self.keys, columns[place], strict=True):
            if value in {"", None}:
                filled.append(known.get(key, value))
            else:
                known[key] = value
                filled.append(value)
        columns[place] = filled

    def _key_by_content(self, facts: tuple[str, ...]) -> None:
        """Keys of lines that have none: their header, their content, and which of several equal ones they are."""
        header = parent_fact(self.about.record, facts)
        headers = self._columns[header] if header else (self._clients or [""] * len(self.keys))
        contents = map(repr, zip(*(self._columns[name] for name in facts), strict=True))
        digests = [blake2b(content.encode(), digest_size=8).hexdigest() for content in contents]
        keys = [f"{above}/{digest}" for above, digest in zip(headers, digests, strict=True)]
        counted: dict[str, int] = {}
        for at, key in enumerate(keys):
            seen = counted[key] = counted.get(key, 0) + 1
            keys[at] = f"{key}/{seen}"
        self.keys = keys


def _needs_currency(about: RecordMapping, mapping: TableMapping) -> bool:
    """Order lines take their order's currency unless the table says one; whatever holds money says its own."""
    if about.record is OrderLine:
        return mapping.currency is not None
    return _has_money(about) or about.record is Order


def _has_money(about: RecordMapping) -> bool:
    return any(about.record.fact(name).kind in {Kind.AMOUNT, Kind.PRICE} for name in about.facts)
