"""Laptops and clients that go: to another rep, out of service, lost, copied; and an office that is not ours."""

import shutil
from contextlib import closing
from datetime import timedelta
from types import SimpleNamespace

import pytest

from kamdesk.base.clock import fixed_clock
from kamdesk.base.errors import Refused
from kamdesk.exchange import http_words as words
from kamdesk.exchange.http_words import Code
from kamdesk.exchange.verdicts import Verdict
from kamdesk.facts.policies import Role
from kamdesk.operations.undo import undo_last
from kamdesk.server.people.devices import device_of, rotated_token
from kamdesk.server.people.serves import serve
from kamdesk.storage import engine as engine_of_desk
from kamdesk.storage.desk import Desk, open_desk
from kamdesk.storage.settings import DEVICE, OFFICE, TOKEN, TRACES
from kamdesk.storage.sync_lock import only_sync
from kamdesk.sync import joining
from kamdesk.sync import office_errors as errors
from kamdesk.sync.joining import sign_in_again
from kamdesk.sync.office_client import OfficeClient
from kamdesk.sync.session import synced
from kamdesk.sync.standing import standing
from tests.server.desks import NOW, PASSWORD, TODAY
from tests.server.rows_of_office import add_client
from tests.sync_laptop.conftest import Laptop
from tests.sync_laptop.real_office import RealOffice
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


class SavesMeanwhile(OfficeClient):
    """A connection on which a person saves something between the last push and the office's answer to the pull."""

    def __init__(self, laptop, client_id):
        kept = laptop.desk.settings.all()
        super().__init__(kept[OFFICE], token=kept[TOKEN])
        self.saves = lambda: laptop.writes(client_id, "typed in the last moment")

    def pull(self, pull):
        self.saves()
        self.saves = lambda: None
        return super().pull(pull)


def test_what_is_typed_while_a_laptop_is_retired_is_sent_before_it_wipes_itself(lin, wei, acme, real_office):
    pulls, real_office.answers[words.PULL] = real_office.answers[words.PULL], lambda *_: refusal(Code.RETIRED)
    with closing(SavesMeanwhile(lin, acme)) as client, pytest.raises(errors.Retired):
        synced(lin.desk, client)
    real_office.answers[words.PULL] = pulls
    wei.sync()
    assert wei.notes() == ["typed in the last moment"]
    assert not (lin.desk.folder / "desk.db").exists()


def test_what_was_done_at_a_client_that_went_leaves_no_word_of_it_behind(lin, acme, engine, real_office):
    """Held for its next owner, or taken back before it was sent: both hold what stood there before."""
    lin.sets(acme, city="taken back")
    undo_last(lin.desk)
    lin.sets(acme, phone="0571-777")
    with engine.begin() as connection:
        serve(connection, "ACME", "lin", Role.REP, today=TODAY, ends_on=TODAY)
    real_office.today = TODAY + timedelta(days=1)
    assert lin.sync().verdicts == {Verdict.HELD: 1}
    lin.sync()
    with lin.desk.reading() as connection:
        kept = connection.exec_driver_sql("SELECT action FROM outbox").scalars().all()
    assert kept == []
    assert_nowhere(lin.desk, "0571-100")


def test_a_disk_without_room_for_a_backup_keeps_nobody_from_sending(lin, acme, engine, real_office, monkeypatch):
    """A client went, and the copies that still held it with it; that no new one can be made stops no sync."""
    other = add_client(engine, external_key="ZEN", legal_name="Zen")
    with engine.begin() as connection:
        serve(connection, "ZEN", "lin", Role.REP, today=TODAY)
        serve(connection, "ACME", "lin", Role.REP, today=TODAY, ends_on=TODAY)
    lin.sync()
    lin.desk.back_up()
    real_office.today = TODAY + timedelta(days=1)
    monkeypatch.setattr("shutil.disk_usage", lambda _place: SimpleNamespace(free=0))
    assert lin.sync().gone == 1
    assert list((lin.desk.folder / "backups").glob("*.db")) == []
    lin.writes(other, "sent all the same")
    assert lin.sync().verdicts == {Verdict.APPLIED: 1}


def test_two_programs_of_one_desk_are_both_let_in_when_its_token_changes(lin, acme, engine, office, real_office):
    """The window's sync goes on with the token that the command line was given meanwhile."""

    def push(body, headers, query):
        status, told, answer = RealOffice.push(real_office, body, headers, query)
        with engine.begin() as connection:
            device = device_of(connection, headers["Authorization"].removeprefix("Bearer "), now=NOW)
            new = rotated_token(connection, device, days=0, now=NOW)
        return status, {**told, words.NEXT_TOKEN_HEADER: new}, answer

    with lin.asking() as window:
        synced(lin.desk, window)
        real_office.answers[words.PUSH] = push
        lin.writes(acme, "sent by the command line")
        with closing(Desk(lin.desk.folder, lin.desk.key, clock=lin.desk.clock)) as command_line:
            assert Laptop(command_line).sync().verdicts == {Verdict.APPLIED: 1}
        assert synced(lin.desk, window).as_of is not None, "the window's sync was shut out"


def test_copies_in_the_log_are_cleared_once_nobody_reads_an_older_state(lin, monkeypatch):
    monkeypatch.setattr(engine_of_desk, "BUSY_S", 0.1)
    lin.desk.settings.set(TRACES, "yes")
    with lin.desk.reading() as connection:
        connection.exec_driver_sql("SELECT count(*) FROM clients").scalar_one()
        lin.desk.settings.set("another", "write")
        lin.sync()
        assert lin.desk.settings.get(TRACES)
    lin.sync()
    assert not lin.desk.settings.get(TRACES)


def test_a_backup_that_was_being_made_when_a_client_went_goes_as_well(lin, acme):
    lin.desk.back_up()
    left = lin.desk.folder / "backups" / "desk-20261001-080000.new"
    left.write_bytes(b"a copy that a crash left unfinished")
    lin.desk.settings.set(TRACES, "yes")
    lin.sync()
    assert not left.exists()


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


def test_a_laptop_signs_in_once_more_only_while_nobody_syncs_it(lin, acme, monkeypatch):
    """What that sync still heard was said to the device before: the new one was then taken for a copy."""
    monkeypatch.setattr(joining, "PATIENCE_S", 0)
    with only_sync(lin.desk.folder), pytest.raises(Refused, match="synced already"):
        sign_in_again(lin.desk, PASSWORD)
    sign_in_again(lin.desk, PASSWORD)
    lin.writes(acme, "as another device")
    assert lin.sync().verdicts == {Verdict.APPLIED: 1}


def test_another_office_at_the_same_address_is_not_listened_to(lin, real_office):
    from tests.sync_laptop.small_office import said

    real_office.answers[words.PULL] = lambda *_: said(b"", **{words.OFFICE_HEADER: "ab" * 16})
    with pytest.raises(errors.WrongAddress, match="another office"):
        lin.sync()
