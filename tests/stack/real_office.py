"""A running office and the company of the simulation in it: made once, then copied for every history."""

import shutil
import threading
import time
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass
from datetime import timedelta
from itertools import count
from pathlib import Path
from random import Random
from tempfile import mkdtemp

from sqlalchemy import event, insert

from kamdesk.base.clock import fixed_clock
from kamdesk.exchange.actions import Change
from kamdesk.facts.policies import Role
from kamdesk.records.every import by_word
from kamdesk.server.config import Config
from kamdesk.server.custody.restore import replay
from kamdesk.server.database.engine import office_engine
from kamdesk.server.database.rows import insert_sheets
from kamdesk.server.database.stamping import Part, write
from kamdesk.server.database.tables import serves, users
from kamdesk.server.office import make_office, open_office
from kamdesk.server.people import passwords
from kamdesk.server.people.journal import Journal
from kamdesk.server.people.passwords import hash_of
from kamdesk.server.people.users import next_grant
from kamdesk.server.web.running import Serving
from kamdesk.storage import keys
from kamdesk.sync.joining import join_office
from kamdesk.sync.office_of_desk import client_of
from kamdesk.sync.session import synced
from tests.server.desks import NOW, PASSWORD, TODAY
from tests.server.real_postgresql import TEMPLATE, running_postgresql
from tests.stack.kept_states import KeptStates
from tests.stack.office_reader import OfficeReader
from tests.sync.company import LAPTOPS, PEOPLE, _rows

COMPANY, FIRST = "stack_company", "stack_first"
"""The database of every history, and the one to which the office listens for news."""
_BACKENDS = "SELECT count(*) FROM pg_stat_activity WHERE pid = :number"
_numbers = count(1)
TIDIED_EVERY = 20
"""Histories; what they removed makes each table a little slower to look through."""
SERVES_NOT = {(0, 2), (1, 1), (3, 2)}
"""Who serves which client from the beginning: all but these (person, client)."""


@dataclass(frozen=True)
class Seat:
    """One laptop as it is copied: whose it is, its folder, the key of its file."""

    user_id: bytes
    name: str
    role: Role
    folder: Path
    key: bytes


class Company:
    """The office that answers for every history, its database as each begins, and the folders that are copied."""

    def __init__(self, postgresql, office, url, folder: Path) -> None:
        self.postgresql, self.office, self.url, self.folder = postgresql, office, url, folder
        self.seats: list[Seat] = []
        people = Random("company")  # no history draws the same ids
        self.users = [people.randbytes(16) for _ in PEOPLE]
        self._found(people)
        self.engine, self.web_engine = office.engine, office_engine(postgresql.address(COMPANY), pool=3)
        self.states = KeptStates(postgresql.address(COMPANY))
        self.beginning = self.states.keep()

    def close(self) -> None:
        """Let go of every connection."""
        self.states.close()
        self.web_engine.dispose()
        self.engine.dispose()

    def _found(self, random) -> None:
        """Users, rows, rights, and five laptops that have joined and synced."""
        clients = [random.randbytes(16) for _ in range(3)]
        changes = list(_rows(clients, random))
        parts = [Part(change.scope_id, by_word(change.word).compartment) for change in changes]

        def rows(stamps) -> None:
            for change, part in zip(changes, parts, strict=True):
                insert_sheets(stamps.connection, by_word(change.word), [whole(change, stamps.of(part).rev)])

        write(self.office.engine, parts, rows)
        with self.office.writing() as connection:
            for at, (name, role) in enumerate(PEOPLE):
                granted = next_grant(connection)
                user = {"user_id": self.users[at], "name": name, "role": role.value, "granted": granted}
                connection.execute(insert(users), user | {"password_hash": hash_of(PASSWORD)})
                for client, scope_id in enumerate(clients):
                    if (at, client) not in SERVES_NOT:
                        connection.execute(insert(serves), service(connection, self.users[at], scope_id, role))
        for number, at in enumerate(LAPTOPS):
            self._joins(number, at)

    def _joins(self, number: int, at: int) -> None:
        folder = self.folder / f"laptop{number}"
        name, role = PEOPLE[at]
        clock = fixed_clock(NOW)
        with closing(join_office(folder, self.url, user=name, password=PASSWORD, clock=clock)) as desk:
            with closing(client_of(desk)) as client:
                synced(desk, client)
            self.seats.append(Seat(self.users[at], name, role, folder, desk.key))


