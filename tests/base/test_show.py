"""Numbers, money and days as people read them, in three languages."""

from datetime import date
from decimal import Decimal

import pytest

from kamdesk.base import show
from kamdesk.base.money import Money
from kamdesk.base.words import speaking, tr

TODAY = date(2026, 10, 20)


def test_the_minus_has_the_width_of_a_digit():
    assert show.number_text(-1760000) == "\u22121,760,000"
    assert show.money_text(Money(-8_000_000, "CNY")) == "\u2212¥80,000"


def test_large_amounts_speak_in_ten_thousands_where_chinese_is_read():
    amount = Money(52_000_000, "CNY")
    assert show.headline_text(amount) == "¥520,000"
    with speaking("zh_CN"):
        assert show.headline_text(amount) == "¥52.0 万"
    with speaking("zh_TW"):
        assert show.headline_text(Money(12_345_678_900, "CNY")) == "¥1.2 億"


def test_a_day_shows_its_year_only_when_it_is_not_this_one():
    assert show.day_text(date(2026, 10, 16), TODAY) == "16 Oct"
    assert show.day_text(date(2025, 10, 16), TODAY) == "16 Oct 2025"
    with speaking("zh_CN"):
        assert show.day_text(date(2026, 10, 16), TODAY) == "10-16"


def test_quantities_drop_needless_zeros():
    assert show.quantity_text(1_200_000) == "1,200"
    assert show.quantity_text(12_500) == "12.5"
    assert show.quantity_text(None) == ""


def test_per_cent_has_no_space():
    assert show.percent_text(114_000) == "11.4%"
    assert show.number_text(Decimal("8.20"), 1) == "8.2"


@pytest.mark.parametrize(("name", "expected"), [("en", "4 d late"), ("zh_CN", "迟 4 天"), ("zh_TW", "遲 4 天")])
def test_lateness_is_said_in_words(name, expected):
    with speaking(name):
        assert show.late_text(4) == expected


def test_a_language_that_is_not_shipped_is_an_error():
    with pytest.raises(ValueError, match="xx"), speaking("xx"):
        tr("City")


def test_chinese_days_and_months_keep_their_numerals_apart():
    with speaking("zh_CN"):
        assert show.long_day_text(date(2026, 10, 20)) == "10 月 20 日 星期二"
        assert [show.month_text("2026-01", with_year=True), show.month_text("2026-09")] == ["2026 年 1 月", "9 月"]


def test_a_day_with_its_weekday_reads_as_the_language_writes_it():
    day, today = date(2026, 10, 23), date(2026, 10, 20)
    assert show.day_with_weekday_text(day, today) == "Fri 23 Oct"
    with speaking("zh_TW"):
        assert show.day_with_weekday_text(day, today) == "10-23 週五"
