"""Which rows of a file are data: headings above them, keys that are not whole, conditions that cannot be read."""

import pytest

from kamdesk.connectors.intake.files import ImportWish
from kamdesk.connectors.mapping_file import parse_mapping
from kamdesk.operations.import_files import import_files
from kamdesk.records.orders import Order, OrderLine
from kamdesk.records.payments import Invoice
from kamdesk.storage.desk import create_desk
from kamdesk.storage.rows import rows_where

DUMP = """ORDERS PRINTED 05/31/2026
== 7001 of ACME ==
Pos\tItem\tQty\tPrice
10\tX-1\t5\t12.50
== 7002 of BETA, a customer\twith\ta\tlong\tline ==
Pos\tItem\tQty\tPrice
10\tX-1\t3\t12.50
"""
DUMP_MAPPING = """
[[table]]
heading = [{ matches = '^== (?P<order>\\d+) of (?P<client>\\w+)' }]

[[table.record]]
record = "client"
key = "client"
legal_name = "client"

[[table.record]]
record = "order"
key = "order"
client = "client"

[[table.record]]
record = "order_line"
key = ["order", "Pos"]
order = "order"
quantity = "Qty"
unit_price = "Price"
"""


@pytest.fixture
def desk(tmp_path):
    made = create_desk(tmp_path / "desk", password="a long one", company="Ours", currency="CNY")
    yield made
    made.close()


def take(desk, path, mapping):
    return import_files(desk, ImportWish(path=path, mapping=parse_mapping(mapping)))


def rows(desk, record):
    with desk.reading() as connection:
        return {row.external_key: row for row in rows_where(connection, record)}


def test_a_heading_counts_above_the_first_header_and_wider_than_the_table(tmp_path, desk):
    path = tmp_path / "dump.txt"
    path.write_text(DUMP, "utf-8")
    report = take(desk, path, DUMP_MAPPING)
    assert (report.refused, report.kept_unlinked) == ([], [])
    assert sorted(rows(desk, OrderLine)) == ["7001/10", "7002/10"]
    assert sorted(rows(desk, Order)) == ["7001", "7002"]


def test_a_line_number_of_no_order_is_refused_and_not_taken_for_another_orders_line(tmp_path, desk):
    path = tmp_path / "lines.csv"
    path.write_text("client,order,Pos,Qty,Price\nA,7001,10,1,1\nA,,10,2,1\nA,,10,3,1\n", "utf-8")
    report = take(desk, path, DUMP_MAPPING.replace("heading", "#"))
    assert [(each.row, each.field) for each in report.refused] == [(3, "order + Pos"), (4, "order + Pos")]
    assert list(rows(desk, OrderLine)) == ["7001/10"]


@pytest.mark.parametrize("word", ["skip = [{ column = 'Sum', negative = true }]", ""])
def test_a_row_whose_condition_cannot_be_read_is_refused_and_not_left_out(tmp_path, desk, word):
    mapping = f"""
    [[table]]
    {word}
    [[table.record]]
    record = "invoice"
    {"only = [{ column = 'Sum', negative = false }]" if not word else ""}
    key = "No"
    client = "Client"
    """
    path = tmp_path / "invoices.csv"
    path.write_text("No,Client,Sum\n1,A,10\n2,A,ten\n3,A,-5\n", "utf-8")
    report = take(desk, path, mapping)
    assert [(each.row, each.field, each.value) for each in report.refused] == [(3, "Sum", "ten")]
    assert list(rows(desk, Invoice)) == ["1"]


def test_a_currency_that_is_no_code_refuses_its_row_instead_of_making_a_currency_of_its_own(tmp_path, desk):
    mapping = """
    [[table]]
    currency = { column = "币种", values = { "人民币" = "CNY" } }
    [[table.record]]
    record = "invoice"
    key = "No"
    client = "Client"
    amount = "Sum"
    """
    path = tmp_path / "invoices.csv"
    path.write_text("No,Client,Sum,币种\n1,A,10,人民币\n2,A,10,美元\n3,A,10,usd\n4,A,10,\n", "utf-8")
    report = take(desk, path, mapping)
    assert [(each.row, each.value) for each in report.refused] == [(3, "美元")]
    assert report.refused[0].field == "币种"
    assert {key: row["currency"] for key, row in rows(desk, Invoice).items()} == {"1": "CNY", "3": "USD", "4": "CNY"}


LINES_MAPPING = """
[[table]]
[[table.record]]
record = "client"
key = "client"
[[table.record]]
record = "order"
key = "order"
client = "client"
[[table.record]]
record = "order_line"
order = "order"
quantity = "Qty"
unit_price = "Price"
only = [{ column = "Kind", is = ["L"] }]
"""


def test_a_line_whose_value_does_not_fit_the_file_is_refused_alone(tmp_path, desk):
    path = tmp_path / "lines.csv"
    path.write_text("client,order,Kind,Qty,Price\nA,1,L,2000000000000,9000000000000\nA,2,L,2,3\n", "utf-8")
    report = take(desk, path, LINES_MAPPING)
    assert [(each.row, each.field) for each in report.refused] == [(2, "Qty")]
    assert [row["value_micro"] for row in rows(desk, OrderLine).values()] == [6_000_000]


def test_a_row_that_is_no_line_may_hold_what_cannot_be_read_as_one(tmp_path, desk):
    path = tmp_path / "lines.csv"
    path.write_text("client,order,Kind,Qty,Price\nA,1,Note,as agreed,by phone\nA,2,L,2,3\nA,2,L,2,3\n", "utf-8")
    report = take(desk, path, LINES_MAPPING)
    assert report.refused == []
    assert sorted(rows(desk, Order)) == ["1", "2"]
    assert [row["quantity"] for row in rows(desk, OrderLine).values()] == [2_000, 2_000]
