"""Files in shapes that nobody foresaw, mapped with the manual's words alone."""

import pytest

from kamdesk.base.ids import NOBODY
from kamdesk.base.paths import resources
from kamdesk.connectors.intake.files import ImportWish
from kamdesk.connectors.mapping_file import parse_mapping
from kamdesk.operations.import_files import import_files
from kamdesk.records.clients import Client
from kamdesk.records.contacts import Contact
from kamdesk.records.orders import Order, OrderLine
from kamdesk.records.payments import Allocation, Instalment, Invoice, Receipt
from kamdesk.records.stock import StockLevel
from kamdesk.storage.desk import create_desk
from kamdesk.storage.rows import rows_where

# A ledger printed to a file: titles above, a line per customer, day first, comma before the decimals, credit notes as
# positive numbers in a column of their own, a settled day, totals between, the header again on the second page.
LEDGER = """Offene-Posten-Liste der Müller & Söhne KG;;;;;;
Stichtag 30.06.2026;;;;;;
;;;;;;
Beleg;Art;Belegdatum;Fällig am;Soll;Haben;Ausgeglichen
Konto 4711 · Café Zürich AG;;;;;;
R-1001;RE;03.04.2026;03.05.2026;1.234,56;;05.06.26
R-1002;RE;12.05.2026;11.06.2026;12.000,00;;
G-0007;GS;15.05.2026;15.05.2026;;234,56;
Summe;;;;13.234,56;234,56;
Beleg;Art;Belegdatum;Fällig am;Soll;Haben;Ausgeglichen
Konto 0815 · Größe 10 GmbH;;;;;;
R-1003;RE;29.02.2026;30.03.2026;99,90;;
R-1004;RE;01.03.2026;31.03.2026;1.000,00;;31.03.2026
Summe;;;;1.099,90;;
"""
LEDGER_MAPPING = """
name = "Offene Posten"

[[table]]
headers = ["Beleg", "Soll", "Haben"]
dates = "day-first"
numbers = "1.234,56"
currency = "EUR"
heading = [{ matches = '^Konto (?P<konto>\\S+) · (?P<firma>.*)$' }]
skip = [{ column = "Beleg", is = ["Summe"] }]

[[table.record]]
record = "client"
key = "konto"
legal_name = "firma"

[[table.record]]
record = "invoice"
key = "Beleg"
client = "konto"
issued_on = "Belegdatum"
amount = { sum = ["Soll", "-Haben"] }

[[table.record]]
record = "instalment"
key = "Beleg"
invoice = "Beleg"
due_on = "Fällig am"
amount = { sum = ["Soll", "-Haben"] }

[[table.record]]
record = "receipt"
only = [{ column = "Ausgeglichen", empty = false }]
key = "Beleg"
client = "konto"
received_on = "Ausgeglichen"
amount = "Soll"

[[table.record]]
record = "allocation"
only = [{ column = "Ausgeglichen", empty = false }]
key = "Beleg"
receipt = "Beleg"
invoice = "Beleg"
instalment = "Beleg"
amount = "Soll"
"""
# An order book for printing: the order stands only in its first row, types by letter, full-width digits, 民國 years.
ORDERS = """訂單,客戶,日期,類,料號,數量,單價
A-1,0815,115/04/03,O,P1,１２,NT$1.50
,,,,P2,3,(2.00)
,,,,P2,3,(2.00)
C-2,0815,115/04/05,C,P1,2,1.50
,0815,115/04/06,X,P9,,
"""
ORDERS_MAPPING = """
[[table]]
fill_down = ["訂單", "客戶", "日期", "類"]
dates = "minguo"
numbers = "1,234.56"
currency = "TWD"
skip = [{ column = "類", is = ["X"] }]

[[table.record]]
record = "order"
key = "訂單"
client = "客戶"
ordered_on = "日期"
is_credit = { column = "類", values = { C = "yes" }, otherwise = "no" }

[[table.record]]
record = "order_line"
order = "訂單"
product = "料號"
quantity = { column = "數量", negative_when = [{ column = "類", is = ["C"] }] }
unit_price = "單價"
"""


@pytest.fixture
def desk(tmp_path):
    made = create_desk(tmp_path / "desk", password="a long one", company="Ours", currency="CNY")
    yield made
    made.close()


