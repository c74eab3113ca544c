"""What the office has of the rows that were changed here and have not come back yet."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import msgspec
from sqlalchemy import Connection, Row, select

from kamdesk.exchange.laptop_store import OfficeRow
from kamdesk.facts.kinds import from_driver, to_driver
from kamdesk.facts.record import Record, Sheet
from kamdesk.storage.tables import office_rows

GOING = -1
"""The rev of a row that goes unless it comes again (a part that is loaded anew)."""

# Asked for each row that comes back: Core would spend more on putting them together than the file on answering.
_ROW = "SELECT row_id, word, scope_id, rev, image FROM office_rows WHERE row_id = ?"
_KEEP = "INSERT OR REPLACE INTO office_rows (row_id, word, scope_id, rev, image) VALUES (?, ?, ?, ?, ?)"


def office_row(connection: Connection, record: type[Record], row_id: bytes) -> OfficeRow | None:
    """What the office has of a row with pending changes; None for a row without any."""
    found = connection.exec_driver_sql(_ROW, (row_id,)).first()
    return OfficeRow(sheet=_sheet(record, found), rev=found.rev) if found else None


def keep_office_row(
    connection: Connection, record: type[Record], row_id: bytes, scope_id: bytes, office: OfficeRow
) -> None:
    """Keep this as what the office has."""
    image = _image(record, office.sheet) if office.sheet else None
    connection.exec_driver_sql(_KEEP, (row_id, record.word, scope_id, office.rev, image))


def guard(connection: Connection, record: type[Record], row_id: bytes, scope_id: bytes) -> None:
    """Before a row is first changed here: keep what the office has of it, which is what is shown until now."""
    if office_row(connection, record, row_id) is not None:
        return
    table = record.table()
    found = connection.execute(select(table).where(table.c.id == row_id)).mappings().first()
    sheet, rev = (Sheet(record, dict(found)), int(found["rev"])) if found else (None, 0)
    keep_office_row(connection, record, row_id, scope_id, OfficeRow(sheet=sheet, rev=rev))


def forget(connection: Connection, row_id: bytes) -> None:
    """Nothing is pending here any more."""
    connection.exec_driver_sql("DELETE FROM office_rows WHERE row_id = ?", (row_id,))


def held_apart(connection: Connection, record: type[Record], scope_id: bytes) -> frozenset[bytes]:
    """The rows of a kind in a scope for which something is kept here."""
    where = (office_rows.c.scope_id == scope_id, office_rows.c.word == record.word)
    return frozenset(connection.execute(select(office_rows.c.row_id).where(*where)).scalars())


def office_values(connection: Connection, record: type[Record], scope_id: bytes) -> Iterator[list[Any]]:
    """Every row that the office has of a kind in a scope: id, external key, rev, facts, as the file keeps them."""
    apart = held_apart(connection, record, scope_id)
    columns = ", ".join(["id", "external_key", "rev", *record.facts()])
    query = f"SELECT {columns} FROM {record.table().name} WHERE scope_id = ? AND rev > 0"  # noqa: S608  (names from the declarations)
    for row in connection.exec_driver_sql(query, (scope_id,)):
        if row[0] not in apart:
            yield list(row)
    for row_id in apart:
        found = office_row(connection, record, row_id)
        if found and found.sheet and found.rev > 0:
            yield [row_id, found.sheet.external_key, found.rev, *_plain(record, found.sheet)]


def _image(record: type[Record], sheet: Sheet) -> bytes:
    return msgspec.msgpack.encode([sheet.external_key, dict(zip(record.facts(), _plain(record, sheet), strict=True))])


def _plain(record: type[Record], sheet: Sheet) -> list[Any]:
    return [to_driver(fact.kind, sheet[name]) for name, fact in record.facts().items()]


def _sheet(record: type[Record], found: Row[Any]) -> Sheet | None:
    if found.image is None:
        return None
    external_key, values = msgspec.msgpack.decode(found.image)
    facts = record.facts()
    known = {name: from_driver(facts[name].kind, value) for name, value in values.items() if name in facts}
    missing = {name: fact.default for name, fact in facts.items() if name not in known}
    whose = {"id": found.row_id, "scope_id": found.scope_id, "external_key": external_key}
    return Sheet(record, {**missing, **known, **whose})
