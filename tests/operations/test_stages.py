"""A relationship moves one stage at a time."""

import pytest

from kamdesk.base.errors import Refused
from kamdesk.operations.clients import edit_client
from kamdesk.operations.undo import undo_last


def test_a_stage_is_reached_from_the_one_beside_it_only(desk, owner, client):
    edit_client(desk, owner, client, {"stage": ("", "2")})
    edit_client(desk, owner, client, {"stage": ("2", "3")})
    with pytest.raises(Refused, match="one stage at a time"):
        edit_client(desk, owner, client, {"stage": ("3", "5")})
    edit_client(desk, owner, client, {"stage": ("3", "2")})
    assert undo_last(desk) is not None
