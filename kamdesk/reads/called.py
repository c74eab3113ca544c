"""How people call a record: its first words, whatever kind of record it is."""

from __future__ import annotations

from sqlalchemy import Connection, select

from kamdesk.base.ids import id_text
from kamdesk.base.scripts import in_script
from kamdesk.facts.kinds import Kind
from kamdesk.facts.record import Record, Sheet
from kamdesk.records.clients import Client

_WORDS = {Kind.TEXT, Kind.LINES}


def called(sheet: Sheet) -> str:
    """The first fact with words, one line of it, in the reader's script; the external key where there are none."""
    for name, fact in sheet.record.facts().items():
        if fact.kind in _WORDS and sheet.get(name):
            other = sheet.get("latin_name") or sheet.get("other_name") or ""
            return in_script(str(sheet[name]).split("\n")[0], other)
    return sheet.external_key


def name_of(connection: Connection, record: type[Record], row_id: bytes) -> str:
    """How people call this record; empty for one that is not on this desk."""
    table = record.table()
    found = connection.execute(select(table).where(table.c.id == row_id)).mappings().first()
    return called(Sheet(record, dict(found))) if found else ""


def key_or_id(connection: Connection, record: type[Record], row_id: bytes) -> str:
    """The external key by which scripts know a record; its id where it has none, or is not on this desk."""
    table = record.table()
    return connection.scalar(select(table.c.external_key).where(table.c.id == row_id)) or id_text(row_id)


def key_of_client(connection: Connection, client_id: bytes) -> str:
    """The external key of a client, or its id."""
    return key_or_id(connection, Client, client_id)
