"""Which quarter runs, and which have ended: on a quarter's last day it has."""

from datetime import date

import pytest

from kamdesk.base.money import Money
from kamdesk.reports.sections.annual_supply_and_money import _quarter_ends
from kamdesk.reports.sections.annual_year import quarter_before, running_quarter


@pytest.mark.parametrize(
    ("as_of", "running", "last_end"),
    [
        (date(2026, 12, 31), 0, date(2026, 12, 31)),
        (date(2026, 12, 30), 4, date(2026, 9, 30)),
        (date(2026, 3, 31), 0, date(2026, 3, 31)),
        (date(2026, 1, 1), 1, date(2025, 12, 31)),
        (date(2028, 2, 29), 1, date(2027, 12, 31)),
        (date(2026, 11, 25), 4, date(2026, 9, 30)),
    ],
)
def test_the_quarter_that_runs_and_the_last_one_that_ended(as_of, running, last_end):
    assert running_quarter(as_of) == running
    ends = _quarter_ends(as_of)
    assert ends[-1] == last_end
    assert ends == sorted(set(ends))


class Sold:
    """As much of a brief as is asked."""

    currency = "CNY"

    def __init__(self, as_of):
        self.as_of = as_of

    def in_currency(self, _name):
        return {f"{year}-{month:02d}": Money(year, "CNY") for year in (2025, 2026) for month in range(1, 13)}


def test_the_last_known_quarter_is_this_years_once_it_is_whole():
    assert quarter_before(Sold(date(2026, 12, 31)), 4) == Money(3 * 2026, "CNY")
    assert quarter_before(Sold(date(2026, 12, 30)), 4) == Money(3 * 2025, "CNY")
    assert quarter_before(Sold(date(2026, 12, 30)), 3) == Money(3 * 2026, "CNY")
