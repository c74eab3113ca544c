"""A desk is one encrypted file: made, opened, written by one, read by many."""

import threading
from contextlib import ExitStack
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlcipher3 import dbapi2

from kamdesk.base.errors import BadValue, CannotOpen, Refused, TooOld
from kamdesk.records.every import RECORDS
from kamdesk.storage import engine, full_disk, schema, troubles
from kamdesk.storage.desk import create_desk, open_desk


def test_a_new_desk_knows_its_company_and_currency(desk):
    assert (desk.settings.get("company"), desk.settings.get("currency")) == ("示例公司", "CNY")


def test_what_was_written_is_there_when_the_desk_is_opened_again(folder, desk):
    desk.settings.set("greeting", "早安")
    desk.close()
    again = open_desk(folder, password="right")
    assert again.settings.get("greeting") == "早安"
    again.close()


def test_a_folder_holds_one_desk(folder, desk):
    with pytest.raises(Refused, match="already"):
        create_desk(folder, password="x", company="y", currency="EUR")


def test_a_folder_without_a_desk_says_so(tmp_path):
    with pytest.raises(CannotOpen) as caught:
        open_desk(tmp_path, password="x")
    assert caught.value.reason == "missing"


def test_a_desk_needs_a_password(tmp_path):
    with pytest.raises(BadValue):
        create_desk(tmp_path / "d", password="", company="y", currency="EUR")


def test_a_half_made_desk_does_not_stand_in_the_way(tmp_path):
    with pytest.raises(BadValue):
        create_desk(tmp_path / "d", password="", company="y", currency="EUR")
    create_desk(tmp_path / "d", password="x", company="y", currency="EUR").close()


def test_a_write_that_fails_leaves_nothing(desk):
    def write_and_fail():
        with desk.writing() as connection:
            connection.execute(text("insert into desk_settings values ('half', 'done')"))
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        write_and_fail()
    desk.settings.reload()
    assert desk.settings.get("half") == ""


def test_a_reader_sees_one_state_while_another_writes(desk):
    with desk.reading() as reader:
        before = reader.execute(text("select count(*) from desk_settings")).scalar_one()
        desk.settings.set("new", "value")
        assert reader.execute(text("select count(*) from desk_settings")).scalar_one() == before
    with desk.reading() as reader:
        assert reader.execute(text("select count(*) from desk_settings")).scalar_one() == before + 1


def test_a_reader_cannot_write(desk):
    with pytest.raises(CannotOpen) as caught, desk.reading() as reader:
        reader.execute(text("delete from desk_settings"))
    assert caught.value.reason == "read_only"


def test_writers_wait_for_each_other_and_none_is_lost(desk):
    def write(number):
        desk.settings.set(f"name {number}", str(number))

    threads = [threading.Thread(target=write, args=(n,)) for n in range(12)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert {f"name {n}" for n in range(12)} <= set(desk.settings.all())


def test_two_programs_writing_at_once_both_get_through(folder, desk):
    other = open_desk(folder, password="right")

    def write(program, name):
        for number in range(25):
            program.settings.set(f"{name} {number}", str(number))

    threads = [threading.Thread(target=write, args=each) for each in ((desk, "ours"), (other, "theirs"))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    other.close()
    desk.settings.reload()
    assert len([name for name in desk.settings.all() if name.split()[0] in {"ours", "theirs"}]) == 50


def test_what_another_program_wrote_is_noticed_and_what_we_wrote_is_not(folder, desk):
    desk.changed_elsewhere()
    desk.settings.set("ours", "1")
    assert not desk.changed_elsewhere()
    other = open_desk(folder, password="right")
    other.settings.set("theirs", "1")
    other.close()
    assert desk.changed_elsewhere()
    assert not desk.changed_elsewhere()


def test_a_file_of_a_newer_major_schema_is_refused_and_of_a_newer_minor_is_opened(folder, desk):
    with desk.writing() as connection:
        schema.stamp(connection, major=schema.MAJOR, minor=schema.MINOR + 7)
    desk.close()
    newer_minor = open_desk(folder, password="right")
    with newer_minor.writing() as connection:
        schema.stamp(connection, major=schema.MAJOR + 1, minor=0)
    newer_minor.close()
    with pytest.raises(TooOld):
        open_desk(folder, password="right")


def test_another_programs_file_is_not_taken_for_a_desk(folder, desk):
    desk.close()
    (folder / "desk.db").write_bytes(b"SQLite format 3\0" + bytes(8192))
    with pytest.raises(CannotOpen) as caught:
        open_desk(folder, password="right")
    assert caught.value.reason == "damaged"


def test_a_full_disk_is_said_in_words_and_leaves_nothing_half_written(desk):
    with desk.writing() as connection:
        connection.exec_driver_sql("PRAGMA max_page_count = 1")
    with pytest.raises(CannotOpen) as caught:
        desk.settings.set("big", "x" * 1_000_000)
    assert caught.value.reason == "disk_full"


@pytest.mark.parametrize("complaint", ["disk I/O error", "unable to open database file"])
def test_a_desk_that_a_full_disk_keeps_shut_is_not_called_damaged(tmp_path, monkeypatch, complaint):
    found = []
    for least in (0, 1 << 62):  # as if there were plenty of room, and as if there were none
        monkeypatch.setattr(troubles, "LEAST_ROOM", least)
        with pytest.raises(CannotOpen) as caught, troubles.in_words(tmp_path):
            raise dbapi2.OperationalError(complaint)
        found.append(caught.value.reason)
    assert found[0] in {"damaged", "read_only"}
    assert found[1] == "disk_full"


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="this system has no device that is always full")
def test_a_small_file_without_room_is_said_in_words():
    with (
        pytest.raises(CannotOpen) as caught,
        full_disk.full_in_words(),
        Path("/dev/full").open("wb", buffering=0) as full,
    ):
        full.write(b"x")
    assert caught.value.reason == "disk_full"


def test_a_new_desk_has_a_table_for_every_record(desk):
    with desk.reading() as reader:
        names = set(reader.execute(text("select name from sqlite_master where type = 'table'")).scalars())
    assert {record.__tablename__ for record in RECORDS} <= names


def test_all_readers_together_keep_few_pages_in_memory(desk):
    kib = 0
    with ExitStack() as stack:
        for _ in range(2 * engine.READERS_KEPT):
            connection = stack.enter_context(desk.reading())
            kib -= connection.exec_driver_sql("PRAGMA cache_size").scalar_one()
    assert kib <= 25_000, "each connection has a cache of its own, and all of them count"
