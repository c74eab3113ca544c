"""Due days and instalments: every public payment-term case, and the clamps of short months."""

import json
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kamdesk.base.errors import BadValue
from kamdesk.base.money import half_up
from kamdesk.rules.payment_schedule import (
    Due,
    Move,
    Part,
    Share,
    Step,
    anniversary,
    by_percents,
    cash_discount,
    due_day,
    end_of_month,
    net,
    percent_of,
    schedule,
)

EXAMPLES = Path(__file__).parents[1] / "data/worked_examples"
CASES = json.loads((EXAMPLES / "payment_terms.json").read_text("utf-8"))["cases"]

RULES = {
    "0 days after invoice date": net(0),
    "45 days after the end of the invoice month": end_of_month(45),
    "31 days after invoice date, then the next 15th": (Step(Move.DAYS, 31), Step(Move.NEXT_DAY, 15)),
    "31st of the current month (clipped)": (Step(Move.DAY, 31),),
    "1st of the following month": (Step(Move.MONTHS, 1), Step(Move.DAY, 1)),
    "30 days after invoice date": net(30),
    "end of the month after the invoice month (leap year)": end_of_month(months=1),
    "end of the month after the invoice month": end_of_month(months=1),
    "no terms: due on invoice date": (),
}

STEPS = {
    "+30 days": net(30),
    "+1 day": net(1),
    "+1 month": (Step(Move.MONTHS, 1),),
    "+1 month +30 days": (Step(Move.MONTHS, 1), Step(Move.DAYS, 30)),
    "+2 months +30 days, day of month set to 15 before adding days": (
        Step(Move.MONTHS, 2), Step(Move.DAY, 15), Step(Move.DAYS, 30),
    ),
}  # fmt: skip

SHARES = {"percent of remainder": Share.OF_REST, "percent of total": Share.OF_TOTAL, "fixed": Share.FIXED}


@pytest.mark.parametrize("case", [c for c in CASES if "rule" in c], ids=lambda case: case["id"])
def test_public_due_days(case):
    got = due_day(date.fromisoformat(case["invoice_date"]), RULES[case["rule"]])
    assert got == date.fromisoformat(case["expect_due"])


def part_of(line):
    share = SHARES.get(line["type"], Share.REST)
    n = round(line["amount"] * 100) if share is Share.FIXED else line.get("percent", 0) * 10_000
    return Part(share=share, n=n, steps=STEPS[line["delta"]])


@pytest.mark.parametrize("case", [c for c in CASES if "expect" in c], ids=lambda case: case["id"])
def test_public_instalments_add_up_to_the_cent(case):
    minor = int(half_up(Decimal(case["amount"]) * 100))
    got = schedule(date.fromisoformat(case["date"]), minor, [part_of(line) for line in case["lines"]])
    expected = [Due(date.fromisoformat(day), int(Decimal(amount) * 100)) for day, amount in case["expect"]]
    assert list(got) == expected
    assert sum(due.amount_minor for due in got) == minor


@pytest.mark.parametrize("case", [c for c in CASES if "expect_error" in c], ids=lambda case: case["id"])
def test_a_percentage_given_two_ways_must_agree_with_itself(case):
    line = case["lines"][0]
    ratio, divisor = Decimal(str(line["ratio"])), Decimal(line["divisor"])
    if case["expect_error"]:
        with pytest.raises(BadValue):
            percent_of(ratio, divisor)
    else:
        assert percent_of(ratio, divisor) == 333_333


def test_thirty_sixty_ten():
    parts = by_percents([Decimal(30), Decimal(60), Decimal(10)], [net(0), net(90), net(365)])
    days_and_amounts = [(due.day, due.amount_minor) for due in schedule(date(2026, 1, 31), 100_001, parts)]
    assert days_and_amounts == [(date(2026, 1, 31), 30_000), (date(2026, 5, 1), 60_001), (date(2027, 1, 31), 10_000)]


@pytest.mark.parametrize("percents", [[30, 60], [30, 60, 20], [110, -10]])
def test_parts_that_are_not_the_whole_are_refused(percents):
    with pytest.raises(BadValue):
        by_percents([Decimal(p) for p in percents], [net(0)] * len(percents))
    with pytest.raises(BadValue):
        schedule(date(2026, 1, 1), 100, [Part(share=Share.OF_TOTAL, n=300_000)])


def test_the_thirty_first_clamps_to_short_months_and_comes_back():
    days = [due_day(date(2026, 1, 31), anniversary(months, 31)) for months in (0, 1, 2, 3, 13)]
    assert days == [date(2026, 1, 31), date(2026, 2, 28), date(2026, 3, 31), date(2026, 4, 30), date(2027, 2, 28)]
    assert due_day(date(2027, 12, 15), anniversary(2, 31)) == date(2028, 2, 29)


def test_a_cash_discount_lasts_to_its_last_day():
    terms = {"invoiced": date(2026, 1, 1), "share_ppm": 20_000, "days": 10}
    assert cash_discount(100_000, paid=date(2026, 1, 11), **terms) == 2_000
    assert cash_discount(100_000, paid=date(2026, 1, 12), **terms) == 0


@given(st.integers(-(10**14), 10**14), st.lists(st.integers(1, 100), min_size=1, max_size=12))
def test_instalments_always_add_up_to_the_invoice(amount, weights):
    percents = [Decimal(weight * 100) / sum(weights) for weight in weights[:-1]]
    parts = by_percents([*percents, 100 - sum(percents)], [net(30)] * len(weights))
    assert sum(due.amount_minor for due in schedule(date(2026, 1, 1), amount, parts)) == amount
