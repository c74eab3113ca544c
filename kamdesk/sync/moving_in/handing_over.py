"""Rows of a desk that only the office itself can bring in, as lines of a hand-over file."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from sqlalchemy import Connection

from kamdesk.base.ids import id_text
from kamdesk.connectors.hand_over import HandedRow
from kamdesk.facts.fact import Fact
from kamdesk.facts.kinds import Kind, to_driver
from kamdesk.facts.policies import Scope
from kamdesk.facts.record import Record, Sheet
from kamdesk.reads.whole_records import keys_of, whole_record
from kamdesk.records.clients import Client
from kamdesk.records.every import RECORDS, by_word
from kamdesk.sync.moving_in.comparison import Comparison


def handed_rows(found: Comparison, own: Connection, office: Connection) -> Iterator[HandedRow]:
    """The rows, kinds that others refer to first; each under the key by which the office knows or will know it."""
    keys = _Keys(found, own, office)
    for record in RECORDS:
        wanted = set(found.handed.get(record, ()))
        for portion in whole_record(own, record) if wanted else ():
            sheets = [sheet for sheet in portion if sheet.id in wanted]
            keys.learn(record, sheets)
            for sheet in sheets:
                client = keys.of(Client.word, sheet.scope_id) if record.scope is Scope.CLIENT else ""
                facts = {
                    name: _value(keys, fact, sheet[name])
                    for name, fact in record.facts().items()
                    if sheet[name] != fact.default
                }
                yield HandedRow(record=record, key=keys.of_own(sheet), client=client, facts=facts)


def _value(keys: _Keys, fact: Fact, value: Any) -> Any:  # noqa: ANN401  (values of any kind)
    if fact.kind is Kind.REFERENCE:
        return keys.of(fact.refers_to, value)
    if fact.kind is Kind.REFERENCES:
        return [key for key in (keys.of(fact.refers_to, each) for each in value) if key]
    return to_driver(fact.kind, value)


class _Keys:
    """The key by which the office's import finds a row: its own, else its name, else one made of its id."""

    def __init__(self, found: Comparison, own: Connection, office: Connection) -> None:
        self._found, self._own, self._office = found, own, office
        self._handed = {row_id for ids in found.handed.values() for row_id in ids}
        self._known: dict[bytes, str] = {}

    def learn(self, record: type[Record], sheets: list[Sheet]) -> None:
        """Look up what these rows name, a question for each kind and side."""
        named: dict[str, set[bytes]] = {}
        for sheet in sheets:
            if record.scope is Scope.CLIENT:
                named.setdefault(Client.word, set()).add(sheet.scope_id)
            for name, fact in record.facts().items():
                if fact.kind is Kind.REFERENCE and sheet[name]:
                    named.setdefault(fact.refers_to, set()).add(sheet[name])
                elif fact.kind is Kind.REFERENCES:
                    named.setdefault(fact.refers_to, set()).update(sheet[name])
        for word, ids in named.items():
            self._look_up(by_word(word), ids - self._known.keys())

    def of(self, word: str, row_id: bytes | None) -> str:
        """The key of a row that another one names; "" where the office has no name for it."""
        if not row_id:
            return ""
        if row_id not in self._known:
            self._look_up(by_word(word), {row_id})
        return self._known[row_id]

    def of_own(self, sheet: Sheet) -> str:
        """The key of a row that is handed over itself."""
        return sheet.external_key or _made_of(sheet.id)

    def _look_up(self, record: type[Record], ids: set[bytes]) -> None:
        there = {row_id: self._found.same[row_id] for row_id in ids if row_id in self._found.same}
        keys = keys_of(self._office, record, there.values())
        own = keys_of(self._own, record, ids)
        names = _names(self._own, ids) if record is Client else {}
        for row_id in ids:
            made = _made_of(row_id) if row_id in self._handed else ""
            self._known[row_id] = (
                keys.get(there.get(row_id, b""), "") or own.get(row_id) or made or names.get(row_id, "")
            )


def _names(connection: Connection, ids: set[bytes]) -> dict[bytes, str]:
    """A client without a key is found by its exact name."""
    return {
        sheet.id: sheet["legal_name"]
        for portion in whole_record(connection, Client)
        for sheet in portion
        if sheet.id in ids
    }


def _made_of(row_id: bytes) -> str:
    """A key that nothing else has: bringing the same file in twice adds nothing."""
    return f"desk:{id_text(row_id)}"
