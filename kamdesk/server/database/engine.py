"""The way to PostgreSQL: one small pool of connections through psycopg 3."""

from __future__ import annotations

from sqlalchemy import Engine, create_engine
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError

from kamdesk.base.errors import BadValue
from kamdesk.base.words import tr
from kamdesk.server.database.tables import SCHEMA

POOL = 10
"""Connections kept open; as many more for a moment. PostgreSQL allows a hundred."""
WAIT_S = 20
"""So long a request waits for a free connection before it is told to come back."""
STATEMENT_MS = 120_000
"""No statement of the office runs longer; a stuck one would hold its heads for everybody."""


def office_engine(address: str, *, pool: int = POOL) -> Engine:
    """Connections to the office's database. Raises: BadValue for an address that is none."""
    return create_engine(
        postgresql_url(address),
        pool_size=pool,
        max_overflow=pool,
        pool_timeout=WAIT_S,
        pool_pre_ping=True,
        isolation_level="READ COMMITTED",
        connect_args={
            "application_name": "kamdesk-server",
            "options": f"-csearch_path={SCHEMA} -cstatement_timeout={STATEMENT_MS} -ctimezone=UTC",
            "connect_timeout": 10,
        },
    )


def postgresql_url(address: str) -> URL:
    """The address for psycopg 3. Raises: BadValue."""
    try:
        url = make_url(address)
    except ArgumentError as error:
        raise BadValue(tr("This is not the address of a database; write postgresql://user@host/kamdesk")) from error
    if url.get_backend_name() not in {"postgresql", "postgres"}:
        raise BadValue(tr("The office runs on PostgreSQL only; write postgresql://user@host/kamdesk"))
    return url.set(drivername="postgresql+psycopg")
