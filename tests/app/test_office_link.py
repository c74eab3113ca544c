"""A window beside an office: what is typed is sent, what the office has is shown, and a cut line says so and heals."""

import pytest

from kamdesk.app.office_link import OfficeLink
from kamdesk.exchange import http_words as words
from kamdesk.exchange.http_words import Code
from kamdesk.ui.kit.sync_sight import SyncSight
from tests.sync_laptop.conftest import (  # noqa: F401  (fixtures)
    acme,
    address,
    engine,
    joins,
    lin,
    office,
    postgresql,
    real_office,
    wei,
)
from tests.sync_laptop.small_office import refusal

pytestmark = pytest.mark.allow_hosts(["127.0.0.1"])
WITHIN_MS = 30_000


@pytest.fixture
def link(lin, qapp):  # noqa: F811  (fixtures)
    made = OfficeLink(lin.desk, SyncSight())
    made.start()
    yield made
    made.stop()


def test_states_reach_the_windows_sight_and_wishes_the_office(link, lin, wei, acme, qtbot):  # noqa: F811  (fixtures)
    sight = link._sight
    qtbot.waitUntil(lambda: sight.state.synced_at is not None, timeout=WITHIN_MS)
    assert sight.state.is_online
    lin.writes(acme, "from the window")
    sight.asked.emit()
    qtbot.waitUntil(lambda: bool(sight.state.history) and sight.state.history[0].sent == 1, timeout=WITHIN_MS)
    wei.sync()
    assert wei.notes() == ["from the window"]


def test_an_office_that_is_away_is_told_and_comes_back(link, real_office, qtbot):  # noqa: F811  (fixtures)
    sight = link._sight
    qtbot.waitUntil(lambda: sight.state.synced_at is not None, timeout=WITHIN_MS)
    real_pull = real_office.answers[words.PULL]
    real_office.answers[words.PULL] = lambda *_: refusal(Code.BUSY)
    sight.asked.emit()
    qtbot.waitUntil(lambda: sight.state.unreached_since is not None, timeout=WITHIN_MS)
    real_office.answers[words.PULL] = real_pull
    qtbot.waitUntil(lambda: sight.state.unreached_since is None, timeout=WITHIN_MS)


def test_a_lost_laptop_tells_the_window_to_close(link, real_office, lin, qtbot):  # noqa: F811  (fixtures)
    real_office.answers[words.PULL] = lambda *_: refusal(Code.LOST)
    with qtbot.waitSignal(link.given_up, timeout=WITHIN_MS):
        link._sight.asked.emit()
    assert not (lin.desk.folder / "key.json").exists()
