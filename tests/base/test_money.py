"""Money is exact, rounds once and half-up, and its parts always add up."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kamdesk.base.money import Money, half_up, half_up_int, line_value_micro, minor_from_micro, split_minor


def test_different_currencies_never_add():
    with pytest.raises(TypeError, match="CNY and EUR"):
        Money(1, "CNY") + Money(1, "EUR")


@given(st.integers(-(10**15), 10**15), st.lists(st.integers(0, 10**6), min_size=1, max_size=12).filter(any))
def test_the_parts_of_a_split_add_up_to_the_whole(amount_minor, weights):
    parts = split_minor(amount_minor, weights)
    assert sum(parts) == amount_minor
    assert all(part * amount_minor >= 0 for part in parts)


def test_a_split_gives_the_odd_cent_to_the_largest_remainder():
    assert split_minor(100, [1, 1, 1]) == [34, 33, 33]
    assert split_minor(-100, [1, 1, 1]) == [-34, -33, -33]


@given(st.integers(-(10**12), 10**12), st.integers(1, 10**6))
def test_half_up_on_integers_agrees_with_decimals(numerator, denominator):
    expected = int(half_up(Decimal(numerator) / Decimal(denominator))) if denominator else 0
    exact = Decimal(numerator) / Decimal(denominator)
    if exact * 2 == (exact * 2).to_integral_value() or abs(exact) < 10**6:
        assert half_up_int(numerator, denominator) == expected


def test_a_published_sum_that_came_from_floats_is_off_by_a_cent():
    assert minor_from_micro(45_600_045_000, "CNY") == 4_560_005


def test_a_line_is_worth_price_times_quantity_less_discount():
    assert line_value_micro(14_000_000, 12_000, 150_000) == 142_800_000
    assert line_value_micro(2_550_000, -6_000, 0) == -15_300_000


def test_major_units_carry_all_decimals_of_their_currency():
    assert Money(2_786_190, "CNY").json_text() == "27861.90"
    assert Money(-5, "CNY").json_text() == "-0.05"
    assert Money(120, "JPY").json_text() == "120"
    assert Money(1_500, "KWD").json_text() == "1.500"


def test_a_share_of_an_amount_is_rounded_half_up():
    assert Money(101, "CNY").percent(125_000) == Money(13, "CNY")
    assert Money(-12, "CNY").percent(125_000) == Money(-2, "CNY")
