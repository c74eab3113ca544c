"""Ageing and what else is owed, out of rows in a file: the worked case, every as-of, nothing ever lost."""

from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

AS_OF = date(2026, 3, 31)


@pytest.fixture
def w1(ledger):
    """The worked case W1, with I6 paid after as-of and an advance of 20,000."""
    client = ledger.client("W1")
    issued = date(2025, 10, 1)

    def invoice(key, *parts):
        return ledger.invoice(client, key, issued=issued, parts=[(due, amount * 100) for due, amount in parts])

    invoice("I1", (date(2026, 4, 15), 120_000))
    invoice("I2", (date(2026, 3, 31), 80_000))
    invoice("I3", (date(2026, 3, 30), 50_000))
    invoice("I4", (date(2026, 3, 1), 60_000), (date(2026, 5, 1), 60_000))
    _, (i5,) = invoice("I5", (date(2026, 2, 28), 90_000))
    _, (i6,) = invoice("I6", (date(2026, 1, 15), 40_000))
    invoice("I7", (date(2025, 11, 20), 30_000))
    invoice("I8", (date(2025, 12, 31), 25_000))
    ledger.receipt(client, 3_500_000, date(2026, 3, 20), pays=[(i5, None, 3_500_000)])
    ledger.receipt(client, 4_000_000, date(2026, 4, 5), pays=[(i6, None, 4_000_000)])
    ledger.receipt(client, 2_000_000, date(2026, 3, 1), key="ADV")
    return client


def test_the_worked_case_comes_out_of_the_file(ledger, w1):
    found = ledger.json("receivables_ageing", w1, as_of=AS_OF)
    assert found["value"] == {
        "CNY": {
            "not_due": "260000.00", "1-30": "110000.00", "31-60": "55000.00", "61-90": "65000.00",
            "over_90": "30000.00", "gross": "520000.00", "unapplied": "-20000.00", "net": "500000.00",
        }
    }  # fmt: skip
    first = found["rows"][0]
    assert (first["client"], first["invoice"], first["days_late"], first["open"]) == ("W1", "I7", 131, "30000.00")
    assert [row["instalment"] for row in found["rows"] if row["invoice"] == "I4"] == ["I4/1", "I4/2"]
    assert "refused" not in found


def test_overdue_unapplied_and_next_agree_with_the_ageing(ledger, w1):
    assert ledger.json("overdue_amount", w1, as_of=AS_OF)["value"] == {"CNY": "260000.00"}
    assert ledger.json("unapplied", w1, as_of=AS_OF)["value"] == {"CNY": "-20000.00"}
    upcoming = ledger.json("next_instalments", w1, as_of=AS_OF, n="2")
    assert [(row["invoice"], row["due"]) for row in upcoming["rows"]] == [("I2", "2026-03-31"), ("I1", "2026-04-15")]
    assert upcoming["value"] == {"CNY": "200000.00"}


def test_a_receipt_on_the_as_of_day_counts_and_one_of_the_day_after_does_not(ledger, w1):
    def over_sixty(day):
        return ledger.json("receivables_ageing", w1, as_of=day)["value"]["CNY"]["61-90"]

    assert over_sixty(date(2026, 4, 4)) == "40000.00"
    assert over_sixty(date(2026, 4, 5)) == "0.00"


def test_money_that_names_only_the_invoice_fills_its_earliest_instalment_first(ledger):
    client = ledger.client()
    parts = [(date(2026, 4, 1), 3000), (date(2026, 2, 1), 5000), (date(2026, 5, 1), 2000)]
    invoice, _ = ledger.invoice(client, "I", issued=date(2026, 1, 1), parts=parts)
    ledger.receipt(client, 6000, date(2026, 1, 20), pays=[(None, invoice, 6000)])
    rows = ledger.json("receivables_ageing", client, as_of=date(2026, 2, 1))["rows"]
    assert [(row["due"], row["open"]) for row in rows] == [("2026-04-01", "20.00"), ("2026-05-01", "20.00")]


def test_what_no_instalment_can_take_is_unapplied(ledger):
    client = ledger.client()
    invoice, (part,) = ledger.invoice(client, "I", issued=date(2026, 1, 1), parts=[(date(2026, 2, 1), 5000)])
    ledger.receipt(client, 5500, date(2026, 1, 20), pays=[(None, invoice, 5500)])
    ledger.receipt(client, 700, date(2026, 1, 21), pays=[(part, None, 700)])
    value = ledger.json("receivables_ageing", client, as_of=AS_OF)["value"]["CNY"]
    assert (value["gross"], value["unapplied"], value["net"]) == ("0.00", "-12.00", "-12.00")


