"""What people type is understood, and what cannot be understood is said in a sentence."""

from datetime import date
from decimal import Decimal

import pytest

from kamdesk.base.errors import BadValue
from kamdesk.base.words import speaking
from kamdesk.ui.kit.typed import amount_of, day_of

TODAY = date(2026, 10, 20)


@pytest.mark.parametrize(
    ("typed", "amount"),
    [
        ("120,000", "120000"),
        ("12万", "120000"),
        ("12 萬", "120000"),
        ("1.2m", "1200000"),
        ("1.2亿", "120000000"),
        ("¥ 3,500.50", "3500.50"),
        ("１２０", "120"),
        ("(80)", "-80"),
        ("−80", "-80"),
        ("5k", "5000"),
    ],
)
def test_an_amount_is_understood_as_people_write_it(typed, amount):
    assert amount_of(typed) == Decimal(amount)


@pytest.mark.parametrize("typed", ["twelve", "12x", "1.2.3", "-", "万"])
def test_what_is_no_amount_is_refused_in_a_sentence(typed):
    with pytest.raises(BadValue, match="is not an amount"):
        amount_of(typed)


def test_an_empty_field_is_no_amount_and_no_day():
    assert amount_of(" ") is None
    assert day_of("", TODAY) is None


@pytest.mark.parametrize(
    ("typed", "day"),
    [
        ("2026-11-02", date(2026, 11, 2)),
        ("20261102", date(2026, 11, 2)),
        ("2 Nov", date(2026, 11, 2)),
        ("3 jan", date(2027, 1, 3)),
        ("11-02", date(2026, 11, 2)),
        ("11月2日", date(2026, 11, 2)),
        ("today", TODAY),
        ("明天", date(2026, 10, 21)),
        ("+7", date(2026, 10, 27)),
        ("fri", date(2026, 10, 23)),
        ("周五", date(2026, 10, 23)),
        ("2/11", date(2026, 11, 2)),
    ],
)
def test_a_day_is_understood_as_people_write_it(typed, day):
    assert day_of(typed, TODAY) == day


def test_a_slashed_day_is_read_in_the_order_of_the_language():
    with speaking("zh_CN"):
        assert day_of("11/2", TODAY) == date(2026, 11, 2)


def test_a_day_that_does_not_exist_says_how_long_the_month_is():
    with pytest.raises(BadValue, match="2026-09 has 30 days"):
        day_of("31 Sep", TODAY)
