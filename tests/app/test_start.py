"""The program as a person starts it: one window per profile, closed by a signal as by its cross."""

import os
import signal
import subprocess
import sys
import time

import pytest

from kamdesk.storage.desk import create_desk, open_desk
from kamdesk.storage.window_lock import WindowLock

SHOWN = """
import sys
from pathlib import Path
from kamdesk.app.start import run
from kamdesk.storage.desk import open_desk

folder = Path(sys.argv[1])
sys.exit(run(folder, desk=open_desk(folder, password="right")))
"""


@pytest.fixture
def folder(tmp_path):
    create_desk(tmp_path / "desk", password="right", company="Ours", currency="CNY").close()
    return tmp_path / "desk"


def start(folder):
    environ = {**os.environ, "QT_QPA_PLATFORM": "offscreen"}
    return subprocess.Popen([sys.executable, "-c", SHOWN, str(folder)], stdout=subprocess.PIPE, env=environ)


def wait_for_window(folder, window):
    """Until the window's process holds the profile's lock."""
    end = time.monotonic() + 30
    while time.monotonic() < end and window.poll() is None:
        lock = WindowLock(folder)
        if not lock.take():
            return
        lock.release()
        time.sleep(0.05)  # another process starts; there is nothing else to wait on
    pytest.fail("the window did not come")


@pytest.mark.skipif(sys.platform == "win32", reason="Windows ends a process without asking it")
def test_a_signal_closes_the_window_and_the_file_and_a_second_start_only_rings(folder):
    with start(folder) as window:
        wait_for_window(folder, window)
        with start(folder) as second:
            assert second.wait(timeout=60) == 0
        assert window.poll() is None, "the first window stays"
        window.send_signal(signal.SIGTERM)
        assert window.wait(timeout=60) == 0
    lock = WindowLock(folder)
    assert lock.take()
    assert not lock.left_open, "it closed by itself"
    lock.release()
    assert not (folder / "desk.db-wal").exists(), "the log was folded into the file"
    open_desk(folder, password="right").close()
