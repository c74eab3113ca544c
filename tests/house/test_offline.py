"""The desk works without a network, and so does its test suite: no socket but a local one can be made."""

import socket

import pytest
from pytest_socket import SocketBlockedError


@pytest.mark.parametrize("family", [socket.AF_INET, socket.AF_INET6])
def test_no_test_can_reach_the_internet(family):
    with pytest.warns(UserWarning, match="tried to use socket"), pytest.raises(SocketBlockedError):
        socket.socket(family, socket.SOCK_STREAM)
