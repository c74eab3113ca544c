"""What a person feels at the window: click to painted, search, stalls, memory. Runs in a process of its own.

python -m tests.bench.at_the_desk FOLDER  →  one JSON document
"""

import json
import resource
import sys
import time
from datetime import date
from pathlib import Path

import psutil
from PySide6.QtCore import QEventLoop, QTimer
from PySide6.QtWidgets import QApplication
from sqlalchemy import select

from kamdesk.app.desk import DeskApp
from kamdesk.app.memory import keep_in_one_heap
from kamdesk.app.turns import take_short_turns
from kamdesk.records.clients import Client
from kamdesk.reports.press_child import RESTS_S
from kamdesk.storage.desk import open_desk
from kamdesk.ui.kit.plain_imports import import_plainly
from kamdesk.ui.shell.places import Place
from kamdesk.ui.shell.rooms import CLIENT_TABS, ROOMS
from tests.bench.sample_desks import PASSWORD

TODAY = date(2026, 10, 20)
CLICKS = 40
TOLD = ("HENGTAI", "QINGLAN-SY", "JINHE", "BAILU")
"""Clients of whom most is told: people, visits, promises, counts. The rest of a large desk is plainer."""
TYPED = ("ht", "heng", "恒泰", "1187", "wang", "li min", "139", "数控", "苏州", "HP-63", "zzz", "ren", "SO-11", "公司")
BEAT_MS = 5
REST_MS = 100
"""What is painted late still belongs to the click."""
CLICKS_EACH, CLICKS_TOLD, SEARCHES = 3, 10, 3
"""Turns far enough apart that a neighbour's work does not slow all of the same click."""
WAIT_MS = 500
LOOKS_MS = 2000
"""How long a person looks at the first room before the first click; the window loads the others meanwhile."""


class Driver:
    """Clicks and waits like a person who does not think."""

    def __init__(self, place):
        import_plainly()
        keep_in_one_heap()
        take_short_turns()
        self.application = QApplication.instance() or QApplication([])
        self.desk = open_desk(place, password=PASSWORD)
        self.app = DeskApp(self.application, today=TODAY)
        self.window = self.app.show_desk(self.desk)
        self.window.resize(1366, 768)
        self.settle()

    def settle(self):
        """Handle events until no work is left and what changed is painted."""
        self.application.processEvents()
        while self.app.jobs.is_busy:  # sleep until the answer is there: turning idly would slow the reading threads
            loop = QEventLoop()
            self.app.jobs.busy_changed.connect(loop.quit)
            QTimer.singleShot(WAIT_MS, loop.quit)
            loop.exec()
            self.app.jobs.busy_changed.disconnect(loop.quit)
        self.application.processEvents()

    def seconds(self, act):
        """How long an act takes until its result is painted."""
        started = time.perf_counter()
        act()
        self.settle()
        self.window.repaint()
        return time.perf_counter() - started

    def clients(self):
        """Ids of the clients of whom most is told, and of as many as there are up to a number, all over the company."""
        table = Client.table()
        with self.desk.reading() as connection:
            rows = select(table.c.external_key, table.c.id).order_by(table.c.external_key)
            known = {row.external_key: row.id for row in connection.execute(rows)}
        ids = list(known.values())
        return [known[key] for key in TOLD], ids[:: max(1, len(ids) // CLICKS)][:CLICKS]

    def children_mb(self):
        """Resident memory of the processes that the window started and that still live."""
        return sum(child.memory_info().rss for child in psutil.Process().children(recursive=True)) / 1_048_576


class Stalls:
    """A heart that beats every few milliseconds; a missed beat is a stall of the UI thread."""

    def __init__(self):
        self.longest, self._last = 0.0, time.perf_counter()
        self._timer = QTimer()
        self._timer.timeout.connect(self._beat)
        self._timer.start(BEAT_MS)

    def _beat(self):
        now = time.perf_counter()
        self.longest = max(self.longest, now - self._last - BEAT_MS / 1000)
        self._last = now


def tour(driver, told):
    """Every room and every part of a client's page; the longest stall of each."""
    driver.window.go(Place("today"))
    driver.settle()
    longest = {}
    for place in [Place(room.name) for room in ROOMS] + [Place("client", told, tab.name) for tab in CLIENT_TABS]:
        heart = Stalls()
        driver.window.go(place)
        driver.settle()
        driver.application.processEvents()
        rest(REST_MS)
        longest[f"{place.room}/{place.tab}"] = heart.longest
    return longest


def first_tour(driver, told):
    """The same in a window that was just opened, and the longest stall before its first click."""
    heart = Stalls()
    rest(LOOKS_MS)
    return {"before the first click": heart.longest} | tour(driver, told)


def rest(milliseconds):
    """Let the window live for a while."""
    loop = QEventLoop()
    QTimer.singleShot(milliseconds, loop.quit)
    loop.exec()


def searched(driver):
    """Seconds from the last key to the painted offers, several times for each text."""
    palette = driver.window.palette_box
    palette.open()
    driver.settle()
    spent = []
    for text in TYPED:
        turns = []
        for _ in range(SEARCHES):
            palette.field.clear()  # the same text again would be no search at all
            driver.settle()
            turns.append(driver.seconds(lambda text=text: palette.field.setText(text)))
        spent.append(turns)
    return spent


def opened(driver, client_id):
    """Seconds from the click on a client to the painted page."""
    return driver.seconds(lambda: driver.window.go(Place("client", client_id, "overview")))


def turns_of(driver, ids, turns):
    """For each client the seconds of its clicks; every client has its turn before the first has its second."""
    rounds = [[opened(driver, each) for each in ids] for _ in range(turns)]
    return [list(clicks) for clicks in zip(*rounds, strict=True)]


def resident_mb():
    """Resident memory of the window's own process."""
    return psutil.Process().memory_info().rss / 1_048_576


def rested(driver):
    """What the window's child processes still hold after the press had its time to go to rest."""
    until = time.monotonic() + RESTS_S + 5
    while driver.children_mb() and time.monotonic() < until:
        time.sleep(0.2)
    return driver.children_mb()


def main(folder):
    """Drive the desk and print what was felt."""
    driver = Driver(Path(folder))
    told, ids = driver.clients()
    first_stalls = first_tour(driver, told[0])
    with_press = resident_mb() + driver.children_mb()
    stalls = tour(driver, told[0])
    answer = {
        "pages": turns_of(driver, ids, CLICKS_EACH),
        "told": turns_of(driver, told, CLICKS_TOLD),
    }
    driver.window.go(Place("today"))
    driver.settle()
    answer |= {"search": searched(driver), "stalls": stalls, "first_stalls": first_stalls, "with_press_mb": with_press}
    answer["memory_mb"] = resident_mb() + rested(driver)
    answer["peak_mb"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    driver.app.close()
    print(json.dumps(answer))


if __name__ == "__main__":
    main(sys.argv[1])
