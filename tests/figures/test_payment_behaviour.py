"""Days sales outstanding and settled invoices out of rows in a file."""

from datetime import date
from decimal import Decimal

import pytest

from kamdesk.base.errors import BadValue
from kamdesk.base.money import half_up


@pytest.fixture
def w2(ledger):
    """W2 in calendar months: 70,000 in January, 80,000 in February, 100,000 in March; 212,000 open, 140,000 not due."""
    client = ledger.client("W2")

    def invoice(key, month, amount, due):
        return ledger.invoice(client, key, issued=date(2026, month, 15), parts=[(due, amount * 100)])

    later, before = date(2026, 4, 30), date(2026, 3, 1)
    invoice("A", 3, 100_000, later)
    invoice("B", 2, 40_000, later)
    invoice("C", 2, 40_000, before)
    invoice("D", 1, 32_000, before)
    _, (paid,) = invoice("E", 1, 38_000, before)
    ledger.receipt(client, 3_800_000, date(2026, 2, 1), pays=[(paid, None, 3_800_000)])
    return client


MARCH = date(2026, 3, 31)


@pytest.mark.parametrize(
    ("name", "days"),
    [("dso_simple", 76.32), ("dso_countback", 73.17), ("dso_best_possible", 50.40), ("average_days_delinquent", 25.92)],
)
def test_the_worked_case_comes_out_of_the_file(ledger, w2, name, days):
    value = ledger.figure(name, w2, as_of=MARCH).value["CNY"]
    assert str(half_up(value, 2)) == f"{days:.2f}"
    assert ledger.json(name, w2, as_of=MARCH)["unit"] == "days"


def test_countback_is_refused_in_words_between_month_ends(ledger, w2):
    found = ledger.json("dso_countback", w2, as_of=date(2026, 3, 30))
    assert found["value"] is None
    assert "last day of a month" in found["refused"]


def test_nothing_invoiced_is_refused_in_words(ledger, w2):
    assert "10 days" in ledger.json("dso_simple", w2, as_of=date(2026, 12, 31), days="10")["refused"]
    assert ledger.json("late_share", ledger.client("new"), as_of=MARCH)["refused"]


@pytest.fixture
def w5(ledger):
    client = ledger.client("W5")
    for key, amount, issued, due, paid in (
        ("1", 100_000, date(2026, 1, 5), date(2026, 2, 4), date(2026, 2, 20)),
        ("2", 50_000, date(2026, 1, 20), date(2026, 2, 19), date(2026, 2, 15)),
        ("3", 250_000, date(2026, 2, 1), date(2026, 3, 3), date(2026, 3, 31)),
    ):
        _, (part,) = ledger.invoice(client, key, issued=issued, parts=[(due, amount)])
        ledger.receipt(client, amount, paid, pays=[(part, None, amount)])
    return client


def test_how_settled_invoices_were_paid(ledger, w5):
    def value(name, **more):
        return ledger.json(name, w5, as_of=MARCH, **more)["value"]["CNY"]

    assert value("weighted_days_to_pay") == 51
    assert value("days_beyond_terms") == 21
    assert value("days_beyond_terms", late_only="yes") == 21.5
    assert value("late_share") == 66.666667
    assert value("late_share", days="20") == 100


def test_only_what_was_settled_by_as_of_counts(ledger, w5):
    found = ledger.json("days_beyond_terms", w5, as_of=date(2026, 3, 30))
    assert found["inputs"]["n"] == {"CNY": 2}


def test_an_invoice_half_paid_is_not_settled_and_loose_money_settles_too(ledger):
    client = ledger.client()
    parts = [(date(2026, 1, 31), 400), (date(2026, 2, 28), 600)]
    invoice, _ = ledger.invoice(client, "I", issued=date(2026, 1, 1), parts=parts)
    ledger.receipt(client, 500, date(2026, 2, 5), pays=[(None, invoice, 500)])
    assert ledger.json("late_share", client, as_of=date(2026, 2, 5))["value"] is None
    ledger.receipt(client, 500, date(2026, 2, 20), pays=[(None, invoice, 500)])
    # 400 five days late, 100 twenty-three days early, 500 eight days early
    found = ledger.figure("days_beyond_terms", client, as_of=date(2026, 2, 20))
    assert found.value["CNY"] == Decimal(400 * 5 - 100 * 23 - 500 * 8) / 1000
    assert ledger.figure("late_share", client, as_of=date(2026, 2, 20)).value["CNY"] == 100


@pytest.mark.parametrize("days", ["0", "-3", "1.5", "many", "nan"])
def test_a_setting_that_makes_no_sense_is_refused(ledger, w2, days):
    with pytest.raises(BadValue):
        ledger.figure("dso_simple", w2, as_of=MARCH, days=days)
