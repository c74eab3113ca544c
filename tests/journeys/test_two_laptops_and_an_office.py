"""Two laptops and an office, driven by the command line alone: from nothing to equal rows, through whatever happens."""

import json
import os
import shutil
import signal
import subprocess
import sys
import time
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from tempfile import mkdtemp

import pytest

from kamdesk.base.clock import system_clock, today_of
from kamdesk.cli.main import main
from kamdesk.records.clients import Client
from kamdesk.server.config import read_config
from kamdesk.server.office import open_office
from kamdesk.storage.desk import open_desk
from kamdesk.storage.rows import rows_where
from tests.server.rows_of_office import add_client

pytestmark = [
    pytest.mark.allow_hosts(["127.0.0.1"]),
    pytest.mark.timeout(420),
    pytest.mark.filterwarnings("ignore:XDG_RUNTIME_DIR"),
]

PASSWORD = "a long enough one"
EQUAL = {"equal": True, "differs": []}
SERVER = [sys.executable, "-m", "kamdesk.server"]
TODAY = today_of(system_clock())
SINCE, YESTERDAY = ((TODAY - timedelta(days=days)).isoformat() for days in (90, 1))


class Office:
    """`kamdesk-server` in a folder of its own."""

    def __init__(self, folder):
        self.folder = folder
        self.port = 0

    def call(self, *words, code=0):
        done = subprocess.run(
            [*SERVER, *map(str, words), "--profile", str(self.folder), "--json"],
            capture_output=True, text=True, check=False, timeout=120,
            env=os.environ | {"KAMDESK_NEW_PASSWORD": PASSWORD},
        )  # fmt: skip
        assert done.returncode == code, done.stderr
        return json.loads(done.stdout) if done.stdout else None

    def fill(self):
        """Two clients, two reps and their manager."""
        opened = open_office(read_config(self.folder))
        for key, name in (("ACME", "Acme Works"), ("HENG", "恒泰机械")):
            add_client(opened.engine, external_key=key, legal_name=name, phone="0571-100", city="Oslo", currency="CNY")
        opened.close()
        for name, role in (("lin", "rep"), ("mei", "rep"), ("wei", "manager")):
            self.call("user", "add", name, "--role", role)
        for client, name, role in (("ACME", "lin", "rep"), ("ACME", "wei", "manager"), ("HENG", "mei", "rep")):
            self.call("serve", client, name, "--role", role, "--from", SINCE)

    @contextmanager
    def running(self):
        """It answers for the length of a block, at the same address each time."""
        ready = self.folder / "ready.json"
        ready.unlink(missing_ok=True)
        words = ["run", "--port", str(self.port), "--ready-file", str(ready), "--profile", str(self.folder)]
        process = subprocess.Popen([*SERVER, *words], stderr=subprocess.DEVNULL)
        try:
            until = time.monotonic() + 90
            while not ready.exists():
                assert process.poll() is None
                assert time.monotonic() < until
                time.sleep(0.05)
            told = json.loads(ready.read_text())
            self.port = told["port"]
            yield told["url"]
        finally:
            process.send_signal(signal.SIGTERM)
            process.wait(60)


@pytest.fixture
def office():
    """Not in pytest's own folder, which PostgreSQL's user may not enter."""
    folder = Path(mkdtemp(prefix="kamdesk-office-"))
    made = Office(folder)
    made.call("init", "--company", "Northern Supplies", "--currency", "CNY")
    yield made
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture
def desk(tmp_path, monkeypatch, capsys):
    """Calls `kamdesk` for a person: desk("lin", "sync") → what it answered."""
    monkeypatch.setenv("KAMDESK_PASSWORD", PASSWORD)

    def call(who, *words, code=0):
        capsys.readouterr()
        ended = main(["--json", "--profile", str(tmp_path / who), *map(str, words)])
        said = capsys.readouterr()
        assert ended == code, said.err
        return json.loads(said.out) if said.out else said.err

    return call


def note(tmp_path, text):
    file = tmp_path / "note.json"
    file.write_text(json.dumps({"text": text}), "utf-8")
    return file


def names(clients):
    return sorted(row["client"] for row in clients)


def phone(folder):
    """What a desk shows of Acme."""
    opened = open_desk(folder, password=PASSWORD)
    with opened.reading() as connection:
        (acme,) = rows_where(connection, Client, external_key="ACME")
    opened.close()
    return acme["phone"]


