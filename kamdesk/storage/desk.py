"""A desk: one person's encrypted file in one folder, open for many readers and one writer at a time."""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from pathlib import Path
from threading import Lock

from sqlalchemy import Connection

from kamdesk.base.clock import Clock, system_clock
from kamdesk.base.errors import BadValue, CannotOpen, NotFound, Refused
from kamdesk.base.words import tr
from kamdesk.exchange.actions import Author
from kamdesk.storage import engine, outbox, schema
from kamdesk.storage.attempts import unlock
from kamdesk.storage.backups import FOLDER as BACKUPS
from kamdesk.storage.backups import (
    Backup,
    backups,
    copy_key_file,
    forget_before_joining,
    is_backup_due,
    key_for_restore,
    last_good_backup,
    make_backup,
    restore,
)
from kamdesk.storage.integrity import check_file
from kamdesk.storage.keys import KEY_FILE, make_key, wrap_key
from kamdesk.storage.migrations import due_steps, migrate
from kamdesk.storage.places import make_folder, refuse_unsafe_place
from kamdesk.storage.settings import COMPANY, CURRENCY, EMPLOYEE, OFFICE, PERSON, read_settings, role_of, write_setting
from kamdesk.storage.troubles import in_words

FILE = "desk.db"
_MAKING = ".making"
"""A desk grows in here and moves up when it is whole: a broken start leaves nothing in the way."""


class Desk:
    """The open file. Any thread may read or write; `close()` when done."""

    def __init__(self, folder: Path, key: bytes, *, clock: Clock = system_clock) -> None:
        self.folder = folder
        self.clock = clock
        self._key = key
        self._writer = engine.writer_engine(folder / FILE, key)
        self._readers = engine.reader_engine(folder / FILE, key)
        self._one_writer = Lock()
        self._seen_version = 0
        self._is_closed = False
        self.settings = Settings(self)

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """A connection that sees one state of the file, whatever is written meanwhile."""
        with in_words(self.folder), self._readers.begin() as connection:
            yield connection

    def interrupt(self, connection: Connection) -> None:
        """End the statement that another thread runs on this connection, if it runs one: nobody waits for it."""
        driver: engine.DriverConnection = connection.connection.driver_connection
        driver.interrupt()

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """The writing connection: committed at the end of the block, rolled back when it raises."""
        if not self._one_writer.acquire(timeout=engine.BUSY_S):
            raise CannotOpen(tr("Something else is being written to this desk; try again in a moment"), reason="locked")
        try:
            with in_words(self.folder), self._writer.begin() as connection:
                yield connection
        finally:
            self._one_writer.release()

    @contextmanager
    def in_bulk(self, *, sorting: bool = False) -> Iterator[None]:
        """Write much that can be fetched again: commits stay whole and in order, but the disk is waited for once.

        A pulled plug may take back the last of them together, never one without those before it. Sorting for an
        index is done in memory: the cache gives way to it.
        """
        cache_kib = engine.READER_CACHE_KIB if sorting else engine.WRITER_CACHE_KIB
        log = f"wal_autocheckpoint = {engine.BULK_LOG_PAGES}"
        self._pragmas("synchronous = normal", log, f"cache_size = -{cache_kib}", "shrink_memory")
        try:
            yield
        finally:
            self._pragmas(*engine.ONE_BY_ONE, "wal_checkpoint(passive)")

    @property
    def key(self) -> bytes:
        """The file's key, for a child process that works on the same desk; never written anywhere."""
        return self._key

    @property
    def author(self) -> Author:
        """Who sits here; on an owner-run desk the owner, with the rights of all."""
        kept = self.settings.all()
        employee = kept.get(EMPLOYEE, "")
        return Author(
            name=kept.get(PERSON) or kept.get(COMPANY, ""),
            role=role_of(kept),
            employee_id=bytes.fromhex(employee) if employee else None,
        )

    @property
    def has_office(self) -> bool:
        """Whether this desk has joined an office; without one the outbox is only the undo history."""
        return bool(self.settings.get(OFFICE))

    def changed_elsewhere(self) -> bool:
        """Whether another program wrote to the file since this was last asked; cheap enough for every second."""
        if not self._one_writer.acquire(blocking=False):
            return False  # we are writing; the next question will tell
        try:
            version = self._data_version()
        finally:
            self._one_writer.release()
        before, self._seen_version = self._seen_version, version
        return version != before

    def let_go_of_memory(self) -> None:
        """Give back what a big import needed: the writer's cache."""
        with self.writing() as connection:
            connection.exec_driver_sql("PRAGMA shrink_memory")

    def fold_log(self) -> bool:
        """Fold the write-ahead log into the file and empty it: what was purged stands in neither.

        Returns: whether it is empty; whoever reads an older state for long keeps it from that.
        """
        with (
            self._one_writer,
            in_words(self.folder),
            closing(engine.connect(self.folder / FILE, self._key)) as connection,
        ):
            is_busy, *_pages = connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
        return not is_busy

    def check(self, *, thorough: bool = False) -> None:
        """Read the whole file and check it, beside whoever works. Raises: CannotOpen, reason damaged."""
        check_file(self.folder / FILE, self._key, thorough=thorough)

    def back_up(self) -> Backup:
        """Make a dated backup now, beside whoever works. Raises: CannotOpen (damaged, disk_full)."""
        return make_backup(self.folder, self.folder / FILE, self._key, now=self.clock())

    def back_up_if_due(self) -> Backup | None:
        """Make the day's backup and let go of old undo history, unless that was done today; None then."""
        if not is_backup_due(self.folder, self.clock()):
            return None
        with self.writing() as connection:
            outbox.prune(connection, self.clock(), has_office=self.has_office)
        forget_before_joining(self.folder, self.clock())
        return self.back_up()

    def change_password(self, old: str, new: str) -> None:
        """From now on the desk opens with another password; the file is not touched. Raises: CannotOpen, BadValue."""
        wrap_key(self.folder, unlock(self.folder, old, now=self.clock()), new)
        if backups(self.folder):
            copy_key_file(self.folder)

    def close(self) -> None:
        """Close every connection; the write-ahead log is folded into the file. Closing again does nothing."""
        if self._is_closed:
            return
        with self._one_writer:
            self._is_closed = True
            self._readers.dispose()
            self._writer.dispose()

    def _pragmas(self, *pragmas: str) -> None:
        """Set up the writing connection, between two transactions."""
        with self._one_writer, in_words(self.folder):
            raw = self._writer.raw_connection()
            try:
                for pragma in pragmas:
                    raw.cursor().execute(f"PRAGMA {pragma}")
            finally:
                raw.close()

    def _data_version(self) -> int:
        raw = self._writer.raw_connection()
        try:
            cursor = raw.cursor()
            return int(cursor.execute("PRAGMA data_version").fetchone()[0])
        finally:
            raw.close()


