"""The report for support: numbers and the log, and none of the words that were planted everywhere."""

import json
import zipfile

import pytest

from kamdesk.base.log import log_to, logger
from kamdesk.cli.main import main
from kamdesk.sync.support_report import collect_report
from tests.server.desks import PASSWORD

PLANTED = ("Acme", "ACME", "0571-100", "unheard of outside", PASSWORD)


@pytest.fixture
def report(lin, acme, tmp_path):
    """The report of a rep's desk with unsent work, as one text."""
    lin.writes(acme, "unheard of outside")
    log_to(tmp_path / "logs")
    logger("kamdesk.test").info("exported: records, 3")
    try:
        raise ValueError("Acme owes 0571-100")
    except ValueError:
        logger("kamdesk.test").exception("a job failed")
    out = collect_report(lin.desk.folder, tmp_path / "r.zip", logs=tmp_path / "logs", desk=lin.desk)
    with zipfile.ZipFile(out) as packed:
        return {name: packed.read(name).decode() for name in packed.namelist()}


def test_it_tells_what_helps(report):
    told = json.loads(report["report.json"])
    assert told["program"]["version"]
    assert told["folder"]["file_bytes"] > 0
    assert told["file"]["rows"]["client"] == 1
    assert told["file"]["outbox"] == {"open": 1}
    assert (told["office"]["role"], told["office"]["waiting"]) == ("rep", 1)
    assert told["office"]["demands"]["days_without_contact"] == 30
    assert "exported: records, 3" in report["kamdesk.log"]
    assert "ValueError" in report["kamdesk.log"]


def test_it_holds_no_clients_word_and_no_secret(report, lin):
    secrets = (lin.desk.key.hex(), lin.desk.settings.get("token"))
    for name, text in report.items():
        for word in (*PLANTED, *secrets):
            assert word not in text, name


def test_a_desk_that_does_not_open_is_told_from_outside(lin, tmp_path, monkeypatch, capsys):
    lin.desk.close()
    monkeypatch.setenv("KAMDESK_PASSWORD", "a guess")
    out = tmp_path / "r.zip"
    assert main(["--json", "--profile", str(lin.desk.folder), "report", "--out", str(out)]) == 0
    assert json.loads(capsys.readouterr().out)["why_not"] == "password"
    with zipfile.ZipFile(out) as packed:
        told = json.loads(packed.read("report.json"))
    assert "file" not in told
    assert told["folder"]["file_bytes"] > 0
