"""Work runs elsewhere, results come back here, errors become sentences."""

import threading
from contextlib import contextmanager

import pytest
from PySide6.QtCore import QObject, QTimer

from kamdesk.base.errors import BadValue
from kamdesk.storage.desk import create_desk
from kamdesk.ui.kit.jobs import Jobs


class OneConnection:
    """The smallest thing jobs can read from."""

    @contextmanager
    def reading(self):
        yield "connection"

    def interrupt(self, connection):
        """Nothing runs in here that could be ended."""


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


class Counted(OneConnection):
    """Says how often it was opened."""

    def __init__(self):
        self.times = 0

    @contextmanager
    def reading(self):
        self.times += 1
        yield f"connection {self.times}"


@pytest.fixture
def counted(qapp):
    desk = Counted()
    jobs = Jobs(desk)
    yield jobs, desk
    jobs.close()


def test_reads_asked_for_together_see_one_state_and_arrive_in_one_go(counted, qtbot):
    (jobs, desk), found, owner = counted, [], QObject()
    with jobs.together():
        for part in range(4):
            jobs.read(str, lambda result, part=part: found.append((part, result)), owner=owner)
    qtbot.waitUntil(lambda: bool(found))
    assert found == [(part, "connection 1") for part in range(4)]
    assert desk.times == 1
    assert not jobs.is_busy


def test_a_slow_read_does_not_hold_back_what_is_ready(counted, qtbot):
    (jobs, _desk), found, owner, gate = counted, [], QObject(), threading.Event()
    with jobs.together():
        jobs.read(lambda _connection: threading.Event().wait(0.05), lambda _result: found.append("first"), owner=owner)
        jobs.read(lambda _connection: gate.wait(5), lambda _result: found.append("slow"), owner=owner)
    qtbot.waitUntil(lambda: found == ["first"])
    gate.set()
    qtbot.waitUntil(lambda: found == ["first", "slow"])


def test_one_of_several_reads_may_fail_alone(counted, qtbot):
    (jobs, _desk), found, errors, owner = counted, [], [], QObject()

    def refuse(_connection):
        raise BadValue("no")

    with jobs.together():
        jobs.read(refuse, found.append, owner=owner, failed=errors.append)
        jobs.read(lambda _connection: "there", found.append, owner=owner)
    qtbot.waitUntil(lambda: not jobs.is_busy)
    assert (found, [error.text for error in errors]) == (["there"], ["no"])


def test_a_page_that_was_left_before_its_turn_is_not_read_at_all(counted, qtbot):
    (jobs, _desk), read, owner, gate = counted, [], QObject(), threading.Event()
    with jobs.together():
        jobs.read(lambda _connection: gate.wait(5), lambda _result: None, owner=owner)
        jobs.read(lambda _connection: read.append("old"), lambda _result: None, owner=owner, latest="page")
    jobs.read(lambda _connection: read.append("new"), lambda _result: gate.set(), owner=owner, latest="page")
    qtbot.waitUntil(lambda: not jobs.is_busy)
    assert read == ["new"]


def test_a_newer_read_ends_the_statement_of_the_older_one(qapp, qtbot, tmp_path):
    desk = create_desk(tmp_path / "desk", password="x", company="Ours", currency="CNY")
    jobs, found, owner, begun = Jobs(desk), [], QObject(), threading.Event()

    def endless(connection):
        begun.set()
        connection.exec_driver_sql(
            "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT count(*) FROM n"
        )

    def seven(connection):
        return connection.exec_driver_sql("SELECT 7").scalar()

    jobs.read(endless, lambda _result: found.append("old"), owner=owner, latest="find")
    assert begun.wait(5)
    qtbot.wait(20)
    jobs.read(seven, found.append, owner=owner, latest="find")
    qtbot.waitUntil(lambda: not jobs.is_busy)
    assert found == [7]
    jobs.close()
    desk.close()


def test_steps_are_done_one_a_turn_and_count_as_work_until_the_last(jobs, qtbot):
    done, owner = [], QObject()

    def step(name):
        return lambda: (done.append(name), QTimer.singleShot(0, owner, lambda: done.append("painted")))

    jobs.in_turns([step("chart"), step("words")], owner=owner, latest="board")
    assert done == []
    assert jobs.is_busy
    assert jobs.is_reading(owner)
    qtbot.waitUntil(lambda: not jobs.is_busy)
    assert done == ["chart", "painted", "words"]


def test_a_newer_read_drops_the_steps_that_are_left(jobs, qtbot):
    done, owner = [], QObject()

    def first():
        done.append("first")
        QTimer.singleShot(0, owner, lambda: jobs.read(lambda _c: "new", done.append, owner=owner, latest="board"))

    jobs.in_turns([first, lambda: done.append("old")], owner=owner, latest="board")
    qtbot.waitUntil(lambda: not jobs.is_busy)
    assert done == ["first", "new"]