def test_two_laptops_and_an_office_end_equal(office, desk, tmp_path):
    with office.running() as url:
        office.fill()
        joined = desk("lin", "join", url, "--user", "lin", "--laptop", "Lin's laptop")
        assert (joined["role"], joined["sync"]["held"]) == ("rep", 0)
        desk("wei", "join", url, "--user", "wei")
        assert names(desk("lin", "clients")) == ["ACME"]
        both_write(desk, note(tmp_path, "They ask for a rebate."))
        the_client_moves(office, desk, url)
        office.call("device", "lost", "Lin's laptop")
        assert "lost" in desk("lin", "sync", code=1)
        assert not (tmp_path / "lin" / "key.json").exists()
        office.call("backup", office.folder / "office.kamdesk")
        desk("mei", "set", "ACME", "phone", "0571-400")  # after the backup: it lives on in the laptops alone
        desk("mei", "sync")
        desk("wei", "sync")
        somebody_new_comes(office, desk, url, tmp_path)
    assert "Nobody answers" in desk("mei", "sync", code=3)
    desk("mei", "add", "note", "HENG", "--json-in", note(tmp_path, "写于离线"))
    office.call("restore", office.folder / "office.kamdesk", "--replace")
    with office.running():
        office.call("serve", "HENG", "kai", "--role", "rep")  # who serves whom since the backup is said again
        for who in ("mei", "wei", "kai", "mei"):
            desk(who, "sync")
        desk("mei", "export", "--all", "--out", tmp_path / "out")
        assert "Kai was here" in (tmp_path / "out" / "notes.json").read_text("utf-8")
        assert desk("kai", "verify") == EQUAL
        for who in ("mei", "wei"):
            assert desk(who, "verify") == EQUAL
    assert phone(tmp_path / "wei") == phone(tmp_path / "mei") == "0571-400"


def somebody_new_comes(office, desk, url, tmp_path):
    """After the backup: only Kai's laptop knows in the end what Kai wrote."""
    office.call("user", "add", "kai", "--role", "rep")
    office.call("serve", "HENG", "kai", "--role", "rep")
    desk("kai", "join", url, "--user", "kai")
    desk("kai", "add", "note", "HENG", "--json-in", note(tmp_path, "Kai was here"))
    assert desk("kai", "sync")["applied"] == 1


def both_write(desk, written):
    """What only one of them touched is merged; the fact that both did waits for its author."""
    desk("wei", "set", "ACME", "phone", "0571-300")
    desk("lin", "set", "ACME", "city", "Bergen")
    desk("lin", "set", "ACME", "phone", "0571-200")
    desk("lin", "add", "note", "ACME", "--json-in", written)
    assert desk("wei", "sync")["applied"] == 1
    report = desk("lin", "sync")
    assert (report["sent"], report["applied"], report["waits"], report["refused"]) == (3, 2, 1, 0)
    (row,) = desk("lin", "tray")
    assert (row["kind"], row["fact"], row["mine"], row["theirs"]) == ("clash", "phone", "0571-200", "0571-300")
    desk("lin", "solve", row["id"], "mine")
    desk("lin", "sync")
    desk("wei", "sync")
    assert desk("lin", "tray") == desk("wei", "tray") == []
    for who in ("lin", "wei"):
        assert desk(who, "verify") == EQUAL


def the_client_moves(office, desk, url):
    """It leaves one laptop and comes to another; what its old rep wrote meanwhile is held for who may read it."""
    desk("mei", "join", url, "--user", "mei")
    assert names(desk("mei", "clients")) == ["HENG"]
    office.call("serve", "ACME", "mei", "--role", "rep")
    office.call("serve", "ACME", "lin", "--role", "rep", "--to", YESTERDAY)
    desk("lin", "set", "ACME", "city", "Rome")
    report = desk("lin", "sync")
    assert (report["held"], report["applied"]) == (1, 0)
    assert desk("lin", "clients") == []
    desk("mei", "sync")
    assert names(desk("mei", "clients")) == ["ACME", "HENG"]
    desk("wei", "sync")
    (held,) = desk("mei", "tray") or desk("wei", "tray")
    assert (held["kind"], held["author"]) == ("held", "lin")
