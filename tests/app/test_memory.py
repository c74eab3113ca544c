"""The window's garbage is looked for when nothing is read, and never through the rows of a large read."""

import gc
import subprocess
import sys
import weakref
from contextlib import contextmanager

import pytest

from kamdesk.app.memory import MANY, SOME, Tidier
from kamdesk.ui.kit.jobs import Jobs


class NoConnection:
    @contextmanager
    def reading(self):
        yield None

    def interrupt(self, connection):
        """Nothing runs in here that could be ended."""


class Circle:
    """Garbage that only a collector finds."""

    def __init__(self):
        self.self = self


@pytest.fixture
def tidier(qapp):
    jobs = Jobs(NoConnection())
    tidier = Tidier(jobs)
    yield tidier
    tidier.stop()
    jobs.close()


def test_python_does_not_collect_while_a_person_works(tidier):
    assert not gc.isenabled()
    gone = weakref.ref(Circle())
    rows = [[number] for number in range(MANY)]
    assert gone() is not None, "a reader's rows set no collector going"
    assert len(rows) == MANY


def test_small_garbage_goes_when_nothing_is_read(tidier):
    gc.collect(1)
    gone = weakref.ref(Circle())
    tidier.tidy()
    assert gone() is None


def test_the_garbage_of_quick_clicks_goes_before_it_looks_like_the_rows_of_a_large_read(tidier, qtbot):
    read = []

    def click():
        tidier._jobs.read(lambda _connection: [Circle() for _ in range(SOME // 2)] and None, read.append, owner=tidier)
        qtbot.wait_until(lambda: not tidier._jobs.is_busy)

    gc.collect()
    gc.freeze()
    before, clicks = gc.get_freeze_count(), 2 * MANY // SOME
    for _ in range(clicks):
        click()
    qtbot.wait_until(lambda: gc.get_count()[0] < SOME)
    assert len(read) == clicks
    assert len(gc.get_objects()) < MANY
    tidier.tidy()
    assert gc.get_freeze_count() <= before, "what was read again and again is not put aside"


def test_the_rows_of_a_large_read_are_put_aside_unlooked_at(tidier):
    gc.collect(1)
    before = gc.get_freeze_count()
    rows = [[number] for number in range(2 * MANY)]
    tidier.tidy()
    assert gc.get_freeze_count() >= before + len(rows)
    tidier.tidy_all()


def test_everything_is_looked_through_when_the_person_turns_away(tidier):
    gone = weakref.ref(Circle())
    gc.freeze()
    tidier.tidy()
    assert gone() is not None
    tidier.tidy_all()
    assert gone() is None


def test_python_collects_again_when_the_window_is_closed(tidier):
    tidier.stop()
    assert gc.isenabled()


HEAPS = """
import ctypes, sys, tempfile, threading
from kamdesk.app.memory import keep_in_one_heap
if sys.argv[1] == "asked":
    keep_in_one_heap()
begin = threading.Barrier(4)
def reads():
    begin.wait()
    kept = [bytes(2_000) for _ in range(2_000)]
    begin.wait()
threads = [threading.Thread(target=reads) for _ in range(4)]
for each in threads: each.start()
for each in threads: each.join()
libc = ctypes.CDLL(None)
libc.fdopen.restype = ctypes.c_void_p
with tempfile.TemporaryFile() as told:
    stream = ctypes.c_void_p(libc.fdopen(told.fileno(), b"w"))
    libc.malloc_info(0, stream)
    libc.fflush(stream)
    told.seek(0)
    print(told.read().count(b"<heap "))
"""


def heaps(asked):
    run = subprocess.run([sys.executable, "-c", HEAPS, asked], capture_output=True, text=True, check=True, timeout=60)
    return int(run.stdout)


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="glibc's heaps")
def test_all_threads_share_one_heap_once_that_is_asked_for():
    assert heaps("asked") == 1 < heaps("not asked")
