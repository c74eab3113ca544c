"""Makes the office's schema, says which one a database has, and brings an older one up to date (SYNC 7)."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import Connection, Engine, select, text
from sqlalchemy.dialects.postgresql import insert

from kamdesk.base.errors import Refused, TooOld
from kamdesk.base.words import tr
from kamdesk.server.database.engine import postgresql_url
from kamdesk.server.database.record_tables import RECORD_TABLES
from kamdesk.server.database.tables import OFFICE, SCHEMA, settings
from kamdesk.server.database.triggers import make_triggers
from kamdesk.server.database.troubles import in_words

if TYPE_CHECKING:
    from alembic.operations import Operations

NUMBER = "schema"
OLDEST_POSTGRESQL = 130_000


@dataclass(frozen=True, slots=True)
class Step:
    """What leads to one schema from the one before; facts are only added, never renamed or re-typed."""

    number: int
    upgrade: Callable[[Operations], None]


FIRST = 1
# Add a step: its number, and a function that only adds. The first schema has none: it is made whole.
STEPS: tuple[Step, ...] = ()


def newest(steps: Sequence[Step] = STEPS) -> int:
    """The number of the schema that this program speaks."""
    return steps[-1].number if steps else FIRST


def make_schema(connection: Connection, *, app_address: str = "") -> bool:
    """Make the office's schema where there is none; a user with fewer rights may then work with it.

    Returns: whether it was made. Raises: Refused where PostgreSQL is too old.
    """
    _refuse_old_postgresql(connection)
    connection.execute(text("SELECT pg_advisory_xact_lock(hashtext('kamdesk-office-schema'))"))
    is_new = found_number(connection) is None
    if is_new:
        connection.execute(text(f"CREATE SCHEMA IF NOT EXISTS {SCHEMA}"))
        assert set(RECORD_TABLES.values()) <= set(OFFICE.tables.values())
        OFFICE.create_all(connection)
        make_triggers(connection)
        stamp(connection, newest())
    if app_address:
        grant(connection, app_address)
    return is_new


def found_number(connection: Connection) -> int | None:
    """The number of the schema there; None where there is no office yet."""
    there = connection.execute(text(f"SELECT to_regclass('{SCHEMA}.settings')")).scalar()
    if there is None:
        return None
    return int(connection.execute(select(settings.c.value).where(settings.c.name == NUMBER)).scalar_one())


def stamp(connection: Connection, number: int) -> None:
    """Write the schema's number."""
    values = {"name": NUMBER, "value": str(number)}
    connection.execute(insert(settings).values(values).on_conflict_do_update(index_elements=["name"], set_=values))


def migrate(engine: Engine, steps: Sequence[Step] = STEPS) -> list[int]:
    """Do the steps that are due, all or none (PostgreSQL's DDL is transactional). Returns: their numbers.

    Raises: Refused where there is no office, TooOld where a newer program wrote the schema.
    """
    with in_words(), engine.begin() as connection:
        found = found_number(connection)
        if found is None:
            raise Refused(tr("There is no office in this database yet: run `kamdesk-server init` first."))
        if found > newest(steps):
            raise TooOld(tr("This office was made by a newer KAMDesk; update the program. Nothing was changed."))
        due = [step for step in steps if step.number > found]
        if due:
            _run(connection, due)
    return [step.number for step in due]


def _run(connection: Connection, due: Sequence[Step]) -> None:
    from alembic.migration import MigrationContext
    from alembic.operations import Operations

    operations = Operations(MigrationContext.configure(connection))
    for step in due:
        step.upgrade(operations)
        stamp(connection, step.number)
    make_triggers(connection)


def _refuse_old_postgresql(connection: Connection) -> None:
    version = int(connection.execute(text("SHOW server_version_num")).scalar_one())
    if version < OLDEST_POSTGRESQL:
        raise Refused(tr("This PostgreSQL is too old: the office needs version 13 or newer."))


def grant(connection: Connection, app_address: str) -> None:
    """The office's own user reads and writes rows, and owns nothing. Raises: Refused where the address names none."""
    user = postgresql_url(app_address).username
    if not user:
        raise Refused(tr("KAMDESK_DATABASE_URL names no user to give the office's rights to."))
    name = connection.dialect.identifier_preparer.quote_identifier(user)
    for rights in (
        f"GRANT USAGE, CREATE ON SCHEMA {SCHEMA} TO {name}",  # CREATE: imports stage their rows in tables of their own
        f"GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA {SCHEMA} TO {name}",
        f"GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA {SCHEMA} TO {name}",
    ):
        connection.execute(text(rights))
