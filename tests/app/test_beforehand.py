"""Rooms are loaded while the first one is looked at, so that the click that opens one loads nothing."""

import subprocess
import sys
from pathlib import Path
from threading import Event

import kamdesk.ui
from kamdesk.app.beforehand import PAINTED_MS, Beforehand
from kamdesk.ui.kit.jobs import Jobs, NoDesk

LOADED = "import sys; from kamdesk.ui.shell.rooms import load_rooms; load_rooms(); print(*sys.modules)"


def test_every_room_is_loaded_beforehand():
    run = subprocess.run([sys.executable, "-c", LOADED], check=True, capture_output=True, text=True)
    rooms = {f"kamdesk.ui.{file.parent.name}.room" for file in Path(kamdesk.ui.__path__[0]).glob("*/room.py")}
    assert len(rooms) > 10
    assert rooms <= set(run.stdout.split())


def test_rooms_are_loaded_once_and_not_while_something_is_being_read(qtbot):
    jobs, loaded, held = Jobs(NoDesk()), [], Event()
    Beforehand(jobs, lambda: loaded.append(jobs.is_busy))
    jobs.work(lambda: None, lambda _nothing: None, owner=jobs)
    qtbot.wait_until(lambda: not jobs.is_busy)
    jobs.work(held.wait, lambda _nothing: None, owner=jobs)
    qtbot.wait(PAINTED_MS + 50)
    assert loaded == []
    held.set()
    qtbot.wait_until(lambda: loaded == [False])
    jobs.work(lambda: None, lambda _nothing: None, owner=jobs)
    qtbot.wait(PAINTED_MS + 50)
    assert loaded == [False]
    jobs.close()
