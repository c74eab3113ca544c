"""What every test has: a screen that needs no display, and the way to the shared data sets."""

import os
import sys
from pathlib import Path

import pytest

from kamdesk.base import words
from kamdesk.storage import keys

ROOT = Path(__file__).parents[1]

if sys.platform == "linux" and not (os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")):
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")


@pytest.fixture(scope="session")
def shared_data():
    """The folder of the large or unlicensed data sets, kept beside the repository and never in it."""
    named = os.environ.get("KAMDESK_SHARED_DATA")
    places = [Path(named)] if named else [parent / "shared" / "data" for parent in ROOT.parents]
    for place in places:
        if place.is_dir():
            return place
    pytest.skip("the shared data sets are not beside this repository (KAMDESK_SHARED_DATA may name their folder)")


@pytest.fixture(scope="session", autouse=True)
def _cheap_passwords():
    """A real Argon2id that costs a thousandth: hundreds of desks are made and opened here."""
    keys.PASSWORD_COST = keys.Cost(rounds=1, memory_kib=64, lanes=1)


@pytest.fixture(autouse=True)
def _english():
    """Every test begins in English, whatever language the one before it left behind."""
    words.set_language("en")
