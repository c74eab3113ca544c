"""The 320,705 lines of the retail file: sales net of credits, grades, the largest clients, to the penny."""

import json
from decimal import Decimal
from pathlib import Path

import pytest

from tests.figures.imported import imported

RETAIL = Path(__file__).parents[1] / "data" / "online_retail"
ANSWERS = json.loads((RETAIL / "answers_online_retail_shared.json").read_text("utf-8"))
LAST = "2011-08-31"
WHOLE = {"from": "2010-12-01"}

pytestmark = pytest.mark.timeout(300)


@pytest.fixture(scope="module")
def figure(tmp_path_factory):
    folder = tmp_path_factory.mktemp("retail")
    with imported(folder, next(RETAIL.glob("*.csv.gz")), "online_retail.toml", currency="GBP") as figure:
        yield figure


def pence(number):
    return f"{Decimal(str(number)):.2f}"


def test_every_row_came_in(figure):
    assert figure.report.refused == []
    assert figure.report.by_record["order_line"] == [ANSWERS["rows"], 0, 0]
    assert figure.report.by_record["client"][0] == ANSWERS["customers_distinct"]


def test_net_sales_count_credits_and_leave_unknown_clients_out(figure):
    # the answers have three decimals; half-up on the exact sum
    assert figure("net_sales", as_of=LAST)["value"] == {"GBP": pence(ANSWERS["N_total"])}


def test_sales_by_month(figure):
    found = figure("sales_by_month", as_of=LAST)["value"]
    assert found == {"GBP": {month: pence(value) for month, value in ANSWERS["N_monthly"].items()}}


@pytest.mark.parametrize(("credits_too", "answer"), [("yes", "N_top20_customers"), ("no", "G_top20_customers")])
def test_the_twenty_largest_clients(figure, credits_too, answer):
    rows = figure("top_clients", as_of=LAST, n="20", credits=credits_too, **WHOLE)["rows"]
    assert [(row["client"], row["net_sales"]) for row in rows] == [(key, pence(v)) for key, v in ANSWERS[answer]]


def test_clients_by_grade(figure):
    assert figure("abc_clients", as_of=LAST, credits="no")["value"] == ANSWERS["G_abc_counts"]
    assert figure("abc_clients", as_of=LAST)["value"] == {"A": 948, "B": 1136, "C": 1220}


def test_the_twenty_largest_products(figure):
    rows = figure("abc_products", as_of=LAST, credits="no")["rows"][:20]
    expected = [(key, pence(value)) for key, value in ANSWERS["G_top20_items_by_value"]]
    assert [(row["product"], row["net_sales"]) for row in rows] == expected


def test_what_is_invoiced_has_left(figure):
    assert figure("unshipped_orders", as_of=LAST)["value"] == {"count": 0}
    assert figure("open_order_value", as_of=LAST)["value"] == {}
