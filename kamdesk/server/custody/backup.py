"""A backup is one file: every table as PostgreSQL's COPY text of one snapshot, counted and hashed (SYNC 4).

It needs no other program, fits every PostgreSQL from 13 on, and says of itself whether it is whole.
"""

from __future__ import annotations

import json
import os
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from pathlib import Path
from typing import IO, Any

from sqlalchemy import Connection, Table, column, select, text

from kamdesk.base.days import moment_text
from kamdesk.base.errors import BadValue, Refused
from kamdesk.base.words import tr
from kamdesk.server.database.schema import found_number
from kamdesk.server.database.tables import OFFICE, grant_numbers
from kamdesk.server.office import Office
from kamdesk.server.people.journal import FILE as JOURNAL

FORMAT = 1
MANIFEST = "manifest.json"
GRANTS = f"{OFFICE.schema}.{grant_numbers.name}"
_LEVEL = 6


@dataclass(frozen=True, slots=True, kw_only=True)
class Backup:
    """What a backup says of itself."""

    path: Path
    made_at: str
    office_id: bytes
    company: str
    schema: int
    grants: int
    tables: dict[str, dict[str, Any]]

    @property
    def rows(self) -> int:
        """Rows of all tables."""
        return sum(int(each["rows"]) for each in self.tables.values())


def make_backup(office: Office, path: Path) -> Backup:
    """Write a backup beside whoever works; a folder gets a dated file. It is read back before it counts as made."""
    now = office.clock()
    if path.is_dir():
        path = path / f"office-{now:%Y%m%d-%H%M%S}.kamdesk-backup"
    making = path.with_name(f"{path.name}.making")
    try:
        with _private(making) as file, zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED, compresslevel=_LEVEL) as box:
            _fill(office, box, now)
        check_backup(making)
        making.replace(path)
    except OSError as error:
        raise Refused(tr("The backup cannot be written: {file}", file=path)) from error
    finally:
        making.unlink(missing_ok=True)
    return read_backup(path)


@contextmanager
def _private(path: Path) -> Iterator[IO[bytes]]:
    """A file that nobody else reads: it holds every client's words."""
    handle = os.open(path, os.O_RDWR | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(handle, "w+b") as file:
        yield file
        file.flush()
        os.fsync(handle)


def _fill(office: Office, box: zipfile.ZipFile, now: datetime) -> None:
    tables: dict[str, dict[str, Any]] = {}
    with office.engine.connect().execution_options(isolation_level="REPEATABLE READ") as connection:
        connection.execute(text("SET TRANSACTION READ ONLY"))
        connection.execute(text("SET LOCAL statement_timeout = 0"))
        for table in OFFICE.sorted_tables:
            tables[table.name] = _copied(connection, table, box)
        last: int = connection.execute(select(column("last_value")).select_from(text(GRANTS))).scalar_one()
        schema = found_number(connection)
        connection.rollback()
    if office.journal.path.exists():
        box.write(office.journal.path, JOURNAL)
    told = {
        "format": FORMAT,
        "made_at": moment_text(now),
        "office_id": office.office_id.hex(),
        "company": office.company,
        "schema": schema,
        "grants": last,
        "tables": tables,
    }
    box.writestr(MANIFEST, json.dumps(told, ensure_ascii=False, indent=1))


def _copied(connection: Connection, table: Table, box: zipfile.ZipFile) -> dict[str, Any]:
    names = [column.name for column in table.columns]
    driver: Any = connection.connection.driver_connection
    rows, hashed = 0, sha256()
    query = f"COPY {table.fullname} ({', '.join(names)}) TO STDOUT"
    with (
        driver.cursor() as cursor,
        box.open(f"tables/{table.name}", "w", force_zip64=True) as out,
        cursor.copy(query) as copying,
    ):
        for chunk in copying:
            data = bytes(chunk)
            rows += data.count(b"\n")
            hashed.update(data)
            out.write(data)
    return {"columns": names, "rows": rows, "sha256": hashed.hexdigest()}


def read_backup(path: Path) -> Backup:
    """What a backup says of itself. Raises: BadValue where it is none, or a newer program's."""
    try:
        with zipfile.ZipFile(path) as box:
            told = json.loads(box.read(MANIFEST))
        if told["format"] > FORMAT:
            raise BadValue(tr("This backup was made by a newer KAMDesk; update the program."))
        return Backup(
            path=path,
            made_at=told["made_at"],
            office_id=bytes.fromhex(told["office_id"]),
            company=told["company"],
            schema=told["schema"],
            grants=told["grants"],
            tables=told["tables"],
        )
    except (OSError, KeyError, TypeError, ValueError, zipfile.BadZipFile) as error:
        raise BadValue(tr("{file} is no whole backup of an office.", file=path)) from error


def check_backup(path: Path) -> Backup:
    """Read a backup from end to end. Raises: BadValue where a table is not what was written."""
    backup = read_backup(path)
    with zipfile.ZipFile(path) as box:
        for name, about in backup.tables.items():
            hashed = sha256()
            try:
                with box.open(f"tables/{name}") as table:
                    while chunk := table.read(1 << 20):
                        hashed.update(chunk)
            except (KeyError, OSError, zipfile.BadZipFile) as error:
                raise BadValue(tr("{file} is no whole backup of an office.", file=path)) from error
            if hashed.hexdigest() != about["sha256"]:
                raise BadValue(
                    tr("{file} is damaged: its table {table} is not what was written.", file=path, table=name)
                )
    return backup
