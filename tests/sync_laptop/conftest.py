"""Laptops and offices of these tests meet on 127.0.0.1 and nowhere else; the office's PostgreSQL is a real one."""

from contextlib import closing, contextmanager

import pytest

from kamdesk.base.clock import fixed_clock
from kamdesk.facts.policies import Role
from kamdesk.operations.act import edit_facts
from kamdesk.operations.notes import write_note
from kamdesk.records.clients import Client
from kamdesk.records.visits import Note
from kamdesk.server.people.serves import serve
from kamdesk.server.people.users import add_user
from kamdesk.storage.rows import row, rows_where
from kamdesk.sync.joining import join_office
from kamdesk.sync.office_of_desk import client_of
from kamdesk.sync.session import synced
from tests.server.conftest import _cheap_office_passwords, address, engine, postgresql
from tests.server.desks import NOW, PASSWORD, TODAY
from tests.server.rows_of_office import add_client
from tests.sync_laptop.real_office import RealOffice

__all__ = ["_cheap_office_passwords", "address", "engine", "postgresql"]


def pytest_collection_modifyitems(items):
    for item in items:
        if "sync_laptop" in item.path.parts:
            item.add_marker(pytest.mark.allow_hosts(["127.0.0.1"]))


@pytest.fixture
def real_office(engine):
    """An office's answers, before it runs."""
    return RealOffice(engine)


@pytest.fixture
def office(real_office):
    """An office that runs."""
    with real_office.running() as running:
        yield running


@pytest.fixture
def joins(engine, office, tmp_path):
    """Makes people with a laptop each: joins(name, role, *clients) → Laptop."""
    made = []

    def join(name, role=Role.REP, *clients, folder="", at=None):
        with engine.begin() as connection:
            add_user(connection, name, role, PASSWORD)
            for client in clients:
                serve(connection, client, name, role, today=TODAY)
        place = tmp_path / (folder or name)
        desk = join_office(place, at or office.address, user=name, password=PASSWORD, clock=fixed_clock(NOW))
        made.append(desk)
        return Laptop(desk)

    yield join
    for desk in made:
        desk.close()


@pytest.fixture
def acme(engine):
    return add_client(engine, external_key="ACME", legal_name="Acme", city="Oslo", phone="0571-100")


@pytest.fixture
def lin(joins, acme):
    """A rep's laptop that has synced once."""
    laptop = joins("lin", Role.REP, "ACME")
    laptop.sync()
    return laptop


@pytest.fixture
def wei(joins, acme):
    """The manager's."""
    laptop = joins("wei", Role.MANAGER, "ACME")
    laptop.sync()
    return laptop


class Laptop:
    """A desk that syncs when a test says so."""

    def __init__(self, desk):
        self.desk = desk

    @property
    def author(self):
        return self.desk.author

    def sync(self, **how):
        with self.asking() as client:
            return synced(self.desk, client, **how)

    @contextmanager
    def asking(self):
        with closing(client_of(self.desk)) as client:
            yield client

    def shown(self, client_id):
        with self.desk.reading() as connection:
            return row(connection, Client, client_id)

    def notes(self):
        with self.desk.reading() as connection:
            return [sheet["text"] for sheet in rows_where(connection, Note)]

    def sets(self, client_id, **values):
        now = self.shown(client_id)
        pairs = {name: (now[name], value) for name, value in values.items()}
        return edit_facts(self.desk, self.author, Client, client_id, pairs)

    def writes(self, client_id, text):
        return write_note(self.desk, self.author, client_id, text)
