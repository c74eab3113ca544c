"""Late, overdue, unshipped and on time in full, on every side of as-of."""

from datetime import date

import pytest

from kamdesk.rules.lateness import (
    DueOrder,
    days_late,
    is_late,
    is_overdue_open,
    otif_by_line,
    otif_by_order,
    shipped_at,
)

AS_OF = date(2026, 5, 20)


def may(day):
    return date(2026, 5, day)


@pytest.mark.parametrize(
    ("required", "shipped", "late", "overdue", "days"),
    [
        (may(10), may(11), True, False, 1),
        (may(10), may(10), False, False, 0),
        (may(10), None, False, True, 10),
        (may(20), None, False, False, 0),
        (may(10), may(25), False, True, 10),
        (None, None, False, False, 0),
        (None, may(3), False, False, 0),
    ],
)
def test_an_order_at_a_day(required, shipped, late, overdue, days):
    assert is_late(required, shipped, as_of=AS_OF) is late
    assert is_overdue_open(required, shipped, as_of=AS_OF) is overdue
    assert days_late(required, shipped, as_of=AS_OF) == days


def test_what_ships_after_as_of_is_not_shipped_yet():
    assert shipped_at(may(21), as_of=AS_OF) is None
    assert shipped_at(may(20), as_of=AS_OF) == may(20)


ORDERS = [DueOrder(due=2, met=1), DueOrder(due=1, met=1), DueOrder(due=1, met=1, waiting=1), DueOrder(due=1, met=0)]


def test_on_time_in_full_by_line():
    otif = otif_by_line(ORDERS)
    assert (otif.n, otif.met, otif.percent) == (5, 3, 60)


def test_an_order_counts_when_all_its_lines_are_due_and_is_met_when_all_are_met():
    otif = otif_by_order([*ORDERS, DueOrder(due=0, met=0, waiting=3)])
    assert (otif.n, otif.met) == (3, 1)


def test_nothing_due_has_no_percentage():
    assert otif_by_line([]).percent is None


def test_orders_that_are_alike_may_be_told_once_with_their_number():
    told_once = [DueOrder(due=2, met=1, orders=3), DueOrder(due=1, met=1, orders=2)]
    told_singly = [DueOrder(due=2, met=1)] * 3 + [DueOrder(due=1, met=1)] * 2
    assert otif_by_line(told_once) == otif_by_line(told_singly)
    assert otif_by_order(told_once) == otif_by_order(told_singly)
