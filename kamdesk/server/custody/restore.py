"""Puts an office back from a backup: all or nothing, and the journal is played back before anybody is answered."""

from __future__ import annotations

import zipfile
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, exists, func, select, text, update
from sqlalchemy.dialects.postgresql import insert

from kamdesk.base.days import moment_from_text
from kamdesk.base.errors import BadValue, Refused
from kamdesk.base.words import tr
from kamdesk.facts.policies import Compartment
from kamdesk.server.custody.backup import GRANTS, Backup, check_backup
from kamdesk.server.custody.erasing import blank_person
from kamdesk.server.database.schema import found_number, grant, newest, stamp
from kamdesk.server.database.stamping import Part, take_heads
from kamdesk.server.database.tables import OFFICE, SCHEMA, devices, erased, heads, users
from kamdesk.server.database.triggers import make_triggers
from kamdesk.server.office import RUNNING_LOCK, Office
from kamdesk.server.people import users as users_of_office
from kamdesk.server.people.devices import State
from kamdesk.server.people.journal import FILE as JOURNAL
from kamdesk.server.people.journal import Journal


@dataclass(frozen=True, slots=True, kw_only=True)
class Restored:
    """What a restore did."""

    backup: Backup
    laptops_shut_out: int
    people_erased: int


def restore(office: Office, path: Path, *, replace: bool) -> Restored:
    """Put the office back; an office that stands there is only replaced when that is asked for.

    Raises: BadValue for a damaged or newer backup; Refused while the office runs, or where one stands already.
    """
    backup = check_backup(path)
    if backup.schema > newest():
        raise BadValue(tr("This backup was made by a newer KAMDesk; update the program."))
    with office.owning() as connection:
        connection.execute(text("SET LOCAL statement_timeout = 0"))
        if not connection.execute(text(f"SELECT pg_try_advisory_xact_lock({RUNNING_LOCK})")).scalar():
            raise Refused(tr("The office is running; stop it before it is put back from a backup."))
        if not replace and found_number(connection) is not None and _has_people(connection):
            raise Refused(tr("There is an office in this database already; --replace puts the backup in its place."))
        connection.execute(text(f"DROP SCHEMA IF EXISTS {SCHEMA} CASCADE"))
        connection.execute(text(f"CREATE SCHEMA {SCHEMA}"))
        OFFICE.create_all(connection)
        with zipfile.ZipFile(path) as box:
            for name, about in backup.tables.items():
                _bring_in(connection, box, name, about)
            _keep_journal(office.journal, box)
        connection.execute(select(func.setval(GRANTS, backup.grants)))
        connection.execute(update(heads).values(written_in=None))
        stamp(connection, newest())
        make_triggers(connection)
        if office.config.owner_url:
            grant(connection, office.config.database_url)
        shut, forgotten = replay(connection, office.journal, backup.office_id, office.clock())
    return Restored(backup=backup, laptops_shut_out=shut, people_erased=forgotten)


def _has_people(connection: Connection) -> bool:
    return bool(connection.execute(select(exists(select(users.c.user_id)))).scalar())


def _bring_in(connection: Connection, box: zipfile.ZipFile, name: str, about: dict[str, Any]) -> None:
    table = OFFICE.tables.get(f"{SCHEMA}.{name}")
    if table is None or not set(about["columns"]) <= set(table.c.keys()):
        raise BadValue(tr("This backup holds a table that this program does not know: {table}", table=name))
    driver: Any = connection.connection.driver_connection
    query = f"COPY {table.fullname} ({', '.join(about['columns'])}) FROM STDIN"
    with driver.cursor() as cursor, box.open(f"tables/{name}") as rows, cursor.copy(query) as copying:
        while chunk := rows.read(1 << 20):
            copying.write(chunk)


def _keep_journal(journal: Journal, box: zipfile.ZipFile) -> None:
    """Lines that only the backup's journal has are added to the one beside the database."""
    if JOURNAL not in box.namelist():
        return
    known = {str(sorted(entry.items())) for entry in journal.entries()}
    spare = journal.path.with_name(f"{journal.path.name}.restored")
    spare.write_bytes(box.read(JOURNAL))
    try:
        for entry in Journal(spare).entries():
            if str(sorted(entry.items())) not in known:
                values = {name: value for name, value in entry.items() if name not in {"kind", "at"}}
                journal.note(entry["kind"], moment_from_text(entry["at"]), **values)
    finally:
        spare.unlink(missing_ok=True)


def replay(connection: Connection, journal: Journal, office_id: bytes, now: datetime) -> tuple[int, int]:
    """Do again what the journal says. Returns: how many laptops it shut out and people it erased anew."""
    shut = forgotten = 0
    for entry in journal.entries():
        match entry["kind"]:
            case "device_lost" | "device_retired":
                shut += _end(connection, bytes.fromhex(entry["device"]), State(entry["kind"].removeprefix("device_")))
            case users_of_office.USER:
                users_of_office.put_as_noted(connection, entry, office_id)
            case "erased":
                forgotten += _erase(connection, bytes.fromhex(entry["row"]), bytes.fromhex(entry["scope"]), now)
    return shut, forgotten


def _end(connection: Connection, device_id: bytes, state: State) -> int:
    is_it = (devices.c.device_id == device_id) & devices.c.state.not_in([state.value, State.LOST.value])
    return int(connection.execute(update(devices).where(is_it).values(state=state.value)).rowcount)


def _erase(connection: Connection, row_id: bytes, scope_id: bytes, now: datetime) -> int:
    if connection.execute(select(erased.c.row_id).where(erased.c.row_id == row_id)).first():
        return 0
    connection.execute(insert(erased).values(row_id=row_id, word="contact", erased_at=now).on_conflict_do_nothing())
    blank_person(take_heads(connection, [Part(scope_id, Compartment.OPEN)]), scope_id, row_id)
    return 1
