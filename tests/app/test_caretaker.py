"""Beside the window: what another program wrote is shown, the file is checked and backed up."""

import pytest

from kamdesk.app.caretaker import EVERYTHING, Caretaker
from kamdesk.storage.backups import backups
from kamdesk.storage.desk import FILE, create_desk, open_desk
from kamdesk.storage.indexes import make_those_aside, set_aside


@pytest.fixture
def folder(tmp_path):
    return tmp_path / "desk"


@pytest.fixture
def desk(folder):
    desk = create_desk(folder, password="right", company="Ours", currency="CNY")
    desk.settings.set("long", "x" * 100_000)
    yield desk
    desk.close()


@pytest.fixture
def caretaker(desk, qapp):
    caretaker = Caretaker(desk, was_left_open=True)
    yield caretaker
    caretaker.stop()


def test_what_the_command_line_wrote_is_shown_within_seconds(folder, desk, caretaker, qtbot):
    caretaker.start()
    with qtbot.waitSignal(caretaker.changed, timeout=10_000) as heard:
        other = open_desk(folder, password="right")
        other.settings.set("greeting", "早安")
        other.close()
    assert heard.args == [EVERYTHING]
    assert desk.settings.get("greeting") == "早安"


def test_the_file_is_backed_up_once_a_day(folder, desk, caretaker):
    caretaker._check_and_back_up()
    caretaker._check_and_back_up()
    assert len(backups(folder)) == 1
    caretaker.start()


def test_while_a_first_sync_fills_the_file_it_is_not_read_through(folder, desk, caretaker, qtbot, monkeypatch):
    monkeypatch.setattr("kamdesk.app.caretaker.CHECK_AFTER_S", 0.0)
    monkeypatch.setattr("kamdesk.app.caretaker.LOOK_EVERY_S", 0.01)
    set_aside(desk)
    caretaker.start()
    qtbot.wait(200)
    assert backups(folder) == []
    make_those_aside(desk)
    qtbot.waitUntil(lambda: len(backups(folder)) == 1)


def test_a_damaged_file_is_said_and_not_backed_up(folder, desk, caretaker, qtbot):
    desk.close()
    content = bytearray((folder / FILE).read_bytes())
    content[-100] ^= 0xFF
    (folder / FILE).write_bytes(content)
    with qtbot.waitSignal(caretaker.damaged, timeout=10_000) as heard:
        caretaker._check_and_back_up()
    assert "damaged" in heard.args[0]
    assert backups(folder) == []
    caretaker.start()
