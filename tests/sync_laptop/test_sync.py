"""A laptop's encrypted file and an office on PostgreSQL, over HTTP: what is sent, what comes, what is kept."""

from contextlib import closing
from datetime import timedelta

import pytest
from sqlalchemy import select

from kamdesk.base.clock import fixed_clock
from kamdesk.base.errors import Refused
from kamdesk.exchange import http_words as words
from kamdesk.exchange import laptop
from kamdesk.exchange.http_words import Code
from kamdesk.facts.policies import Role
from kamdesk.operations.contacts import add_contact
from kamdesk.operations.notes import write_note
from kamdesk.operations.tray import keep_theirs, take_mine, tray
from kamdesk.records.clients import Client
from kamdesk.server.people.serves import serve
from kamdesk.server.people.users import add_user
from kamdesk.storage.laptop import FileLaptop
from kamdesk.storage.tables import office_rows
from kamdesk.sync import office_errors as errors
from kamdesk.sync.joining import join_office
from kamdesk.sync.session import synced
from kamdesk.sync.standing import standing
from kamdesk.sync.verifying import verify
from tests.server.desks import NOW, PASSWORD, TODAY
from tests.server.rows_of_office import add_client, edit
from tests.sync_laptop.small_office import Wire, refusal


def test_a_joined_desk_knows_its_office_and_its_person_and_gets_its_clients(lin, acme, office):
    assert lin.shown(acme)["legal_name"] == "Acme"
    assert (lin.author.name, lin.author.role) == ("lin", Role.REP)
    told = standing(lin.desk)
    assert (told.office, told.synced_at, told.is_online, told.waiting) == (office.address, NOW, True, 0)


def test_what_one_writes_the_other_reads(lin, wei, acme):
    lin.sets(acme, city="Bergen")
    report = lin.sync()
    assert (report.sent, report.verdicts["applied"]) == (1, 1)
    assert standing(lin.desk).waiting == 0
    assert wei.sync().received == 1
    assert wei.shown(acme)["city"] == "Bergen"


def test_a_second_sync_without_edits_moves_nothing_in_one_request(lin, office):
    asked = len(office.asked)
    report = lin.sync()
    assert (report.sent, report.received, report.removed) == (0, 0, 0)
    assert [path for path, *_ in office.asked[asked:]] == [words.PULL]


def test_long_notes_go_in_parts_that_an_office_takes(lin, acme, office, monkeypatch):
    monkeypatch.setattr(laptop, "PUSH_BYTES", 1500)
    for _ in range(4):
        write_note(lin.desk, lin.author, acme, "long " * 100)
    asked = len(office.asked)
    assert lin.sync().verdicts["applied"] == 4
    assert [path for path, *_ in office.asked[asked:]].count(words.PUSH) == 2


def test_all_syncs_of_an_open_desk_go_over_one_connection(lin, acme, office):
    opened = office.connections
    with lin.asking() as client:
        synced(lin.desk, client)
        lin.sets(acme, city="Bergen")
        for _ in range(3):
            synced(lin.desk, client)
    assert office.connections == opened + 1


def test_a_clash_waits_in_the_tray_and_is_decided_there(lin, wei, acme):
    wei.sets(acme, phone="0571-300")
    wei.sync()
    lin.sets(acme, phone="0571-200", city="Bergen")
    report = lin.sync()
    assert report.verdicts["merged"] == 1
    assert (lin.shown(acme)["phone"], lin.shown(acme)["city"]) == ("0571-300", "Bergen")
    (card,) = tray(lin.desk, today=TODAY)
    assert (card.lines[0].mine, card.lines[0].theirs) == ("0571-200", "0571-300")
    assert "wei" in card.sentence
    take_mine(lin.desk, lin.author, card.item.item_id)
    lin.sync()
    wei.sync()
    assert wei.shown(acme)["phone"] == lin.shown(acme)["phone"] == "0571-200"
    assert tray(lin.desk, today=TODAY) == ()


def test_keeping_theirs_empties_the_tray_and_changes_nothing(lin, wei, acme):
    wei.sets(acme, phone="0571-300")
    wei.sync()
    lin.sets(acme, phone="0571-200")
    lin.sync()
    (card,) = tray(lin.desk, today=TODAY)
    keep_theirs(lin.desk, lin.author, card.item.item_id)
    lin.sync()
    assert tray(lin.desk, today=TODAY) == ()
    assert lin.shown(acme)["phone"] == "0571-300"


def test_a_lost_reply_doubles_nothing(lin, wei, acme, real_office):
    real_push, lost = real_office.answers[words.PUSH], []

    def push(*asked):
        answer = real_push(*asked)
        if not lost:
            lost.append(answer)
            return refusal(Code.BUSY)
        return answer

    real_office.answers[words.PUSH] = push
    lin.writes(acme, "said once")
    with pytest.raises(errors.Busy):
        lin.sync()
    assert standing(lin.desk).waiting == 1
    lin.sync()
    wei.sync()
    assert wei.notes() == lin.notes() == ["said once"]


