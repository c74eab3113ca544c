"""Reads that take long, as beside a first sync: nobody waits for what is no longer looked at, and what is comes."""

import shutil
import time
from threading import Event

import pytest
from PySide6.QtCore import QObject
from PySide6.QtWidgets import QApplication

from kamdesk.app.caretaker import EVERYTHING
from kamdesk.app.desk import DeskApp
from kamdesk.storage.desk import open_desk
from kamdesk.ui.kit.jobs import READERS
from kamdesk.ui.kit.room import Room
from tests.ui.small_company import PASSWORD, TODAY

ENDLESS = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT count(*) FROM n"
SHORT = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n LIMIT 50000) SELECT count(*) FROM n"
LONG_S = 5.0


@pytest.fixture
def opened(theme, qtbot, tmp_path, filled_profile):
    """A window that the test itself closes."""
    folder = tmp_path / "desk"
    shutil.copytree(filled_profile, folder)
    app = DeskApp(QApplication.instance(), today=TODAY, language_asked="en")
    app.show_desk(open_desk(folder, password=PASSWORD))
    qtbot.waitUntil(lambda: not app.jobs.is_busy)
    return app


def endless(begun):
    def read(connection):
        begun.set()
        connection.exec_driver_sql(ENDLESS)

    return read


def of_many_statements(begun):
    def read(connection):
        begun.set()
        while True:
            connection.exec_driver_sql(SHORT).scalar()

    return read


@pytest.mark.parametrize("long", [endless, of_many_statements])
def test_closing_the_window_waits_for_no_read(opened, long):
    owner, begun, came = QObject(), [Event() for _ in range(READERS)], []
    for number, each in enumerate(begun):
        opened.jobs.read(long(each), came.append, owner=owner, latest=f"read {number}")
    opened.jobs.read(long(Event()), came.append, owner=owner)  # has not begun, and never will
    assert all(each.wait(LONG_S) for each in begun)
    asked = time.monotonic()
    opened.close()
    assert time.monotonic() - asked < LONG_S
    assert came == []


class Reading(Room):
    """A room that notes when it reads and when its answers come, and reads as it is told to."""

    def __init__(self, context, select):
        super().__init__(context)
        self.asked_at, self.came_at, self.came, self.select = [], [], [], select

    @property
    def asked(self):
        return len(self.asked_at)

    def read_again(self):
        self.asked_at.append(time.monotonic())
        self.context.jobs.read(self.select, self.take, owner=self, latest="all")

    def take(self, answer):
        self.came_at.append(time.monotonic())
        self.came.append(answer)


@pytest.fixture
def room(app, qtbot):
    def make(select):
        room = Reading(app.context, select)
        qtbot.addWidget(room)
        room.show()
        return room

    return make


def test_a_room_that_is_left_lets_go_of_its_readers_and_reads_when_it_is_opened_again(app, room, qtbot):
    begun = Event()
    slow = room(endless(begun))
    assert begun.wait(LONG_S)
    slow.hide()
    app.settle()
    assert slow.came == []
    slow.select = lambda connection: connection.exec_driver_sql("SELECT 7").scalar()
    slow.show()
    qtbot.waitUntil(lambda: slow.came == [7])
    slow.hide()
    slow.show()
    app.settle()
    assert slow.asked == 2, "what was read whole is still true"


def between_two_statements(begun, gate):
    def read(connection):
        begun.set()
        gate.wait(LONG_S)
        connection.exec_driver_sql(ENDLESS)

    return read


def test_a_left_room_lets_go_of_a_read_that_was_between_two_statements(app, room):
    begun, gate = Event(), Event()
    slow = room(between_two_statements(begun, gate))
    assert begun.wait(LONG_S)
    slow.hide()
    gate.set()
    app.settle()
    assert slow.came == []


def test_news_from_elsewhere_do_not_begin_a_long_read_again_before_it_came(app, room, qtbot):
    gate = Event()
    slow = room(lambda _connection: gate.wait(LONG_S))
    for _ in range(3):
        app.context.bus.changed.emit(EVERYTHING)
    assert slow.asked == 1
    gate.set()
    qtbot.waitUntil(lambda: slow.came == [True, True])
    app.settle()
    assert slow.asked == 2, "all the news together are read once"


def test_a_room_rests_as_long_as_it_read_before_news_from_elsewhere_make_it_read_again(app, room, qtbot):
    slow = room(lambda _connection: time.sleep(0.3))
    qtbot.waitUntil(lambda: len(slow.came) == 1)
    app.context.bus.changed.emit(EVERYTHING)
    qtbot.waitUntil(lambda: len(slow.came) == 2)
    assert slow.asked_at[1] - slow.came_at[0] >= 0.25


def test_what_was_written_here_is_read_at_once(app, room, qtbot):
    gate = Event()
    slow = room(lambda _connection: gate.wait(LONG_S))
    app.context.bus.changed.emit(frozenset({("note", b"1")}))
    assert slow.asked == 2
    gate.set()
    qtbot.waitUntil(lambda: len(slow.came) == 1)
