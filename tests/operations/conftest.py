"""A desk with one client, and who acts on it."""

from datetime import UTC, date, datetime

import pytest

from kamdesk.base.clock import fixed_clock
from kamdesk.exchange.actions import Author
from kamdesk.facts.policies import Role
from kamdesk.operations.clients import add_client
from kamdesk.storage.desk import create_desk

NOW = datetime(2026, 10, 20, 6, 41, tzinfo=UTC)
TODAY = date(2026, 10, 20)


@pytest.fixture
def desk(tmp_path):
    """An empty desk on 20 October 2026."""
    made = create_desk(tmp_path / "desk", password="a long one", company="Ours", currency="CNY", clock=fixed_clock(NOW))
    yield made
    made.close()


@pytest.fixture
def today():
    """The day of these tests."""
    return TODAY


@pytest.fixture
def owner():
    """Who may do all."""
    return Author(name="Owner", role=Role.OWNER)


@pytest.fixture
def rep():
    """A representative."""
    return Author(name="Lin Yue", role=Role.REP)


@pytest.fixture
def client(desk, owner):
    """A client's id."""
    return add_client(desk, owner, {"legal_name": "恒泰机械"})[0]
