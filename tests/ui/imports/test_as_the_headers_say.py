"""The window imports what the command line does: all that the headers tell of, each table by itself."""

import pytest

from kamdesk.connectors.intake.files import ImportWish
from kamdesk.connectors.mapping_file import parse_mapping
from kamdesk.connectors.sources import Reading
from kamdesk.operations.import_files import import_files
from kamdesk.records.catalogue import Product
from kamdesk.records.clients import Client
from kamdesk.records.orders import Order
from kamdesk.records.stock import StockLevel
from kamdesk.reports.workbook import workbook
from kamdesk.storage.rows import rows_where
from kamdesk.ui.imports.found import look_into
from kamdesk.ui.imports.wish import Choice, text_of, wish_of
from kamdesk.ui.shell.places import Place

LINES = "Invoice No,Invoice Date,Stock Code,Description,Quantity,Unit Price\n1001,2026-01-05,P1,Pump,6,2.55\n"
STOCK = "Product ID,Warehouse,On hand\nP1,North,5\nP1,South,7\n"


def by_window(path):
    tables = look_into(path, Reading(), None)
    return wish_of(Choice(path=path), tables, dry_run=False), tables


def kept(desk, record):
    with desk.reading() as connection:
        return rows_where(connection, record)


@pytest.mark.parametrize("text", [LINES, STOCK], ids=["order lines", "stock of two warehouses"])
def test_the_window_takes_what_the_command_line_takes(desk, tmp_path, text):
    path = tmp_path / "table.csv"
    path.write_text(text, "utf-8")
    wish, _ = by_window(path)
    told = import_files(desk, wish)
    again = import_files(desk, ImportWish(path=path))
    assert told.new == again.same
    assert again.new == again.changed == 0


def test_a_flat_file_of_order_lines_brings_its_orders_and_products_too(desk, tmp_path):
    path = tmp_path / "sales.csv"
    path.write_text(LINES, "utf-8")
    wish, tables = by_window(path)
    assert tables[0].records == ("product", "order", "order_line")
    assert tables[0].used == 6
    import_files(desk, wish)
    assert [each["name"] for each in kept(desk, Product)] == ["Pump"]
    assert [str(each["ordered_on"]) for each in kept(desk, Order)] == ["2026-01-05"]


def test_stock_of_one_product_in_two_warehouses_stays_two(desk, tmp_path):
    path = tmp_path / "stock.csv"
    path.write_text(STOCK, "utf-8")
    import_files(desk, by_window(path)[0])
    assert sorted(each["on_hand"] for each in kept(desk, StockLevel)) == [5_000, 7_000]


def test_two_workbooks_may_call_their_sheet_the_same(desk, tmp_path):
    folder = tmp_path / "files"
    folder.mkdir()
    clients = workbook(["Customer ID", "Customer name", "City"], [["C1", "Acme", "Bonn"]], name="Sheet1")
    goods = workbook(["Product ID", "Product name", "Category"], [["P1", "Pump", "X"]], name="Sheet1")
    (folder / "a.xlsx").write_bytes(clients)
    (folder / "b.xlsx").write_bytes(goods)
    wish, tables = by_window(folder)
    import_files(desk, wish)
    assert [each["legal_name"] for each in kept(desk, Client)] == ["Acme"]
    assert [each["name"] for each in kept(desk, Product)] == ["Pump"]
    named = [table.files for table in parse_mapping(text_of(tables, name="mine")).tables]
    assert named == [("a.xlsx/Sheet1",), ("b.xlsx/Sheet1",)]


def test_a_header_with_braces_is_no_placeholder(desk, tmp_path):
    path = tmp_path / "clients.csv"
    path.write_text("Customer name,City,Price {net}\nAcme,Bonn,5\n", "utf-8")
    import_files(desk, by_window(path)[0])
    assert [each["city"] for each in kept(desk, Client)] == ["Bonn"]


def test_a_kept_mapping_reads_a_flat_file_as_it_was_read(tmp_path):
    path = tmp_path / "sales.csv"
    path.write_text(LINES, "utf-8")
    wish, tables = by_window(path)
    (again,) = parse_mapping(text_of(tables, name="mine")).tables
    (table,) = wish.mapping.tables
    assert [(each.record, each.key.columns if each.key else ()) for each in again.records] == [
        (each.record, each.key.columns if each.key else ()) for each in table.records
    ]
    assert [each.if_missing for each in again.records] == [each.if_missing for each in table.records]
    assert again.files == ("sales",)


def test_a_column_mapped_by_hand_leaves_the_name_that_is_the_key(app, tmp_path):
    path = tmp_path / "clients.csv"
    path.write_text("Customer name,City,Land\nAcme,Bonn,DE\n", "utf-8")
    app.window.go(Place("imports"))
    app.settle()
    room = app.window.room()
    room.look_at(path)
    app.settle()
    room.mapping.set_column("Land", "country")
    hand = room.mapping.hand()
    assert hand.key == "Customer name"
    assert dict(hand.facts) == {"legal_name": "Customer name", "city": "City", "country": "Land"}


def test_another_way_of_writing_days_leaves_what_the_rows_tell_beside(app, tmp_path):
    path = tmp_path / "sales.csv"
    path.write_text(LINES, "utf-8")
    app.window.go(Place("imports"))
    app.settle()
    room = app.window.room()
    room.look_at(path)
    app.settle()
    room.mapping.dates.setCurrentIndex(room.mapping.dates.findData("month-first"))
    room.mapping._on_shape()
    (table,) = room.tables.rows_model.rows
    assert table.records == ("product", "order", "order_line")
    assert room.mapping.note.text() == "Each row also tells of: Product, Order"
