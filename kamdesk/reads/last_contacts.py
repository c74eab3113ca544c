"""When each person at a client was last met or spoken to, by any of us: the one answer every screen shows."""

from __future__ import annotations

from datetime import date

from sqlalchemy import Connection, select

from kamdesk.base.clock import today_of
from kamdesk.reads.scopes import of_client
from kamdesk.records.contacts import Pairing
from kamdesk.records.visits import Visit


def last_contacts(connection: Connection, client_id: bytes, *, as_of: date) -> dict[bytes, date]:
    """The last day per contact, by pairings and visits made; who was never met is absent."""
    latest: dict[bytes, date] = {}
    pairings, visits = Pairing.table(), Visit.table()
    touched = select(pairings.c.contact_id, pairings.c.last_touch_on).where(
        of_client(pairings, client_id), pairings.c.contact_id.is_not(None), pairings.c.last_touch_on <= as_of
    )
    for contact_id, day in connection.execute(touched):
        latest[contact_id] = max(day, latest.get(contact_id, day))
    made = select(visits.c.contact_ids, visits.c.starts_at).where(
        of_client(visits, client_id), visits.c.status == "done", visits.c.starts_at.is_not(None)
    )
    for contact_ids, moment in connection.execute(made):
        day = today_of(moment)
        for contact_id in contact_ids if day <= as_of else ():
            latest[contact_id] = max(day, latest.get(contact_id, day))
    return latest
