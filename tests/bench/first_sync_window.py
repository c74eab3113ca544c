"""Does the window stop while a first sync fills its desk? A real window with its real sync process beside it.

python -m tests.bench.first_sync_window URL FOLDER      one JSON document
"""

import json
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from itertools import cycle
from pathlib import Path

from tests.bench.filled_office import OFFICE_PASSWORD, USER
from tests.bench.measures import Measure
from tests.bench.sample_desks import ROOT

CLICK_EVERY_MS = 1500
"""Who looks for something: a room that is not there by then is left."""
PATIENCE_MS = 10_000
"""Who wants to see a room waits so long for it."""
ROOMS = ("today", "clients", "orders", "stock", "payments", "visits")


def measures(office, folder):
    """The longest stall while rooms are looked through, between joining and the end of the first sync."""
    hurried, patient = (
        _clicked(office.url, folder / f"window-{name}", wait)
        for name, wait in (("hurried", CLICK_EVERY_MS), ("patient", PATIENCE_MS))
    )
    told = f"{hurried['clicks']} clicks, {hurried['rows']:,} rows"
    yield Measure(f"longest stall of the window in a first sync ({told})", hurried["stall"] * 1000, 50, "ms")
    told = ", ".join(f"{name} {seconds:.1f}" for name, seconds in patient["answers"].items())
    yield Measure(f"the slowest room in it ({told})", max(patient["answers"].values()), PATIENCE_MS / 1000, "s")
    yield Measure("closing the window after it", max(hurried["closing"], patient["closing"]), 5, "s")


def _clicked(url, place, wait_ms):
    run = subprocess.run(
        [sys.executable, "-m", "tests.bench.first_sync_window", url, str(place), str(wait_ms)],
        check=True, cwd=ROOT, capture_output=True, text=True,
    )  # fmt: skip
    return json.loads(run.stdout.splitlines()[-1])


class Clicks:
    """Opens one room after the other: each after a time, or when the one before is filled and was looked at."""

    def __init__(self, app, window, wait_ms):
        from PySide6.QtCore import QTimer

        self.app, self.window, self.places, self.number = app, window, cycle(ROOMS), 0
        self.answers = {}
        self.wait_ms = wait_ms
        self._asked_at = None
        self._next = QTimer(singleShot=True)
        self._next.timeout.connect(self.click)
        app.jobs.busy_changed.connect(self._on_busy)

    def click(self):
        from kamdesk.ui.shell.places import Place

        self._room, self._asked_at = next(self.places), time.perf_counter()
        self.number += 1
        self._next.start(self.wait_ms)
        self.window.go(Place(self._room))

    def stop(self):
        """The end; a room that is still not filled took so long at least."""
        self._next.stop()
        if self._asked_at is not None:
            self._note()

    def _on_busy(self, is_busy):
        if is_busy or self._asked_at is None:
            return
        self._note()
        if self.wait_ms > CLICK_EVERY_MS:
            self._next.start(CLICK_EVERY_MS)

    def _note(self):
        took, self._asked_at = time.perf_counter() - self._asked_at, None
        self.answers[self._room] = max(took, self.answers.get(self._room, 0.0))


def main(url, folder, wait_ms):
    """Open the window, let the sync run, click on."""
    from PySide6.QtCore import QEventLoop
    from PySide6.QtWidgets import QApplication

    from kamdesk.app.desk import DeskApp
    from kamdesk.app.turns import take_short_turns
    from kamdesk.sync.joining import join_office
    from kamdesk.ui.kit.plain_imports import import_plainly
    from tests.bench.at_the_desk import Stalls

    import_plainly()
    take_short_turns()
    with ThreadPoolExecutor(1) as elsewhere:
        desk = elsewhere.submit(join_office, folder, url, user=USER, password=OFFICE_PASSWORD).result()
    application = QApplication([])
    app = DeskApp(application)
    clicks = Clicks(app, app.show_desk(desk), wait_ms)
    for _ in range(2 * len(ROOMS)):  # an empty desk: what is imported only once is imported
        clicks.click()
        while app.jobs.is_busy:
            application.processEvents()
    clicks.number, clicks.answers = 0, {}
    done, heart = QEventLoop(), Stalls()
    app.context.sync.synced.connect(lambda: app.context.sync.state.synced_at and done.quit())
    app.look_after(was_left_open=False)
    done.exec()
    clicks.stop()
    (ended, *_) = app.context.sync.state.history or (None,)
    closed_at = time.perf_counter()
    felt = {"stall": heart.longest, "clicks": clicks.number, "answers": clicks.answers}
    app.close()
    print(json.dumps(felt | {"rows": ended.received if ended else 0, "closing": time.perf_counter() - closed_at}))


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]), int(sys.argv[3]))
