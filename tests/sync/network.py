"""The way between a laptop and its office, as bad as it gets: lost, doubled, late, cut, and either end dying on it."""

from collections.abc import Iterator

import msgspec

from kamdesk.base.errors import KAMDeskError
from kamdesk.exchange.frames import cut_out, opened, streamed
from kamdesk.exchange.laptop import BrokeOff, apply_pull, next_pull, next_push, rejoined, take_pushed
from kamdesk.exchange.protocol import Frame, Frames, Lineage, Pull, Push, Pushed, View, packed
from kamdesk.exchange.pull import answer_pull
from kamdesk.exchange.push import take_push
from tests.sync.demands import demand
from tests.sync.memory_office import Device
from tests.sync.memory_office_sides import MemoryOffice, MemoryPull, MemoryPush, OfficeDied
from tests.sync.person import Person

PUSHES_MAX = 20
"""A sync that pushes more often than this goes round in circles."""


class Killed(Exception):
    """The laptop's sync process was killed; what was committed stands."""


class DiskFull(KAMDeskError):
    """The laptop's disk has no room; nothing of the transaction stands."""


class Lost(Exception):
    """No reply came."""


class Network:
    """Delivers between laptops and one office; `faults` says how often something goes wrong."""

    def __init__(self, office: MemoryOffice, random, watch) -> None:
        self.office, self.random, self.watch = office, random, watch
        self.faults = 0.0
        self.late: list[tuple] = []
        """requests that are still on their way though nobody waits for them, and how many had come before"""
        self.taken = 0

    def fails(self, times: float = 1.0) -> bool:
        return self.random.random() < self.faults * times

    def push(self, person: Person, push: Push) -> Pushed:
        who, data = (person.device_id, person.user_id), packed(push)
        if self.fails():
            if self.fails(3):
                self.late.append((who, data, self.taken))
            self._meets("a message dropped")
        reply = self.take(who, data)
        if self.fails(0.5):
            self.watch.met["a message doubled"] += 1
            reply = self.take(who, data)
        if self.fails():
            self._meets("a commit done and its reply lost")
        return msgspec.msgpack.decode(reply, type=Pushed)

    def _meets(self, fault: str) -> None:
        self.watch.met[fault] += 1
        raise Lost

    def take(self, who: tuple[bytes, bytes], data: bytes) -> bytes:
        """The office takes a request, whoever still waits for its reply."""
        before = self.office.state
        self.taken += 1
        try:
            store = MemoryPush(self.office, *who)
            pushed = take_push(store, msgspec.msgpack.decode(data, type=Push))
        except OfficeDied as died:
            raise Lost from died
        self.watch.replied(self.office.state, pushed)
        reply = packed(pushed)
        self.watch.sent((before, self.office.state), store.user_id, reply)
        return reply

    def deliver_late(self) -> None:
        """A request that everybody had given up arrives."""
        if self.late:
            who, data, taken = self.late.pop(self.random.randrange(len(self.late)))
            self.watch.met["a message delayed"] += 1
            self.watch.met["messages out of order"] += self.taken > taken
            try:
                self.take(who, data)
            except Lost:
                return

    def pull(self, user_id: bytes, pull: Pull) -> tuple[View, list[Frame]]:
        if self.fails():
            self._meets("a message dropped")
        ask = msgspec.msgpack.decode(packed(pull), type=Pull)
        snapshot = self.office.state
        view, *frames = answer_pull(MemoryPull(self.office, user_id), ask)
        self.watch.sent((snapshot,), user_id, *map(packed, (view, *frames)))
        return msgspec.msgpack.decode(packed(view), type=View), [
            msgspec.msgpack.decode(packed(frame), type=Frame) for frame in frames
        ]

    def stream(self, frames: list[Frame]) -> Iterator[Frame]:
        """Frames one by one; the line may be cut at any byte of them, with or without an error."""
        if not frames or not self.fails(0.3 * len(frames)):
            yield from frames
            return
        self.watch.met["cut at any byte"] += 1
        sent = b"".join(data for frame in frames for data in streamed([frame]))
        for message in cut_out([sent[: self.random.randrange(len(sent))]]):
            yield from opened(message, Frames).frames
        if self.random.random() < 0.5:
            raise Lost


def sync(person: Person, network: Network, *, page_rows: int, rows_a_transaction: int) -> Iterator[str]:
    """One sync of a laptop, a step at a time; between two steps anything may happen. Ends early where it fails."""
    laptop, office = person.laptop, network.office
    for again in range(PUSHES_MAX + 1):
        demand(8, again < PUSHES_MAX, "an action is sent for ever")
        push = next_push(laptop, "en")
        yield "sealed"
        pushed = network.push(person, push)
        yield "answered"
        if pushed.lineage is Lineage.CLONED:
            yield from _join_again(person, network)
            continue
        before = len(push.actions)
        take_pushed(laptop, pushed)
        yield "kept"
        offers_again = pushed.send_from is not None or pushed.lineage is Lineage.RESTORED
        if not offers_again and (not before or len(pushed.answers) < before):
            break
    pull = next_pull(laptop, with_cursors=False)
    yield "asked"
    view, frames = network.pull(person.user_id, pull)
    yield "heads"
    if not view.is_same and pull.cursors is None:
        pull = msgspec.structs.replace(next_pull(laptop, with_cursors=True), page_rows=page_rows)
        view, frames = network.pull(person.user_id, pull)
        yield "rows"
    person.role = office.state.users[person.user_id].role
    person.received = apply_pull(laptop, view, network.stream(frames), rows_a_transaction=rows_a_transaction)


def _join_again(person: Person, network: Network) -> Iterator[str]:
    """The password was asked for: this laptop is known under a new identity from now on."""
    state = network.office.state.copy()
    person.device_id = network.random.randbytes(16)
    state.devices[person.device_id] = Device(person.user_id)
    network.office.commit(state)
    yield "joined"
    rejoined(person.laptop)


FAILURES = (Lost, Killed, DiskFull, BrokeOff)
"""How a sync may end early; the next one begins anew."""
