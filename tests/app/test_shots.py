"""`kamdesk demo` without a screen and `kamdesk shots`: every room as a picture of the size that was asked for."""

import json
import os
import subprocess
import sys

import pypdfium2
import pytest

from kamdesk.app.shots import size_of
from kamdesk.base.errors import BadValue
from kamdesk.ui.shell.rooms import CLIENT_TABS, ROOMS


@pytest.fixture(scope="module")
def tour(tmp_path_factory):
    """The folder of a demo's tour and what it said; a program of its own, as a person starts it."""
    out = tmp_path_factory.mktemp("tour")
    words = ["--profile", str(out / "desk"), "demo", "--out", str(out / "demo"), "--json"]
    environ = {name: value for name, value in os.environ.items() if name not in {"DISPLAY", "WAYLAND_DISPLAY"}}
    run = subprocess.run(
        [sys.executable, "-m", "kamdesk", *words], capture_output=True, text=True, env=environ, check=False, timeout=100
    )
    return out / "demo", run


def test_every_room_and_every_part_of_a_clients_page_is_there(tour):
    folder, run = tour
    assert run.returncode == 0, run.stderr
    named = {path.stem.partition("-")[2] for path in folder.glob("*.png")}
    assert {room.name for room in ROOMS} | {f"client-{tab.name}" for tab in CLIENT_TABS} <= named
    assert {"client-safe", "palette", "welcome"} <= named


def test_both_briefs_are_there_for_us_and_for_the_client(tour):
    folder, _ = tour
    pages = {path.stem: len(pypdfium2.PdfDocument(path)) for path in folder.glob("*.pdf")}
    assert pages == {
        "visit-brief-for-us": 2, "visit-brief-for-client": 2, "annual-brief-for-us": 8, "annual-brief-for-client": 8
    }  # fmt: skip


def test_the_answer_is_one_json_document(tour):
    folder, run = tour
    assert len(json.loads(run.stdout)["pictures"]) == len(list(folder.glob("*.png")))


def test_a_size_is_two_numbers():
    assert size_of("1366x768") == (1366, 768)
    for wrong in ("wide", "10x10", "1366", "99999x99999"):
        with pytest.raises(BadValue, match="size"):
            size_of(wrong)
