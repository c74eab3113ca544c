"""What a person feels at the window: click to painted, search, stalls, memory. Runs in a process of its own.

python -m tests.bench.at_the_desk FOLDER  →  one JSON document
"""

import json
import resource
import sys
import time
from datetime import date
from pathlib import Path

from PySide6.QtCore import QEventLoop, QTimer
from PySide6.QtWidgets import QApplication
from sqlalchemy import select

from kamdesk.app.desk import DeskApp
from kamdesk.app.memory import keep_in_one_heap
from kamdesk.records.clients import Client
from kamdesk.storage.desk import open_desk
from kamdesk.ui.kit.plain_imports import import_plainly
from kamdesk.ui.shell.places import Place
from kamdesk.ui.shell.rooms import CLIENT_TABS, ROOMS
from tests.bench.sample_desks import PASSWORD

TODAY = date(2026, 10, 20)
CLICKS = 40
TYPED = ("ht", "heng", "恒泰", "1187", "wang", "li min", "139", "数控", "苏州", "HP-63", "zzz", "ren", "SO-11", "公司")
BEAT_MS = 5
REST_MS = 100
"""What is painted late still belongs to the click."""
WAIT_MS = 500


class Driver:
    """Clicks and waits like a person who does not think."""

    def __init__(self, place):
        import_plainly()
        keep_in_one_heap()
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
        """Ids of clients all over the company, and Hengtai's."""
        table = Client.table()
        with self.desk.reading() as connection:
            ids = list(connection.execute(select(table.c.id).order_by(table.c.external_key)).scalars())
            told = connection.execute(select(table.c.id).where(table.c.external_key == "HENGTAI")).scalar_one()
        return told, ids[:: max(1, len(ids) // CLICKS)][:CLICKS]


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
        rest = QEventLoop()
        QTimer.singleShot(REST_MS, rest.quit)
        rest.exec()
        longest[f"{place.room}/{place.tab}"] = heart.longest
    return longest


def searched(driver):
    """Seconds from the last key to the painted offers."""
    palette = driver.window.palette_box
    palette.open()
    driver.settle()
    return [driver.seconds(lambda text=text: palette.field.setText(text)) for text in TYPED for _ in range(3)]


def main(folder):
    """Drive the desk and print what was felt."""
    driver = Driver(Path(folder))
    told, ids = driver.clients()
    tour(driver, told)  # the first tour imports the rooms
    stalls = tour(driver, told)
    pages = [
        driver.seconds(lambda each=each: driver.window.go(Place("client", each, "overview"))) for each in [*ids, told]
    ]
    driver.window.go(Place("today"))
    driver.settle()
    answer = {
        "pages": pages,
        "search": searched(driver),
        "stalls": stalls,
        "memory_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
    }
    driver.app.close()
    print(json.dumps(answer))


if __name__ == "__main__":
    main(sys.argv[1])
