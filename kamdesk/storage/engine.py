"""Connections to the encrypted file: one that writes, a few that read beside it (SYNC_LIMITS 6)."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection
from pathlib import Path
from typing import Any, TypeAlias

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.pool import QueuePool
from sqlcipher3 import dbapi2

from kamdesk.reads.remembered import REMEMBERS, forget_snapshot
from kamdesk.storage.whole_files import make_private

BUSY_S = 30
"""How long a writer waits for another program's write: an import of a third of a million lines takes less."""
# The file is never ANALYZEd: with statistics a plan would differ from desk to desk, and be tested on none of them.
WRITER_CACHE_KIB = 65_536
"""Below 64 MB every commit of a big import encrypts most index pages again (2.6 times slower)."""
READER_CACHE_KIB = 4_096
READERS_KEPT = 3
"""A page, a list and a chart are read at once; more wait their turn and memory stays bounded."""
LOG_LEFT_BYTES = 67_108_864
"""What an import leaves of the write-ahead log on disk for the next one."""
LOG_PAGES = 1_000
"""Pages of the write-ahead log after which a commit folds them into the file: SQLite's own measure."""
BULK_LOG_PAGES = 16_000
"""While much is written the log may grow to 64 MB: each page is then folded in once, not at every commit."""
ONE_BY_ONE = ("synchronous = full", f"wal_autocheckpoint = {LOG_PAGES}", f"cache_size = -{WRITER_CACHE_KIB}")
"""How the writing connection stands while people type."""
STATEMENTS_KEPT = 96
_WRITES = re.compile(r"\b(?:INSERT\s+(?:OR\s+\w+\s+)?INTO|UPDATE|DELETE\s+FROM)\s+(\w+)", re.IGNORECASE)
_COUNT_CHANGE = (
    "INSERT INTO table_changes (table_name, changes) VALUES (?, 1) "
    "ON CONFLICT (table_name) DO UPDATE SET changes = changes + 1"
)

DriverConnection: TypeAlias = Any
"""sqlcipher3 ships no types; where a connection is the driver's own and not SQLAlchemy's, it says so."""

# Without these two every bytes and every None goes through the driver's slow adapter protocol (1.9 times slower).
dbapi2.register_adapter(bytes, bytes)
dbapi2.register_adapter(type(None), {}.get)


def connect(file: Path, key: bytes, *, cache_kib: int = READER_CACHE_KIB, read_only: bool = False) -> DriverConnection:
    """A driver connection to the file, keyed and set up; the file is made where it is missing."""
    if not file.exists():
        make_private(file)
    connection = dbapi2.connect(
        str(file), isolation_level=None, check_same_thread=False, timeout=BUSY_S, cached_statements=STATEMENTS_KEPT
    )
    pragmas = [
        "cipher_log_level = none",  # it would speak on stderr; what went wrong is raised anyway
        f"key = \"x'{key.hex()}'\"",
        f"cache_size = -{cache_kib}",
        "foreign_keys = off",  # a row may arrive before what it names (SYNC 3.8)
        "temp_store = memory",  # nothing in clear beside the file
        "synchronous = full",  # what a person typed survives a pulled plug; one flush a commit
        f"journal_size_limit = {LOG_LEFT_BYTES}",
    ]
    if read_only:
        pragmas.append("query_only = on")
    for pragma in pragmas:
        connection.execute(f"PRAGMA {pragma}")
    return connection


def writer_engine(file: Path, key: bytes) -> Engine:
    """The one connection that writes; each transaction takes the write lock at its start."""
    engine = _engine(lambda: connect(file, key, cache_kib=WRITER_CACHE_KIB), "BEGIN IMMEDIATE", kept=1, more=0)
    _count_changes(engine)
    return engine


def reader_engine(file: Path, key: bytes) -> Engine:
    """Connections that only read; each transaction sees one state of the file."""
    engine = _engine(lambda: connect(file, key, read_only=True), "BEGIN", kept=READERS_KEPT, more=READERS_KEPT)
    for ends in ("begin", "commit", "rollback"):
        event.listen(engine, ends, forget_snapshot)
    return engine.execution_options(**{REMEMBERS: True})


def reader_without(file: Path, key: bytes, tables: Collection[str]) -> Engine:
    """One connection that reads, and finds these tables empty: views of nothing stand before them."""

    def blind() -> DriverConnection:
        connection = connect(file, key)
        for name in tables:
            connection.execute(f"CREATE TEMP VIEW {name} AS SELECT * FROM main.{name} WHERE 0")  # noqa: S608  (names from the declarations)
        connection.execute("PRAGMA query_only = on")
        return connection

    return _engine(blind, "BEGIN", kept=1, more=0)


def _engine(creator: Callable[[], DriverConnection], begin: str, *, kept: int, more: int) -> Engine:
    engine = create_engine(
        "sqlite://", module=dbapi2, creator=creator, poolclass=QueuePool, pool_size=kept, max_overflow=more,
        pool_use_lifo=True, pool_timeout=BUSY_S,
        hide_parameters=True,  # an error that is shown or logged carries no client's words
    )  # fmt: skip

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        connection.exec_driver_sql(begin)

    return engine


def _count_changes(engine: Engine) -> None:
    """Each transaction counts itself at every table it wrote to, whoever wrote and by whichever statement."""

    @event.listens_for(engine, "before_cursor_execute")
    def _written(connection: Connection, _cursor: DriverConnection, statement: str, *_more: object) -> None:
        written = _WRITES.search(statement)
        if written is not None:
            connection.info.setdefault(_count_changes, set()).add(written[1].lower())

    @event.listens_for(engine, "commit")
    def _count(connection: Connection) -> None:
        names = connection.info.pop(_count_changes, ())
        for name in sorted(names):
            connection.connection.cursor().execute(_COUNT_CHANGE, (name,))

    @event.listens_for(engine, "rollback")
    def _forget(connection: Connection) -> None:
        connection.info.pop(_count_changes, None)
