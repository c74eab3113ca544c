"""Which schema a file has, and whether this program may open it."""

from __future__ import annotations

from sqlalchemy import Connection

from kamdesk.base.errors import CannotOpen, TooOld
from kamdesk.base.words import tr
from kamdesk.records.every import RECORDS
from kamdesk.storage.engine import DriverConnection
from kamdesk.storage.tables import LOCAL

MAJOR = 1
"""Raised when an older program would damage the file; it then refuses to open it."""
MINOR = 0
"""Raised when facts or tables were only added; an older program still opens the file."""
APPLICATION = 0x4B414D44
"""“KAMD”: no other program's file is taken for a desk."""
_MINORS = 1 << 16


def make_schema(connection: Connection) -> None:
    """Make every table of a new file and stamp it."""
    RECORDS[0].metadata.create_all(connection)
    LOCAL.create_all(connection)
    stamp(connection, major=MAJOR, minor=MINOR)


def stamp(connection: Connection, *, major: int, minor: int) -> None:
    """Write the schema number into the file."""
    connection.exec_driver_sql(f"PRAGMA application_id = {APPLICATION}")
    connection.exec_driver_sql(f"PRAGMA user_version = {major * _MINORS + minor}")


def stamped(connection: DriverConnection) -> tuple[int, int]:
    """The file's (major, minor), of a driver connection. Raises: CannotOpen where it is no desk."""
    if connection.execute("PRAGMA application_id").fetchone()[0] != APPLICATION:
        raise CannotOpen(tr("The desk's file is damaged; put back the last good backup"), reason="damaged")
    major, minor = divmod(connection.execute("PRAGMA user_version").fetchone()[0], _MINORS)
    return major, minor


def refuse_newer(major: int) -> None:
    """Refuse a file that this program is too old for. Raises: TooOld."""
    if major > MAJOR:
        raise TooOld(tr("This desk was last opened by a newer KAMDesk; update the program. The file is untouched."))
