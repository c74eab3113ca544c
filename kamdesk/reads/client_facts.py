"""All facts of one client, and what its references may name: industries, our people, other clients."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import Connection, select

from kamdesk.facts.record import Sheet
from kamdesk.records.catalogue import Industry
from kamdesk.records.clients import Client
from kamdesk.records.team import Employee

Options = Mapping[str, tuple[tuple[bytes, str, str], ...]]
"""Word of a record → (id, name, other name), by name."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ClientFacts:
    """What the form of a client needs; `sheet` is None for a client that is not there."""

    sheet: Sheet | None
    options: Options


def client_facts(connection: Connection, client_id: bytes) -> ClientFacts:
    """The facts of this client."""
    table = Client.table()
    row = connection.execute(select(table).where(table.c.id == client_id)).mappings().one_or_none()
    return ClientFacts(sheet=Sheet(Client, dict(row)) if row else None, options=reference_options(connection))


def reference_options(connection: Connection) -> Options:
    """What a client's references may name."""
    industries, people, clients = Industry.table(), Employee.table(), Client.table()
    found = {
        Industry.word: select(industries.c.id, industries.c.name, industries.c.chinese_name).order_by(
            industries.c.name
        ),
        Employee.word: select(people.c.id, people.c.name, people.c.latin_name).order_by(people.c.name),
        Client.word: select(clients.c.id, clients.c.legal_name, clients.c.other_name).order_by(clients.c.legal_name),
    }
    return {
        word: tuple((row_id, name, other) for row_id, name, other in connection.execute(query))
        for word, query in found.items()
    }
