"""One history out of one seed on the real parts: encrypted files, HTTP on real sockets, PostgreSQL (SYNC 10)."""

import shutil
from contextlib import closing
from random import Random

from kamdesk.base.errors import CannotOpen, Refused
from kamdesk.exchange.http_words import HistoryAsked
from kamdesk.exchange.laptop import apply_pull
from kamdesk.server.people.devices import State, end_device, every_device
from kamdesk.server.people.journal import FILE as JOURNAL
from kamdesk.server.people.journal import Journal
from kamdesk.storage.digests import held_parts, read_anew
from kamdesk.sync import run as sync_run
from kamdesk.sync.joining import join_office, sign_in_again
from kamdesk.sync.office_errors import Copied, DeviceLost, OfficeError, ShutOut
from kamdesk.sync.session import synced
from tests.server.desks import NOW, PASSWORD
from tests.stack.real_events import RealEvents
from tests.stack.real_office import Company, RealOffice
from tests.stack.real_person import RealPerson
from tests.stack.watched_desk import WatchedDesk
from tests.stack.wire import ChancyClient, RealNetwork
from tests.sync.demands import demand
from tests.sync.invariants import Watch
from tests.sync.network import FAILURES, Killed
from tests.sync.simulation import YEAR_S, History, Told

STEPS = 8
"""For each laptop: a sync is one step here, in which others come in between, and many in memory."""
TRIES = 5
_EARLY_ENDS = (OfficeError, CannotOpen, Refused, *FAILURES)


