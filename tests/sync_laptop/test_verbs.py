"""`kamdesk join|sync|tray|solve|verify` as a script calls them, against a running office."""

import json
from contextlib import closing

import pytest
from sqlalchemy import delete

from kamdesk.cli.main import main
from kamdesk.exchange import http_words as words
from kamdesk.exchange.http_words import Code
from kamdesk.facts.policies import Role
from kamdesk.operations.act import edit_facts
from kamdesk.reads.named import client_named
from kamdesk.records.clients import Client
from kamdesk.server.database.tables import devices
from kamdesk.server.people.serves import serve
from kamdesk.server.people.users import add_user
from kamdesk.storage.desk import open_desk
from kamdesk.storage.rows import row as row_of
from tests.server.desks import PASSWORD, TODAY
from tests.server.rows_of_office import add_client
from tests.sync_laptop.small_office import refusal

REPORT = {"sent", "applied", "merged", "waits", "refused", "held", "received", "seconds", "bytes", "as_of"}


@pytest.fixture
def desks(engine, office, tmp_path, monkeypatch, capsys):
    """Calls `kamdesk` for a person: desks("lin", "sync") → (exit code, JSON or None, stderr)."""
    add_client(engine, external_key="ACME", legal_name="Acme", phone="0571-100", currency="CNY")
    with engine.begin() as connection:
        for name, role in (("lin", Role.REP), ("wei", Role.MANAGER)):
            add_user(connection, name, role, PASSWORD)
            serve(connection, "ACME", name, role, today=TODAY)
    monkeypatch.setenv("KAMDESK_PASSWORD", PASSWORD)

    def call(who, *verb):
        capsys.readouterr()
        code = main(["--json", "--profile", str(tmp_path / who), *verb])
        said = capsys.readouterr()
        return code, json.loads(said.out) if said.out else None, said.err

    for name in ("lin", "wei"):
        code, joined, _ = call(name, "join", office.address, "--user", name, "--laptop", f"{name}'s")
        assert code == 0
        assert set(joined["sync"]) >= REPORT
    return call


def test_a_day_of_two_desks_by_the_command_line(desks):
    assert [row["name"] for row in desks("lin", "clients")[1]] == ["Acme"]
    desks("wei", "set", "ACME", "phone", "0571-300")
    assert desks("wei", "sync")[1]["applied"] == 1
    desks("lin", "set", "ACME", "phone", "0571-200")
    code, report, _ = desks("lin", "sync")
    assert (code, report["sent"], report["waits"]) == (0, 1, 1)
    code, (row,), _ = desks("lin", "tray")
    assert (code, row["kind"], row["client"], row["fact"]) == (0, "clash", "ACME", "phone")
    assert (row["seen"], row["mine"], row["theirs"], row["author"]) == ("0571-100", "0571-200", "0571-300", "lin")
    assert "0571-300" in row["sentence"]
    assert desks("lin", "solve", row["id"], "0571-999")[0] == 0
    assert desks("lin", "tray")[1] == []
    desks("lin", "sync")
    assert desks("wei", "sync")[1]["received"] == 1
    for name in ("lin", "wei"):
        assert desks(name, "verify")[:2] == (0, {"equal": True, "differs": []})


@pytest.mark.parametrize("answer", ["theirs", "mine"])
def test_a_clash_is_solved_either_way(desks, answer):
    desks("wei", "set", "ACME", "phone", "0571-300")
    desks("wei", "sync")
    desks("lin", "set", "ACME", "phone", "0571-200")
    desks("lin", "sync")
    (row,) = desks("lin", "tray")[1]
    desks("lin", "solve", row["id"], answer)
    desks("lin", "sync")
    desks("wei", "sync")
    assert desks("lin", "tray")[1] == []
    assert desks("wei", "verify")[1]["equal"]


