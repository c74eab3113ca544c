"""W5: how settled invoices were paid."""

from datetime import date
from decimal import Decimal

import pytest

from kamdesk.base.money import half_up
from kamdesk.rules.payment_behaviour import Settlement, days_beyond_terms, late_share, weighted_days_to_pay


def settled(invoice, amount, invoiced, due, paid):
    days = {"days_to_pay": (paid - invoiced).days, "days_beyond_terms": (paid - due).days}
    return Settlement(invoice=invoice, amount_minor=amount, **days)


W5 = [
    settled("1", 100_000, date(2026, 1, 5), date(2026, 2, 4), date(2026, 2, 20)),
    settled("2", 50_000, date(2026, 1, 20), date(2026, 2, 19), date(2026, 2, 15)),
    settled("3", 250_000, date(2026, 2, 1), date(2026, 3, 3), date(2026, 3, 31)),
]


def test_the_worked_case():
    assert weighted_days_to_pay(W5) == Decimal(51)
    assert days_beyond_terms(W5) == Decimal(21)
    assert days_beyond_terms(W5, late_only=True) == Decimal("21.5")
    assert half_up(late_share(W5), 4) == Decimal("66.6667")


def test_an_invoice_paid_in_parts_is_late_if_any_part_was_late_and_counts_once():
    on_time = settled("1", 50, date(2026, 1, 1), date(2026, 1, 31), date(2026, 1, 31))
    late = settled("1", 50, date(2026, 1, 1), date(2026, 1, 31), date(2026, 2, 1))
    assert late_share([on_time, late]) == 100
    assert late_share([on_time]) == 0


@pytest.mark.parametrize("rule", [weighted_days_to_pay, days_beyond_terms, late_share])
def test_nothing_settled_gives_nothing(rule):
    assert rule([]) is None
