"""One flat file may fill several kinds of record: an invoice line tells its order, product and client as well."""

from __future__ import annotations

from kamdesk.connectors.mapping import Column, RecordMapping, Source, plain_header
from kamdesk.connectors.record_words import fact_words
from kamdesk.connectors.table_rows import Header
from kamdesk.facts.kinds import Kind
from kamdesk.facts.policies import Scope
from kamdesk.facts.record import Record
from kamdesk.records.clients import Client
from kamdesk.records.every import RECORDS, by_word
from kamdesk.records.payments import Instalment, Invoice

_NAMES = ("legal_name", "name")
_SHARED = frozenset({Kind.TEXT, Kind.LINES})
"""A text may tell two records something (a line's description, a product's name); a number or day tells one."""


def companions(main: RecordMapping, header: Header) -> list[RecordMapping]:
    """The record itself, before it those that each row names by a key and tells more about, behind it a due day."""
    taken = {source.columns[0] for source in (main.key, main.client) if source}
    taken |= {source.columns[0] for name, source in main.facts.items() if main.record.fact(name).kind not in _SHARED}
    named: dict[type[Record], Column] = {}
    if main.client:
        named[Client] = main.client.columns[0]
    for name, source in main.facts.items():
        about = main.record.fact(name)
        if about.kind is Kind.REFERENCE and by_word(about.refers_to) is not main.record:
            named.setdefault(by_word(about.refers_to), source.columns[0])
    found = []
    for record in sorted(named, key=RECORDS.index):
        facts = _facts(record, header, taken)
        if facts:
            found.append(_companion(record, named[record], facts, main))
            taken |= {column for name, column in facts.items() if record.fact(name).kind not in _SHARED}
    return [*found, main, *_due_day(main, header, taken)]


def _facts(record: type[Record], header: Header, taken: set[Column]) -> dict[str, Column]:
    words = fact_words(record)
    facts: dict[str, Column] = {}
    for column in header.names:
        fact = words.get(plain_header(column)) if column and column not in taken else None
        if fact and fact not in facts and record.fact(fact).kind is not Kind.REFERENCE:
            facts[fact] = column
    return facts


def _companion(record: type[Record], key: Column, facts: dict[str, Column], main: RecordMapping) -> RecordMapping:
    """Clients and what every desk shares are only made where they are missing: their own lists know better."""
    name = next((each for each in _NAMES if each in record.facts()), "")
    columns = {**({name: key} if record is Client else {}), **facts}
    return RecordMapping(
        record=record,
        key=Source(columns=(key,)),
        client=main.client if record.scope is Scope.CLIENT else None,
        facts={fact: Source(columns=(columns[fact],)) for fact in record.facts() if fact in columns},
        if_missing=record.scope is not Scope.CLIENT,
    )


def _due_day(main: RecordMapping, header: Header, taken: set[Column]) -> list[RecordMapping]:
    """An invoice with a due day is due in one sum."""
    facts = _facts(Instalment, header, taken) if main.record is Invoice else {}
    if "due_on" not in facts or "amount" not in main.facts or not main.key:
        return []
    due = {"invoice_id": main.key, "due_on": Source(columns=(facts["due_on"],)), "amount": main.facts["amount"]}
    return [RecordMapping(record=Instalment, key=main.key, client=main.client, facts=due)]