def take(desk, path, mapping=""):
    return import_files(desk, ImportWish(path=path, mapping=parse_mapping(mapping) if mapping else None))


def rows(desk, record, **equal):
    with desk.reading() as connection:
        return {row.external_key: row for row in rows_where(connection, record, **equal)}


def test_a_printed_ledger_is_read_and_its_impossible_day_refused_alone(tmp_path, desk):
    path = tmp_path / "OP-Liste.csv"
    path.write_bytes(LEDGER.encode("cp1252"))
    report = take(desk, path, LEDGER_MAPPING)
    (refused,) = report.refused
    assert (refused.row, refused.field, refused.value) == (12, "Belegdatum", "29.02.2026")
    clients, invoices = rows(desk, Client), rows(desk, Invoice)
    assert {key: row["legal_name"] for key, row in clients.items()} == {
        "4711": "Café Zürich AG",
        "0815": "Größe 10 GmbH",
    }
    assert {key: row["amount"] for key, row in invoices.items()} == {
        "R-1001": 123_456, "R-1002": 1_200_000, "G-0007": -23_456, "R-1004": 100_000,
    }  # fmt: skip
    assert {row["currency"] for row in invoices.values()} == {"EUR"}
    assert invoices["R-1004"].scope_id == clients["0815"].id
    instalments, receipts, allocations = rows(desk, Instalment), rows(desk, Receipt), rows(desk, Allocation)
    assert instalments["R-1002"]["due_on"].isoformat() == "2026-06-11"
    assert instalments["R-1002"].scope_id == clients["4711"].id
    assert {key: row["received_on"].isoformat() for key, row in receipts.items()} == {
        "R-1001": "2026-06-05", "R-1004": "2026-03-31",
    }  # fmt: skip
    assert allocations["R-1001"]["instalment_id"] == instalments["R-1001"].id
    again = take(desk, path, LEDGER_MAPPING)
    assert (again.new, again.changed) == (0, 0)


def test_an_order_book_with_gaps_is_read_and_equal_lines_are_all_kept(tmp_path, desk):
    path = tmp_path / "訂單.csv"
    path.write_bytes(ORDERS.encode("big5"))
    report = take(desk, path, ORDERS_MAPPING)
    assert report.refused == []
    orders, lines = rows(desk, Order), rows(desk, OrderLine).values()
    assert {key: row["is_credit"] for key, row in orders.items()} == {"A-1": False, "C-2": True}
    assert orders["A-1"]["ordered_on"].isoformat() == "2026-04-03"
    assert sorted(row["value_micro"] for row in lines) == [-6_000_000, -6_000_000, -3_000_000, 18_000_000]
    assert {row["currency"] for row in lines} == {"TWD"}
    assert take(desk, path, ORDERS_MAPPING).new == 0


def test_lines_without_any_client_are_kept_listed_and_in_nobodys_figures(tmp_path, desk):
    path = tmp_path / "retail.csv"
    path.write_text(
        "InvoiceNo,StockCode,Description,Quantity,InvoiceDate,UnitPrice,CustomerID,Country\n"
        "1,A,Lamp,2,2011-01-05 10:00,1.25,17850,France\n"
        "1,A,Lamp,2,2011-01-05 10:00,1.25,17850,France\n"
        "C2,A,,-2,2011-01-06 10:00,1.25,17850,Spain\n"
        "3,B,?,1,2011-01-07 10:00,0,,Spain\n"
        "4,B,?,one,2011-01-07 10:00,0,17850,Spain\n",
        "utf-8",
    )
    mapping = (resources() / "mappings" / "online_retail.toml").read_text("utf-8")
    report = take(desk, path, mapping)
    assert [(each.row, each.field) for each in report.refused] == [(6, "Quantity")]
    assert [each.row for each in report.unlinked_rows] == [5]
    counts = {word: new for word, (new, _, _) in report.by_record.items()}
    assert counts == {"client": 1, "product": 2, "order": 3, "order_line": 4}
    assert rows(desk, Client)["17850"]["country"] == "Spain", "the last row of a key counts"
    assert [row["product_id"] is not None for row in rows(desk, OrderLine, scope_id=NOBODY).values()] == [True]
    again = take(desk, path, mapping)
    assert (again.new, again.changed, again.exit_code) == (0, 0, 1)


