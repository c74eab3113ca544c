"""Clients that were merged: which scopes are one client (SYNC 4.7)."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from sqlalchemy import Connection, select

from kamdesk.records.clients import Client
from kamdesk.server.database.record_tables import office_table


def merged_clients(connection: Connection) -> Mapping[bytes, bytes]:
    """Each merged client with its keeper; few, most offices have none."""
    table = office_table(Client)
    rows = select(table.c.id, table.c.keeper_id).where(table.c.keeper_id.is_not(None))
    return {bytes(client_id): bytes(keeper_id) for client_id, keeper_id in connection.execute(rows)}


def families(connection: Connection, scopes: Collection[bytes]) -> set[bytes]:
    """All scopes that are one client with one of these, themselves included where they were merged."""
    merged, found = merged_clients(connection), set[bytes]()
    known, grew = set(scopes), bool(scopes)
    while grew and merged:
        near = {each for pair in merged.items() for each in pair if not known.isdisjoint(pair)}
        grew, known, found = not near <= found, known | near, found | near
    return found


def below(connection: Connection, found: Mapping[bytes, int]) -> dict[bytes, int]:
    """What was merged into clients that somebody serves is served with them, by the same right."""
    merged, more = merged_clients(connection), dict[bytes, int]()
    grew = bool(merged)
    while grew:
        grew = False
        for client_id, keeper_id in merged.items():
            granted = more.get(keeper_id, found.get(keeper_id))
            if granted is not None and more.get(client_id, found.get(client_id, -1)) < granted:
                more[client_id], grew = granted, True
    return more
