"""Finding a record by what people call it: its external key or its exact name."""

from __future__ import annotations

from sqlalchemy import ColumnElement, Connection, or_, select

from kamdesk.base.errors import NotFound, Refused
from kamdesk.base.words import tr
from kamdesk.facts.record import Record
from kamdesk.reads.scopes import keepers
from kamdesk.records.clients import Client

# Add a fact by which people name a record, where it is not called name or number.
_NAMES = ("legal_name", "other_name", "short_name", "name", "number", "code")


def client_named(connection: Connection, text: str) -> bytes:
    """The id of a client by its external key, else its exact name; of a merged one the client that stands for it.

    Raises: NotFound; Refused where two have it.
    """
    found = record_named(connection, Client, text)
    return keepers(connection).get(found, found)


def record_named(connection: Connection, record: type[Record], text: str, *, scope_id: bytes | None = None) -> bytes:
    """The id of a record by its external key, else its exact name. Raises: NotFound; Refused where two have it."""
    table = record.table()
    names = [table.c[name] == text for name in _NAMES if name in table.c]
    for is_meant in ([table.c.external_key == text], names):
        found = _ids(connection, record, is_meant, scope_id) if text and is_meant else []
        if len(found) > 1:
            raise Refused(tr('Several are called "{name}"; name one by its external key.', name=text))
        if found:
            return found[0]
    raise NotFound(tr('{record} "{name}" is not on this desk.', record=tr(record.label), name=text))


def _ids(
    connection: Connection, record: type[Record], is_meant: list[ColumnElement[bool]], scope_id: bytes | None
) -> list[bytes]:
    table = record.table()
    query = select(table.c.id).where(or_(*is_meant)).limit(2)
    if scope_id is not None:
        query = query.where(table.c.scope_id == scope_id)
    return [bytes(row_id) for row_id in connection.execute(query).scalars()]
