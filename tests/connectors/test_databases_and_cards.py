"""SQLite files and address cards as tables."""

import json
import sqlite3
from decimal import Decimal
from pathlib import Path

import pytest

from kamdesk.connectors.faults import BadFile
from kamdesk.connectors.sources import files_of, read_tables

HOSTILE = Path(__file__).parents[1] / "data" / "hostile"
CARDS = json.loads((HOSTILE / "manifest.json").read_text("utf-8"))["vcards"]["files"]


@pytest.fixture
def database(tmp_path):
    path = tmp_path / "erp.sqlite"
    with sqlite3.connect(path) as connection:
        connection.execute('CREATE TABLE "Order Details" ("Id" TEXT, price REAL, quantity INTEGER, photo BLOB)')
        connection.execute('INSERT INTO "Order Details" VALUES (?, ?, ?, ?)', ("007", 14.7, 3, b"\x01"))
    connection.close()
    return path


def test_a_database_table_has_its_columns_as_header_and_its_types(database):
    (table,) = read_tables(database)
    assert table.name == "Order Details"
    assert list(table.rows()) == [["Id", "price", "quantity", "photo"], ["007", Decimal("14.7"), 3, None]]


def test_reading_a_database_writes_nothing_beside_it(database):
    before = database.read_bytes()
    (table,) = read_tables(database)
    list(table.rows())
    assert [path.name for path in files_of(database.parent)] == ["erp.sqlite"]
    assert database.read_bytes() == before


def test_a_damaged_database_is_refused(database):
    database.write_bytes(database.read_bytes()[:100] + b"\xff" * 3000)
    with pytest.raises(BadFile, match="damaged"):
        [list(table.rows()) for table in read_tables(database)]


@pytest.mark.parametrize("name", sorted(CARDS))
def test_a_card_is_read_with_its_name_phones_and_mail(name):
    (table,) = read_tables(HOSTILE / "vcards" / name)
    header, *rows = table.rows()
    cards = [dict(zip(header, row, strict=True)) for row in rows]
    assert [card["Full name"] for card in cards] == CARDS[name]["FN"]
    assert all(card["E-mail"] and (card["Phone"] or card["Mobile"]) for card in cards)


def test_quoted_printable_notes_come_out_as_text():
    (table,) = read_tables(HOSTILE / "vcards" / "outlook-2003.vcf")
    header, row = table.rows()
    card = dict(zip(header, row, strict=True))
    assert card["Organisation"] == "Company, The"
    assert "Second line" in card["Note"]
    assert "=0D" not in card["Note"]


def test_a_missing_file_says_so(tmp_path):
    with pytest.raises(BadFile, match="no such file"):
        files_of(tmp_path / "nothing.csv")
