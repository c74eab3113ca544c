"""Laptops and clients that go: to another rep, out of service, lost, copied; and an office that is not ours."""

import shutil
from contextlib import closing
from datetime import timedelta

import pytest

from kamdesk.base.clock import fixed_clock
from kamdesk.exchange import http_words as words
from kamdesk.exchange.http_words import Code
from kamdesk.facts.policies import Role
from kamdesk.server.people.serves import serve
from kamdesk.storage.desk import open_desk
from kamdesk.storage.settings import DEVICE
from kamdesk.sync import office_errors as errors
from kamdesk.sync.joining import sign_in_again
from kamdesk.sync.standing import standing
from tests.server.desks import NOW, PASSWORD, TODAY
from tests.sync_laptop.conftest import Laptop
from tests.sync_laptop.small_office import refusal


def test_a_client_that_moves_to_another_rep_leaves_no_word_behind(lin, acme, engine, joins, real_office):
    lin.writes(acme, "a word that only those may read who serve")
    lin.sync()
    lin.desk.back_up()
    with engine.begin() as connection:
        serve(connection, "ACME", "lin", Role.REP, today=TODAY, ends_on=TODAY)
    real_office.today = TODAY + timedelta(days=1)
    new = joins("new", Role.REP, "ACME")
    new.sync()
    assert new.notes() == ["a word that only those may read who serve"]
    assert lin.sync().gone == 1
    assert lin.sync().gone == 0
    assert lin.shown(acme) is None
    assert lin.notes() == []
    assert_nowhere(lin.desk, "a word that only those may read")


def assert_nowhere(desk, text):
    """The words stand in no page of the decrypted file nor of its backups."""
    from sqlcipher3 import dbapi2

    for file in [desk.folder / "desk.db", *(desk.folder / "backups").glob("*.db")]:
        plain = desk.folder / "plain.db"
        with closing(dbapi2.connect(str(file))) as connection:
            connection.execute(f"PRAGMA key = \"x'{desk.key.hex()}'\"")
            connection.execute(f"ATTACH '{plain}' AS plain KEY ''")
            connection.execute("SELECT sqlcipher_export('plain')")
        data = plain.read_bytes()
        plain.unlink()
        assert text.encode() not in data
        assert text[:12].encode() not in data


def test_a_laptop_declared_lost_destroys_its_key_before_anything_else(lin, acme, real_office):
    folder = lin.desk.folder
    lin.writes(acme, "unsent")
    real_office.answers[words.PUSH] = lambda *_: refusal(Code.LOST)
    lin.desk.back_up()
    with pytest.raises(errors.DeviceLost):
        lin.sync()
    assert [each for each in folder.rglob("*") if each.is_file() and each.name != "sync.lock"] == []


def test_a_retired_laptop_sends_its_outbox_and_wipes_itself(lin, wei, acme, real_office):
    folder = lin.desk.folder
    lin.writes(acme, "my last words")
    real_office.answers[words.PULL] = lambda *_: refusal(Code.RETIRED)
    with pytest.raises(errors.Retired):
        lin.sync()
    assert not (folder / "desk.db").exists()


def test_a_copied_laptop_signs_in_once_more_and_doubles_nothing(lin, wei, acme, tmp_path):
    lin.writes(acme, "before the copy")
    lin.sync()
    lin.writes(acme, "in both")
    lin.desk.close()
    shutil.copytree(lin.desk.folder, tmp_path / "copy")
    first, second = (
        Laptop(open_desk(place, password=PASSWORD, clock=fixed_clock(NOW)))
        for place in (lin.desk.folder, tmp_path / "copy")
    )
    first.writes(acme, "on the first")
    first.sync()
    first.sync()
    first.writes(acme, "and on")
    first.sync()
    second.writes(acme, "on the second")
    with pytest.raises(errors.Copied):
        second.sync()
    assert standing(second.desk).trouble == "copied"
    with pytest.raises(errors.WrongPassword):
        sign_in_again(second.desk, "not the password")
    before = second.desk.settings.get(DEVICE)
    sign_in_again(second.desk, PASSWORD)
    assert second.desk.settings.get(DEVICE) != before
    second.sync()
    first.sync()
    wei.sync()
    wanted = sorted(["before the copy", "in both", "on the first", "and on", "on the second"])
    assert sorted(first.notes()) == sorted(second.notes()) == sorted(wei.notes()) == wanted
    for each in (first, second):
        each.desk.close()


def test_another_office_at_the_same_address_is_not_listened_to(lin, real_office):
    from tests.sync_laptop.small_office import said

    real_office.answers[words.PULL] = lambda *_: said(b"", **{words.OFFICE_HEADER: "ab" * 16})
    with pytest.raises(errors.WrongAddress, match="another office"):
        lin.sync()
