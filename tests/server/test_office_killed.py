"""The office killed between any two statements, also after the commit and before the answer: once, and never twice."""

import json
import os
import random
import signal
import subprocess
import sys
import time
from contextlib import contextmanager, suppress

import pytest

from kamdesk.base.ids import new_id
from kamdesk.exchange.actions import create, edit
from kamdesk.exchange.verdicts import Verdict
from kamdesk.records.clients import Client
from kamdesk.records.visits import Note
from kamdesk.server.custody.verifying import differences
from kamdesk.server.database.record_tables import office_table
from kamdesk.server.database.tables import history
from tests.server.laptops import Laptop, Unanswered
from tests.server.rows_of_office import rows
from tests.server.served import There, served

pytestmark = [pytest.mark.enable_socket, pytest.mark.timeout(7200)]
DIED = -signal.SIGKILL


class Mortal:
    """Offices beside the living one, on the same database."""

    def __init__(self, folder, process):
        self._folder, self._process, self._turns = folder, process, 0

    def born(self, last):
        """The address of an office that will be killed at this moment, and what it is killed by else."""
        self._turns += 1
        ready = self._folder / f"ready{self._turns}.json"
        self._process.stdin.write(f"{last} {ready}\n")
        self._process.stdin.flush()
        deadline = time.monotonic() + 60
        while not ready.exists() and time.monotonic() < deadline:
            time.sleep(0.01)
        told = json.loads(ready.read_text())
        return told["url"], told["pid"]

    def end(self, pid):
        """Whether it died by itself at the moment that was told."""
        with suppress(ProcessLookupError):
            os.kill(pid, signal.SIGTERM)
        return int(self._process.stdout.readline()) == DIED


@contextmanager
def mortal_office(folder, address):
    words = [sys.executable, "-W", "ignore", "-m", "tests.server.mortal_office", str(folder / "office"), address]
    with subprocess.Popen(words, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        yield Mortal(folder, process)
        process.stdin.close()


@pytest.fixture
def killed(tmp_path, address, socket_enabled):
    """What happens to a push whose office dies at a moment: told whether it died."""
    with served(tmp_path / "office", address) as (office, url), mortal_office(tmp_path, address) as mortal:
        there = There(office, url)
        laptop = Laptop(url, there.anna, there.join().token)
        yield Killed(there, laptop, mortal)
        laptop.close()
        there.close()


class Killed:
    def __init__(self, there, laptop, mortal):
        self.there, self.laptop, self.mortal = there, laptop, mortal
        self.city, self.notes = "Oslo", []

    def at(self, last):
        """One push that meets this death and is sent again, byte for byte. Returns: whether the office died."""
        scope, wanted = self.there.acme, f"city {last} {len(self.notes)}"
        self.notes.append(f"note {len(self.notes)}")
        sealed = self.laptop.sealed(
            [
                edit("client", scope, scope, {"city": (self.city, wanted)}),
                create("note", new_id(), scope, {"text": self.notes[-1]}),
                edit("client", scope, scope, {"payment_term_days": (30, 90)}),
            ]
        )
        url, pid = self.mortal.born(last)
        self.laptop.goes_to(url)
        with suppress(Unanswered):
            self.laptop.send(sealed)
        has_died = self.mortal.end(pid)
        self.laptop.goes_to(self.there.url)
        verdicts = [answer.verdict for answer in self.laptop.send(sealed)]
        assert verdicts == [Verdict.APPLIED, Verdict.APPLIED, Verdict.REFUSED], last
        self.city = wanted
        return has_died

    def check(self):
        """Each action took effect once, and the books of the office are whole."""
        engine = self.there.engine
        assert sorted(rows(engine, office_table(Note), "text")) == sorted((text,) for text in self.notes)
        assert rows(engine, office_table(Client), "city", "payment_term_days") == [(self.city, 30)]
        assert len(rows(engine, history)) == 2 * len(self.notes)
        assert differences(self.there.office) == []


def test_a_push_takes_effect_once_wherever_its_office_is_killed(killed):
    last, deaths = 1, 0
    while killed.at(last):
        deaths += 1
        last += 7  # each turn asks other statements, commits and moments before the answer
    killed.check()
    assert deaths >= 5


@pytest.mark.soak
def test_a_push_takes_effect_once_at_every_moment_at_which_its_office_can_be_killed(killed):
    last = 1
    while killed.at(last):
        last += 1
    chance = random.Random(int(os.environ.get("KAMDESK_SOAK_SEED", "0")))
    for _ in range(int(os.environ.get("KAMDESK_SOAK_TURNS", "50"))):
        killed.at(chance.randrange(1, last))
    killed.check()
    print(f"{last - 1} moments, {len(killed.notes)} turns")
