"""The window's garbage is looked for when nothing is read, and never through the rows of a large read."""

import gc
import weakref
from contextlib import contextmanager

import pytest

from kamdesk.app.memory import MANY, Tidier, keep_in_one_heap
from kamdesk.ui.kit.jobs import Jobs


class NoConnection:
    @contextmanager
    def reading(self):
        yield None


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


def test_one_heap_for_all_threads_is_asked_for_without_harm():
    keep_in_one_heap()
