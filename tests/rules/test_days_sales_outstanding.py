"""W2 and the public cases of days sales outstanding."""

import json
from decimal import Decimal
from pathlib import Path

import pytest

from kamdesk.base.money import half_up
from kamdesk.rules.days_sales_outstanding import average_days_delinquent, best_possible, countback, simple

EXAMPLES = Path(__file__).parents[1] / "data/worked_examples"
CASES = {case["id"]: case for case in json.loads((EXAMPLES / "dso.json").read_text("utf-8"))["cases"]}
SALES = (100_000, 80_000, 70_000)


def test_simple():
    assert half_up(simple(150_000, invoiced=1_800_000, days=365), 2) == Decimal("30.42")
    assert half_up(simple(212_000, invoiced=250_000, days=90), 2) == Decimal("76.32")


def test_countback_in_fixed_months_and_in_calendar_months():
    assert half_up(countback(212_000, [(sales, 30) for sales in SALES]), 2) == Decimal("73.71")
    assert half_up(countback(212_000, zip(SALES, (31, 28, 31), strict=True)), 2) == Decimal("73.17")


def test_best_possible_and_what_lateness_costs():
    assert half_up(best_possible(140_000, invoiced=250_000, days=90), 2) == Decimal("50.40")
    delinquent = average_days_delinquent(212_000, not_due=140_000, invoiced=250_000, days=90)
    assert half_up(delinquent, 2) == Decimal("25.92")


def test_the_public_cases():
    one, two, three = CASES["dso-1"], CASES["dso-2"], CASES["dso-3"]
    months = [(sales, 30) for sales in reversed(one["sales_oldest_first"])]
    assert half_up(countback(one["receivables"], months), 4) == Decimal(str(one["expect_days"]))
    got = simple(two["receivables"], invoiced=two["credit_sales"], days=two["period_days"])
    assert half_up(got, 4) == Decimal(str(two["expect_days"]))
    got = simple(three["avg_receivables"], invoiced=three["credit_sales"], days=three["period_days"])
    assert got == Decimal(str(three["expect_days"]))


def test_months_that_end_before_the_receivables_give_no_answer():
    assert countback(300_000, [(sales, 30) for sales in SALES]) is None


@pytest.mark.parametrize(("receivables", "days"), [(0, 0), (100_000, 30), (100_001, 30 + Decimal(1) / 80_000 * 30)])
def test_countback_at_the_edge_of_a_month(receivables, days):
    assert countback(receivables, [(sales, 30) for sales in SALES]) == days


def test_a_month_without_sales_still_takes_its_days():
    assert countback(150_000, [(100_000, 31), (0, 28), (100_000, 31)]) == 31 + 28 + Decimal("15.5")


def test_without_sales_there_is_no_simple_figure():
    assert simple(100, invoiced=0, days=90) is None
