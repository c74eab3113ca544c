"""The door: a wrong password is said, a damaged desk comes back from its last good backup."""

import json

import pytest

from kamdesk.storage.desk import FILE, create_desk, open_desk
from kamdesk.storage.signed_in import stay_signed_in
from kamdesk.ui.welcome.door import Door
from tests.storage.keyring_in_memory import ring

__all__ = ["ring"]


@pytest.fixture
def folder(tmp_path):
    desk = create_desk(tmp_path / "desk", password="right one", company="Ours", currency="CNY")
    desk.settings.set("note", "kept")
    desk.back_up()
    desk.close()
    return tmp_path / "desk"


@pytest.fixture
def door(folder, theme, qtbot):
    door = Door(folder, is_new=False)
    qtbot.addWidget(door)
    door.show()
    yield door
    door.close()


def said(door):
    return door.said.text()


def test_a_wrong_password_is_said_and_offers_no_backup(door, qtbot):
    door.password.setText("wrong one")
    door.open()
    qtbot.waitUntil(door.go.isEnabled)
    assert "does not open" in said(door)
    assert not door.put_back.isVisible()


def test_a_damaged_desk_is_put_back_from_its_last_good_backup(folder, door, qtbot):
    (folder / FILE).write_bytes(b"\0" * 8192)
    door.password.setText("right one")
    door.open()
    qtbot.waitUntil(door.put_back.isVisible)
    with qtbot.waitSignal(door.opened, timeout=10_000) as heard:
        door.put_back.click()
    (desk,) = heard.args
    assert desk.settings.get("note") == "kept"
    desk.close()
    assert len(list(folder.glob("desk-damaged-*.db"))) == 1


@pytest.mark.allow_hosts(["127.0.0.1"])
def test_a_forgotten_password_is_replaced_by_the_new_one_of_the_office(folder, door, qtbot):
    door.password.setText("wrong one")
    door.open()
    qtbot.waitUntil(door.go.isEnabled)
    assert not door.known.new_password.isVisible(), "nobody but an office could help"
    way_back = {"address": "http://127.0.0.1:9", "office_id": "", "user": "lin", "device": ""}
    (folder / "office.json").write_text(json.dumps(way_back))
    door.open()
    qtbot.waitUntil(door.known.new_password.isVisible)
    door.known.new_password.click()
    qtbot.waitUntil(door.go.isEnabled)
    assert "127.0.0.1:9" in said(door)
    assert "office" in said(door)


def test_the_door_opens_by_itself_for_who_stays_signed_in(ring, folder, door, qtbot):
    desk = open_desk(folder, password="right one")
    stay_signed_in(folder, desk.key)
    desk.close()
    with qtbot.waitSignal(door.opened, timeout=10_000) as heard:
        door.open_signed_in()
    heard.args[0].close()
    ring.secrets.clear()
    door.open_signed_in()
    qtbot.waitUntil(door.go.isEnabled)
    assert door.said.text() == ""


def test_the_other_desks_of_the_computer_are_offered(folder, theme, qtbot):
    create_desk(folder.parent / "other", password="right one", company="Ours", currency="CNY").close()
    (folder.parent / "other" / "office.json").write_text('{"user": "wei", "address": "https://office.example.com"}')
    door = Door(folder, is_new=False)
    qtbot.addWidget(door)
    first, new = door.known.others.buttons
    assert first.text() == "wei, office.example.com"
    with qtbot.waitSignal(door.other_asked) as heard:
        first.click()
    assert heard.args == [folder.parent / "other"]
    with qtbot.waitSignal(door.other_asked) as heard:
        new.click()
    assert heard.args == [folder.parent / "desk-2"]
