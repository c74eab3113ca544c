"""The right to be forgotten: a person's facts are blanked, what was written about them goes and stays gone (SYNC 6)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, delete, func, select, update
from sqlalchemy.dialects.postgresql import insert

from kamdesk.base.errors import NotFound
from kamdesk.base.words import tr
from kamdesk.facts.policies import Compartment
from kamdesk.reads.named import record_named
from kamdesk.records.contacts import Contact
from kamdesk.server.answering.forgotten import ABOUT
from kamdesk.server.answering.tray import forget_items
from kamdesk.server.database.record_tables import office_table
from kamdesk.server.database.stamping import Part, Stamps, take_heads
from kamdesk.server.database.tables import erased, history
from kamdesk.server.office import Office
from kamdesk.server.people.serves import client_at_office

KEPT = frozenset({"level", "department", "post", "site_id", "is_vacant", "starts_on", "ends_on"})
"""What describes the seat and not the person."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Erased:
    """What was done."""

    row_id: bytes
    rows_removed: int
    was_erased: bool
    """it had been done before"""


def erase_person(office: Office, client: str, person: str, *, now: datetime) -> Erased:
    """Forget a person of a client, named by key, name or id, for ever. Raises: NotFound."""
    with office.writing() as connection:
        scope_id = client_at_office(connection, client)
        row_id = _named(connection, person, scope_id)
        if connection.execute(select(erased.c.row_id).where(erased.c.row_id == row_id)).first():
            return Erased(row_id=row_id, rows_removed=0, was_erased=True)
        stamps = take_heads(connection, [Part(scope_id, Compartment.OPEN)])
        connection.execute(insert(erased).values(row_id=row_id, word=Contact.word, erased_at=now))
        removed = blank_person(stamps, scope_id, row_id)
        office.journal.note("erased", now, row=row_id, scope=scope_id)
    return Erased(row_id=row_id, rows_removed=removed, was_erased=False)


def _named(connection: Connection, person: str, scope_id: bytes) -> bytes:
    try:
        return record_named(connection, Contact, person, scope_id=scope_id)
    except NotFound as error:
        raise NotFound(tr('There is no person "{name}" at this client.', name=person)) from error


def blank_person(stamps: Stamps, scope_id: bytes, row_id: bytes) -> int:
    """Blank the person's facts and remove what was written about them, history and tray too. Returns: rows removed."""
    connection, part = stamps.connection, Part(scope_id, Compartment.OPEN)
    table, rev = office_table(Contact), stamps.of(part).rev
    blank = {name: fact.default for name, fact in Contact.facts().items() if name not in KEPT}
    is_it = (table.c.scope_id == scope_id) & (table.c.id == row_id)
    connection.execute(update(table).where(is_it).values(**blank, external_key="", rev=rev))
    gone = [row_id]
    removed = 0
    for record, names in ABOUT.items():
        about = office_table(record)
        for name in names:
            rows = delete(about).where(about.c.scope_id == scope_id, about.c[name] == row_id).returning(about.c.id)
            found = [bytes(each) for each in connection.execute(rows).scalars()]
            _keep_gone(connection, record.word, found)
            removed += len(found)
            gone += found
    connection.execute(delete(history).where(history.c.scope_id == scope_id, history.c.row_id.in_(gone)))
    for each in gone:
        forget_items(connection, each)
    return removed


def _keep_gone(connection: Connection, word: str, row_ids: list[bytes]) -> None:
    """A laptop's late edit of what was written about the person is not kept either, for nobody's review."""
    if row_ids:
        rows = [{"row_id": row_id, "word": word, "erased_at": func.now()} for row_id in row_ids]
        connection.execute(insert(erased).on_conflict_do_nothing().values(rows))
