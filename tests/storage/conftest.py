"""A desk in a folder of its own."""

import pytest

from kamdesk.storage.desk import create_desk


@pytest.fixture
def folder(tmp_path):
    """The profile folder."""
    return tmp_path / "desk"


@pytest.fixture
def desk(folder):
    """An open desk, closed at the end."""
    desk = create_desk(folder, password="right", company="示例公司", currency="CNY")
    yield desk
    desk.close()
