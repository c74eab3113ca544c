"""Laptops of the bench: whole ones with a file, and reps whose actions are sent without one."""

import shutil
from datetime import UTC, datetime
from itertools import cycle, islice

from kamdesk.base.ids import new_id
from kamdesk.exchange.actions import Action, Author, create, edit
from kamdesk.exchange.http_words import Join
from kamdesk.exchange.protocol import Push, Sealed
from kamdesk.exchange.wire import action_bytes
from kamdesk.facts.policies import Role
from kamdesk.operations.commit import commit
from kamdesk.sync.joining import join_office
from kamdesk.sync.office_client import OfficeClient
from kamdesk.sync.office_of_desk import client_of
from kamdesk.sync.run import Sync
from tests.bench.filled_office import OFFICE_PASSWORD, SECOND, USER

ACTIONS_A_PUSH = 200


def action(name, *changes):
    """An action of this person, now."""
    author = Author(name=name, role=Role.REP)
    return Action(action_id=new_id(), verb="edit", author=author, made_at=datetime.now(UTC), changes=changes)


class Laptop:
    """A laptop with its encrypted file, joined and in step; `close()` when done."""

    def __init__(self, url, folder, *, user=USER):
        shutil.rmtree(folder, ignore_errors=True)
        self.user = user
        self.desk = join_office(folder, url, user=user, password=OFFICE_PASSWORD)
        self.office = client_of(self.desk)
        self.sync()

    def close(self):
        """Let go of file and connection."""
        self.office.close()
        self.desk.close()

    def sync(self):
        """One sync; its report."""
        return Sync(self.desk, self.office).run()

    def ids(self, query):
        """The rows of a query on the file."""
        with self.desk.reading() as connection:
            return connection.exec_driver_sql(query).all()

    def edits(self, number):
        """Type so many changes of telephone numbers, over all the people that there are."""
        stands = {row_id: (scope_id, phone) for row_id, scope_id, phone in self.ids(_PEOPLE)}
        for at, row_id in enumerate(islice(cycle(list(stands)), number)):
            (scope_id, before), wanted = stands[row_id], f"0512-{number}-{at}"
            stands[row_id] = scope_id, wanted
            commit(self.desk, action(self.user, edit("contact", row_id, scope_id, {"phone": (before, wanted)})))

    def notes(self, number):
        """Write so many notes, over all clients."""
        for at, (client_id,) in enumerate(islice(cycle(self.ids(_CLIENTS)), number)):
            commit(self.desk, action(self.user, create("note", new_id(), client_id, {"text": f"{at}: a new note"})))


_PEOPLE = "SELECT id, scope_id, phone FROM contacts"
_CLIENTS = "SELECT id FROM clients"


def write_elsewhere(url, laptop, number):
    """So many notes of another rep, sent at once: what a laptop has to fetch."""
    wish = Join(user=SECOND, password=OFFICE_PASSWORD, laptop="elsewhere")
    office = OfficeClient(url)
    token, nonce = office.join(wish).token, b""
    office.close()
    office = OfficeClient(url, token=token)
    clients = cycle([row[0] for row in laptop.ids(_CLIENTS)])
    texts = (f"{at}: what another rep heard at this client" for at in range(number))
    made = [action(SECOND, create("note", new_id(), next(clients), {"text": text})) for text in texts]
    sealed = [Sealed(at, each.action_id, action_bytes(each)) for at, each in enumerate(made, 1)]
    for first in range(0, number, ACTIONS_A_PUSH):
        pushed = office.push(Push(nonce=nonce, actions=tuple(sealed[first : first + ACTIONS_A_PUSH])))
        nonce = pushed.nonce
        assert len(pushed.answers) == len(sealed[first : first + ACTIONS_A_PUSH])
    office.close()
