"""One window per profile, and a window that did not close by itself is noticed."""

import subprocess
import sys

from kamdesk.storage.window_lock import WindowLock

HOLD = """
import sys
from pathlib import Path
from kamdesk.storage.window_lock import WindowLock
print(WindowLock(Path(sys.argv[1])).take(), flush=True)
sys.stdin.read()
"""


def test_a_second_window_does_not_get_the_lock(tmp_path):
    first, second = WindowLock(tmp_path), WindowLock(tmp_path)
    assert first.take()
    assert not second.take()
    first.release()
    assert second.take()
    assert not second.left_open
    second.release()


def test_a_window_that_was_killed_gives_the_lock_back_and_is_noticed(tmp_path):
    with subprocess.Popen(
        [sys.executable, "-c", HOLD, str(tmp_path)], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as window:
        assert window.stdout.readline().strip() == b"True"
        assert not WindowLock(tmp_path).take()
        window.kill()
    next_one = WindowLock(tmp_path)
    assert next_one.take()
    assert next_one.left_open
    next_one.release()
    next_one.release()
