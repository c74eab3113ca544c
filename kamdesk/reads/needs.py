"""What a client expects of us, newest said first per topic, and the notes about it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import Connection, select

from kamdesk.reads.names import person_name
from kamdesk.reads.scopes import of_client
from kamdesk.records.contacts import Contact
from kamdesk.records.visits import Need, Note

_needs, _notes, _contacts = Need.table(), Note.table(), Contact.table()


@dataclass(frozen=True, slots=True, kw_only=True)
class NeedRow:
    """What was expected from a day on; `is_current` is the newest word on its topic."""

    id: bytes
    topic: str
    value: str
    said_on: date | None
    said_by: str
    fulfilment: str
    is_current: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class NoteRow:
    """A note."""

    id: bytes
    text: str
    written_at: datetime | None
    author: str


def need_rows(connection: Connection, client_id: bytes) -> tuple[NeedRow, ...]:
    """By topic, the newest first."""
    rows = (
        select(_needs, person_name(_contacts, "contact"))
        .select_from(_needs.outerjoin(_contacts, _contacts.c.id == _needs.c.contact_id))
        .where(of_client(_needs, client_id))
        .order_by(_needs.c.topic, _needs.c.said_on.desc(), _needs.c.id.desc())
    )
    found: list[NeedRow] = []
    seen: set[str] = set()
    for row in connection.execute(rows):
        found.append(
            NeedRow(
                id=row.id, topic=row.topic, value=row.value, said_on=row.said_on, said_by=row.contact or "",
                fulfilment=row.fulfilment, is_current=row.topic not in seen,
            )
        )  # fmt: skip
        seen.add(row.topic)
    return tuple(found)


def note_rows(connection: Connection, client_id: bytes) -> tuple[NoteRow, ...]:
    """The newest first."""
    rows = select(_notes).where(of_client(_notes, client_id)).order_by(_notes.c.written_at.desc()).limit(200)
    return tuple(
        NoteRow(id=row.id, text=row.text, written_at=row.written_at, author=row.author)
        for row in connection.execute(rows)
    )
