"""An import in a process of its own does the same and can be stopped at any moment."""

from pathlib import Path

import pytest

from kamdesk.base.paths import resources
from kamdesk.connectors.intake.files import ImportWish
from kamdesk.connectors.mapping_file import read_mapping
from kamdesk.operations.import_files import import_files
from kamdesk.operations.import_job import run_import
from kamdesk.operations.imports import Cancelled
from kamdesk.records.clients import Client
from kamdesk.storage.desk import create_desk
from kamdesk.storage.rows import rows_where

NORTHWIND = Path(__file__).parents[1] / "data" / "northwind"


@pytest.fixture
def desk(tmp_path):
    made = create_desk(tmp_path / "desk", password="a long one", company="Ours", currency="USD")
    yield made
    made.close()


@pytest.fixture
def mapping():
    return read_mapping(resources() / "mappings" / "northwind.toml")


def test_an_import_in_a_process_of_its_own_does_the_same(desk, mapping):
    told = []
    report = run_import(
        desk, ImportWish(path=NORTHWIND, mapping=mapping), progress=lambda source, done: told.append((source, done))
    )
    assert (report.new, report.refused) == (3498, [])
    assert ("orders.csv", 830) in told
    again = import_files(desk, ImportWish(path=NORTHWIND, mapping=mapping))
    assert (again.new, again.changed) == (0, 0)


def test_stopping_it_leaves_the_desk_as_it_was_and_usable(desk, mapping):
    def stop(_source, _done):
        raise Cancelled

    with pytest.raises(Cancelled):
        run_import(desk, ImportWish(path=NORTHWIND / "northwind.sqlite", mapping=mapping), progress=stop)
    with desk.reading() as connection:
        assert rows_where(connection, Client) == ()
    assert import_files(desk, ImportWish(path=NORTHWIND / "customers.csv", mapping=mapping)).new == 273


def test_rows_that_wait_are_counted_whole_across_the_process(desk, tmp_path, mapping):
    path = tmp_path / "orders.csv"
    rows = "".join(f"{number},NOBODY,1996-07-04\n" for number in range(1_500))
    path.write_text("OrderID,CustomerID,OrderDate\n" + rows, "utf-8")
    report = run_import(desk, ImportWish(path=path, mapping=mapping))
    assert (report.new, report.unlinked_count, len(report.kept_unlinked)) == (1_500, 1_500, 1_000)
    assert report.as_json()["kept_unlinked_count"] == 1_500
