"""Without a mapping, headers are matched by the facts' own words in English, 简体 and 繁體; nothing is guessed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from kamdesk.connectors.batches import keyed_within_client
from kamdesk.connectors.cells import Table
from kamdesk.connectors.header_companions import companions
from kamdesk.connectors.mapping import RecordMapping, Source, TableMapping, plain_header
from kamdesk.connectors.record_words import currency_words, fact_words, key_headers, speaks_of, table_names
from kamdesk.connectors.table_rows import Header, first_header
from kamdesk.connectors.vcards import HEADERS as CARD_HEADERS
from kamdesk.facts.kinds import Kind
from kamdesk.facts.policies import Scope
from kamdesk.facts.record import Record
from kamdesk.records.contacts import Contact, Pairing, ReportingLine
from kamdesk.records.every import RECORDS
from kamdesk.records.stock import StockLevel
from kamdesk.records.team import TeamMember

_OWN_KEYS = ("id", "key", "externalkey", "编号", "編號", "uid", "uniqueid")
_NAME_FACTS = ("legal_name", "name")
_ONE_PER_ENDS: tuple[type[Record], ...] = (StockLevel, ReportingLine, TeamMember, Pairing)
"""Of these there is one for each pair of what it names: stock of a product, a line between two people."""
_ENOUGH = 2
"""One column alone that happens to be called "name" says nothing about a table."""


_CARDS = TableMapping(
    records=(
        RecordMapping(
            record=Contact,
            key=Source(columns=("UID",)),
            client=Source(columns=("Organisation",)),
            facts={
                "name": Source(columns=("Full name",)),
                "post": Source(columns=("Title",)),
                "department": Source(columns=("Department",)),
                "phone": Source(columns=("Phone",)),
                "mobile": Source(columns=("Mobile",)),
                "email": Source(columns=("E-mail",)),
            },
        ),
    )
)
"""Address cards say themselves what is what; whose client a person is, the organisation's exact name tells."""


@dataclass(frozen=True, slots=True)
class _Match:
    """How well a table fits one kind of record."""

    record: type[Record]
    facts: dict[str, str]
    key: str
    client: str
    is_named: bool
    """the table itself is called like the record"""

    @property
    def score(self) -> tuple[bool, int, bool]:
        return self.is_named, len(self.facts) + bool(self.client), bool(self.key)


def guessed_mapping(table: Table) -> tuple[int, TableMapping] | None:
    """What the headers speak of without doubt, and its rank: one kind of record, and those it tells more about."""
    header = first_header(table)
    if header is None:
        return None
    if header.names == CARD_HEADERS:
        return RECORDS.index(Contact), _CARDS
    matches = [match for match in (_match(record, table, header) for record in RECORDS) if match]
    matches.sort(key=lambda match: match.score, reverse=True)
    if not matches or (len(matches) > 1 and matches[0].score == matches[1].score):
        return None
    best = matches[0]
    record = RecordMapping(
        record=best.record,
        key=_key_source(best),
        client=Source(columns=(best.client,)) if best.client else None,
        facts={fact: Source(columns=(column,)) for fact, column in best.facts.items()},
    )
    currency = next((name for name in header.names if plain_header(name) in currency_words()), "")
    mapping = TableMapping(
        header_row=header.row,
        currency=Source(columns=(currency,)) if currency else None,
        records=tuple(companions(record, header)),
    )
    return RECORDS.index(best.record), mapping


def _key_source(match: _Match) -> Source | None:
    """The key column; else the name; lines that have neither are keyed by what stands in them."""
    if match.key:
        return Source(columns=(match.key,))
    name = next((match.facts[fact] for fact in _NAME_FACTS if fact in match.facts), "")
    if name:
        return Source(columns=(name,))
    ends = joined_key(match.record, match.facts)
    return Source(columns=ends, joined_with="/") if ends else None


def joined_key(record: type[Record], facts: Mapping[str, str]) -> tuple[str, ...]:
    """The columns of its ends, where there is one row for each pair of them; `facts` is fact → column."""
    if record not in _ONE_PER_ENDS:
        return ()
    return tuple(column for fact, column in facts.items() if record.fact(fact).kind is Kind.REFERENCE)


def _match(record: type[Record], table: Table, header: Header) -> _Match | None:
    named = table_names(record)
    is_named = plain_header(table.name) in named
    key, client = "", ""
    facts: dict[str, str] = {}
    client_words = key_headers("client") if record.scope is Scope.CLIENT else frozenset()
    for name in header.names:
        plain = plain_header(name)
        if not plain:
            continue
        if not key and plain in key_headers(record.word) | (frozenset(_OWN_KEYS) if is_named else frozenset()):
            key = name
        elif not client and plain in client_words:
            client = name
        elif (fact := fact_words(record).get(plain)) and fact not in facts:
            facts[fact] = name
    if len(facts) + bool(key) + bool(client) < _ENOUGH or not (facts or is_named):
        return None
    names_others = any(record.fact(name).kind is Kind.REFERENCE for name in facts)
    if not (is_named or key or client or names_others or any(speaks_of(record, name) for name in facts.values())):
        return None
    if keyed_within_client(record) and not (client or is_named):
        return None
    if not key and record.scope is Scope.OWN and "legal_name" not in facts:
        return None
    return _Match(record, facts, key, client, is_named)
