"""W15 (ABC) and W19."""

from decimal import Decimal

import pytest

from kamdesk.base.money import half_up
from kamdesk.rules.abc import grade
from kamdesk.rules.concentration import concentration

VALUES = [(f"k{at}", value) for at, value in enumerate((500, 250, 120, 60, 40, 20, 10))]


@pytest.mark.parametrize(("crossing_stays_up", "grades"), [(True, "AAABBCC"), (False, "AABBCCC")])
def test_the_item_that_crosses_the_line_goes_where_the_rule_says(crossing_stays_up, grades):
    assert "".join(each.grade for each in grade(VALUES, crossing_stays_up=crossing_stays_up)) == grades


def test_only_positive_values_are_graded_and_ties_go_by_key():
    graded = grade([("b", 5), ("a", 5), ("minus", -3), ("none", 0)])
    assert [(each.key, each.share) for each in graded] == [("a", 50), ("b", 50)]
    assert [each.share_before for each in graded] == [0, 50]


def test_thresholds_are_the_company_s_choice():
    assert "".join(each.grade for each in grade(VALUES, a=Decimal(50), b=Decimal(75))) == "ABCCCCC"


def test_nothing_sold_grades_nothing():
    assert grade([("a", 0)]) == ()


def test_the_worked_case_of_concentration():
    found = concentration([34, 21, 14, 9, 7, 6, 5, 4])
    assert (found.top1, found.cr3) == (34, 69)
    assert (half_up(found.hhi, 3), half_up(found.effective, 1)) == (Decimal("0.200"), Decimal("5.0"))


def test_one_client_is_everything():
    found = concentration([7])
    assert (found.top1, found.cr3, found.hhi, found.effective) == (100, 100, 1, 1)


@pytest.mark.parametrize("values", [[], [0], [5, -5]])
def test_without_sales_there_is_no_concentration(values):
    assert concentration(values) is None
