"""An open office: its database, its journal, its clock. Every verb and every request works on one of these."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from sqlalchemy import Connection, Engine, select
from sqlalchemy.dialects.postgresql import insert

from kamdesk.base.clock import Clock, system_clock, today_of
from kamdesk.base.errors import BadValue, Refused
from kamdesk.base.ids import new_id
from kamdesk.base.words import tr
from kamdesk.exchange.recovery import new_recovery_key
from kamdesk.server.config import Config, write_template
from kamdesk.server.database.embedded import Embedded, start_embedded
from kamdesk.server.database.engine import office_engine
from kamdesk.server.database.schema import make_schema, migrate
from kamdesk.server.database.tables import settings
from kamdesk.server.database.troubles import in_words
from kamdesk.server.people.journal import FILE as JOURNAL
from kamdesk.server.people.journal import Journal

RECOVERY_FILE = "recovery.key"
RUNNING_LOCK = 0x4B414D4F
"""The number of the advisory lock that a running office shares and a restore wants alone (“KAMO”)."""
COMPANY, CURRENCY, OFFICE_ID = "company", "currency", "office_id"


@dataclass(slots=True, kw_only=True)
class Office:
    """What is open; `close()` when done."""

    config: Config
    engine: Engine
    journal: Journal
    clock: Clock
    company: str = ""
    currency: str = ""
    office_id: bytes = b""
    embedded: Embedded | None = field(default=None, repr=False)

    def close(self) -> None:
        """Let go of the database; a PostgreSQL of its own is stopped, unless another program works on it."""
        self.engine.dispose()
        if self.embedded is not None:
            self.embedded.cleanup()

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """A transaction of the office's own books."""
        with in_words(), self.engine.begin() as connection:
            yield connection

    @contextmanager
    def looking(self) -> Iterator[Connection]:
        """A connection on which each statement stands alone: nothing begins and nothing is committed around it."""
        with in_words(), self.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            yield connection

    @contextmanager
    def owning(self) -> Iterator[Connection]:
        """A transaction of whoever owns the tables."""
        owner = office_engine(self.config.owner_url, pool=1) if self.config.owner_url else self.engine
        try:
            with in_words(), owner.begin() as connection:
                yield connection
        finally:
            if owner is not self.engine:
                owner.dispose()

    @property
    def today(self) -> date:
        """The office's day, by which services begin and end."""
        return today_of(self.clock())

    @property
    def recovery_key(self) -> bytes:
        """The private half of the key for which laptops seal theirs; it lies in the folder, not in the database."""
        return (self.config.folder / RECOVERY_FILE).read_bytes()


def make_office(config: Config, *, company: str, currency: str) -> bool:
    """Make what is missing of an office: folder, file, schema, keys. Returns: whether it is new.

    Raises: BadValue without a company or currency, Refused, NotReached.
    """
    if not company.strip() or len(currency) != 3 or not currency.isalpha():
        raise BadValue(tr("An office has a company's name and a currency of three letters."))
    write_template(config.folder)
    office = connect(config)
    try:
        with office.owning() as connection:
            is_new = make_schema(connection, app_address=config.database_url if config.owner_url else "")
            first = {COMPANY: company, CURRENCY: currency.upper(), OFFICE_ID: new_id().hex()}
            rows = [{"name": name, "value": value} for name, value in first.items()]
            connection.execute(insert(settings).on_conflict_do_nothing(index_elements=["name"]), rows)
    finally:
        office.close()
    make_recovery_key(config.folder)
    return is_new


def make_recovery_key(folder: Path) -> None:
    """The key for which laptops seal theirs, where there is none yet."""
    file = folder / RECOVERY_FILE
    if not file.exists():
        handle = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        os.write(handle, new_recovery_key())
        os.close(handle)


def open_office(config: Config, *, clock: Clock = system_clock) -> Office:
    """The office of a folder, brought up to date where its schema is older. Raises: Refused, TooOld, NotReached."""
    if config.is_embedded and not config.folder.is_dir():
        raise Refused(tr("There is no office in {folder}: run `kamdesk-server init` first.", folder=config.folder))
    with ExitStack() as undo:
        office = connect(config, clock=clock)
        undo.callback(office.close)
        migrate(office.engine)
        with office.writing() as connection:
            kept = {row.name: row.value for row in connection.execute(select(settings))}
        undo.pop_all()
    office.company, office.currency = kept.get(COMPANY, ""), kept.get(CURRENCY, "")
    office.office_id = bytes.fromhex(kept.get(OFFICE_ID, ""))
    return office


def connect(config: Config, *, clock: Clock = system_clock) -> Office:
    """The database of an office, whatever is in it. Raises: BadValue, KAMDeskError."""
    embedded = start_embedded(config.folder) if config.is_embedded else None
    address = embedded.get_uri() if embedded else config.database_url
    journal = Journal(config.folder / JOURNAL)
    return Office(config=config, engine=office_engine(address), journal=journal, clock=clock, embedded=embedded)
