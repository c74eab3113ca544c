"""W8, reorder lists and projected availability."""

import json
from datetime import date
from decimal import Decimal
from itertools import chain, repeat
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kamdesk.base.money import half_up
from kamdesk.rules.projected_stock import available_now, earliest_day_for, first_shortage, project
from kamdesk.rules.reorder import ReorderRule, is_due, order_quantity, rounded_to_pack
from kamdesk.rules.stock_cover import cover_days, forward_cover_days, proposed_order, repeated_weeks

EXAMPLES = Path(__file__).parents[1] / "data/worked_examples"
CASES = {case["id"]: case for case in json.loads((EXAMPLES / "stock.json").read_text("utf-8"))["cases"]}
TODAY = date(2026, 10, 20)


def october(day):
    return date(2026, 10, day)


def test_cover_of_free_stock():
    assert half_up(cover_days(1200 - 150, daily_demand=Decimal(45)), 2) == Decimal("23.33")
    assert half_up(cover_days(1200 - 150 + 600, daily_demand=Decimal(45)), 2) == Decimal("36.67")


def test_forward_cover_walks_through_the_season():
    demand = chain(repeat(Decimal(30), 10), repeat(Decimal(60)))
    assert forward_cover_days(1050, demand) == Decimal("22.5")


def test_no_demand_means_no_answer_and_no_stock_means_no_days():
    assert cover_days(10, daily_demand=Decimal(0)) is None
    assert forward_cover_days(10, repeated_weeks([0, 0])) is None
    assert cover_days(-5, daily_demand=Decimal(3)) == forward_cover_days(-5, repeat(Decimal(3))) == 0


def test_last_year_s_weeks_come_again():
    assert forward_cover_days(70, repeated_weeks([7, 14])) == 7 * 6 + Decimal(7) / 1
    assert forward_cover_days(10**9, repeated_weeks([7])) is None


@pytest.mark.parametrize(
    ("rule", "on_hand", "inbound", "due"),
    [("below", 17, 40, True), ("below", 25, 0, False), ("on_hand_plus_inbound", 15, 10, True),
     ("on_hand_plus_inbound", 15, 11, False)],
)  # fmt: skip
def test_the_two_written_rules_of_the_reorder_list(rule, on_hand, inbound, due):
    assert is_due(ReorderRule(rule), on_hand=on_hand, inbound=inbound, reorder_point=25) is due


def test_a_retired_product_is_never_reordered():
    assert not is_due(ReorderRule.BELOW, on_hand=0, inbound=0, reorder_point=5, retired=True)


@pytest.mark.parametrize(
    ("case", "projected", "least", "target"),
    [("ro-1", -2, 0, 0), ("ro-2", -2, -2, 10), ("ro-3", -2, 5, 10), ("ro-4", -2, 0, 10)],
)
def test_public_cases_of_the_order_quantity(case, projected, least, target):
    assert order_quantity(projected, least=least, target=target) == CASES[case]["expect_order_qty"]


def test_what_is_already_bought_is_not_ordered_again():
    assert order_quantity(-2 + 2, least=0, target=0) == CASES["ro-5"]["expect_new_order"]


def test_an_order_quantity_fills_whole_packs():
    assert [rounded_to_pack(n, pack=50) for n in (0, 1, 50, 51)] == [0, 50, 50, 100]
    assert rounded_to_pack(7, pack=0) == 7


def test_what_can_be_promised_never_breaks_a_later_promise():
    levels = project(490, inbound=[(october(28), 400)], promised=[(october(16), 200), (october(25), 250)], as_of=TODAY)
    assert [(level.day, level.quantity, level.available) for level in levels] == [
        (TODAY, 290, 40), (october(25), 40, 40), (october(28), 440, 440),
    ]  # fmt: skip
    assert available_now(levels) == 40
    assert earliest_day_for(300, levels) == october(28)
    assert earliest_day_for(500, levels) is None
    assert first_shortage(levels) is None


def test_the_first_shortage_names_its_day():
    levels = project(100, promised=[(october(22), 60), (october(24), 60)], inbound=[(october(30), 500)], as_of=TODAY)
    assert (first_shortage(levels).day, first_shortage(levels).quantity) == (october(24), -20)
    assert available_now(levels) == 0


def test_reserved_stock_is_the_promised_lines_and_is_not_counted_twice():
    assert available_now(project(100, reserved=30, promised=[(TODAY, 30)], as_of=TODAY)) == 70
    assert available_now(project(100, reserved=30, promised=[(TODAY, 10)], as_of=TODAY)) == 70
    assert available_now(project(100, reserved=30, as_of=TODAY)) == 70


moves = st.lists(st.tuples(st.dates(date(2026, 1, 1), date(2027, 1, 1)), st.integers(0, 500)), max_size=20)


@given(st.integers(0, 2000), moves, moves)
def test_promising_what_is_available_leaves_no_new_shortage(on_hand, inbound, promised):
    before = project(on_hand, inbound=inbound, promised=promised, as_of=TODAY)
    more = available_now(before)
    after = project(on_hand, inbound=inbound, promised=[*promised, (TODAY, more)], as_of=TODAY)
    assert all(level.quantity >= min(0, old.quantity) for level, old in zip(after, before, strict=True))
    assert available_now(after) == 0


@pytest.mark.parametrize(
    ("theirs", "need", "pack", "proposed"), [(264, 24, 0, 600), (612, 34, 50, 650), (165, 5, 0, 15), (999, 5, 50, 0)]
)
def test_an_order_proposed_to_a_client_covers_twice_our_lead_time(theirs, need, pack, proposed):
    assert proposed_order(theirs, daily_need=need, lead_time_days=18, pack=pack) == proposed