class RealHistory(History):
    """A seed on its way through the real parts."""

    def __init__(self, company: Company, seed: int, *, steps: int = STEPS) -> None:
        self.random, self.clock = Random(seed), Random(0)
        self.steps = steps * len(company.seats)
        self.company = company
        self.folder = company.folder / f"history{seed}"
        self.office = RealOffice(company, Journal(self.folder / JOURNAL))
        self.people = []
        for number, seat in enumerate(company.seats):
            folder = self.folder / str(number)
            shutil.copytree(seat.folder, folder)
            self.people.append(RealPerson(seat.user_id, seat.name, folder, seat.key))
        self.watch = Watch(self.people)
        self.watch.opened(self.office.state)
        self.office.reader.watch = self._office_committed
        self.network = RealNetwork(self.office, self.random, self.watch)
        self.network.between_messages = self._between
        self.events = RealEvents(self.office, self.watch, self.random)
        self.syncs, self.old, self.full = {}, {}, set()
        self.busy, self.interrupted, self.page_rows = None, False, 1000
        self.office.interrupt = self._server_interrupted
        for person in self.people:
            self._watch_laptop(person)

    def close(self) -> None:
        for person in self.people:
            person.let_go_of_client()
            person.laptop.close()
        self.office.close()
        shutil.rmtree(self.folder, ignore_errors=True)

    def _office_committed(self, before, after) -> None:
        """Called in a thread of the web server: what breaks there is told to the one that waits."""
        try:
            self.watch.office_committed(before, after)
        except Exception as error:
            self.network.broken = self.network.broken or error
            raise

    def _step(self) -> None:
        """As in memory, where a sync is many steps and here is one: people type more in between."""
        chance, person = self.random.random(), self.random.choice(self.people)
        for _ in range(self.random.choice((0, 1, 2, 4))):
            self._does_something(person)
        if chance < 0.6:
            self._advance(person)
        elif chance < 0.8:
            self.events.something()
        elif chance < 0.85:
            self.network.deliver_late()
        elif chance < 0.9:
            person.clock_seconds += self.clock.randrange(-YEAR_S, YEAR_S)
        elif chance < 0.99:
            self._disk_event(person)
        else:
            self._is_upgraded(person)

    def _advance(self, person) -> None:
        """A sync that may end anywhere; then the laptop's program is started again."""
        self.page_rows = self.random.choice((1, 2, 1000))
        rows = self.random.choice((1, 3, 20_000))
        self._sync(person, rows_a_transaction=rows)

    def finish(self, person) -> None:
        self.page_rows = 1000
        self._sync(person, rows_a_transaction=20_000)

    def _sync(self, person, *, rows_a_transaction: int) -> None:
        def applied(*what, **how):
            return apply_pull(*what, **how, rows_a_transaction=rows_a_transaction)

        busy, self.busy, sync_run.apply_pull = self.busy, person, applied
        try:
            synced(person.laptop.desk, self._client(person))
            if self.network.faults and self.random.random() < 0.2:
                self._asks_who_changed_what(person)
        except (Copied, ShutOut):  # a copy; or the office was put back to a time before this laptop
            self._joins_again(person)
        except DeviceLost:
            self._begins_elsewhere(person)
        except Killed:
            person.let_go_of_client()
            person.laptop.begin_anew()
        except _EARLY_ENDS:
            demand(8, self.network.faults, "a sync failed though everything is there")
        finally:
            self.busy, sync_run.apply_pull = busy, apply_pull
        if self.network.broken is not None:
            raise self.network.broken

    def _asks_who_changed_what(self, person) -> None:
        """Of any record of the office, whether it is theirs to read or not: the network looks at the answer."""
        places = sorted(key for key, table in self.office.state.tables.items() if table)
        word, scope_id = self.random.choice(places)
        row_id = self.random.choice(sorted(self.office.state.tables[word, scope_id]))
        self._client(person).history(HistoryAsked(word=word, scope_id=scope_id, row_id=row_id))

    def _client(self, person) -> ChancyClient:
        if person.client is None:
            desk = person.laptop.desk
            kept = desk.settings.all()
            person.client = ChancyClient(
                self.company.url, self.network, person, page_rows=1000, token=kept["token"],
                office_id=kept["office_id"], new_token=lambda token: desk.settings.set("token", token),
            )  # fmt: skip
        person.client._page_rows = self.page_rows
        return person.client

    def _joins_again(self, person) -> None:
        try:
            sign_in_again(person.laptop.desk, PASSWORD)
        except _EARLY_ENDS:
            demand(8, self.network.faults, "nobody can sign in though everything is there")
        person.let_go_of_client()

    def _is_declared_lost(self, person) -> None:
        """A laptop was stolen: the office shuts it out, and every copy of it."""
        device_id = bytes.fromhex(person.laptop.desk.settings.get("device"))
        with self.office.engine.begin() as connection:
            found = [each for each in every_device(connection) if each.device_id == device_id]
            for device in found:  # an office that was put back may not know it
                end_device(connection, self.office.journal, device, State.LOST, now=NOW)

    def _begins_elsewhere(self, person) -> None:
        """A lost laptop's key is gone, and with it what was only there; its person joins with another one."""
        demand(9, not list(person.laptop.folder.iterdir()), "a lost laptop keeps something")
        before, folder = person.laptop.state, self.folder / f"new{self.random.getrandbits(40)}"
        person.let_go_of_client()
        person.form = None
        self.old.pop(person, None)
        self.interrupted, interrupted = True, self.interrupted
        with closing(join_office(folder, self.company.url, user=person.name, password=PASSWORD)) as desk:
            key = desk.key
        person.laptop = WatchedDesk(folder, key, person.now)
        self.interrupted = interrupted
        self._watch_laptop(person)
        self._released_by(before, person.laptop.state)

    def _between(self, person, is_streaming: bool) -> None:
        """Between two messages of a laptop's sync others do things, and its own person types."""
        if self.interrupted or not self.network.faults or self.random.random() > 0.1:
            return
        self.interrupted = True
        try:
            if is_streaming or self.random.random() < 0.4:
                self._does_something(person)
            elif self.random.random() < 0.5:
                self.events.in_between()
            else:
                other = self.random.choice([each for each in self.people if each is not person])
                page_rows = self.page_rows
                self._sync(other, rows_a_transaction=20_000)
                self.page_rows = page_rows
        finally:
            self.interrupted = False

    def _server_interrupted(self, where: str, connection) -> None:
        """Within the web server: others change rights, or the database's process dies under a statement."""
        if self.interrupted or not self.network.faults or self.busy is None:
            return
        self.interrupted = True
        try:
            if where == "begin":
                if self.random.random() < 0.05:
                    self.events.in_between()
            elif self.network.fails(0.05):
                self.office.kill_backend(connection)
        except Exception as error:
            self.network.broken = error
            raise
        finally:
            self.interrupted = False

    def _laptop_interrupted(self, person, where: str) -> None:
        if self.interrupted or self.busy is not person:
            return
        if self.network.fails(0.3 if where == "commit" else 0.02):
            raise Killed(where)

    def _does_something(self, person) -> None:
        busy, self.busy = self.busy, None
        try:
            super()._does_something(person)
        finally:
            self.busy = busy

    def _is_upgraded(self, person) -> None:
        with person.laptop.desk.writing() as connection:
            for part in sorted(held_parts(connection)):
                if self.random.random() < 0.5:
                    read_anew(connection, part)

    def _disk_event(self, person) -> None:
        """A folder is copied, put back from an old copy, or goes on living twice."""
        chance, copies = self.random.random(), self.old.setdefault(person, [])
        if chance > 0.95:
            self._is_declared_lost(person)
        elif chance < 0.5 or not copies:
            copies.append(self._copy(person))
        elif chance < 0.85:
            self._put_back(person, *self.random.choice(copies))
        elif len(self.people) < len(self.company.seats) + 2:
            folder, _ = self._copy(person)
            twin = RealPerson(person.user_id, person.name, folder, person.laptop.key)
            self._watch_laptop(twin)
            self.people.append(twin)

    def _copy(self, person):
        folder = self.folder / f"copy{len(self.old)}_{self.random.getrandbits(40)}"
        person.laptop.copied_to(folder)
        return folder, person.laptop.state

    def _put_back(self, person, folder, state) -> None:
        before = person.laptop.state
        person.let_go_of_client()
        person.form = None
        person.laptop.put_back_from(folder)
        demand(4, person.laptop.state == state, "a copy of a folder holds something else")
        self._released_by(before, state)


def run(company: Company, seed: int, **how) -> Told:
    """One history. Raises: Broken where an invariant does not hold."""
    history = RealHistory(company, seed, **how)
    try:
        return history.run()
    finally:
        history.close()
