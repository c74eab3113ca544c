"""The sync's own process beside a window: when it syncs, what it tells, and how it may end."""

import os
import random
import shutil
import signal
import sys
import time
from pathlib import Path
from queue import Empty, Queue
from threading import Event

import pytest

from kamdesk.base.child_process import BEHIND, started
from kamdesk.base.clock import fixed_clock
from kamdesk.base.errors import CannotOpen
from kamdesk.exchange import http_words as words
from kamdesk.exchange.http_words import Code
from kamdesk.storage.desk import open_desk
from kamdesk.sync.companion import Companion
from kamdesk.sync.hints import Hints
from kamdesk.sync.standing import standing
from kamdesk.sync.state import SyncState
from kamdesk.sync.timetable import AFTER_SAVE_S, EVERY_S, FIRST_WAIT_S, REFUSED_WAIT_S, Timetable
from kamdesk.sync.verifying import verify
from tests.server.desks import NOW, PASSWORD
from tests.sync_laptop.conftest import Laptop
from tests.sync_laptop.small_office import refusal

WITHIN_S = 30


class Beside:
    """A companion whose word a test waits for."""

    def __init__(self, desk):
        self.told = Queue()
        self.companion = Companion(desk, self.told.put)
        self.companion.start()
        self.last = SyncState()

    def until(self, is_meant):
        """The first state from now on that is meant."""
        end = time.monotonic() + WITHIN_S
        while time.monotonic() < end:
            try:
                self.last = self.told.get(timeout=0.2)
            except Empty:
                continue
            if is_meant(self.last):
                return self.last
        pytest.fail(f"not within {WITHIN_S} s; the last was {self.last}")

    @property
    def child(self):
        return self.companion._child


@pytest.fixture
def beside():
    made = []

    def make(laptop):
        made.append(Beside(laptop.desk))
        return made[-1]

    yield make
    for each in made:
        each.companion.stop()


def synced(state):
    return state.synced_at is not None and not state.trouble and not state.waiting


def test_it_syncs_at_its_start_and_after_a_save(lin, wei, acme, beside):
    process = beside(lin)
    process.until(synced)
    lin.writes(acme, "typed in the window")
    process.until(lambda state: synced(state) and state.history[0].sent == 1)
    wei.sync()
    assert wei.notes() == ["typed in the window"]


def test_news_of_others_come_by_the_offices_hint(lin, wei, acme, beside):
    process = beside(lin)
    process.until(synced)
    wei.sets(acme, city="Bergen")
    wei.sync()
    began = time.monotonic()
    while lin.shown(acme)["city"] != "Bergen":
        assert time.monotonic() - began < WITHIN_S
        time.sleep(0.1)


def test_the_office_is_away_since_then_and_comes_back(lin, acme, beside, real_office):
    process = beside(lin)
    process.until(synced)
    real_pull = real_office.answers[words.PULL]
    real_office.answers[words.PULL] = lambda *_: refusal(Code.BUSY)
    process.companion.sync_now()
    away = process.until(lambda state: state.unreached_since)
    assert (away.trouble, away.is_online) == ("busy", False)
    assert away.sentence
    real_office.answers[words.PULL] = real_pull
    process.companion.network_is_back()
    back = process.until(synced)
    assert (back.is_online, back.unreached_since) == (True, None)


@pytest.mark.skipif(sys.platform == "win32", reason="Windows is told with the start: below normal")
def test_it_stands_behind_the_window_where_both_want_the_processor(lin, beside):
    process = beside(lin)
    process.until(synced)
    assert os.getpriority(os.PRIO_PROCESS, process.child.pid) == os.getpriority(os.PRIO_PROCESS, 0) + BEHIND


def test_the_key_stands_in_no_argument_and_no_variable(lin, beside):
    if sys.platform != "linux":
        pytest.skip("/proc tells")
    process = beside(lin)
    process.until(synced)
    for name in ("cmdline", "environ"):
        told = Path(f"/proc/{process.child.pid}/{name}").read_bytes()
        assert lin.desk.key.hex().encode() not in told
        assert PASSWORD.encode() not in told


def test_quitting_never_waits_for_an_office_that_hangs(lin, beside, real_office):
    process = beside(lin)
    process.until(synced)
    hanging = Queue()
    real_office.answers[words.PULL] = lambda *_: hanging.put(1) or time.sleep(8) or refusal(Code.BUSY)
    process.companion.sync_now()
    hanging.get(timeout=WITHIN_S)
    began = time.monotonic()
    process.companion.stop()
    assert time.monotonic() - began < 5
    assert process.child.returncode == 0