def test_a_sync_cut_at_any_byte_goes_on_where_it_was(lin, wei, acme, office, engine):
    clients = [add_client(engine, external_key=f"C{n}", legal_name=f"Client {n}") for n in range(8)]
    with engine.begin() as connection:
        for number in range(8):
            serve(connection, f"C{number}", "lin", Role.REP, today=TODAY)
    with closing(Wire(office.address)) as wire:
        lin.desk.settings.set("office", wire.address)
        for cut in [*range(0, 4000, 97), None]:
            lin.writes(acme, f"cut at {cut}")
            wire.carried, wire.cut_after = 0, cut
            try:
                lin.sync()
            except errors.OfficeError as error:
                assert error.passes  # noqa: PT017  (only sometimes does it break)
    assert standing(lin.desk).waiting == 0
    wei.sync()
    assert sorted(wei.notes()) == sorted(lin.notes())
    assert len(set(lin.notes())) == len(lin.notes()) == 43
    assert all(lin.shown(client) for client in clients)
    lin.desk.settings.set("office", office.address)
    with lin.asking() as client:
        assert verify(lin.desk, client) == ()


def test_a_laptop_whose_clock_runs_a_year_ahead_still_offers_what_an_office_lost(lin, acme):
    lin.sets(acme, city="Bergen")
    lin.sync()
    lin.desk.clock = fixed_clock(NOW + timedelta(days=366))
    with FileLaptop(lin.desk).writing() as laptop:
        again = [change.edits["city"].wanted for action in laptop.offer_again() for change in action.changes]
    assert again == ["Bergen"]


def test_trouble_is_told_since_when_and_passes(lin, acme, real_office):
    real_pull = real_office.answers[words.PULL]
    real_office.answers[words.PULL] = lambda *_: refusal(Code.BUSY)
    with pytest.raises(errors.Busy):
        lin.sync()
    told = standing(lin.desk)
    assert (told.trouble, told.unreached_since, told.synced_at, told.is_online) == ("busy", NOW, NOW, False)
    assert told.history[0].trouble == "busy"
    real_office.answers[words.PULL] = real_pull
    lin.sync()
    assert standing(lin.desk).trouble == ""


def test_a_difference_is_found_mended_once_and_reported(lin, acme):
    with lin.desk.writing() as connection:
        connection.exec_driver_sql("UPDATE clients SET city = 'Nowhere'")
    with lin.asking() as client:
        (found,) = verify(lin.desk, client)
        assert (found.part[0], found.is_mended) == (acme, True)
        assert verify(lin.desk, client) == ()
    assert lin.shown(acme)["city"] == "Oslo"


def test_what_waits_here_is_no_difference(lin, acme, real_office):
    lin.sets(acme, city="Bergen")
    real_office.answers[words.PUSH] = lambda *_: refusal(Code.BUSY)
    with lin.asking() as client, pytest.raises(errors.Busy):
        verify(lin.desk, client)


def test_two_syncs_of_one_desk_never_run_at_once(lin):
    def in_the_middle(_step):
        with pytest.raises(Refused, match="being synced"):
            lin.sync()

    with lin.desk.writing() as connection:
        connection.exec_driver_sql("DELETE FROM cursors")
    lin.sync(watch=in_the_middle)


def test_a_role_that_the_office_changed_is_the_laptops_after_the_next_sync(lin, acme, engine):
    assert lin.author.role is Role.REP
    with engine.begin() as connection:
        add_user(connection, "lin", Role.MANAGER, PASSWORD)
    lin.sync()
    assert lin.author.role is Role.MANAGER
    assert lin.sync().received == 0
    lin.sets(acme, grade="A")


def test_a_sync_stopped_between_two_messages_goes_on_next_time(lin, acme, engine):
    edit(engine, Client, acme, acme, city="Bergen")

    class Quit(Exception):
        pass

    def stop(_step):
        raise Quit

    with pytest.raises(Quit):
        lin.sync(watch=stop)
    assert lin.shown(acme)["city"] == "Oslo"
    lin.sync()
    assert lin.shown(acme)["city"] == "Bergen"


def test_a_row_that_a_pending_action_only_names_is_no_longer_kept_apart(lin, acme):
    """Somebody writes about a person while what was told of them comes back: the note changes nothing of the person."""
    li, _ = add_contact(lin.desk, lin.author, acme, {"name": "Li"})
    typed = []

    def types_meanwhile(step):
        if step.rows and not typed:
            typed.append(write_note(lin.desk, lin.author, acme, "asks for a rebate", contact_id=li))

    lin.sync(watch=types_meanwhile)
    assert typed
    lin.sync()
    with lin.desk.reading() as connection:
        assert connection.execute(select(office_rows)).all() == []


def test_nobody_joins_where_a_desk_stands(lin, office):
    with pytest.raises(Refused, match="a desk in this folder"):
        join_office(lin.desk.folder, office.address, user="lin", password=PASSWORD)
    assert sum(path == words.JOIN for path, *_ in office.asked) == 1


def test_a_wrong_password_leaves_nothing_behind(lin, office, tmp_path):
    with pytest.raises(errors.WrongPassword):
        join_office(tmp_path / "new", office.address, user="lin", password="not that one")
    assert not (tmp_path / "new").exists()


def test_a_short_break_is_waited_out(lin, acme, real_office):
    real_pull, broken = real_office.answers[words.PULL], []

    def pull(*asked):
        if broken:
            return real_pull(*asked)
        broken.append(1)
        return refusal(Code.BUSY)

    real_office.answers[words.PULL] = pull
    with lin.asking() as client:
        assert synced(lin.desk, client, tries=2).as_of == NOW
