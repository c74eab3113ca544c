"""Months without gaps, twelve months to a day, W16 and the season."""

from datetime import date
from decimal import Decimal

import pytest

from kamdesk.base.days import months_between
from kamdesk.base.money import half_up
from kamdesk.rules.barometer import against_season, is_alarm, tracking_signal
from kamdesk.rules.sales import every_month, incomplete_month, last_whole_month_end, twelve_months_to, whole_months


def test_a_month_without_sales_is_zero_not_absent():
    months = every_month({"2026-01": 5, "2026-03": 7}, first=date(2026, 1, 20), as_of=date(2026, 4, 2))
    assert months == {"2026-01": 5, "2026-02": 0, "2026-03": 7, "2026-04": 0}


@pytest.mark.parametrize(("as_of", "month"), [(date(2026, 2, 28), None), (date(2028, 2, 28), "2028-02")])
def test_the_running_month_is_incomplete_until_its_last_day(as_of, month):
    assert incomplete_month(as_of) == month


def test_whole_months_end_before_as_of():
    assert whole_months(date(2026, 5, 20), 3) == ("2026-02", "2026-03", "2026-04")
    assert whole_months(date(2026, 5, 31), 2) == ("2026-04", "2026-05")
    assert last_whole_month_end(date(2026, 3, 1)) == date(2026, 2, 28)


@pytest.mark.parametrize(
    ("as_of", "first"),
    [
        (date(2026, 5, 20), date(2025, 5, 21)),
        (date(2013, 2, 28), date(2012, 3, 1)),
        (date(2012, 2, 29), date(2011, 3, 1)),
        (date(1998, 4, 30), date(1997, 5, 1)),
    ],
)
def test_twelve_months_to_a_day(as_of, first):
    assert twelve_months_to(as_of) == (first, as_of)


def test_the_tracking_signal_of_the_worked_case_is_an_alarm():
    signal = tracking_signal([5, -3, 8, 6, 7, 9])
    assert half_up(signal, 2) == Decimal("5.05")
    assert is_alarm(signal)
    assert not is_alarm(Decimal(4))
    assert is_alarm(Decimal(-5))
    assert tracking_signal([]) is tracking_signal([0, 0]) is None


FIRST = date(2024, 1, 5)


def seasonal(last_months):
    months = list(months_between(FIRST, date(2026, 1, 31)))
    values = {month: 100 + 10 * int(month[5:]) for month in months}
    return values | dict(zip(months[-len(last_months) :], last_months, strict=True))


def test_sales_are_compared_with_the_same_month_of_last_year():
    season = against_season(seasonal([205, 190, 99]), first=FIRST, as_of=date(2026, 1, 31))
    assert season.months[-1] == "2026-01"
    assert (season.actual[-1], season.expected[-1]) == (99, 110)
    assert (season.months_below, season.difference_percent) == (3, -10)
    assert season.signal == Decimal(-6)
    assert len(season.months) == 13


def test_months_of_an_unknown_past_are_not_zero():
    assert against_season(seasonal([1]), first=date(2024, 3, 1), as_of=date(2026, 1, 31)) is None
    shorter = against_season(seasonal([1]), first=date(2024, 2, 1), as_of=date(2026, 1, 31))
    assert len(shorter.months) == 12
