"""Net sales by the counting rules, by month, against the season, by grade and in concentration."""

from datetime import date

import pytest

from kamdesk.base.days import add_months
from kamdesk.base.errors import BadValue
from kamdesk.base.ids import NOBODY

AS_OF = date(2026, 3, 10)


@pytest.fixture
def sold(ledger):
    a, b = ledger.client("A"), ledger.client("B")
    order = ledger.order(a)
    ledger.line(a, order, price=10.125, quantity=3, on=date(2026, 1, 5))
    ledger.line(a, order, price=10.125, quantity=3, on=date(2026, 1, 5))
    ledger.line(a, order, price=100, quantity=-1, on=date(2026, 3, 9), is_credit=True)
    ledger.line(b, order, price=500, quantity=1, discount=100_000, on=date(2026, 3, 10))
    ledger.line(b, order, price=7, quantity=1, on=date(2026, 3, 11))
    ledger.line(b, order, price=1000, quantity=1, status="draft")
    ledger.line(NOBODY, order, price=9999, quantity=1, on=date(2026, 2, 1))
    return a, b


def test_net_sales_count_equal_lines_and_credits_but_no_drafts_and_no_unknown_clients(ledger, sold):
    assert ledger.json("net_sales", as_of=AS_OF)["value"] == {"CNY": "410.75"}
    assert ledger.json("net_sales", sold[0], as_of=AS_OF)["value"] == {"CNY": "-39.25"}
    period = {"from": "2026-03-01", "to": "2026-03-31"}
    assert ledger.json("net_sales", as_of=AS_OF, **period)["value"] == {"CNY": "357.00"}


def test_a_sum_is_rounded_once_and_halves_go_up(ledger):
    client = ledger.client()
    for _ in range(3):
        ledger.line(client, ledger.order(client), price=0.005, quantity=1)
    assert ledger.json("net_sales", client, as_of=AS_OF)["value"] == {"CNY": "0.02"}


def test_a_month_without_sales_is_zero_and_the_running_month_is_incomplete(ledger, sold):
    found = ledger.json("sales_by_month", as_of=AS_OF)["value"]
    months = {"2026-01": "60.75", "2026-02": "0.00", "2026-03": "350.00"}
    assert found == {"CNY": months, "incomplete": "2026-03"}
    whole = ledger.json("sales_by_month", as_of=date(2026, 3, 31))["value"]
    assert whole == {"CNY": months | {"2026-03": "357.00"}}


def test_share_of_our_sales(ledger, sold):
    found = ledger.json("share_of_sales", sold[1], as_of=date(2026, 3, 31))
    assert found["value"] == {"CNY": round(100 * 457 / 417.75, 6)}
    assert ledger.json("share_of_sales", as_of=AS_OF)["refused"] == "This figure is about one client; name it."


def test_sales_against_the_season_need_two_years(ledger):
    client = ledger.client()
    order, start = ledger.order(client), date(2024, 3, 5)
    for at in range(24):
        ledger.line(client, order, price=100 if at < 21 else 90, on=add_months(start, at))
    found = ledger.json("sales_vs_season", client, as_of=date(2026, 3, 2))
    assert found["value"]["CNY"] == {
        "month": "2026-02", "sales": "90.00", "expectation": "100.00", "difference_percent": -10.0, "months_below": 3,
        "tracking_signal": -6.0, "alarm": True,
    }  # fmt: skip
    assert len(found["rows"]) == 12
    assert "24 whole months" in ledger.json("sales_vs_season", client, as_of=date(2026, 2, 27))["refused"]


def test_clients_are_graded_by_the_share_before_them(ledger):
    for key, value in (("a", 500), ("b", 250), ("c", 120), ("d", 60), ("e", 40), ("f", 20), ("g", 10), ("h", -5)):
        client = ledger.client(key)
        ledger.line(client, ledger.order(client), price=value)
    found = ledger.json("abc_clients", as_of=AS_OF)
    assert found["value"] == {"A": 3, "B": 2, "C": 2}
    assert [(row["client"], row["grade"], row["share"]) for row in found["rows"]][:2] == [
        ("a", "A", 50),
        ("b", "A", 25),
    ]
    assert ledger.json("abc_clients", as_of=AS_OF, a="50", b="75")["value"] == {"A": 1, "B": 1, "C": 5}


def test_credits_can_be_left_out_of_the_grading(ledger):
    client, product, other = ledger.client(), ledger.product("P"), ledger.product("Q")
    order = ledger.order(client)
    ledger.line(client, order, product, price=100)
    ledger.line(client, order, product, price=100, quantity=-1, is_credit=True)
    ledger.line(client, order, product, price=60, quantity=-1)
    ledger.line(client, order, other, price=50)
    assert [row["product"] for row in ledger.json("abc_products", as_of=AS_OF)["rows"]] == ["Q"]
    gross = ledger.json("abc_products", as_of=AS_OF, credits="no")["rows"]
    assert [(row["product"], row["net_sales"]) for row in gross] == [("P", "100.00"), ("Q", "50.00")]


def test_the_worked_case_of_concentration(ledger):
    for at, value in enumerate((34, 21, 14, 9, 7, 6, 5, 4)):
        client = ledger.client(f"K{at}")
        ledger.line(client, ledger.order(client), price=value)
        ledger.line(client, ledger.order(client), price=1000, on=date(2025, 3, 10))
    found = ledger.json("concentration", as_of=AS_OF)
    assert found["value"] == {"top1": 34.0, "cr3": 69.0, "hhi": 0.2, "effective": 5.0}
    assert found["inputs"]["from"] == "2025-03-11"
    top = ledger.json("top_clients", as_of=AS_OF, n="2")
    assert [(row["client"], row["share"], row["net_sales"]) for row in top["rows"]] == [
        ("K0", 34.0, "34.00"), ("K1", 21.0, "21.00"),
    ]  # fmt: skip


def test_several_currencies_are_never_added(ledger):
    client = ledger.client()
    ledger.line(client, ledger.order(client), price=1, currency="USD")
    ledger.line(client, ledger.order(client), price=2, currency="EUR")
    assert "EUR, USD" in ledger.json("abc_clients", as_of=AS_OF)["refused"]
    assert ledger.json("abc_clients", as_of=AS_OF, currency="usd")["value"] == {"A": 1, "B": 0, "C": 0}
    assert ledger.json("net_sales", as_of=AS_OF)["value"] == {"EUR": "2.00", "USD": "1.00"}


@pytest.mark.parametrize("wrong", [{"form": "2026-01-01"}, {"from": "1 March"}])
def test_a_setting_nobody_knows_or_no_day_is_refused(ledger, wrong):
    with pytest.raises(BadValue):
        ledger.figure("net_sales", as_of=AS_OF, **wrong)


def test_a_grade_that_ends_beyond_the_next_one_is_refused(ledger, sold):
    with pytest.raises(BadValue):
        ledger.json("abc_clients", as_of=AS_OF, a="95", b="80")
