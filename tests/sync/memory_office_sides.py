"""The two sides that an office of dictionaries shows to a laptop: it takes a push and it answers a pull."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from hashlib import blake2b

from kamdesk.exchange.nonces import met
from kamdesk.exchange.office_store import Head
from kamdesk.exchange.protocol import Answer, Lineage, Stamp
from kamdesk.exchange.verdicts import Item, Verdict
from kamdesk.facts.policies import Compartment
from tests.sync.memory_office import Device, Known, State, Transaction
from tests.sync.memory_tray import looks_at


def content_of(action: bytes) -> bytes:
    return blake2b(action, digest_size=16).digest()


class OfficeDied(Exception):
    """The office's process was killed: whatever was not committed is gone, and so is the reply."""


class MemoryOffice:
    """The state that stands, and what watches each commit."""

    def __init__(self, random) -> None:
        self.state = State()
        self.random = random
        self.watch: Callable[[State, State], None] = lambda before, after: None
        self.interrupt: Callable[[str], None] = lambda where: None
        """called where another process may come in between, or death"""

    def interrupted(self, where: str) -> None:
        """Whatever comes in between now, also what was thought of after a long work began."""
        self.interrupt(where)

    @contextmanager
    def writing(self, user_id: bytes, device_id: bytes) -> Iterator[Transaction]:
        self.interrupt("begin")
        transaction = Transaction(self.state, user_id, device_id, self.random)
        yield transaction
        self.interrupt("commit")
        assert self.state is transaction.before, "heads are locked: nobody wrote in between"
        self.commit(transaction.state)
        self.interrupt("committed")

    def commit(self, state: State) -> None:
        before, self.state = self.state, state
        self.watch(before, state)


class MemoryPush:
    """What an office keeps for one signed-in laptop."""

    breaks = ()

    def __init__(self, office: MemoryOffice, device_id: bytes, user_id: bytes) -> None:
        self.office, self.device_id, self.user_id = office, device_id, user_id

    def meet(self, nonce: bytes) -> tuple[Lineage, bytes]:
        self.office.interrupt("begin")
        device = self._device()
        lineage, nonces, fresh = met(device.nonces, nonce, self.office.random.randbytes(8))
        self._keep(device._replace(nonces=nonces))
        return lineage, fresh

    def next_sequence(self) -> int:
        return self._device().last_sequence + 1

    def took(self, sequence: int) -> None:
        device = self._device()
        self._keep(device._replace(last_sequence=max(device.last_sequence, sequence)))

    def _device(self) -> Device:
        # A laptop that joined after the backup that was put back is met as if it had never come.
        return self.office.state.devices.get(self.device_id, Device(self.user_id))

    def _keep(self, device: Device) -> None:
        state = self.office.state.copy()
        state.devices[self.device_id] = device
        self.office.commit(state)

    def person_part(self):
        return self.user_id, Compartment.PERSON

    def writing(self, parts: Sequence):
        return self.office.writing(self.user_id, self.device_id)

    def failed(self, action_id: bytes) -> int:
        state = self.office.state.copy()
        state.failures[action_id] = state.failures.get(action_id, 0) + 1
        self.office.commit(state)
        return state.failures[action_id]

    def keep_raw(self, action_id: bytes, action: bytes, why: str) -> Answer:
        with self.office.writing(self.user_id, self.device_id) as office:
            known = office.state.actions.get(action_id)
            if known and known.answer:
                return known.answer
            stamps = (office.stamp(self.person_part()),)
            answer = Answer(action_id=action_id, verdict=Verdict.HELD, code="raw", stamps=stamps)
            office.state.actions[action_id] = Known(content_of(action), self.user_id, self.device_id, answer)
            office.state.raw[action_id] = action
        return answer


class MemoryView:
    """One state of the office, as one user may see it."""

    def __init__(self, state: State, user_id: bytes, interrupt: Callable[[str], None]) -> None:
        self.state, self.user_id, self.interrupt = state, user_id, interrupt

    def heads(self) -> Iterable[Head]:
        state = self.state
        for part, grant in state.grants(self.user_id).items():
            stamp = state.heads.get(part, Stamp(*part, 0, b""))
            yield Head(
                scope_id=part[0], compartment=part[1], rev=stamp.rev, mark=stamp.mark, grant=grant,
                floor=state.floors.get(part, 0), as_of=state.as_of.get(part[1], ""),
            )  # fmt: skip

    def foresee_stamps(self, stamps):
        """Dictionaries are quick to ask."""

    def foresee(self, wanted):
        """The same."""

    def knows(self, stamp: Stamp) -> bool:
        return stamp in self.state.stamps or (stamp.rev == 0 and stamp.mark == b"")

    def items(self) -> tuple[Item, ...]:
        found = (kept for kept in self.state.items.values() if kept.is_open)
        return tuple(kept.item for kept in found if looks_at(self.state, kept, self.user_id))

    def policy(self) -> dict:
        return self.state.policy

    def rows(self, record, scope_id, *, newer_than, after, limit):
        self.interrupt("reading")
        table = self.state.tables.get((record.word, scope_id), {})
        if newer_than > 0:
            return sorted((row.plain for row in table.values() if row.plain[2] > newer_than), key=lambda row: row[2])
        ids = sorted(row_id for row_id in table if after is None or row_id > after)[:limit]
        return [table[row_id].plain for row_id in ids]

    def removed(self, record, scope_id, *, newer_than):
        key = (record.word, scope_id)
        floor = self.state.floors.get((scope_id, record.compartment), 0)
        return [
            row_id
            for row_id, (*where, rev) in self.state.removed.items()
            if tuple(where) == key and rev > max(newer_than, floor)
        ]


class MemoryPull:
    """What an office shows one signed-in laptop."""

    def __init__(self, office: MemoryOffice, user_id: bytes) -> None:
        self.office, self.user_id = office, user_id

    @contextmanager
    def snapshot(self) -> Iterator[MemoryView]:
        yield MemoryView(self.office.state, self.user_id, self.office.interrupted)