class Settings:
    """The desk's small values, read once and kept in memory; all are text."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._values: dict[str, str] | None = None
        self._one_reload = Lock()

    def get(self, name: str, default: str = "") -> str:
        """The value, or the default where none was kept."""
        return self.all().get(name, default)

    def all(self) -> dict[str, str]:
        """Every value by its name."""
        if self._values is None:
            self.reload()
        return dict(self._values or {})

    def set(self, name: str, value: str) -> None:
        """Keep a value from now on."""
        with self._desk.writing() as connection:
            write_setting(connection, name, value)
        self.reload()

    def reload(self) -> None:
        """Read the values again, after another program wrote; who reads later never keeps an older state."""
        with self._one_reload, self._desk.reading() as connection:
            self._values = read_settings(connection)


def refuse_desk_here(folder: Path) -> None:
    """Refuse a folder in which no new desk can be made. Raises: Refused where one stands already; CannotOpen."""
    refuse_unsafe_place(folder)
    if (folder / KEY_FILE).exists():
        raise Refused(tr("There is a desk in this folder already: {folder}", folder=folder))


def create_desk(
    folder: Path, *, password: str, company: str, currency: str, clock: Clock = system_clock,
    settings: Mapping[str, str] | None = None,
) -> Desk:  # fmt: skip
    """A new, empty desk in this folder, with these settings. Raises: Refused, CannotOpen, BadValue."""
    refuse_desk_here(folder)
    if not company.strip():
        raise BadValue(tr("Your company's name is missing."))
    if not (len(currency) == 3 and currency.isascii() and currency.isalpha()):
        raise BadValue(tr("A currency has three letters: CNY, TWD, EUR"))
    making = folder / _MAKING
    shutil.rmtree(making, ignore_errors=True)
    make_folder(making)
    key = make_key(making, password)
    with in_words(making):
        first = engine.connect(making / FILE, key)
        first.execute("PRAGMA journal_mode = wal")
        first.close()
    desk = Desk(making, key, clock=clock)
    with desk.writing() as connection:
        schema.make_schema(connection)
        for name, value in {COMPANY: company, CURRENCY: currency, **(settings or {})}.items():
            write_setting(connection, name, value)
    desk.close()
    for name in (FILE, KEY_FILE):  # the key last: only with it this is a desk
        (making / name).replace(folder / name)
    shutil.rmtree(making)
    return Desk(folder, key, clock=clock)


def open_desk(folder: Path, *, password: str, clock: Clock = system_clock) -> Desk:
    """The desk in this folder, brought up to date where it is older.

    Raises: CannotOpen (its reason says why), TooOld.
    """
    refuse_unsafe_place(folder)
    return open_with_key(folder, unlock(folder, password, now=clock()), clock=clock)


def open_with_key(folder: Path, key: bytes, *, clock: Clock = system_clock) -> Desk:
    """As `open_desk`, for who has the key."""
    file = folder / FILE
    if not file.exists():
        raise CannotOpen(tr("The desk's file is gone; put back the last good backup"), reason="damaged")
    with in_words(folder), closing(engine.connect(file, key)) as first:
        found = schema.stamped(first)
    schema.refuse_newer(found[0])
    due = due_steps(found)
    if due:
        make_backup(folder, file, key, now=clock())
        migrate(file, key, due)
    return Desk(folder, key, clock=clock)


def restore_desk(folder: Path, *, password: str, clock: Clock = system_clock) -> Backup:
    """Put the last good backup in the place of a damaged file, which is kept aside. Returns: that backup.

    Raises: NotFound when no backup is good; CannotOpen (password, disk_full).
    """
    key = key_for_restore(folder, password)
    backup = last_good_backup(folder, key)
    if backup is None:
        raise NotFound(tr("There is no good backup of this desk in {folder}", folder=folder / BACKUPS))
    restore(folder, folder / FILE, backup, now=clock())
    return backup
