"""A real PostgreSQL out of the wheel: databases are made, copied and dropped in some hundredths of a second."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path
from tempfile import mkdtemp

from sqlalchemy import create_engine, text

from kamdesk.server.database.embedded import start_embedded
from kamdesk.server.database.engine import office_engine, postgresql_url
from kamdesk.server.database.schema import make_schema

TEMPLATE = "office_template"
_numbers = count()


class PostgreSQL:
    """Makes databases, empty or as copies of another one."""

    def __init__(self, server):
        self.server = server
        self._admin = create_engine(postgresql_url(server.get_uri()), isolation_level="AUTOCOMMIT")
        # Nothing here outlives the session: no disk need be waited for.
        self.order(*(f"ALTER SYSTEM SET {name} = off" for name in ("fsync", "full_page_writes", "synchronous_commit")))
        self.order("SELECT pg_reload_conf()")

    def order(self, *statements, **values):
        """Say something as the server's administrator."""
        with self._admin.connect() as connection:
            for statement in statements:
                connection.execute(text(statement), values)

    def told(self, query, **values):
        """The one value that the server's administrator asks for."""
        with self._admin.connect() as connection:
            return connection.execute(text(query), values).scalar()

    def address(self, name):
        return self.server.get_uri(database=name)

    def make(self, name="", template=""):
        name = name or f"office_{next(_numbers)}"
        self.order(f"CREATE DATABASE {name}" + (f" TEMPLATE {template}" if template else ""))
        return self.address(name)

    def drop(self, name):
        self.order(f"DROP DATABASE {name} WITH (FORCE)")

    def close(self):
        self._admin.dispose()


@contextmanager
def running_postgresql() -> Iterator[PostgreSQL]:
    """One for a whole session, with an office's schema as a template.

    Not in pytest's own folder: every new run of pytest closes that to other users, and as root PostgreSQL is another.
    """
    folder = Path(mkdtemp(prefix="kamdesk-postgresql-"))
    server = start_embedded(folder)
    there = PostgreSQL(server)
    there.make(TEMPLATE)
    engine = office_engine(there.address(TEMPLATE))
    with engine.begin() as connection:
        make_schema(connection)
    engine.dispose()
    try:
        yield there
    finally:
        there.close()
        server.cleanup()
        shutil.rmtree(folder)
