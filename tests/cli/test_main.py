"""The command line's manners: options before and after the verb, exit codes, one JSON document, errors on stderr."""

import io
import json
import os
import subprocess
import sys

import pytest

from kamdesk.cli.main import main
from kamdesk.operations.clients import add_client
from kamdesk.operations.contacts import add_contact
from kamdesk.records.every import by_word
from kamdesk.storage.desk import open_desk
from kamdesk.storage.rows import rows_where


@pytest.fixture
def client(made, profile):
    """A client with a contact."""
    desk = open_desk(profile, password="a long one")
    client_id = add_client(desk, desk.author, {"legal_name": "恒泰机械"}, external_key="HT01")[0]
    add_contact(desk, desk.author, client_id, {"name": "Chen Wei"})
    desk.close()
    return client_id


def rows(profile, word, **where):
    desk = open_desk(profile, password="a long one")
    with desk.reading() as connection:
        found = rows_where(connection, by_word(word), **where)
    desk.close()
    return found


def written(tmp_path, **values):
    file = tmp_path / "in.json"
    file.write_text(json.dumps(values), "utf-8")
    return file


def test_init_makes_a_desk_once(kamdesk, profile):
    answer = kamdesk("init", "--company", "示例公司", "--currency", "cny", "--json")
    assert answer.code == 0
    assert answer.json == {"profile": str(profile), "company": "示例公司", "currency": "CNY"}
    again = kamdesk("init", "--company", "示例公司")
    assert (again.code, again.out) == (1, "")
    assert "already" in again.err


@pytest.mark.parametrize("words", [("", "CNY"), ("  ", "CNY"), ("示例公司", "ZZ"), ("示例公司", "人民币")])
def test_a_desk_needs_a_company_and_a_currency_of_three_letters(kamdesk, profile, words):
    company, currency = words
    assert kamdesk("init", "--company", company, "--currency", currency).code == 1
    assert not (profile / "desk.db").exists()


def test_an_unknown_fact_is_answered_with_those_there_are(made, client, tmp_path):
    answer = made("add", "visit", "HT01", "--json-in", written(tmp_path, subject="x"))
    assert answer.code == 1
    assert "summary" in answer.err
    assert "contact" in answer.err


def test_options_are_taken_before_and_after_the_verb(profile, made, capsys):
    for words in (["--json", "--profile", profile, "set"], ["set", "--profile", profile, "--json"]):
        assert main([*map(str, words), "nobody", "city", "x"]) == 1
        assert "nobody" in capsys.readouterr().err


def test_wrong_usage_ends_with_2(kamdesk):
    assert kamdesk("fly").code == 2
    assert kamdesk("init").code == 2
    for day in ("yesterday", "0001-01-01", "9999-12-31"):
        assert kamdesk("clients", "--as-of", day).code == 2


def test_help_ends_with_0(kamdesk):
    assert kamdesk("--help").code == 0
    assert "external key" in kamdesk("orders", "--help").out


def test_without_a_terminal_nothing_is_asked(made, monkeypatch):
    monkeypatch.delenv("KAMDESK_PASSWORD")
    monkeypatch.setattr("sys.stdin", io.StringIO(""))
    answer = made("set", "x", "city", "y")
    assert answer.code == 2
    assert "KAMDESK_PASSWORD" in answer.err


def test_a_wrong_password_is_said_and_ends_with_1(made, monkeypatch):
    monkeypatch.setenv("KAMDESK_PASSWORD", "wrong")
    answer = made("set", "x", "city", "y")
    assert (answer.code, answer.out) == (1, "")
    assert "does not open" in answer.err


def test_a_profile_without_a_desk_says_so(kamdesk):
    assert "no desk" in kamdesk("set", "x", "city", "y").err


@pytest.mark.parametrize("words", [["sync"], ["tray"], ["verify"], ["solve", "1", "mine"]])
def test_what_needs_an_office_says_that_there_is_none(made, words):
    answer = made(*words, "--json")
    assert (answer.code, answer.out) == (1, "")
    assert "no office" in answer.err


def test_joining_without_an_office_at_that_address_leaves_nothing_behind(kamdesk, profile):
    assert kamdesk("join", "http://office.example", "--user", "lin").code == 3
    assert not profile.exists()


def test_a_fact_of_a_client_is_set_by_key_or_by_name(made, client, profile):
    assert made("set", "HT01", "city", "苏州").code == 0
    assert made("set", "恒泰机械", "payment_term_days", "60").code == 0
    (row,) = rows(profile, "client")
    assert (row["city"], row["payment_term_days"]) == ("苏州", 60)


