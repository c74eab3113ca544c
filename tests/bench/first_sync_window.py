"""Does the window stop while a first sync fills its desk? A real window with its real sync process beside it.

python -m tests.bench.first_sync_window URL FOLDER      one JSON document
"""

import json
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from itertools import cycle
from pathlib import Path

from tests.bench.filled_office import OFFICE_PASSWORD, USER
from tests.bench.measures import Measure
from tests.bench.sample_desks import ROOT

CLICK_EVERY_MS = 1500
ROOMS = ("today", "clients", "orders", "stock", "payments", "visits")


def measures(office, folder):
    """The longest stall while rooms are looked through, between joining and the end of the first sync."""
    run = subprocess.run(
        [sys.executable, "-m", "tests.bench.first_sync_window", office.url, str(folder / "window")],
        check=True, cwd=ROOT, capture_output=True, text=True,
    )  # fmt: skip
    felt = json.loads(run.stdout.splitlines()[-1])
    told = f"{felt['clicks']} clicks, {felt['rows']:,} rows"
    yield Measure(f"longest stall of the window in a first sync ({told})", felt["stall"] * 1000, 50, "ms")


def main(url, folder):
    """Open the window, let the sync run, click on."""
    from PySide6.QtCore import QEventLoop, QTimer
    from PySide6.QtWidgets import QApplication

    from kamdesk.app.desk import DeskApp
    from kamdesk.sync.joining import join_office
    from kamdesk.ui.kit.plain_imports import import_plainly
    from kamdesk.ui.shell.places import Place
    from tests.bench.at_the_desk import Stalls

    import_plainly()
    with ThreadPoolExecutor(1) as elsewhere:
        desk = elsewhere.submit(join_office, folder, url, user=USER, password=OFFICE_PASSWORD).result()
    application = QApplication([])
    app = DeskApp(application)
    window, places, clicks = app.show_desk(desk), cycle(ROOMS), []

    def click():
        clicks.append(next(places))
        window.go(Place(clicks[-1]))

    for _ in range(2 * len(ROOMS)):  # an empty desk: what is imported only once is imported
        click()
        while app.jobs.is_busy:
            application.processEvents()
    clicks.clear()
    done, heart, clicking = QEventLoop(), Stalls(), QTimer()
    clicking.timeout.connect(click)
    clicking.start(CLICK_EVERY_MS)
    app.context.sync.synced.connect(lambda: app.context.sync.state.synced_at and done.quit())
    app.look_after(was_left_open=False)
    done.exec()
    clicking.stop()
    (ended, *_) = app.context.sync.state.history or (None,)
    print(json.dumps({"stall": heart.longest, "clicks": len(clicks), "rows": ended.received if ended else 0}))
    app.close()


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]))