def test_money_for_an_invoice_that_is_not_issued_yet_is_an_advance(ledger):
    client = ledger.client()
    _, (part,) = ledger.invoice(client, "I", issued=date(2026, 4, 1), parts=[(date(2026, 5, 1), 5000)])
    ledger.receipt(client, 5000, date(2026, 3, 1), pays=[(part, None, 5000)])
    assert ledger.json("receivables_ageing", client, as_of=AS_OF)["value"]["CNY"]["unapplied"] == "-50.00"
    assert ledger.json("receivables_ageing", client, as_of=date(2026, 4, 1))["value"]["CNY"]["net"] == "0.00"


def test_a_credit_note_nobody_took_is_unapplied(ledger):
    client = ledger.client()
    ledger.invoice(client, "I", issued=date(2026, 1, 1), parts=[(date(2026, 2, 1), 5000)])
    ledger.invoice(client, "CN", issued=date(2026, 1, 9), parts=[(date(2026, 1, 9), -800)])
    value = ledger.json("receivables_ageing", client, as_of=AS_OF)["value"]["CNY"]
    assert (value["31-60"], value["gross"], value["unapplied"], value["net"]) == ("50.00", "50.00", "-8.00", "42.00")


def test_currencies_stand_side_by_side(ledger):
    client = ledger.client()
    ledger.invoice(client, "A", issued=AS_OF, parts=[(AS_OF, 100)], currency="USD")
    ledger.invoice(client, "B", issued=AS_OF, parts=[(AS_OF, 100)], currency="JPY")
    value = ledger.json("receivables_ageing", as_of=AS_OF)["value"]
    assert {currency: amounts["gross"] for currency, amounts in value.items()} == {"USD": "1.00", "JPY": "100"}


def test_rows_of_an_unknown_client_are_in_nobody_s_figure(ledger):
    from kamdesk.base.ids import NOBODY

    ledger.invoice(NOBODY, "A", issued=AS_OF, parts=[(AS_OF, 100)])
    assert ledger.json("receivables_ageing", as_of=AS_OF)["value"] == {}


days = st.dates(date(2025, 1, 1), date(2026, 12, 31))
histories = st.lists(
    st.tuples(days, st.lists(st.tuples(days, st.integers(1, 900)), min_size=1, max_size=3),
              st.lists(st.tuples(days, st.integers(1, 900), st.sampled_from(["part", "invoice", "none"])), max_size=3)),
    max_size=6,
)  # fmt: skip


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(histories, days)
def test_buckets_and_unapplied_always_add_up_to_the_ledger(ledger, histories, as_of):
    client = ledger.client()
    for issued, parts, receipts in histories:
        invoice, instalments = ledger.invoice(client, "I", issued=issued, parts=parts)
        for day, amount, names in receipts:
            pays = {"part": [(instalments[0], None, amount)], "invoice": [(None, invoice, amount)], "none": []}[names]
            ledger.receipt(client, amount, day, pays=pays)
    balance = sum(amount for issued, parts, _ in histories if issued <= as_of for _, amount in parts)
    balance -= sum(amount for _, _, receipts in histories for day, amount, _ in receipts if day <= as_of)
    value = ledger.figure("receivables_ageing", client, as_of=as_of).value.get("CNY")
    assert (value["net"].amount_minor if value else 0) == balance
    if value:
        assert value["unapplied"].amount_minor <= 0 <= value["not_due"].amount_minor


def test_the_rows_of_each_range_add_up_to_it_and_a_credit_nobody_took_stands_beside_them(ledger):
    client = ledger.client("C")
    ledger.invoice(client, "I1", issued=date(2026, 1, 1), parts=[(date(2026, 2, 1), 10_000)])
    ledger.invoice(client, "CN", issued=date(2026, 1, 1), parts=[(date(2026, 2, 1), -2_500)])
    found = ledger.json("receivables_ageing", client, as_of=AS_OF)
    assert {row["invoice"]: row["bucket"] for row in found["rows"]} == {"I1": "31-60", "CN": "unapplied"}
    assert (found["value"]["CNY"]["31-60"], found["value"]["CNY"]["unapplied"]) == ("100.00", "-25.00")
