"""Two thousand histories of five laptops and an office with every fault of SYNC 9; nothing gets lost in any."""

from collections import Counter

import pytest

from tests.sync.faults import MET, TESTED
from tests.sync.histories import shrunk, survived
from tests.sync.simulation import run
from tests.sync.test_scenarios import names_in

HISTORIES, BATCH = 2000, 125
YEAR = 7
"""another source of chance for every clock"""


@pytest.mark.timeout(600)
@pytest.mark.parametrize("first", range(0, HISTORIES, BATCH))
def test_nothing_is_lost_doubled_or_leaked_and_everybody_is_equal_in_the_end(first):
    failed = survived(range(first, first + BATCH))
    assert not failed, f"seed {min(failed)}: {shrunk(min(failed))}"


def test_the_histories_meet_every_fault_of_the_list():
    met = sum((run(seed).met for seed in range(80)), Counter())
    assert [fault for fault in MET if not met[fault]] == []


def test_every_test_of_a_fault_that_they_cannot_meet_is_there():
    assert [each for each in TESTED.values() if each.split("::")[1] not in names_in(each.split("::")[0])] == []


@pytest.mark.parametrize("seed", range(10))
def test_a_seed_always_tells_the_same_history(seed):
    assert run(seed) == run(seed)


@pytest.mark.parametrize("seed", range(10))
def test_no_verdict_depends_on_a_clock(seed):
    assert run(seed).digest == run(seed, clock_seed=YEAR).digest