@pytest.mark.parametrize(
    ("fact", "value", "word"),
    [("payment_term_days", "soon", "Payment term"), ("hat", "red", "hat"), ("status", "asleep", "prospect")],
)
def test_what_cannot_be_set_is_refused_with_the_reason(made, client, fact, value, word):
    answer = made("set", "HT01", fact, value)
    assert answer.code == 1
    assert word in answer.err


def test_a_share_is_written_in_percent(made, client, profile):
    assert made("set", "HT01", "otif_aim", "98.5").code == 0
    assert rows(profile, "client")[0]["otif_aim"] == 985_000


def test_a_visit_with_its_promises_comes_from_json(made, client, profile, tmp_path):
    promises = [{"what": "Samples", "due_on": "2026-10-27", "contact": "Chen Wei"}]
    file = written(
        tmp_path, starts_at="2026-10-20T10:00:00+08:00", contacts=["Chen Wei"], summary="Agreed", promises=promises
    )
    answer = made("add", "visit", "HT01", "--json-in", file, "--json")
    assert answer.code == 0
    assert sorted(row["record"] for row in answer.json["rows"]) == ["promise", "visit"]
    (visit,) = rows(profile, "visit")
    (contact,) = rows(profile, "contact")
    assert (visit["status"], visit["contact_ids"], visit["starts_at"].hour) == ("done", (contact.id,), 2)
    assert rows(profile, "promise")[0]["contact_id"] == contact.id


@pytest.mark.parametrize(
    ("kind", "values"),
    [
        ("promise", {"what": "Forecast", "side": "theirs", "due_on": "2026-11-01"}),
        ("contact", {"name": "Liu Min", "managers": ["Chen Wei"], "rights": ["pays", "decides"]}),
        ("need", {"topic": "batch", "value": "500"}),
        ("request", {"summary": "New delivery address", "kind": "change"}),
        ("note", {"text": "喜欢绿茶"}),
    ],
)
@pytest.mark.usefixtures("client")
def test_promises_people_needs_and_notes_come_from_json(made, profile, tmp_path, kind, values):
    answer = made("add", kind, "HT01", "--json-in", written(tmp_path, **values), "--json")
    assert answer.code == 0, answer.err
    newest = rows(profile, kind)[-1]
    name = next(iter(values))
    assert newest[name] == values[name]


@pytest.mark.parametrize(
    ("kind", "values"),
    [
        ("visit", {"starts_at": "2026-10-20", "promises": "two"}),
        ("visit", {"starts_at": "2026-10-20", "needs": ["one"]}),
        ("visit", {"starts_at": ["2026-10-20"]}),
        ("contact", {"name": "Liu", "managers": [7]}),
        ("promise", {"what": {"a": 1}}),
        ("note", {"text": 12}),
    ],
)
@pytest.mark.usefixtures("client")
def test_json_of_another_shape_is_refused_in_a_sentence(made, tmp_path, kind, values):
    answer = made("add", kind, "HT01", "--json-in", written(tmp_path, **values))
    assert (answer.code, answer.out) == (1, "")
    assert answer.err.strip()


def test_json_that_is_none_is_refused(made, client, tmp_path):
    (tmp_path / "in.json").write_text("[1, 2]")
    assert "one JSON object" in made("add", "note", "HT01", "--json-in", tmp_path / "in.json").err
    (tmp_path / "in.json").write_text("{")
    assert "JSON" in made("add", "note", "HT01", "--json-in", tmp_path / "in.json").err


def test_what_nobody_foresaw_is_logged_without_words_and_said_in_a_sentence(tmp_path):
    code = "import sys, kamdesk.cli.main as m, kamdesk.__main__ as p\nm.parser = lambda: 1 / 0\nsys.exit(p.main())"
    places = {"HOME": str(tmp_path), "XDG_STATE_HOME": str(tmp_path), "XDG_CACHE_HOME": str(tmp_path)}
    run = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, env={**os.environ, **places}, check=False
    )
    assert run.returncode == 1
    assert "made a mistake" in run.stderr
    assert "Traceback" not in run.stderr
    (logged,) = tmp_path.rglob("kamdesk.log")
    assert "ZeroDivisionError" in logged.read_text("utf-8")


def test_help_speaks_the_language_of_the_system(kamdesk, monkeypatch):
    monkeypatch.setenv("LANG", "zh_TW.UTF-8")
    assert "CLIENT" in kamdesk("orders", "--help").out
    assert kamdesk("orders", "--as-of", "x").code == 2
