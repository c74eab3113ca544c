"""What every test has: a screen that needs no display, and the way to the shared data sets."""

import logging
import os
import socket
import sys
from pathlib import Path

import pytest

from kamdesk.base import words
from kamdesk.storage import keys
from kamdesk.storage.desk import create_desk

ROOT = Path(__file__).parents[1]

if sys.platform == "linux" and not (os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")):
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")


def pytest_collection_modifyitems(items):
    """The desk is proved without any network; only what meets an office needs this computer's own sockets."""
    meets_an_office = [
        item for item in items if item.get_closest_marker("allow_hosts") or "socket_enabled" in item.fixturenames
    ]
    if meets_an_office and not _can_reach_itself():
        needs = pytest.mark.skip(reason="an office is met over 127.0.0.1, and this computer opens no socket there")
        for item in meets_an_office:
            item.add_marker(needs)


def _can_reach_itself():
    try:
        with socket.create_server(("127.0.0.1", 0)) as server, socket.create_connection(server.getsockname(), 5):
            return True
    except OSError:
        return False


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
def _logs_end_with_their_test():
    """A log that a test opened is closed with it: another test is not blamed for it, nor writes into it."""
    loggers = [logging.getLogger(name) for name in ("kamdesk", "uvicorn.error")]
    before = [list(logger.handlers) for logger in loggers]
    yield
    for logger, kept in zip(loggers, before, strict=True):
        for handler in set(logger.handlers) - set(kept):
            handler.close()
        logger.handlers = kept


@pytest.fixture(autouse=True)
def _english():
    """Every test begins in English, whatever language the one before it left behind."""
    words.set_language("en")


@pytest.fixture
def desk(tmp_path):
    """An empty desk of its owner; folders whose tests need another one say so in their own conftest."""
    made = create_desk(tmp_path / "desk", password="a long one", company="Lanfeng Drives", currency="CNY")
    yield made
    made.close()
