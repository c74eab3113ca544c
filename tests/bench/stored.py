"""What a pull costs the office where little is stored and where much is: it should follow what changed alone."""

import time

from kamdesk.base.ids import new_id
from kamdesk.exchange.actions import create
from kamdesk.exchange.protocol import Cursor, Pull, Push, Sealed
from kamdesk.exchange.wire import action_bytes
from kamdesk.sync.office_client import OfficeClient
from tests.bench import reps
from tests.bench.laptops import action
from tests.bench.measures import Measure

CHANGED, TURNS = 100, 9


class Reader:
    """A laptop without a file: it holds cursors only."""

    def __init__(self, url, rep):
        self.rep, self.office = rep, OfficeClient(url, token=rep.token)
        self.cursors, self.nonce, self.sequence = (), b"", 0
        self.pull()

    def pull(self):
        """(seconds, rows) of one pull to its end."""
        began = time.perf_counter()
        with self.office.pull(Pull(cursors=self.cursors)) as (view, frames):
            rows = sum(len(frame.rows) for frame in frames)
        seconds = time.perf_counter() - began
        self.cursors = tuple(
            Cursor(each.scope_id, each.compartment, each.rev, each.mark, each.grant) for each in view.parts
        )
        return seconds, rows

    def write(self, number):
        """So many notes over all the rep's clients."""
        sealed = []
        for _ in range(number):
            self.sequence += 1
            client = self.rep.clients[self.sequence % len(self.rep.clients)]
            made = action(self.rep.name, create("note", new_id(), client, {"text": "what changed"}))
            sealed.append(Sealed(self.sequence, made.action_id, action_bytes(made)))
        pushed = self.office.push(Push(nonce=self.nonce, actions=tuple(sealed)))
        assert len(pushed.answers) == number
        self.nonce = pushed.nonce


def quickest_pull(office):
    """Seconds of a pull of some new rows by a rep of some clients."""
    (rep,) = reps.made(office.database, 1, "reader")
    reader = Reader(office.url, rep)
    spent = []
    for _ in range(TURNS):
        reader.write(CHANGED)
        seconds, rows = reader.pull()
        assert rows == CHANGED, rows
        spent.append(seconds)
    reader.office.close()
    return min(spent)


def measures(small, middle, large):
    """The same pull at three offices."""
    few, some, many = (quickest_pull(office) for office in (small, middle, large))
    told = f"{few * 1000:.1f}, {some * 1000:.1f}, {many * 1000:.1f} ms"
    yield Measure(f"pull of {CHANGED} rows, 1,000,000 ÷ 3,000 lines stored ({told})", many / few, 1.5)
