"""Some histories on the real parts; many more with build/do.py soak stack."""

import pytest

from tests.stack.real_history import run

SEEDS, STEPS = range(200), 6
"""What fits into the ordinary run beside everything else; the long runs have more steps, too."""


@pytest.mark.timeout(300)
@pytest.mark.parametrize("seed", SEEDS)
def test_nothing_is_lost_doubled_or_leaked_on_the_real_parts(real_company, seed):
    told = run(real_company, seed, steps=STEPS)
    assert told.actions


@pytest.mark.timeout(300)
def test_a_seed_tells_the_same_history_on_the_real_parts_too(real_company):
    assert run(real_company, 3, steps=2) == run(real_company, 3, steps=2)
