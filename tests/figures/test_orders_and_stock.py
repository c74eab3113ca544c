"""Open, late, overdue; on time in full; cover, promises against stock, reorder lists."""

from datetime import date, timedelta

import pytest

from kamdesk.records.clients import Client
from kamdesk.records.stock import ClientStockCount, StockLevel

AS_OF = date(2026, 5, 20)


def may(day):
    return date(2026, 5, day)


@pytest.fixture
def orders(ledger):
    client = ledger.client("A")
    for key, required, shipped, status in (
        ("late", may(10), may(14), "shipped"),
        ("on time", may(10), may(10), "shipped"),
        ("overdue", may(12), None, "accepted"),
        ("later", may(19), may(22), "accepted"),
        ("today", may(20), None, "accepted"),
        ("draft", may(1), None, "draft"),
        ("gone", may(1), None, "shipped"),
        ("withdrawn", may(1), None, "withdrawn"),
        ("tomorrow's", may(30), None, "accepted"),
    ):
        ordered = may(21) if key == "tomorrow's" else may(1)
        order = ledger.order(client, key, ordered=ordered, required_on=required, shipped_on=shipped, status=status)
        ledger.line(client, order, quantity=2, price=50, status=status)
    return client


def keys(found):
    return [row["order"] for row in found["rows"]]


def test_orders_at_a_day(ledger, orders):
    late = ledger.json("late_orders", orders, as_of=AS_OF)
    assert (late["value"], keys(late), late["rows"][0]["days_late"]) == ({"count": 1}, ["late"], 4)
    assert keys(ledger.json("overdue_open_orders", as_of=AS_OF)) == ["overdue", "later"]
    assert keys(ledger.json("unshipped_orders", as_of=AS_OF)) == ["overdue", "later", "today"]
    assert keys(ledger.json("late_orders", as_of=may(22))) == ["late", "later"]
    assert "gone" not in keys(ledger.json("unshipped_orders", as_of=AS_OF))


def test_open_order_value_is_what_is_left_to_deliver(ledger, orders):
    order = ledger.order(orders, "part", ordered=may(1), required_on=may(25))
    line = ledger.line(orders, order, quantity=4, price=25)
    ledger.delivery(orders, order, line, 3, may(18))
    ledger.delivery(orders, order, line, 1, may(21))
    found = ledger.json("open_order_value", orders, as_of=AS_OF)
    assert found["value"] == {"CNY": "325.00"}
    assert (found["rows"][-1]["order"], found["rows"][-1]["left"], found["rows"][-1]["value"]) == ("part", 1, "25.00")
    assert keys(ledger.json("late_lines", orders, as_of=AS_OF)) == ["overdue", "later"]


def test_a_line_s_own_days_come_before_its_order_s(ledger):
    client = ledger.client()
    order = ledger.order(client, ordered=may(1), required_on=may(25), late_reason="casting")
    ledger.line(client, order, required_on=may(10), expected_on=may(23))
    ledger.line(client, order, late_reason="truck")
    rows = ledger.json("open_order_value", client, as_of=AS_OF)["rows"]
    assert [(row["required"], row["expected"], row["days_late"], row["reason"]) for row in rows] == [
        ("2026-05-10", "2026-05-23", 10, "casting"), ("2026-05-25", None, 0, "truck"),
    ]  # fmt: skip


def test_on_time_in_full_by_line_and_by_order(ledger):
    client = ledger.client()
    met = ledger.order(client, "met", required_on=may(10), shipped_on=may(10), status="shipped")
    ledger.line(client, met)
    ledger.line(client, met)
    parts = ledger.order(client, "parts", required_on=may(12), shipped_on=may(13), status="shipped")
    early, late = ledger.line(client, parts, quantity=5), ledger.line(client, parts, quantity=5)
    ledger.delivery(client, parts, early, 5, may(12))
    ledger.delivery(client, parts, late, 4, may(12))
    ledger.delivery(client, parts, late, 1, may(13))
    waiting = ledger.order(client, "waiting", required_on=may(12))
    ledger.line(client, waiting)
    ledger.line(client, waiting, required_on=may(30))
    by_line = ledger.json("otif_by_line", client, as_of=AS_OF)
    assert (by_line["value"], by_line["inputs"]["met"], by_line["inputs"]["n"]) == (60.0, 3, 5)
    assert ledger.json("otif_by_order", client, as_of=AS_OF)["value"] == 50.0
    assert ledger.json("otif_by_line", client, as_of=may(1))["refused"]


