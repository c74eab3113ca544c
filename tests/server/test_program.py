"""The program itself, on a PostgreSQL of its own: from nothing to an answering office, and a clean end."""

import json
import os
import shutil
import signal
import subprocess
import sys
import time
import urllib.request
from pathlib import Path
from tempfile import mkdtemp

import pytest

PROGRAM = [sys.executable, "-m", "kamdesk.server"]
AS_FROM_CRON = {name: value for name, value in os.environ.items() if name != "XDG_RUNTIME_DIR"}


@pytest.fixture
def folder():
    """Not in pytest's own folder, which every new run of pytest closes to PostgreSQL's user."""
    made = Path(mkdtemp(prefix="kamdesk-office-"))
    yield made
    shutil.rmtree(made, ignore_errors=True)


def run(*words, folder, code=0):
    done = subprocess.run(
        [*PROGRAM, *words, "--profile", str(folder), "--json"],
        capture_output=True, text=True, check=False, timeout=60, env=AS_FROM_CRON,
    )  # fmt: skip
    assert done.returncode == code, done.stderr
    assert done.stderr == ""
    return json.loads(done.stdout)


@pytest.mark.timeout(180)
@pytest.mark.enable_socket
def test_an_office_on_its_own_postgresql_starts_answers_and_stops(folder):
    assert run("init", "--company", "Northern Supplies", folder=folder)["embedded"] is True
    ready = folder / "ready.json"
    with subprocess.Popen(
        [*PROGRAM, "run", "--port", "0", "--ready-file", str(ready), "--profile", str(folder)],
        stderr=subprocess.PIPE, text=True, env=AS_FROM_CRON,
    ) as office:  # fmt: skip
        deadline = time.monotonic() + 60
        while not ready.exists() and time.monotonic() < deadline and office.poll() is None:
            time.sleep(0.05)
        told = json.loads(ready.read_text())
        with urllib.request.urlopen(told["url"] + "/ready", timeout=10) as answer:
            assert answer.status == 200
        assert run("status", folder=folder)["company"] == "Northern Supplies", "beside the running office"
        office.send_signal(signal.SIGTERM)
        said = office.stderr.read()
        assert office.wait(30) in (0, -signal.SIGTERM), said
    assert all(json.loads(line) for line in said.splitlines())
    assert not (folder / "postgresql" / "postmaster.pid").exists(), "its PostgreSQL was stopped"
