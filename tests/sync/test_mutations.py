"""Tests of the tests: a core that is broken on purpose is noticed within two thousand histories."""

import pytest

from tests.sync.breaking import caught
from tests.sync.mutations import MUTATIONS


@pytest.mark.timeout(600)
@pytest.mark.parametrize("name", MUTATIONS)
def test_a_core_broken_on_purpose_is_noticed(name):
    histories, how = caught(name)
    assert histories, f"2,000 histories did not notice: {name}"
    print(f"{name}: after {histories} by {how}")
