"""A PostgreSQL that a test may end and start: what falls over, and what an administrator does to it."""

import subprocess
import time
from contextlib import contextmanager

from sqlalchemy import create_engine

from kamdesk.server.database.engine import postgresql_url


@contextmanager
def as_admin(server):
    made = create_engine(postgresql_url(server.get_uri()), isolation_level="AUTOCOMMIT")
    with made.connect() as connection:
        yield connection
    made.dispose()


def felled(server):
    """Ended in the middle of everything, like a machine that fell over."""
    server.get_postmaster_info().process.kill()
    server.get_postmaster_info().process.wait(20)


def started(server):
    for again in range(4):
        try:
            server.ensure_postgres_running()
            return
        except subprocess.SubprocessError:  # the old backends are still ending, or the machine is busy
            if again == 3:
                raise
            time.sleep(0.5)
