"""How figures become words on a client's page: months, currencies, nothing overdue."""

from datetime import date
from decimal import Decimal

from kamdesk.base.money import Money
from kamdesk.figures.figure import Figure
from kamdesk.figures.question import Question
from kamdesk.ui.client_page.head import overdue_badge
from kamdesk.ui.client_page.money import _habit
from kamdesk.ui.client_page.orders import season_of


def figure(value, *, as_of=date(2026, 9, 30), rows=(), **inputs):
    return Figure(
        name="", explain_id="", title="", unit="", definition="", question=Question(as_of=as_of, client_id=None),
        value=value, inputs=inputs, rows=tuple(rows), refused=None,
    )  # fmt: skip


def year(currency, amount):
    return {f"2026-{month:02d}": Money(100 * amount, currency) for month in range(1, 10)}


def newest(percent):
    return {"difference_percent": Decimal(percent), "alarm": False, "months_below": 1}


def test_a_client_that_owes_nothing_has_no_badge_of_it():
    assert overdue_badge(None) == overdue_badge(figure(None)) == ("", "")
    assert overdue_badge(figure({"CNY": Money(0, "CNY"), "USD": Money(0, "USD")})) == ("", "")
    assert overdue_badge(figure({"CNY": Money(0, "CNY"), "USD": Money(500, "USD")})) == ("¥0 + $5 overdue", "late")


def test_on_a_months_last_day_the_line_ends_with_the_month_of_which_is_said_how_it_went():
    view = season_of(figure({"CNY": year("CNY", 70)}), figure({"CNY": newest(-8)}), "CNY")
    assert view.last == "Sep 70"
    assert view.said == "8.0% below season"
    before = season_of(figure({"CNY": year("CNY", 70)}, as_of=date(2026, 9, 29)), figure(None), "CNY")
    assert before.last == "Aug 70"


def test_the_season_of_one_currency_is_not_measured_by_another():
    rows = [
        {"month": "2026-09", "currency": code, "expectation": Money(amount, code)}
        for code, amount in (("CNY", 8_000), ("USD", 900))
    ]
    sales = figure({"CNY": year("CNY", 70), "USD": year("USD", 10)})
    season = figure({"CNY": newest(-8), "USD": newest(11)}, rows=rows)
    view = season_of(sales, season, "CNY")
    assert (view.last, view.said) == ("Sep 70", "8.0% below season")
    assert view.spark.expected[-1] == 8_000
    assert season_of(sales, season, "USD").said == "11.0% above season"


def test_how_a_client_pays_counts_the_invoices_of_its_own_currency():
    share, to_pay = figure({"USD": Decimal(40)}, n={"USD": 5}), figure({"USD": Decimal(31)})
    assert _habit(share, to_pay, "CNY") == "40% of 5 invoices paid late, 31.0 days to pay on average"
