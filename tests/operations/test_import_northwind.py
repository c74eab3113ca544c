"""Northwind from a folder, a workbook and a database: the same desk, to the last value."""

import json
import shutil
from pathlib import Path

import pytest

from kamdesk.base.money import half_up_int
from kamdesk.base.paths import resources
from kamdesk.connectors.intake.files import ImportWish
from kamdesk.connectors.mapping_file import read_mapping
from kamdesk.operations.import_files import import_files
from kamdesk.records.clients import Client
from kamdesk.records.every import RECORDS
from kamdesk.records.orders import Order, OrderLine
from kamdesk.records.team import Employee
from kamdesk.storage.desk import create_desk
from kamdesk.storage.rows import rows_where

NORTHWIND = Path(__file__).parents[1] / "data" / "northwind"
ANSWERS = json.loads((NORTHWIND / "answers_northwind.json").read_text("utf-8"))
COUNTS = {
    "employee": 9, "client": 91, "site": 91, "contact": 91, "product": 77, "stock_level": 77, "inbound": 77,
    "order": 830, "order_line": 2155,
}  # fmt: skip


@pytest.fixture(scope="module")
def mapping():
    return read_mapping(resources() / "mappings" / "northwind.toml", {"currency": "USD"})


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """Only the CSV files, as an export would lie there."""
    made = tmp_path_factory.mktemp("northwind")
    for file in NORTHWIND.glob("*.csv"):
        shutil.copy(file, made)
    return made


@pytest.fixture
def desk(tmp_path):
    made = create_desk(tmp_path / "desk", password="a long one", company="Ours", currency="USD")
    yield made
    made.close()


def contents(desk):
    """Every row by its key, ids replaced by the keys they stand for."""
    with desk.reading() as connection:
        rows = {record.word: rows_where(connection, record) for record in RECORDS}
    keys = {row.id: f"{word}:{row.external_key}" for word, found in rows.items() for row in found}
    return {
        word: sorted(
            (
                row.external_key,
                keys.get(row.scope_id),
                [keys.get(v, v) if isinstance(v, bytes) else v for v in row.values()],
            )
            for row in found
        )
        for word, found in rows.items()
        if found
    }


@pytest.mark.parametrize("source", ["folder", "northwind_erp_export.xlsx", "northwind.sqlite"])
def test_every_source_brings_the_same_counts_and_a_second_import_changes_nothing(desk, mapping, folder, source):
    path = folder if source == "folder" else NORTHWIND / source
    first = import_files(desk, ImportWish(path=path, mapping=mapping))
    assert {word: new for word, (new, _, _) in first.by_record.items()} == COUNTS
    assert (first.refused, first.kept_unlinked, first.exit_code) == ([], [], 0)
    second = import_files(desk, ImportWish(path=path, mapping=mapping))
    assert (second.new, second.changed, second.same) == (0, 0, sum(COUNTS.values()))


def test_folder_workbook_and_database_give_the_same_desk(tmp_path, mapping, folder):
    seen = []
    for number, path in enumerate([folder, NORTHWIND / "northwind_erp_export.xlsx", NORTHWIND / "northwind.sqlite"]):
        made = create_desk(tmp_path / str(number), password="a long one", company="Ours", currency="USD")
        import_files(made, ImportWish(path=path, mapping=mapping))
        seen.append(contents(made))
        made.close()
    assert seen[0] == seen[1] == seen[2]


def test_the_desk_holds_what_the_answers_say(desk, mapping, folder):
    import_files(desk, ImportWish(path=folder, mapping=mapping))
    with desk.reading() as connection:
        lines = rows_where(connection, OrderLine)
        orders = rows_where(connection, Order)
        clients = {row.id: row for row in rows_where(connection, Client)}
        staff = {row.id: row for row in rows_where(connection, Employee)}
    total = sum(line["value_micro"] for line in lines)
    assert half_up_int(total, 10_000) == 126_579_304
    monthly = {}
    for line in lines:
        month = line["sales_on"].isoformat()[:7]
        monthly[month] = monthly.get(month, 0) + line["value_micro"]
    exact = ANSWERS["monthly_net"] | {"1996-11": 45600.05, "1997-02": 38483.64}  # the answers came from binary floats
    assert {month: half_up_int(micro, 10_000) for month, micro in monthly.items()} == {
        month: round(value * 100) for month, value in exact.items()
    }
    late = {int(o.external_key) for o in orders if o["shipped_on"] and o["shipped_on"] > o["required_on"]}
    assert late == set(ANSWERS["late_orders"]["ids"])
    assert sum(order["freight"] for order in orders) == round(ANSWERS["total_freight"] * 100)
    assert clients[orders[0].scope_id].external_key == "VINET"
    boss = {
        row.external_key: row["reports_to_id"] and staff[row["reports_to_id"]].external_key for row in staff.values()
    }
    assert (boss["2"], boss["1"], boss["6"]) == (None, "2", "5")


def test_a_changed_cell_changes_one_record(desk, mapping, folder, tmp_path):
    import_files(desk, ImportWish(path=folder, mapping=mapping))
    text = (folder / "orders.csv").read_text("utf-8")
    changed = tmp_path / "orders.csv"
    changed.write_text(text.replace("10248,VINET,5,1996-07-04", "10248,VINET,5,1996-07-05"), "utf-8")
    report = import_files(desk, ImportWish(path=changed, mapping=mapping))
    assert (report.new, report.changed, report.same) == (0, 1, 829)


def test_a_dry_run_over_several_files_is_exact(desk, mapping, folder):
    report = import_files(desk, ImportWish(path=folder, mapping=mapping, dry_run=True))
    assert (report.new, report.kept_unlinked) == (sum(COUNTS.values()), [])
    assert contents(desk) == {}


def test_a_bad_row_is_refused_alone_with_its_place_and_the_rest_goes_in(desk, mapping, tmp_path):
    path = tmp_path / "orders.csv"
    header, *rows = (NORTHWIND / "orders.csv").read_text("utf-8").splitlines()[:4]
    rows[1] = rows[1].replace("1996-07-05", "05/07/96?")
    path.write_text("\n".join([header, *rows]), "utf-8")
    report = import_files(desk, ImportWish(path=path, mapping=mapping))
    (refused,) = report.refused
    assert (refused.file, refused.row, refused.field, refused.value) == ("orders.csv", 3, "OrderDate", "05/07/96?")
    assert "is not a day" in refused.reason
    assert (report.new, report.exit_code) == (2, 1)
    assert {(each.record, each.field) for each in report.kept_unlinked} == {("order", "client"), ("order", "employee")}


def test_a_file_with_a_bad_row_can_be_left_out_whole(desk, mapping, tmp_path):
    path = tmp_path / "orders.csv"
    path.write_text("OrderID,CustomerID,OrderDate\n1,A,1996-07-04\n2,B,soon\n", "utf-8")
    report = import_files(desk, ImportWish(path=path, mapping=mapping, whole_files_only=True))
    assert (report.new, [each.row for each in report.refused]) == (0, [3, 0])
