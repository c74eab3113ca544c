"""Every number of Northwind's answers file that a figure covers, out of the imported files, to the cent.

The answers were summed in binary floats; where that is off by a cent, the exact sum stands here (tests/data/README).
"""

import csv
import json
from decimal import Decimal
from pathlib import Path

import pytest

from tests.figures.imported import imported

NORTHWIND = Path(__file__).parents[1] / "data" / "northwind"
ANSWERS = json.loads((NORTHWIND / "answers_northwind.json").read_text("utf-8"))
EXACT = {"1996-11": "45600.05", "1997-02": "38483.64"}
EXACT_CLIENTS = {"HUNGO": "49979.91", "WHITC": "27363.61"}
EXACT_QUARTERS = {"1997Q1": "138288.93", "1997Q2": "143177.05"}
LAST = "1998-05-06"


@pytest.fixture(scope="module")
def figure(tmp_path_factory):
    folder = tmp_path_factory.mktemp("northwind")
    with imported(folder, NORTHWIND / "northwind.sqlite", "northwind.toml") as found:
        yield lambda name, client=None, *, as_of=LAST, **settings: found(name, client, as_of=as_of, **settings)


def cents(number):
    return f"{Decimal(str(number)):.2f}"


def test_net_sales(figure):
    assert figure("net_sales")["value"] == {"USD": "1265793.04"}
    assert ANSWERS["total_net"] == 1265793.0395


def test_net_sales_by_quarter(figure):
    for quarter, (first, last) in {
        "1997Q1": ("1997-01-01", "1997-03-31"), "1997Q2": ("1997-04-01", "1997-06-30"),
        "1997Q3": ("1997-07-01", "1997-09-30"), "1997Q4": ("1997-10-01", "1997-12-31"),
    }.items():  # fmt: skip
        expected = EXACT_QUARTERS.get(quarter, cents(ANSWERS["net_1997_by_quarter"][quarter]))
        assert figure("net_sales", **{"from": first, "to": last})["value"] == {"USD": expected}


def test_sales_by_month(figure):
    found = figure("sales_by_month")["value"]
    months = {month: EXACT.get(month, cents(value)) for month, value in ANSWERS["monthly_net"].items()}
    assert found == {"USD": months, "incomplete": "1998-05"}


def test_the_largest_clients(figure):
    rows = figure("top_clients", **{"from": "1996-01-01"})["rows"]
    expected = [(key, EXACT_CLIENTS.get(key, cents(value))) for key, value, _ in ANSWERS["top10_customers"]]
    assert [(row["client"], row["net_sales"]) for row in rows] == expected


def test_clients_without_orders_have_no_sales(figure):
    for key in ANSWERS["customers_without_orders"]:
        assert figure("net_sales", key)["value"] == {}


def test_clients_by_grade(figure):
    found = figure("abc_clients")
    assert found["value"] == ANSWERS["abc_counts"]
    assert sorted(row["client"] for row in found["rows"] if row["grade"] == "A") == sorted(ANSWERS["abc_A"])


def test_orders_shipped_late(figure):
    found = figure("late_orders")
    expected = ANSWERS["late_orders"]
    assert found["value"] == {"count": expected["count"]}
    assert sorted(int(row["order"]) for row in found["rows"]) == expected["ids"]
    days = [row["days_late"] for row in found["rows"]]
    assert (max(days), days[0], round(sum(days) / len(days), 6)) == (
        expected["max_days"], expected["max_days"], expected["mean_days"],
    )  # fmt: skip


def test_unshipped_and_overdue_orders_on_two_dates(figure):
    unshipped = figure("unshipped_orders")
    assert sorted(int(row["order"]) for row in unshipped["rows"]) == ANSWERS["unshipped"]["ids"]
    for as_of in ("1998-05-06", "1998-05-20"):
        overdue = figure("overdue_open_orders", as_of=as_of)["rows"]
        assert sorted(int(row["order"]) for row in overdue) == ANSWERS[f"overdue_open_asof_{as_of}"]


@pytest.mark.parametrize(
    ("rule", "answer"), [("on_hand_plus_inbound", "reorder_onhand_plus_onorder"), ("below", "below_reorder")]
)
def test_reorder_lists_by_both_written_rules(figure, rule, answer):
    found = figure("reorder_list", rule=rule)["rows"]
    expected = [[str(key), on_hand, inbound, point] for key, _, on_hand, inbound, point in ANSWERS[answer]]
    rows = [[row["product"], row["on_hand"], row["inbound"], row["reorder_point"]] for row in found]
    assert sorted(rows) == sorted(expected)


def test_the_organisation_of_our_own_people(figure):
    found = figure("organisation")
    assert found["value"] == {
        "nodes": 9, "roots": len(ANSWERS["org"]["roots"]), "orphans": 0, "circles": 0,
        "depth": ANSWERS["org"]["max_depth"],
    }  # fmt: skip
    assert found["inputs"]["widest_span"] == {"contact": "2", "reports": 5}


def test_on_time_in_full_is_what_the_days_of_the_orders_say(figure):
    with (NORTHWIND / "orders.csv").open(encoding="utf-8", newline="") as file:
        due = [row for row in csv.DictReader(file) if row["RequiredDate"] <= LAST]
    met = [row for row in due if row["ShippedDate"] and row["ShippedDate"] <= row["RequiredDate"]]
    found = figure("otif_by_order")
    assert found["inputs"] == {"n": len(due), "met": len(met), "from": None}
    assert found["value"] == round(100 * len(met) / len(due), 6)


def test_every_stock_figure_has_a_row_per_product(figure):
    for name in ("stock_cover_days", "available_to_promise"):
        assert figure(name)["value"] == {"count": 77}
    cover = {row["product"]: row for row in figure("stock_cover_days")["rows"]}
    assert cover["5"]["cover_days"] == 0
    assert {row["demand_from"] for row in cover.values()} == {"last_year"}