def test_a_window_that_dies_takes_its_sync_along(lin, beside):
    process = beside(lin)
    process.until(synced)
    process.child.stdin.close()
    assert process.child.wait(WITHIN_S) == 0


def test_a_process_that_is_killed_is_started_again(lin, beside, monkeypatch):
    monkeypatch.setattr("kamdesk.sync.companion.AGAIN_AFTER_S", 0.1)
    process = beside(lin)
    process.until(synced)
    first = process.child
    first.send_signal(signal.SIGKILL)
    first.wait()
    process.until(synced)
    assert process.child is not first


def test_a_copied_desk_asks_for_the_password_and_goes_on(lin, acme, beside, tmp_path):
    lin.writes(acme, "in both")
    lin.sync()
    shutil.copytree(lin.desk.folder, tmp_path / "copy")
    for text in ("one", "two", "three"):
        lin.writes(acme, text)
        lin.sync()
    copy = Laptop(open_desk(tmp_path / "copy", password=PASSWORD, clock=fixed_clock(NOW)))
    copy.writes(acme, "on the copy")
    process = beside(copy)
    process.until(lambda state: state.trouble == "copied")
    process.companion.sign_in("wrong one")
    process.until(lambda state: state.trouble == "password")
    process.companion.sign_in(PASSWORD)
    process.until(synced)
    lin.sync()
    assert sorted(copy.notes()) == sorted(lin.notes()) == sorted(["in both", "one", "two", "three", "on the copy"])
    process.companion.stop()
    copy.desk.close()


def test_a_lost_desk_is_gone_and_its_process_ends(lin, beside, real_office):
    folder = lin.desk.folder
    real_office.answers[words.PULL] = lambda *_: refusal(Code.LOST)
    process = beside(lin)
    process.until(lambda state: state.trouble == "lost")
    assert process.child.wait(WITHIN_S) == 0
    assert not (folder / "key.json").exists()


def test_killed_at_any_moment_nothing_typed_is_lost_and_nothing_doubles(lin, wei, acme, beside):
    seed = random.randrange(1 << 30)
    print("seed", seed)
    chance, written = random.Random(seed), []
    for number in range(12):
        process = beside(lin)
        for part in range(3):
            written.append(f"{number}.{part}")
            lin.writes(acme, written[-1])
        if number % 3 == 0:
            wei.sets(acme, city=f"City {number}")
            wei.sync()
        time.sleep(chance.uniform(0.3, 1.5))
        process.companion.sync_now()
        time.sleep(chance.uniform(0, 0.05))
        process.companion._ends.set()
        process.child.kill()
        process.child.wait()
    lin.desk.check(thorough=True)
    lin.sync()
    wei.sync()
    assert sorted(lin.notes()) == sorted(wei.notes()) == sorted(written)
    with lin.asking() as client:
        assert verify(lin.desk, client) == ()
    assert standing(lin.desk).waiting == 0


def test_a_window_that_closes_while_its_sync_starts_leaves_none_behind(lin, monkeypatch):
    companion, children = Companion(lin.desk, lambda _state: None), []

    def closed_meanwhile(*what):
        children.append(started(*what))
        companion._ends.set()
        return children[-1]

    monkeypatch.setattr("kamdesk.sync.companion.started", closed_meanwhile)
    companion.start()
    companion._thread.join(WITHIN_S)
    assert [child.poll() for child in children] == [0]


def test_a_file_that_is_locked_for_a_moment_does_not_end_the_waiting_for_news(lin):
    class Office:
        """One whose answer meets a locked file first."""

        asked = 0

        def hint(self, _digest):
            self.asked += 1
            if self.asked == 1:
                raise CannotOpen("locked", reason="locked")
            return True

    news, office = Event(), Office()
    hints = Hints(lin.desk, news.set)
    for _ in range(WITHIN_S * 10):
        hints.ask(office, moved=True)  # after each sync that went well
        if news.wait(0.1):
            break
    assert news.is_set()


def test_the_timetable_of_a_sync():
    clock = [1000.0]
    table = Timetable(now=lambda: clock[0])
    assert table.seconds_left == 0
    table.done()
    assert table.seconds_left == EVERY_S
    table.saved()
    assert table.seconds_left == AFTER_SAVE_S
    table.failed(passes=True)
    table.failed(passes=True)
    assert table.seconds_left == 2 * FIRST_WAIT_S
    table.failed(passes=True, wait_s=60)
    assert table.seconds_left == 60
    for _ in range(9):
        table.failed(passes=True)
    assert table.seconds_left == EVERY_S
    table.failed(passes=False)
    assert table.seconds_left == REFUSED_WAIT_S
    table.at_once()
    assert table.seconds_left == 0
