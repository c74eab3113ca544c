"""Circles are not looked for while rows pass, and looked for again afterwards, however it ended."""

import gc

import pytest

from kamdesk.base.garbage import no_garbage


@pytest.fixture(autouse=True)
def _looked_for():
    """A window of an earlier test may have put the collector to rest."""
    was_looked_for = gc.isenabled()
    gc.enable()
    yield
    (gc.enable if was_looked_for else gc.disable)()


def _fails():
    raise ZeroDivisionError


def test_the_collector_rests_within_and_works_again_after_an_error():
    with no_garbage():
        assert not gc.isenabled()
    with pytest.raises(ZeroDivisionError), no_garbage():
        _fails()
    assert gc.isenabled()


def test_where_it_rested_already_it_goes_on_resting():
    gc.disable()
    with no_garbage():
        pass
    assert not gc.isenabled()
