"""W20, the five stages of W21, and promises kept."""

from datetime import date
from decimal import Decimal

from kamdesk.base.money import half_up
from kamdesk.rules.promises import Given, is_late, kept_rate
from kamdesk.rules.relationship import (
    Known,
    is_cold,
    largest_gap,
    may_move,
    outside_purchasing,
    relationship_index,
    weight,
)

W20 = [
    Known(person="採購總監", influence=5, coverage=4, days_since=12, purchasing=True),
    Known(person="財務經理", influence=4, coverage=1, days_since=95),
    Known(person="生產主管", influence=3, coverage=3, days_since=20),
    Known(person="一線操作", influence=2, coverage=2, days_since=60),
    Known(person="總經理", influence=5, coverage=0, days_since=None),
]


def test_the_worked_case_of_the_relationship_index():
    assert [half_up(weight(each), 3) for each in W20] == [Decimal(w) for w in ("4.559", "0.481", "1.929", "0.630", "0")]
    assert half_up(relationship_index(W20), 2) == Decimal("39.99")
    assert half_up(outside_purchasing(W20), 1) == Decimal("40.0")
    assert largest_gap(W20).person == "總經理"


def test_nobody_with_influence_gives_no_index():
    assert relationship_index([]) is None
    assert outside_purchasing(W20[-1:]) is None


def test_cold_is_never_met_or_more_than_ninety_days():
    assert [is_cold(days) for days in (None, 90, 91)] == [True, False, True]


def test_a_stage_is_reached_one_step_at_a_time():
    assert may_move(2, 3)
    assert not may_move(2, 4)
    assert not may_move(5, 6)


def on(day):
    return date(2026, 10, day)


def test_a_promise_counts_when_it_is_closed_or_its_day_has_passed():
    promises = [
        Given(due=on(10), closed_on=on(9), kept=True),
        Given(due=on(10), closed_on=on(11)),
        Given(due=on(10), closed_on=on(5)),
        Given(due=on(19)),
        Given(due=on(20)),
        Given(due=on(30), closed_on=on(12), kept=True),
        Given(due=on(25), closed_on=on(24), kept=True),
    ]
    rate = kept_rate(promises, as_of=on(20))
    assert (rate.n, rate.kept, rate.percent) == (5, 2, 40)
    assert [is_late(each, as_of=on(20)) for each in promises] == [False, False, False, True, False, False, False]


def test_nothing_decided_has_no_rate():
    assert kept_rate([], as_of=on(1)).percent is None
