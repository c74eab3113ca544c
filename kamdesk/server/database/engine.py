"""The way to PostgreSQL: one small pool of connections through psycopg 3."""

from __future__ import annotations

import math
import time
from typing import Any

import psycopg
from sqlalchemy import Engine, create_engine, event
from sqlalchemy.engine import URL, make_url
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.exc import ArgumentError, InvalidatePoolError
from sqlalchemy.pool import ConnectionPoolEntry, PoolProxiedConnection

from kamdesk.base.errors import BadValue
from kamdesk.base.words import tr
from kamdesk.server.database.tables import SCHEMA

POOL = 10
"""Connections kept open; as many more for a moment. PostgreSQL allows a hundred."""
WAIT_S = 20
"""So long a request waits for a free connection before it is told to come back."""
TRIED_AFTER_S = 2
"""So long a connection may rest before it is tried; one that broke sooner costs its request a “come back”."""
STATEMENT_MS = 120_000
"""No statement of the office runs longer; a stuck one would hold its heads for everybody."""


def office_engine(address: str, *, pool: int = POOL) -> Engine:
    """Connections to the office's database. Raises: BadValue for an address that is none."""
    engine = create_engine(
        postgresql_url(address),
        pool_size=pool,
        max_overflow=pool,
        pool_timeout=WAIT_S,
        isolation_level="READ COMMITTED",
        connect_args={
            "application_name": "kamdesk-server",
            "options": f"-csearch_path={SCHEMA} -cstatement_timeout={STATEMENT_MS} -ctimezone=UTC",
            "connect_timeout": 10,
        },
    )
    event.listen(engine, "checkin", _note_rest)
    event.listen(engine, "checkout", _look_whether_it_lives)
    return engine


def _note_rest(_driver: DBAPIConnection | None, record: ConnectionPoolEntry) -> None:
    record.info[_RESTS_SINCE] = time.monotonic()


def _look_whether_it_lives(driver: Any, record: ConnectionPoolEntry, _proxy: PoolProxiedConnection) -> None:  # noqa: ANN401  (psycopg's connection)
    """A connection that rested for a while is tried first; asking each time would double what a small question costs.

    One that broke meanwhile takes the others with it: PostgreSQL was started anew.
    """
    if time.monotonic() - record.info.get(_RESTS_SINCE, math.inf) < TRIED_AFTER_S:
        return
    try:
        driver.execute("SELECT 1")
        driver.rollback()
    except psycopg.Error as error:
        raise InvalidatePoolError from error


_RESTS_SINCE = "rests_since"


def postgresql_url(address: str) -> URL:
    """The address for psycopg 3. Raises: BadValue."""
    try:
        url = make_url(address)
    except ArgumentError as error:
        raise BadValue(tr("This is not the address of a database; write postgresql://user@host/kamdesk")) from error
    if url.get_backend_name() not in {"postgresql", "postgres"}:
        raise BadValue(tr("The office runs on PostgreSQL only; write postgresql://user@host/kamdesk"))
    return url.set(drivername="postgresql+psycopg")