def test_several_facts_that_wait_together_are_each_given_a_value(desks, tmp_path):
    for fact, value in (("phone", "0571-300"), ("website", "theirs.example")):
        desks("wei", "set", "ACME", fact, value)
    desks("wei", "sync")
    with closing(open_desk(tmp_path / "lin", password=PASSWORD)) as desk:
        with desk.reading() as connection:
            acme = client_named(connection, "ACME")
        edit_facts(desk, desk.author, Client, acme, {"phone": ("0571-100", "0571-200"), "website": ("", "mine")})
    desks("lin", "sync")
    waiting = desks("lin", "tray")[1]
    assert {(row["fact"], row["mine"]) for row in waiting} == {("phone", "0571-200"), ("website", "mine")}
    (item,) = {row["id"] for row in waiting}
    assert desks("lin", "solve", item)[0] == 2
    for wrong in (["0571-400"], ["--value", "colour=red"]):
        code, _, said = desks("lin", "solve", item, *wrong)
        assert (code, "phone" in said or "fact=value" in said) == (1, True)
    assert desks("lin", "solve", item, "theirs", "--value", "phone=0571-400")[0] == 0
    desks("lin", "sync")
    desks("wei", "sync")
    with closing(open_desk(tmp_path / "wei", password=PASSWORD)) as desk, desk.reading() as connection:
        found = row_of(connection, Client, acme)
    assert (found["phone"], found["website"]) == ("0571-400", "theirs.example")
    assert desks("lin", "tray")[1] == []


def test_two_that_look_alike_are_one_or_two_by_the_command_line(desks, tmp_path):
    for name, post in (("lin", "Buyer"), ("wei", "Head buyer")):
        file = tmp_path / f"{name}.json"
        file.write_text(json.dumps({"name": "Li Wei", "post": post}))
        assert desks(name, "add", "contact", "ACME", "--json-in", str(file))[0] == 0
        desks(name, "sync")
    desks("lin", "sync")
    (row,) = [each for each in desks("lin", "tray")[1] if each["fact"] == "post"]
    assert (row["kind"], row["client"], row["theirs"], row["mine"]) == ("twin", "ACME", "Buyer", "Head buyer")
    assert desks("lin", "solve", row["id"], "Buyer")[0] == 2
    assert desks("lin", "solve", row["id"], "mine", "--value", "post=Chief buyer")[0] == 0
    desks("lin", "sync")
    desks("wei", "sync")
    for name in ("lin", "wei"):
        assert [each["post"] for each in desks(name, "contacts")[1]] == ["Chief buyer"]
        assert desks(name, "tray")[1] == []
        assert desks(name, "verify")[1]["equal"]


def test_what_is_no_tray_item_is_refused_in_words(desks):
    for text in ("not an id", "0" * 32):
        code, answer, said = desks("lin", "solve", text, "mine")
        assert (code, answer) == (1, None)
        assert "tray" in said


def test_an_office_that_is_away_ends_with_3_and_one_that_refuses_with_1(desks, real_office, office):
    real_office.answers[words.PULL] = lambda *_: refusal(Code.SHUT_OUT)
    assert desks("lin", "sync")[0] == 1
    office.end()
    for verb in ("sync", "verify"):
        code, answer, said = desks("lin", verb)
        assert (code, answer) == (3, None)
        assert "Nobody answers" in said
    assert desks("lin", "clients")[0] == 0


def test_a_desk_without_an_office_says_so(tmp_path, desks):
    assert desks("own", "init", "--company", "Mine")[0] == 0
    for verb in (["sync"], ["tray"], ["verify"], ["solve", "0" * 32, "mine"]):
        code, _, said = desks("own", *verb)
        assert code == 1
        assert "no office" in said


def test_a_damaged_part_is_reported_with_1_and_mended(desks, tmp_path):
    desk = open_desk(tmp_path / "lin", password=PASSWORD)
    with desk.writing() as connection:
        connection.exec_driver_sql("UPDATE clients SET phone = 'nowhere'")
    desk.close()
    code, answer, _ = desks("lin", "verify")
    assert (code, answer["equal"]) == (1, False)
    (differs,) = answer["differs"]
    assert (differs["client"], differs["compartment"], differs["mended"]) == ("ACME", "open", True)
    assert desks("lin", "verify")[0] == 0


def test_files_are_brought_in_at_the_office_not_on_its_desks(desks, tmp_path):
    (tmp_path / "orders.csv").write_text("Order,Customer\nO1,ACME\n")
    code, answer, said = desks("lin", "import", str(tmp_path / "orders.csv"))
    assert (code, answer) == (1, None)
    assert "office" in said


def test_a_laptop_that_a_restored_office_never_met_signs_in_once_and_loses_nothing(desks, engine):
    desks("lin", "set", "ACME", "phone", "0571-200")
    with engine.begin() as connection:  # the backup that was put back is older than this laptop
        connection.execute(delete(devices))
    code, report, _ = desks("lin", "sync")
    assert (code, report["sent"], report["applied"]) == (0, 1, 1)
