"""Circles are not looked for while rows pass, and looked for again afterwards, however it ended."""

import gc

import pytest

from kamdesk.base.garbage import no_garbage


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
    try:
        with no_garbage():
            pass
        assert not gc.isenabled()
    finally:
        gc.enable()
