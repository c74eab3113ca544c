"""Files that tell only a part of what is known: what they do not say stays, and what hangs on a change follows it."""

import pytest

from kamdesk.base.ids import NOBODY
from kamdesk.connectors.intake.files import ImportWish
from kamdesk.connectors.mapping_file import parse_mapping
from kamdesk.operations.import_files import import_files
from kamdesk.records.clients import Client
from kamdesk.records.orders import Delivery, Order, OrderLine
from kamdesk.records.payments import Instalment, Invoice
from kamdesk.storage.desk import create_desk
from kamdesk.storage.rows import rows_where

MAPPING = """
[[table]]
files = ["clients"]
[[table.record]]
record = "client"
key = "C"
legal_name = "N"

[[table]]
files = ["orders"]
[[table.record]]
record = "order"
key = "O"
client = "C"
ordered_on = "D"
currency = "Cur"

[[table]]
files = ["required"]
[[table.record]]
record = "order"
key = "O"
required_on = "R"

[[table]]
files = ["lines"]
[[table.record]]
record = "order_line"
key = ["O", "L"]
order = "O"
quantity = "Q"
unit_price = "P"
[[table.record]]
record = "delivery"
key = ["O", "L"]
order = "O"
quantity = "Q"

[[table]]
files = ["amounts"]
[[table.record]]
record = "order_line"
key = ["O", "L"]
order = "O"
quantity = "Q"
value = "A"

[[table]]
files = ["days"]
[[table.record]]
record = "order_line"
key = ["O", "L"]
required_on = "R"

[[table]]
files = ["quantities"]
[[table.record]]
record = "order_line"
key = ["O", "L"]
order = "O"
quantity = "Q"

[[table]]
files = ["invoices"]
[[table.record]]
record = "invoice"
key = "I"
client = "C"
issued_on = "D"
amount = "A"
currency = "Cur"
[[table.record]]
record = "instalment"
key = "I"
invoice = "I"
amount = "A"

[[table]]
files = ["disputes"]
[[table.record]]
record = "invoice"
key = "I"
is_disputed = "X"
"""
CLIENTS = "C,N\n1,One\n2,Two\n"
ORDERS = "O,C,D,Cur\n10,1,2026-01-05,USD\n"
LINES = "O,L,Q,P\n10,1,5,10.00\n"
INVOICES = "I,C,D,A,Cur\nI1,1,2026-01-01,1000,JPY\nI2,1,2026-01-01,12.5,\n"


@pytest.fixture
def desk(tmp_path):
    made = create_desk(tmp_path / "desk", password="a long one", company="Ours", currency="CNY")
    yield made
    made.close()


@pytest.fixture
def take(tmp_path, desk):
    def take(**files):
        for name, text in files.items():
            path = tmp_path / f"{name}.csv"
            path.write_text(text, "utf-8")
            report = import_files(desk, ImportWish(path=path, mapping=parse_mapping(MAPPING)))
            assert report.refused == []
        return report

    return take


def only(desk, record, key):
    with desk.reading() as connection:
        (row,) = rows_where(connection, record, external_key=key)
    return row


def test_a_file_without_a_client_column_leaves_known_rows_with_their_clients(desk, take):
    take(clients=CLIENTS, orders=ORDERS, invoices=INVOICES)
    before = only(desk, Client, "1").id
    report = take(required="O,R\n10,2026-02-01\n", disputes="I,X\nI1,yes\n")
    assert (report.changed, report.kept_unlinked) == (1, [])
    order, invoice = only(desk, Order, "10"), only(desk, Invoice, "I1")
    assert (order.scope_id, invoice.scope_id, invoice["is_disputed"]) == (before, before, True)


def test_a_file_without_a_currency_leaves_known_orders_in_theirs(desk, take):
    take(clients=CLIENTS, orders=ORDERS, lines=LINES, required="O,R\n10,2026-02-01\n11,2026-02-01\n")
    assert [only(desk, Order, key)["currency"] for key in ("10", "11")] == ["USD", "CNY"]
    assert only(desk, OrderLine, "10/1")["currency"] == "USD"


def test_a_line_keeps_price_order_and_day_of_sale_when_a_file_tells_only_another_fact(desk, take):
    take(clients=CLIENTS, orders=ORDERS, lines=LINES)
    before = only(desk, OrderLine, "10/1")
    take(days="O,L,R\n10,1,2026-03-01\n")
    line = only(desk, OrderLine, "10/1")
    for fact in ("order_id", "value_micro", "sales_on", "currency", "quantity"):
        assert line[fact] == before[fact], fact
    assert (line.scope_id, str(line["required_on"])) == (before.scope_id, "2026-03-01")
    take(quantities="O,L,Q\n10,1,7\n")
    assert only(desk, OrderLine, "10/1")["value_micro"] == 70_000_000


def test_lines_and_deliveries_follow_their_order_to_another_client_and_currency(desk, take):
    take(clients=CLIENTS, orders=ORDERS, lines=LINES, invoices=INVOICES)
    take(orders="O,C,D,Cur\n10,2,2026-01-05,EUR\n", invoices=INVOICES.replace("I1,1", "I1,2"))
    second = only(desk, Client, "2").id
    line = only(desk, OrderLine, "10/1")
    assert (line.scope_id, line["currency"]) == (second, "EUR")
    assert {only(desk, Delivery, "10/1").scope_id, only(desk, Instalment, "I1").scope_id} == {second}


def test_what_waits_for_its_client_waits_on_when_a_file_does_not_speak_of_clients(desk, take):
    take(orders=ORDERS, required="O,R\n10,2026-02-01\n")
    assert only(desk, Order, "10").scope_id == NOBODY
    take(clients=CLIENTS)
    assert only(desk, Order, "10").scope_id == only(desk, Client, "1").id


def test_an_amount_is_read_in_its_own_records_currency_and_so_are_the_parts_beside_it(desk, take):
    take(clients=CLIENTS, invoices=INVOICES)
    for record in (Invoice, Instalment):
        yen, ours = only(desk, record, "I1"), only(desk, record, "I2")
        assert (yen["amount"], yen["currency"]) == (1000, "JPY")
        assert (ours["amount"], ours["currency"]) == (1250, "CNY"), "an empty cell means the desk's currency"


def test_what_a_line_came_to_is_taken_to_the_cent_where_the_file_tells_no_price(desk, take):
    take(clients=CLIENTS, orders=ORDERS, amounts="O,L,Q,A\n10,1,30000,1000.00\n10,2,-3,-100.00\n10,3,0,5.00\n")
    values = [only(desk, OrderLine, f"10/{n}")["value_micro"] for n in (1, 2, 3)]
    assert values == [1_000_000_000, -100_000_000, 5_000_000]
    assert only(desk, OrderLine, "10/2")["unit_price"] == 33_333_333
    take(days="O,L,R\n10,1,2026-03-01\n")
    assert only(desk, OrderLine, "10/1")["value_micro"] == 1_000_000_000
    take(quantities="O,L,Q\n10,2,-6\n")
    assert only(desk, OrderLine, "10/2")["value_micro"] == -199_999_998
