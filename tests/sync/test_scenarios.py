"""250 scenarios of another sync: each is covered by a test that is there, or says why it cannot be."""

import csv
import re
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
TABLE = ROOT / "tests" / "data" / "sync" / "scenarios_pouchdb.csv"


def scenarios():
    with TABLE.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@cache
def names_in(file):
    return set(re.findall(r"^def (test_\w+)", (ROOT / file).read_text("utf-8"), flags=re.MULTILINE))


def test_every_scenario_names_a_test_or_a_reason_and_never_both():
    assert len(scenarios()) == 250
    assert [row for row in scenarios() if bool(row["test"]) is bool(row["why_not"])] == []


def test_every_test_that_a_scenario_names_is_there():
    named = sorted({row["test"] for row in scenarios() if row["test"]})
    assert [each for each in named if each.split("::")[1] not in names_in(each.split("::")[0])] == []


@pytest.mark.shared_data
def test_no_scenario_of_the_list_is_left_out(shared_data):
    with (shared_data / "S7_hostile_inputs" / "sync_scenarios_pouchdb.csv").open(encoding="utf-8", newline="") as file:
        theirs = [(row["pouchdb_test_file"], row["scenario"]) for row in csv.DictReader(file)]
    assert [(row["pouchdb_test_file"], row["scenario"]) for row in scenarios()] == theirs
