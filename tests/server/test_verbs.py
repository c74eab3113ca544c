"""kamdesk-server's verbs: what they answer, that saying them again does no harm, and how they end."""

import json

import pytest

from kamdesk.server.database.tables import users
from kamdesk.server.people.devices import register
from kamdesk.server.people.users import user_named
from kamdesk.server.verbs.main import VERBS, main
from kamdesk.server.verbs.parser import parser
from tests.server.desks import NOW
from tests.server.rows_of_office import add_client, rows


class Program:
    """kamdesk-server on one office, as a script calls it."""

    def __init__(self, folder, capsys):
        self.folder, self.capsys = folder, capsys

    def __call__(self, *words, code=0):
        ended = main([*words, "--profile", str(self.folder), "--json"])
        out, err = self.capsys.readouterr()
        assert ended == code, err
        return json.loads(out) if out else err


@pytest.fixture
def program(tmp_path, address, monkeypatch, capsys):
    monkeypatch.setenv("KAMDESK_DATABASE_URL", address)
    monkeypatch.setenv("KAMDESK_NEW_PASSWORD", "a long enough one")
    run = Program(tmp_path / "office", capsys)
    run("init", "--company", "Northern Supplies", "--currency", "cny")
    return run


def test_every_verb_has_help_that_a_stranger_understands(capsys):
    for verb in VERBS:
        assert main([verb, "--help"]) == 0
        told = capsys.readouterr().out
        assert len(told) > 300
        assert "--json" in told
    assert {*VERBS} == {*parser()._subparsers._group_actions[0].choices}


def test_an_office_is_made_once_and_again_without_harm(program):
    again = program("init", "--company", "Another", "--currency", "EUR")
    assert again["new"] is False
    told = program("status")
    assert (told["company"], told["currency"], told["embedded"]) == ("Northern Supplies", "CNY", False)
    assert (program.folder / "office.toml").exists()
    assert (program.folder / "recovery.key").stat().st_mode & 0o777 == 0o600


def test_people_are_added_listed_and_shut_out(program, engine):
    assert program("user", "add", "anna", "--role", "rep") == {
        "user": "anna", "role": "rep", "active": True, "language": "en",
    }  # fmt: skip
    before = rows(engine, users)
    program("user", "add", "anna", "--role", "rep")
    assert rows(engine, users) == before, "said again, nothing changes"
    program("user", "password", "anna")
    assert program("user", "out", "anna")["active"] is False
    assert [each["user"] for each in program("user", "list")] == ["anna"]
    assert "no user" in program("user", "out", "nobody", code=1)
    assert "role" in program("user", "add", "ben", code=2)
    program("user", "add", "ben", "--role", "owner", code=2)


def test_without_a_password_nothing_is_asked_where_nobody_sits(program, monkeypatch):
    monkeypatch.delenv("KAMDESK_NEW_PASSWORD")
    assert "KAMDESK_NEW_PASSWORD" in program("user", "add", "anna", "--role", "rep", code=2)


def test_teams_and_services_are_set_and_listed(program, engine):
    add_client(engine, external_key="ACME", legal_name="Acme")
    for name, role in (("anna", "rep"), ("boss", "manager")):
        program("user", "add", name, "--role", role)
    assert program("team", "North", "--add", "anna", "--manager", "boss") == [
        {"team": "North", "managers": ["boss"], "people": ["anna"]}
    ]
    served = program("serve", "ACME", "anna", "--role", "rep", "--from", "2026-01-01", "--to", "2026-12-31")
    assert served == {"client": "ACME", "user": "anna", "role": "rep", "from": "2026-01-01", "to": "2026-12-31"}
    program("serve", "Acme", "anna", "--role", "rep", "--to", "2027-12-31", "--as-of", "2026-06-01")
    (listed,) = program("serve")
    assert listed["to"] == "2027-12-31"
    assert "no client" in program("serve", "ZEN", "anna", "--role", "rep", code=1)
    program("serve", "ACME", "anna", code=2)
    program("team", "--add", "anna", code=2)


def test_laptops_are_listed_retired_and_lost(program, engine):
    program("user", "add", "anna", "--role", "rep")
    with engine.begin() as connection:
        register(connection, user_named(connection, "anna"), "laptop", now=NOW)
    (listed,) = program("device", "list")
    assert (listed["name"], listed["user"], listed["state"], listed["waiting"]) == ("laptop", "anna", "active", 0)
    assert program("device", "retire", "laptop")["state"] == "retired"
    assert program("device", "lost", listed["device"])["state"] == "lost"
    assert program("device", "lost", "laptop")["state"] == "lost"
    assert "lost" in program("device", "retire", "laptop", code=1)
    assert (program.folder / "journal.jsonl").read_text().count("device_") == 2
    program("device", "lost", code=2)


def test_policies_are_shown_and_changed(program):
    assert program("policy")["days_without_contact"] == 30
    assert program("policy", "days_without_contact", "14") == {"days_without_contact": 14}
    assert program("policy", "days_without_contact", "default") == {"days_without_contact": 30}
    assert "from 1 to 365" in program("policy", "days_without_contact", "900", code=1)
    program("policy", "colour", code=2)


def test_an_office_that_is_not_there_or_not_reached_ends_with_its_code(tmp_path, monkeypatch, capsys, empty_address):
    run = Program(tmp_path / "office", capsys)
    monkeypatch.setenv("KAMDESK_DATABASE_URL", empty_address)
    assert "init" in run("status", code=1)
    monkeypatch.setenv("KAMDESK_DATABASE_URL", f"postgresql://postgres@/x?host={tmp_path}")
    assert "does not answer" in run("status", code=3)
    monkeypatch.setenv("KAMDESK_DATABASE_URL", "mysql://x/y")
    assert "PostgreSQL only" in run("status", code=1)
    monkeypatch.delenv("KAMDESK_DATABASE_URL")
    assert "init" in run("status", code=1)


def test_a_password_in_an_address_is_never_shown(tmp_path, monkeypatch, capsys):
    run = Program(tmp_path / "office", capsys)
    monkeypatch.setenv("KAMDESK_DATABASE_URL", f"postgresql://u:hush-hush@/x?host={tmp_path}")
    assert "hush-hush" not in run("status", code=3)


def test_settings_that_no_office_knows_are_refused_by_name(tmp_path, monkeypatch, capsys):
    folder = tmp_path / "office"
    folder.mkdir()
    run = Program(folder, capsys)
    for text, said in (("colour = 1", "colour"), ("port = 99999", "port"), ("port =", "cannot be read"),
                       ('certificate = "x"', "private_key")):  # fmt: skip
        (folder / "office.toml").write_text(text, "utf-8")
        assert said in run("status", code=1)


def test_wrong_words_end_with_two_and_say_what_there_is(capsys):
    assert main([]) == 2
    assert main(["dance"]) == 2
    assert "serve" in capsys.readouterr().err


def test_an_office_on_windows_is_refused_in_words(monkeypatch, capsys):
    monkeypatch.setattr("sys.platform", "win32")
    assert main(["status"]) == 1
    assert "not supported" in capsys.readouterr().err
