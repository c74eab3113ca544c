"""Backups: dated, encrypted, checked, pruned; put back when the file is damaged, and nothing is thrown away."""

from datetime import UTC, datetime, timedelta

import pytest

from kamdesk.base.clock import fixed_clock
from kamdesk.base.errors import CannotOpen, NotFound
from kamdesk.storage.backups import FOLDER, backups, is_backup_due, make_backup
from kamdesk.storage.desk import FILE, open_desk, restore_desk

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)


def damage(file):
    """Turn over one byte of the last page: opening does not meet it."""
    content = bytearray(file.read_bytes())
    content[-100] ^= 0xFF
    file.write_bytes(content)


def test_a_backup_is_encrypted_whole_and_named_by_its_moment(folder, desk):
    desk.settings.set("canary", "Hengtai")
    backup = desk.back_up()
    assert backup.file.parent == folder / FOLDER
    assert b"Hengtai" not in backup.file.read_bytes()
    assert [each.file for each in backups(folder)] == [backup.file]
    assert not list((folder / FOLDER).glob("*.new"))


def test_a_backup_is_due_once_a_working_day(folder, desk):
    assert is_backup_due(folder, NOON)
    make_backup(folder, folder / FILE, desk._key, now=NOON)
    assert not is_backup_due(folder, NOON + timedelta(hours=3))
    assert is_backup_due(folder, NOON + timedelta(hours=21))
    assert is_backup_due(folder, NOON - timedelta(days=400)), "a clock that was wrong must not stop backups"


def test_the_newest_stay_and_one_a_week_before_them(folder, desk):
    for day in range(60):
        make_backup(folder, folder / FILE, desk._key, now=NOON + timedelta(days=day))
    days = [(each.made_at - NOON).days for each in backups(folder)]
    assert days[:3] == [59, 58, 57]
    assert len(days) == 7
    weeks = [(NOON + timedelta(days=day)).isocalendar()[1] for day in days[3:]]
    assert len(set(weeks)) == 4


def test_a_damaged_page_anywhere_is_found(folder, desk):
    desk.settings.set("long", "x" * 100_000)
    desk.check(thorough=True)
    desk.close()
    damage(folder / FILE)
    desk = open_desk(folder, password="right")
    with pytest.raises(CannotOpen) as caught:
        desk.check()
    assert caught.value.reason == "damaged"
    desk.close()


def test_a_damaged_file_is_never_backed_up(folder, desk):
    desk.settings.set("long", "x" * 100_000)
    desk.close()
    damage(folder / FILE)
    desk = open_desk(folder, password="right")
    with pytest.raises(CannotOpen):
        desk.back_up()
    assert backups(folder) == []
    assert list((folder / FOLDER).iterdir()) == []
    desk.close()


def test_the_last_good_backup_is_put_back_and_the_damaged_file_kept(folder, desk):
    desk.settings.set("note", "good")
    good = make_backup(folder, folder / FILE, desk._key, now=NOON)
    broken = make_backup(folder, folder / FILE, desk._key, now=NOON + timedelta(hours=1))
    desk.close()
    damage(broken.file)
    damaged = (folder / FILE).read_bytes()[:-3000]
    (folder / FILE).write_bytes(damaged)
    assert restore_desk(folder, password="right", clock=fixed_clock(NOON)) == good
    again = open_desk(folder, password="right")
    assert again.settings.get("note") == "good"
    again.check(thorough=True)
    again.close()
    (aside,) = folder.glob("desk-damaged-*.db")
    assert aside.read_bytes() == damaged


def test_a_lost_key_file_is_put_back_from_beside_the_backups(folder, desk):
    desk.back_up()
    desk.close()
    (folder / "key.json").write_bytes(b"{")
    with pytest.raises(CannotOpen, match="backup"):
        open_desk(folder, password="right")
    with pytest.raises(CannotOpen, match="does not open"):
        restore_desk(folder, password="wrong")
    restore_desk(folder, password="right")
    open_desk(folder, password="right").close()


def test_without_a_good_backup_it_says_so(folder, desk):
    desk.close()
    with pytest.raises(NotFound, match="no good backup"):
        restore_desk(folder, password="right")


def test_a_new_password_opens_the_desk_and_its_backups(folder, desk):
    desk.back_up()
    with pytest.raises(CannotOpen):
        desk.change_password("wrong", "new")
    desk.change_password("right", "new")
    desk.close()
    (folder / "key.json").unlink()
    restore_desk(folder, password="new")
    open_desk(folder, password="new").close()


def test_a_backup_whose_first_page_is_damaged_counts_as_no_backup(folder, desk):
    good = make_backup(folder, folder / FILE, desk._key, now=NOON)
    broken = make_backup(folder, folder / FILE, desk._key, now=NOON + timedelta(hours=1))
    desk.close()
    content = bytearray(broken.file.read_bytes())
    content[1000] ^= 0xFF
    broken.file.write_bytes(content)
    assert restore_desk(folder, password="right", clock=fixed_clock(NOON)) == good
