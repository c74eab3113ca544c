"""`kamdesk demo` without a screen and `kamdesk shots`: every room as a picture of the size that was asked for."""

import json
import os
import subprocess
import sys
from datetime import date

import pypdfium2
import pytest

from kamdesk.app.demo import SAMPLE_PASSWORD
from kamdesk.app.demo_office import FINANCE, REP, DemoOffice
from kamdesk.app.shots import size_of
from kamdesk.base.errors import BadValue
from kamdesk.operations.tray import tray
from kamdesk.storage import outbox
from kamdesk.storage.desk import open_desk
from kamdesk.ui.shell.rooms import CLIENT_TABS, ROOMS

# An office is made on 127.0.0.1, filled and joined twice on the way.
pytestmark = [pytest.mark.timeout(300), pytest.mark.allow_hosts(["127.0.0.1"])]


@pytest.fixture(scope="module")
def tour(tmp_path_factory):
    """The folder of a demo's tour and what it said; a program of its own, as a person starts it."""
    out = tmp_path_factory.mktemp("tour")
    words = ["--profile", str(out / "desk"), "demo", "--out", str(out / "demo"), "--json"]
    environ = {name: value for name, value in os.environ.items() if name not in {"DISPLAY", "WAYLAND_DISPLAY"}}
    run = subprocess.run(
        [sys.executable, "-m", "kamdesk", *words], capture_output=True, text=True, env=environ, check=False, timeout=240
    )
    return out / "demo", run


def test_every_room_and_every_part_of_a_clients_page_is_there(tour):
    folder, run = tour
    assert run.returncode == 0, run.stderr
    named = {path.stem.partition("-")[2] for path in folder.glob("*.png")}
    rooms = {room.name for room in ROOMS} - {"imports"}  # the desk of the tour has an office, which brings the data
    assert rooms | {f"client-{tab.name}" for tab in CLIENT_TABS} <= named
    assert {"client-safe", "sync", "history", "news", "palette", "welcome"} <= named


def test_both_briefs_are_there_for_us_and_for_the_client(tour):
    folder, _ = tour
    pages = {path.stem: len(pypdfium2.PdfDocument(path)) for path in folder.glob("*.pdf")}
    assert pages == {
        "visit-brief-for-us": 2, "visit-brief-for-client": 2, "annual-brief-for-us": 8, "annual-brief-for-client": 8
    }  # fmt: skip


def test_the_answer_is_one_json_document(tour):
    folder, run = tour
    assert len(json.loads(run.stdout)["pictures"]) == len(list(folder.glob("*.png")))


@pytest.fixture
def desk_of(tour):
    """Opens the desk of one of the demo's two people."""
    folder, _ = tour
    made = DemoOffice(folder.parent / "desk", password=SAMPLE_PASSWORD, scale=1)
    opened = []

    def desk(name):
        opened.append(open_desk(made.place(name), password=SAMPLE_PASSWORD))
        return opened[-1]

    yield desk
    for each in opened:
        each.close()


def test_a_clash_waits_in_the_reps_tray_and_a_note_of_theirs_to_be_sent(desk_of):
    rep = desk_of(REP)
    (card,) = tray(rep, today=date(2026, 10, 20))
    assert (card.item.theirs_by, card.lines[0].fact) == (FINANCE, "phone")
    with rep.reading() as connection:
        assert outbox.waiting(connection) == 1


def test_finance_sees_every_client_and_nothing_waits_there(desk_of):
    finance = desk_of(FINANCE)
    with finance.reading() as connection:
        assert connection.exec_driver_sql("SELECT count(*) FROM clients").scalar() == 24
        assert outbox.waiting(connection) == 0


def test_a_size_is_two_numbers():
    assert size_of("1366x768") == (1366, 768)
    for wrong in ("wide", "10x10", "1366", "99999x99999"):
        with pytest.raises(BadValue, match="size"):
            size_of(wrong)
