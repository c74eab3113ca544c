"""A forgotten password costs no unsent work: the office hands the file's key back to who signs in with a new one."""

import pytest

from kamdesk.base.errors import CannotOpen, NotFound
from kamdesk.cli.main import main
from kamdesk.exchange import http_words as words
from kamdesk.exchange.http_words import Code
from kamdesk.storage.desk import create_desk, open_desk
from kamdesk.sync import office_errors as errors
from kamdesk.sync.entering import change_password
from kamdesk.sync.way_back import take_way_back
from kamdesk.ui.welcome.door import Door
from tests.server.desks import PASSWORD
from tests.sync_laptop.small_office import refusal
from tests.ui.conftest import qapp_with_fonts, theme

__all__ = ["qapp_with_fonts", "theme"]

NEW = "another one, remembered"


@pytest.fixture
def forgotten(lin, acme, real_office):
    """The folder of a desk with unsent work, whose person has another password at the office now."""
    lin.writes(acme, "unsent, and not to be lost")
    lin.desk.back_up()
    lin.desk.close()
    real_office.password = NEW
    return lin.desk.folder


def notes(folder, password):
    from tests.sync_laptop.conftest import Laptop

    desk = open_desk(folder, password=password)
    found = Laptop(desk).notes()
    desk.close()
    return found


def test_a_new_password_at_the_office_opens_the_file_with_everything_in_it(forgotten):
    with pytest.raises(CannotOpen):
        open_desk(forgotten, password=NEW)
    take_way_back(forgotten, NEW)
    assert notes(forgotten, NEW) == ["unsent, and not to be lost"]
    with pytest.raises(CannotOpen):
        open_desk(forgotten, password=PASSWORD)


def test_the_old_password_opens_the_file_until_the_new_one_was_met(forgotten):
    assert notes(forgotten, PASSWORD) == ["unsent, and not to be lost"]


def test_a_wrong_password_changes_nothing(forgotten):
    before = (forgotten / "key.json").read_bytes()
    with pytest.raises(errors.WrongPassword):
        take_way_back(forgotten, "a guess")
    assert (forgotten / "key.json").read_bytes() == before


def test_a_lost_laptop_gets_no_key_back(forgotten, real_office):
    real_office.answers[words.HAND_BACK] = lambda *_: refusal(Code.LOST)
    with pytest.raises(errors.DeviceLost):
        take_way_back(forgotten, NEW)


def test_a_key_that_is_not_the_files_opens_nothing(forgotten, real_office, tmp_path):
    other = create_desk(tmp_path / "other", password="x" * 9, company="Other", currency="CNY")
    other.close()
    (forgotten / "desk.db").write_bytes((tmp_path / "other" / "desk.db").read_bytes())
    for ending in ("-wal", "-shm"):
        (forgotten / f"desk.db{ending}").unlink(missing_ok=True)
    before = (forgotten / "key.json").read_bytes()
    with pytest.raises(CannotOpen):
        take_way_back(forgotten, NEW)
    assert (forgotten / "key.json").read_bytes() == before


def test_a_desk_without_an_office_has_no_way_back(tmp_path):
    own = create_desk(tmp_path / "own", password="x" * 9, company="Own", currency="CNY")
    own.close()
    with pytest.raises(NotFound, match="No office"):
        take_way_back(tmp_path / "own", NEW)


def test_the_verb_sync_takes_the_way_back_by_itself(wei, forgotten, real_office, monkeypatch, capsys):
    monkeypatch.setenv("KAMDESK_PASSWORD", NEW)
    assert main(["--json", "--profile", str(forgotten), "sync"]) == 0
    assert '"applied": 1' in capsys.readouterr().out
    wei.sync()
    assert wei.notes() == ["unsent, and not to be lost"]


def test_what_stands_outside_the_file_names_no_client(lin, acme):
    told = b"".join(file.read_bytes() for file in lin.desk.folder.glob("*.json"))
    assert b"office" in told
    for word in ("Acme", "ACME", "0571-100", PASSWORD, lin.desk.settings.get("token"), lin.desk.key.hex()):
        assert word.encode() not in told


@pytest.mark.usefixtures("theme")
def test_the_door_takes_the_new_password(forgotten, qtbot):
    door = Door(forgotten, is_new=False)
    qtbot.addWidget(door)
    door.show()
    door.password.setText(NEW)
    door.open()
    qtbot.waitUntil(door.known.new_password.isVisible)
    with qtbot.waitSignal(door.opened, timeout=10_000) as heard:
        door.known.new_password.click()
    (desk,) = heard.args
    with desk.reading() as connection:
        assert connection.exec_driver_sql("SELECT text FROM notes").scalar() == "unsent, and not to be lost"
    desk.close()


def test_another_password_is_the_offices_and_the_desks(lin, real_office):
    change_password(lin.desk, PASSWORD, NEW)
    assert real_office.password == NEW
    lin.desk.close()
    open_desk(lin.desk.folder, password=NEW).close()


def test_a_password_that_the_office_does_not_take_stays_the_desks(lin, real_office):
    real_office.password = "another one since yesterday"
    with pytest.raises(errors.WrongPassword):
        change_password(lin.desk, PASSWORD, NEW)
    with pytest.raises(CannotOpen):
        change_password(lin.desk, "a guess", NEW)
    lin.desk.close()
    open_desk(lin.desk.folder, password=PASSWORD).close()


def test_a_password_is_never_sent_in_clear_whatever_address_was_written_beside_the_file(forgotten):
    told = forgotten / "office.json"
    told.write_text(told.read_text().replace("http://127.0.0.1", "http://office.example.com"))
    with pytest.raises(errors.WrongAddress, match="https"):
        take_way_back(forgotten, NEW)
