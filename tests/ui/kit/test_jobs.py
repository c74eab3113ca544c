"""Work runs elsewhere, results come back here, errors become sentences."""

import threading
from contextlib import contextmanager

import pytest
from PySide6.QtCore import QObject

from kamdesk.base.errors import BadValue
from kamdesk.ui.kit.jobs import Jobs


class OneConnection:
    """The smallest thing jobs can read from."""

    @contextmanager
    def reading(self):
        yield "connection"


@pytest.fixture
def jobs(qapp):
    jobs = Jobs(OneConnection())
    yield jobs
    jobs.close()


def test_a_read_runs_elsewhere_and_its_result_comes_back_to_the_window(jobs, qtbot):
    found = []
    owner = QObject()
    jobs.read(
        lambda connection: (connection, threading.current_thread() is threading.main_thread()),
        lambda result: found.append((result, threading.current_thread() is threading.main_thread())),
        owner=owner,
    )
    qtbot.waitUntil(lambda: bool(found))
    assert found == [(("connection", False), True)]


def test_only_the_newest_of_a_room_s_reads_arrives(jobs, qtbot):
    found, owner, gate = [], QObject(), threading.Event()
    jobs.read(lambda _connection: gate.wait(5), lambda _result: found.append("old"), owner=owner, latest="list")
    jobs.read(lambda _connection: gate.set(), lambda _result: found.append("new"), owner=owner, latest="list")
    qtbot.waitUntil(lambda: not jobs.is_busy)
    assert found == ["new"]


def test_nothing_is_delivered_to_a_page_that_is_gone(jobs, qtbot):
    found, owner, gate = [], QObject(), threading.Event()
    jobs.read(lambda _connection: gate.wait(5), found.append, owner=owner)
    import shiboken6

    shiboken6.delete(owner)
    gate.set()
    qtbot.waitUntil(lambda: not jobs.is_busy)
    assert found == []


def test_writes_happen_one_after_the_other_in_the_order_asked(jobs, qtbot):
    done, owner = [], QObject()
    for number in range(20):
        jobs.write(lambda number=number: done.append(number), owner=owner)
    qtbot.waitUntil(lambda: not jobs.is_busy)
    assert done == list(range(20))


def test_an_error_that_people_understand_reaches_the_window_as_its_sentence(jobs, qtbot):
    def refuse(_connection):
        raise BadValue("September has 30 days")

    owner = QObject()
    with qtbot.waitSignal(jobs.failed) as told:
        jobs.read(refuse, lambda _result: None, owner=owner)
    assert told.args == ["September has 30 days"]


def test_a_page_may_take_the_error_itself(jobs, qtbot):
    def refuse():
        raise BadValue("no", fact="grade")

    errors, owner = [], QObject()
    jobs.write(refuse, owner=owner, failed=errors.append)
    qtbot.waitUntil(lambda: bool(errors))
    assert errors[0].fact == "grade"
