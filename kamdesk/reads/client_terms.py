"""Single facts of a client that figures reckon with."""

from __future__ import annotations

from sqlalchemy import Connection, select

from kamdesk.records.clients import Client


def supply_lead_days(connection: Connection, client_id: bytes) -> int | None:
    """Our lead time for this client, where one was agreed."""
    table = Client.table()
    days: int | None = connection.scalar(select(table.c.supply_lead_days).where(table.c.id == client_id))
    return days