@pytest.mark.parametrize(
    "case",
    [
        ("customers", "Customer ID,Company Name,City,Hobby\n007,Hengtai,Suzhou,x\n", Client, "007", {"city": "Suzhou"}),
        ("客户", "客户编号,客户名称,城市,国家\n007,恒泰,苏州,中国\n", Client, "007", {"legal_name": "恒泰"}),
        ("客戶", "客戶編號,客戶名稱,電話\n007,恒泰,02-1234\n", Client, "007", {"phone": "02-1234"}),
        ("orders", "Order,Customer No,Order Date,Status\n9,007,2026-03-01,已发货\n", Order, "9", {"status": "shipped"}),
        ("stock", "Product No,On hand,Reserved\nP1,12.5,0\n", StockLevel, None, {"on_hand": 12_500}),
        ("x", "Invoice No,Invoice Date,Amount,Currency\n5,2026-03-01,12.30,JPY\n", Invoice, "5", {"amount": 12}),
    ],
)
def test_without_a_mapping_headers_are_known_by_the_facts_own_words(tmp_path, desk, case):
    name, text, record, key, values = case
    path = tmp_path / f"{name}.csv"
    path.write_text(text, "utf-8")
    report = take(desk, path)
    assert (report.new, report.refused) == (1, [])
    ((found, row),) = rows(desk, record).items()
    assert found == key or key is None
    assert {fact: row[fact] for fact in values} == values


def test_without_a_mapping_a_flat_file_fills_several_kinds_of_record(tmp_path, desk):
    path = tmp_path / "lines.csv"
    path.write_text(
        "InvoiceNo,StockCode,Description,Quantity,InvoiceDate,UnitPrice,CustomerID,Country\n"
        "1,A,Lamp,2,2011-01-05,1.25,007,France\n1,B,Vase,1,2011-01-05,3.5,007,France\n",
        "utf-8",
    )
    report = take(desk, path)
    assert {word: new for word, (new, _, _) in report.by_record.items()} == {
        "product": 2, "client": 1, "order": 1, "order_line": 2,
    }  # fmt: skip
    assert (report.kept_unlinked, rows(desk, Client)["007"]["country"]) == ([], "France")
    assert sum(line["value_micro"] for line in rows(desk, OrderLine).values()) == 6_000_000


@pytest.mark.parametrize("text", ["ShipperID,CompanyName,Phone\n1,S,2\n", "id,parent_id,name,level\n1,,X,senior\n"])
def test_a_table_of_something_else_is_not_taken_for_clients_or_people(tmp_path, desk, text):
    path = tmp_path / "things.csv"
    path.write_text(text, "utf-8")
    assert (take(desk, path).new, rows(desk, Client)) == (0, {})


def test_what_no_word_fits_is_listed_and_nothing_is_guessed(tmp_path, desk):
    path = tmp_path / "poems.csv"
    path.write_text("title of poem,stanza\nA,B\n", "utf-8")
    report = take(desk, path)
    assert (report.new, report.unmatched, report.exit_code) == (0, ["poems.csv"], 1)


def test_address_cards_find_their_client_by_its_name_even_when_it_comes_later(tmp_path, desk):
    path = tmp_path / "cards.vcf"
    path.write_text(
        "BEGIN:VCARD\nVERSION:3.0\nFN:陈伟\nORG:恒泰机械;采购部\nTITLE:经理\nTEL;TYPE=CELL:138 0000\nEND:VCARD\n",
        "utf-8",
    )
    report = take(desk, path)
    assert [(each.record, each.value) for each in report.kept_unlinked] == [("contact", "恒泰机械")]
    (tmp_path / "customers.csv").write_text("Customer ID,Company Name\n007,恒泰机械\n", "utf-8")
    take(desk, tmp_path / "customers.csv")
    person = rows(desk, Contact)["陈伟"]
    assert person.scope_id == rows(desk, Client)["007"].id
    assert (person["post"], person["department"], person["mobile"]) == ("经理", "采购部", "138 0000")
    assert take(desk, path).new == 0
