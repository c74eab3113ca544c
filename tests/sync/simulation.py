"""One history out of one seed: five laptops, one office, everything that can go wrong, and then peace (SYNC 9, 10)."""

from collections import Counter
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from hashlib import blake2b
from random import Random

from kamdesk.exchange.laptop import next_pull
from tests.sync import deeds
from tests.sync.company import LAPTOPS, PEOPLE, open_shop
from tests.sync.demands import demand
from tests.sync.invariants import Watch
from tests.sync.memory_laptop import PENDING
from tests.sync.memory_office_sides import MemoryOffice, OfficeDied
from tests.sync.network import FAILURES, DiskFull, Killed, Network, sync
from tests.sync.office_events import OfficeEvents
from tests.sync.peace import all_is_well
from tests.sync.person import Person

STEPS = 60
ROUNDS_MAX = 12
"""After everything is healed so many rounds of syncs must be enough (SYNC 9.8)."""
YEAR_S = 366 * 24 * 3600


@dataclass
class Told:
    """What came of a history, for a comparison of two runs and for the soak's report."""

    actions: int = 0
    verdicts: dict = field(default_factory=dict)
    rounds: int = 0
    steps: int = 0
    digest: bytes = b""
    met: Counter = field(default_factory=Counter)


class History:
    """A seed on its way."""

    def __init__(self, seed: int, *, steps: int = STEPS, clock_seed: int = 0) -> None:
        self.random, self.clock = Random(seed), Random(clock_seed)
        self.steps = steps * len(LAPTOPS)
        self.office = MemoryOffice(Random(self.random.random()))
        devices = open_shop(self.office, self.random)
        users = list(self.office.state.users)
        self.people = [
            Person(users[at], device_id, *PEOPLE[at]) for at, device_id in zip(LAPTOPS, devices, strict=True)
        ]
        self.watch = Watch(self.people)
        self.watch.opened(self.office.state)
        self.office.watch = self.watch.office_committed
        self.network = Network(self.office, self.random, self.watch)
        self.events = OfficeEvents(self.office, self.watch, self.random)
        self.syncs: dict[Person, Iterator[str]] = {}
        self.old: dict[Person, list] = {}
        self.full: set[Person] = set()
        """whose disk has no room"""
        self.busy: Person | None = None
        """whose sync is at work now: only a sync can be killed, and only it is interrupted by its own person"""
        self.interrupted = False
        self.office.interrupt = self._office_interrupted
        for person in self.people:
            self._watch_laptop(person)

    def _watch_laptop(self, person: Person) -> None:
        def committed(before, file) -> None:
            self.watch.laptop_committed(person, self.office.state, before, file)

        person.laptop.watch = committed
        person.laptop.interrupt = lambda where: self._laptop_interrupted(person, where)

    def run(self) -> Told:
        """The whole history. Raises: Broken where an invariant does not hold."""
        for person in self.people:  # everybody has joined and synced once
            self.finish(person)
        self.network.faults = self.random.choice((0.0, 0.02, 0.1))
        for _ in range(self.steps):
            self._step()
            self.watch.nothing_lost(self.office.state)
        return self._heal()

    def _step(self) -> None:
        chance, person = self.random.random(), self.random.choice(self.people)
        if chance < 0.55:
            self._advance(person)
        elif chance < 0.86:
            self._does_something(person)
        elif chance < 0.94:
            self.events.something()
        elif chance < 0.96:
            self.network.deliver_late()
        elif chance < 0.98:
            self.watch.met["a clock that jumps"] += 1
            person.clock_seconds += self.clock.randrange(-YEAR_S, YEAR_S)
        elif chance < 0.996:
            self._disk_event(person)
        else:
            self._is_upgraded(person)

    def _advance(self, person: Person) -> None:
        """One step of this laptop's sync; where it ends, however it ends, the next one begins anew."""
        if person not in self.syncs:
            page_rows = self.random.choice((1, 2, 1000))
            self.watch.met["page size 1"] += page_rows == 1
            self.syncs[person] = sync(
                person, self.network, page_rows=page_rows, rows_a_transaction=self.random.choice((1, 3, 20_000))
            )
        self.busy = person
        try:
            self.events.between = next(self.syncs[person])
        except (StopIteration, *FAILURES):
            del self.syncs[person]
        finally:
            self.busy = None

    def _does_something(self, person: Person) -> None:
        person.clock_seconds += 60
        before = set(person.laptop.state.outbox)
        with suppress(DiskFull):
            deeds.something(self.random, person, lambda: self.random.randbytes(16))
        for action_id, kept in person.laptop.state.outbox.items():
            if action_id not in before:
                self.watch.accept(person, kept.action, kept.packed)

    def _office_interrupted(self, where: str) -> None:
        if self.interrupted or not self.network.faults:
            return
        self.interrupted = True
        try:
            if where in ("begin", "reading") and self.random.random() < 0.06:
                self.events.in_between()
            if where != "reading" and self.busy is not None and self.network.fails(0.4):
                self.watch.met[f"the office killed: {where}"] += 1
                raise OfficeDied(where)
        finally:
            self.interrupted = False

    def _laptop_interrupted(self, person: Person, where: str) -> None:
        if where == "commit" and person in self.full:
            self.watch.met["disk full"] += 1
            raise DiskFull("no room")
        if self.interrupted or self.busy is not person:
            return
        self.interrupted = True
        try:
            if self.network.fails(0.3):
                self.watch.met["a laptop killed between two statements"] += 1
                raise Killed(where)
            if where == "begin" and self.network.faults and self.random.random() < 0.05:
                self._does_something(person)
        finally:
            self.interrupted = False

    def _is_upgraded(self, person: Person) -> None:
        """A program that knows other facts of some parts is installed: it reads these anew."""
        self.watch.met["another schema on the laptop"] += 1
        self.syncs.pop(person, None)
        state = person.laptop.state.copy()
        state.outdated = frozenset(part for part in state.cursors if self.random.random() < 0.5)
        person.laptop.state = state

    def _disk_event(self, person: Person) -> None:
        """A disk is full for a while; a file is copied, put back from an old copy, or goes on living twice."""
        chance, copies = self.random.random(), self.old.setdefault(person, [])
        if person in self.full or chance < 0.1:
            self.full ^= {person}
        elif chance < 0.5 or not copies:
            copies.append((person.device_id, person.laptop.state))
        elif chance < 0.85:
            self.watch.met["an old copy of a file put back"] += 1
            self._put_back(person, *self.random.choice(copies))
        elif len(self.people) < len(LAPTOPS) + 2:
            self.watch.met["a file copied"] += 1
            twin = Person(person.user_id, person.device_id, person.name, person.role)
            twin.laptop.state = person.laptop.state
            self._watch_laptop(twin)
            self.people.append(twin)

    def _put_back(self, person: Person, device_id: bytes, state) -> None:
        self.syncs.pop(person, None)
        before = person.laptop.state
        person.device_id, person.laptop.state, person.form = device_id, state, None
        self._released_by(before, state)

    def _released_by(self, before, state) -> None:
        """A disk was put back: what only the newer one held is nobody's loss but its person's."""
        gone = before.outbox.keys() - state.outbox.keys()
        elsewhere = set(self.office.state.actions)
        for other in self.people:
            elsewhere.update(other.laptop.state.outbox)
        self.watch.released |= gone
        self.watch.excused |= gone - elsewhere
        self.watch.excused -= state.outbox.keys()

    def finish(self, person: Person) -> None:
        """A whole sync of one laptop, from its beginning."""
        self.syncs.pop(person, None)
        self.busy = person
        for _ in sync(person, self.network, page_rows=1000, rows_a_transaction=20_000):
            pass
        self.busy = None

    def _heal(self) -> Told:
        """Messages arrive, nobody dies, nobody types: within some rounds everything is answered and equal."""
        self.network.faults, self.network.late, self.full = 0.0, [], set()
        self.events.finishes_importing()
        rounds = 0
        while not rounds or not all(self._is_quiet(person) for person in self.people):
            rounds += 1
            demand(8, rounds <= ROUNDS_MAX, f"not quiet after {ROUNDS_MAX} rounds")
            for person in self.people:
                self.finish(person)
                self.watch.nothing_lost(self.office.state)
        all_is_well(self.office, self.watch, self.network)
        return self._told(rounds)

    def _is_quiet(self, person: Person) -> bool:
        if any(kept.state in PENDING for kept in person.laptop.state.outbox.values()):
            return False
        view, _ = self.network.pull(person.user_id, next_pull(person.laptop, with_cursors=False))
        return view.is_same

    def _told(self, rounds: int) -> Told:
        state = self.office.state
        verdicts: dict = {}
        story = []
        for action_id, known in state.actions.items():
            answer = known.answer
            name = answer.verdict.value if answer else "earlier"
            verdicts[name] = verdicts.get(name, 0) + 1
            story.append((action_id, name, answer.code if answer else ""))
        rows = [row.plain for table in state.tables.values() for row in table.values()]
        digest = blake2b(repr((story, sorted(rows))).encode(), digest_size=16).digest()
        return Told(len(self.watch.accepted), verdicts, rounds, self.steps, digest, self.watch.met)


def run(seed: int, **how) -> Told:
    """One history. Raises: Broken where an invariant does not hold."""
    return History(seed, **how).run()
