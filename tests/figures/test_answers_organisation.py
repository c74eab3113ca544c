"""The real organisation of 2,082 posts, and the file with defects, compared with case and without."""

import json
from pathlib import Path

import pytest

from tests.figures.imported import imported

ORGANISATION = Path(__file__).parents[1] / "data" / "organisation"
ANSWERS = json.loads((ORGANISATION / "answers_orgchart.json").read_text("utf-8"))["answers"]
AS_OF = "2026-10-20"


@pytest.fixture
def organisation(tmp_path):
    def found(file, **settings):
        with imported(tmp_path, ORGANISATION / file, "organisation.toml", client="HO", **settings) as figure:
            return figure("organisation", "HO", as_of=AS_OF)

    return found


def value_of(answer):
    return {
        "nodes": answer["nodes"], "roots": answer["roots"], "orphans": answer["orphans_parent_missing"],
        "circles": answer["nodes_on_a_cycle"], "depth": answer["max_depth"],
    }  # fmt: skip


def test_an_organisation_of_two_thousand_posts(organisation):
    answer = ANSWERS["uk_home_office"]
    found = organisation("uk_home_office_posts.csv")
    assert found["value"] == value_of(answer)
    assert found["inputs"]["by_depth"] == answer["nodes_by_depth"]
    assert found["inputs"]["unreachable"] == answer["unreachable_from_a_root"]
    assert list(found["inputs"]["widest_span"].values()) == answer["widest_spans"][0]
    assert found["rows"] == []


def test_a_file_with_defects_shows_each_of_them(organisation):
    answer = ANSWERS["defect_education_2011"]
    found = organisation("defect_education_2011_senior.csv")
    assert found["value"] == value_of(answer)
    assert found["inputs"]["unreachable"] == answer["unreachable_from_a_root"]
    assert found["inputs"]["by_depth"] == answer["nodes_by_depth"]
    assert [row["defect"] for row in found["rows"]] == ["orphan"] * 8


def test_without_case_no_manager_is_missing(organisation):
    answer = ANSWERS["defect_education_2011"]
    found = organisation("defect_education_2011_senior.csv", fold_case="yes")
    assert found["value"]["orphans"] == answer["orphans_if_ids_are_compared_without_case_and_spaces"]