def whole(change: Change, rev: int) -> dict:
    """A new row as the office's tables take it."""
    wanted = {name: each.wanted for name, each in change.edits.items()}
    whose = {"scope_id": change.scope_id, "id": change.row_id, "external_key": change.external_key, "rev": rev}
    return wanted | whose


def service(connection, user_id: bytes, scope_id: bytes, role: Role) -> dict:
    """A right to a client, as it stands in the office's books."""
    return {
        "user_id": user_id, "scope_id": scope_id, "role": role.value, "starts_on": TODAY - timedelta(days=90),
        "granted": next_grant(connection),
    }  # fmt: skip


@contextmanager
def company(postgresql=None):
    """The company, until the end of the block."""
    keys.PASSWORD_COST = keys.Cost(rounds=1, memory_kib=64, lanes=1)
    passwords.PASSWORD_COST = passwords.Cost(rounds=1, memory_kib=64, lanes=1)
    with ExitStack() as ends:
        postgresql = postgresql or ends.enter_context(running_postgresql())
        folder = Path(mkdtemp(prefix="kamdesk-stack-"))
        ends.callback(shutil.rmtree, folder, ignore_errors=True)
        config = Config(folder=folder / "office", database_url=postgresql.make(FIRST, TEMPLATE), port=0)
        make_office(config, company="Northern Supplies", currency="CNY")
        postgresql.make(COMPANY, FIRST)
        office = ends.enter_context(closing(open_office(config, clock=fixed_clock(NOW))))
        serving = Serving(office)
        thread = threading.Thread(target=serving.serve_until_stopped)
        thread.start()
        ends.callback(thread.join)
        ends.callback(setattr, serving, "should_exit", True)
        until = time.monotonic() + 60
        while not serving.started and time.monotonic() < until:
            time.sleep(0.01)
        office.engine = office_engine(postgresql.address(COMPANY))
        made = Company(postgresql, office, serving.url, folder)
        ends.callback(made.close)
        yield made


class RealOffice:
    """The office of one history: the database as it was in the beginning, behind the running web application."""

    def __init__(self, company: Company, journal: Journal) -> None:
        self.company, self._postgresql, self.journal = company, company.postgresql, journal
        self.today = TODAY
        self.reader = OfficeReader()
        self.interrupt = lambda where, connection: None
        self.engine, self.web_engine = company.engine, company.web_engine
        self._let_go()
        company.states.put_back(company.beginning)
        company.office.engine = self.web_engine
        self._kept: list[int] = []
        with self.engine.begin() as connection:
            self.reader.committing(connection)
        self._listeners = [
            (self.engine, "commit", self.reader.committing),
            (self.web_engine, "commit", self.reader.committing),
            (self.web_engine, "begin", lambda connection: self.interrupt("begin", connection)),
            (self.web_engine, "before_cursor_execute", lambda connection, *_: self.interrupt("statement", connection)),
        ]
        for listener in self._listeners:
            event.listen(*listener)

    @property
    def state(self):
        return self.reader.state

    @state.setter
    def state(self, state) -> None:
        self.reader.state = state

    def backup(self) -> int:
        """Returns: the number of this state."""
        self._kept.append(self.company.states.keep())
        return self._kept[-1]

    def put_back(self, backup: int) -> None:
        """The backup stands in its place, and the journal is played back, before anybody asks."""
        self._let_go()
        self.company.states.put_back(backup)
        with self.engine.begin() as connection:
            replay(connection, self.journal, b"", NOW)

    def books_changed(self) -> None:
        """Rights, floors or answers changed beside the heads."""
        with self.engine.connect() as connection:
            self.reader.read_books(connection)

    def kill_backend(self, connection) -> None:
        """The database's own process of this connection dies."""
        number = connection.connection.driver_connection.info.backend_pid
        self._postgresql.order("SELECT pg_terminate_backend(:number)", number=number)
        until = time.monotonic() + 5
        # Asked to wait for it, PostgreSQL looks ten times a second.
        while self._postgresql.told(_BACKENDS, number=number) and time.monotonic() < until:
            time.sleep(0.002)

    def _let_go(self) -> None:
        self.engine.dispose()
        self.web_engine.dispose()

    def close(self) -> None:
        """The next history begins on the same database, over connections of its own."""
        for listener in self._listeners:
            event.remove(*listener)
        self._let_go()
        for number in self._kept:
            self.company.states.forget(number)
        if next(_numbers) % TIDIED_EVERY == 0:
            self.company.states.tidy()