def test_reorder_lists_by_both_rules(ledger):
    for key, on_hand, inbound, point, retired in (
        ("1", 10, 0, 15, False), ("2", 17, 40, 25, False), ("3", 15, 10, 25, False), ("4", 0, 0, 5, True),
        ("5", 30, 0, 25, False), ("6", 3, 0, None, False),
    ):  # fmt: skip
        product = ledger.product(key, reorder_point=point * 1000 if point is not None else None, is_retired=retired)
        ledger.stock(product, on_hand)
        if inbound:
            ledger.inbound(product, inbound)
    both = ledger.json("reorder_list", as_of=AS_OF)
    assert [(row["product"], row["short"]) for row in both["rows"]] == [("1", 5), ("3", 0)]
    below = ledger.json("reorder_list", as_of=AS_OF, rule="below")
    assert (below["value"], [row["product"] for row in below["rows"]]) == ({"count": 3}, ["3", "2", "1"])


def test_what_can_be_promised_and_who_runs_short(ledger):
    a, b = ledger.client("A"), ledger.client("B")
    product = ledger.product("HP-63")
    ledger.stock(product, 490)
    ledger.inbound(product, 400, may(28))
    ledger.inbound(product, 1000)
    for client, key, quantity, day in ((a, "1", 200, may(16)), (b, "2", 350, may(25)), (a, "3", 100, may(29))):
        order = ledger.order(client, key, ordered=may(1), required_on=day)
        ledger.line(client, order, product, quantity=quantity)
    (row,) = ledger.json("available_to_promise", as_of=AS_OF)["rows"]
    assert (row["product"], row["available"], row["available_later"], row["inbound"]) == ("HP-63", 0, 240, 1400)
    assert (row["short_on"], row["short"]) == ("2026-05-25", 60)
    short = ledger.json("shortages", as_of=AS_OF)["rows"]
    assert [(each["client"], each["order"], each["short"]) for each in short] == [("B", "2", 60)]
    assert ledger.json("shortages", a, as_of=AS_OF)["value"] == {"count": 0}


def test_cover_against_last_year_s_weeks_or_the_mean_of_six_months(ledger):
    client, old, new, idle = ledger.client(), ledger.product("old"), ledger.product("new"), ledger.product("idle")
    order = ledger.order(client)
    ledger.stock(old, 100, reserved=30)
    ledger.stock(new, 60)
    ledger.stock(idle, 5)
    ledger.line(client, order, old, quantity=7, on=date(2025, 4, 1))
    for week in range(52):
        ledger.line(client, order, old, quantity=14 if week < 2 else 28, on=may(21) - timedelta(days=364 - 7 * week))
    ledger.line(client, order, new, quantity=120, on=date(2026, 3, 15))
    found = ledger.json("stock_cover_days", as_of=AS_OF)
    rows = {row["product"]: row for row in found["rows"]}
    assert found["value"] == {"count": 3}
    # 14 a week for two weeks, then 28 a week: 28 + 42 of 70 free
    assert (rows["old"]["cover_days"], rows["old"]["demand_from"]) == (24.5, "last_year")
    # 120 in March and April: 61 days
    assert (rows["new"]["cover_days"], rows["new"]["demand_from"]) == (30.5, "six_months")
    assert rows["idle"]["cover_days"] is None
    assert [row["product"] for row in found["rows"]] == ["old", "new", "idle"]
    assert ledger.json("stock_cover_days", ledger.client("other"), as_of=AS_OF)["value"] == {"count": 0}


def test_the_client_s_own_stock_and_what_to_propose(ledger):
    client = ledger.add(Client, key="C", legal_name="C", supply_lead_days=18)
    for key, theirs, need, pack in (("HP-63", 264, 24, 0), ("LG-35", 612, 34, 50), ("SD-7", 165, 5, 0)):
        product = ledger.product(key, pack_quantity=pack * 1000)
        for day, counted in ((may(1), 1), (may(19), theirs), (may(21), 2)):
            ledger.add(
                ClientStockCount, client=client, product_id=product, counted_on=day, quantity=counted * 1000,
                daily_need=need * 1000,
            )  # fmt: skip
    found = ledger.json("client_stock_cover", client, as_of=AS_OF)
    assert (found["value"], found["inputs"]) == (11.0, {"product": "HP-63"})
    assert [(row["product"], row["cover_days"], row["propose"]) for row in found["rows"]] == [
        ("HP-63", 11, 600), ("LG-35", 18, 650), ("SD-7", 33, 15),
    ]  # fmt: skip
    assert "never counted" in ledger.json("client_stock_cover", ledger.client("D"), as_of=AS_OF)["refused"]


@pytest.mark.parametrize("name", ["available_to_promise", "shortages", "reorder_list"])
def test_what_a_desk_does_not_know_of_our_stock_is_not_zero(ledger, name):
    """Finance may not read stock: its desk once told that every open order would run short."""
    client, product = ledger.client("A"), ledger.product("P", reorder_point=5_000)
    ledger.line(client, ledger.order(client, required_on=may(30)), product, quantity=3)
    found = ledger.json(name, as_of=AS_OF)
    assert (found["value"], found["rows"]) == (None, [])
    assert "No stock" in found["refused"]
    ledger.add(StockLevel, product_id=product, on_hand=1_000)
    assert ledger.json(name, as_of=AS_OF)["value"] == {"count": 1}
