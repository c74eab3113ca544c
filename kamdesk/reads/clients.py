"""Clients by id: the key and the name under which rows name them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import Connection, select

from kamdesk.base.ids import id_text
from kamdesk.reads.remembered import once_a_snapshot
from kamdesk.reads.scopes import family, keepers
from kamdesk.records.clients import Client


@dataclass(frozen=True, slots=True, kw_only=True)
class Named:
    """A row as other rows name it."""

    id: bytes
    key: str
    """its external key; what was made on a desk has none and is named by its id"""
    name: str


@once_a_snapshot
def named_clients(connection: Connection, client_id: bytes | None = None) -> Mapping[bytes, Named]:
    """Every client, or one and its twins; one that was merged goes by the name of the one that stands for it."""
    table = Client.table()
    rows = select(table.c.id, table.c.external_key, table.c.legal_name)
    if client_id is not None:
        rows = rows.where(table.c.id.bool_op("IN")(family(client_id)))
    found = {
        row.id: Named(id=row.id, key=row.external_key or id_text(row.id), name=row.legal_name)
        for row in connection.execute(rows)
    }
    kept = keepers(connection)
    return found | {each: found[kept[each]] for each in kept if each in found and kept[each] in found}
