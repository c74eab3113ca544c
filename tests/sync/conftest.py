"""A quiet company for named tests: the same laptops and office as in the histories, without chance."""

from contextlib import suppress

import msgspec
import pytest

from kamdesk.exchange.actions import Change, Deed, create, edit
from kamdesk.exchange.laptop import BrokeOff, apply_pull, next_pull
from kamdesk.exchange.protocol import Sealed
from kamdesk.exchange.push import take_push
from kamdesk.exchange.wire import action_bytes
from kamdesk.records.clients import Client
from kamdesk.records.every import by_word
from tests.sync.memory_office_sides import MemoryPush
from tests.sync.network import Push
from tests.sync.peace import all_is_well
from tests.sync.person import Person
from tests.sync.simulation import History


class Company(History):
    """A history in which nothing happens but what the test does; the invariants are asked all the same."""

    def __init__(self) -> None:
        super().__init__(7)
        self.count = 0
        self.lin, self.lins_other, self.wu, self.ma, self.fei = self.people
        rows = {row.external_key: row.id for scope in self.events.scopes() for row in self._clients(scope)}
        self.client, self.client_of_lin, self.client_of_wu = rows["C0"], rows["C1"], rows["C2"]
        for person in self.people:
            self.finish(person)

    def _clients(self, scope_id: bytes) -> list:
        return [row.sheet for row in self.office.state.tables["client", scope_id].values()]

    def new_id(self) -> bytes:
        self.count += 1
        return self.count.to_bytes(16, "big")

    def do(self, person: Person, *changes: Change, verb: str = "test", **how) -> bytes:
        """One action of a person at their laptop. Returns: its id."""
        action = person.do(self.new_id(), verb, *changes, **how)
        assert action is not None, "the laptop itself refuses this"
        self.watch.accept(person, action, action_bytes(action))
        return action.action_id

    def typed(self, person: Person, *changes: Change, verb: str = "test"):
        """An action as somebody's bytes may tell it, past their laptop."""
        action = person.action(self.new_id(), verb, changes)
        self.watch.accept(person, action, action_bytes(action))
        self.watch.excused.add(action.action_id)
        return action

    def edits(self, person: Person, word: str, row_id: bytes, **wanted) -> bytes:
        row = person.screen.row(by_word(word), row_id)
        return self.do(person, edit(word, row_id, row.scope_id, {name: (row[name], wanted[name]) for name in wanted}))

    def creates(self, person: Person, word: str, scope_id: bytes, **values) -> bytes:
        """Returns: the new row's id."""
        row_id = self.new_id()
        self.do(person, create(word, row_id, scope_id, values))
        return row_id

    def removes(self, person: Person, word: str, row_id: bytes) -> bytes:
        scope_id = person.screen.row(by_word(word), row_id).scope_id
        return self.do(person, Change(deed=Deed.REMOVE, word=word, row_id=row_id, scope_id=scope_id))

    def makes_client(self, person: Person, **values) -> bytes:
        scope_id = self.new_id()
        self.do(person, create(Client.word, scope_id, scope_id, values))
        return scope_id

    def a_row(self, word: str, scope_id: bytes | None = None) -> bytes:
        return min(self.office.state.tables[word, scope_id or self.client])

    def office_row(self, row_id: bytes):
        """A row as the office has it, or None."""
        where = self.office.state.where.get(row_id)
        return self.office.state.tables[where][row_id].sheet if where else None

    def answer(self, action_id: bytes):
        return self.office.state.actions[action_id].answer

    def items(self) -> list:
        return [kept.item for kept in self.office.state.items.values() if kept.is_open]

    def sync(self, *people: Person) -> None:
        for person in people or self.people:
            self.finish(person)

    def cut_after(self, person: Person, *, rows: int) -> None:
        """Pull in pages of one row, and let the line break behind some of them."""
        pull = next_pull(person.laptop, with_cursors=True)
        view, frames = self.network.pull(person.user_id, msgspec.structs.replace(pull, page_rows=1))
        with suppress(BrokeOff):
            apply_pull(person.laptop, view, frames[:rows], rows_a_transaction=1)

    def peace(self) -> None:
        """Everybody syncs until it is quiet; then everything must be equal."""
        self._heal()
        all_is_well(self.office, self.watch, self.network)

    def push_raw(self, person: Person, *sealed: Sealed):
        """Bytes as they are, past the laptop. Returns: the answers by action."""
        push = Push(nonce=person.laptop.state.nonce, actions=sealed)
        pushed = take_push(MemoryPush(self.office, person.device_id, person.user_id), push)
        person.laptop.state.nonce = pushed.nonce
        return {answer.action_id: answer for answer in pushed.answers}

    def loses(self, person: Person, scope_id: bytes) -> None:
        state = self.office.state.copy()
        del state.serves[person.user_id, scope_id]
        self.office.commit(state)

    def gets(self, person: Person, scope_id: bytes) -> None:
        state = self.office.state.copy()
        state.granted += 1
        state.serves[person.user_id, scope_id] = state.granted
        self.office.commit(state)


@pytest.fixture
def company():
    return Company()
