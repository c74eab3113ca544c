"""Hostile files through the whole import: refused with a sentence, good ones beside them go in, the desk lives on."""

import gzip
import json
import os
import shutil
from pathlib import Path

import pytest

from kamdesk.connectors.intake.files import ImportWish
from kamdesk.connectors.mapping_file import parse_mapping
from kamdesk.facts.kinds import Kind, canonical
from kamdesk.operations.import_files import import_files
from kamdesk.records.clients import Client
from kamdesk.records.orders import OrderLine
from kamdesk.storage.desk import create_desk
from kamdesk.storage.rows import rows_where

HOSTILE = Path(__file__).parents[1] / "data" / "hostile"
CLIENTS = """
[[table]]
[[table.record]]
record = "client"
key = "id"
legal_name = "name"
"""
LINES = """
[[table]]
numbers = "1,234.56"
[[table.record]]
record = "order_line"
key = "id"
quantity = "q"
unit_price = "p"
"""


@pytest.fixture
def desk(tmp_path):
    made = create_desk(tmp_path / "desk", password="a long one", company="Ours", currency="CNY")
    yield made
    made.close()


def take(desk, path, mapping):
    return import_files(desk, ImportWish(path=path, mapping=parse_mapping(mapping)))


def clients(desk):
    with desk.reading() as connection:
        return {row.external_key: row["legal_name"] for row in rows_where(connection, Client)}


def test_bad_files_in_a_folder_are_refused_one_by_one_and_the_good_one_goes_in(tmp_path, desk):
    folder = tmp_path / "in"
    folder.mkdir()
    (folder / "good.csv").write_text("id,name\n007,恒泰\n", "utf-8")
    (folder / "bomb.csv.gz").write_bytes(gzip.compress(b"," * (80 << 20), 9))
    (folder / "open.csv").write_text('id,name\n1,"x\n2,y\n', "utf-8")
    (folder / "picture.png").write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(90))
    for name in ("password.xls", "poc-xmlbomb.xlsx"):
        shutil.copy(HOSTILE / "spreadsheets" / name, folder)
    report = take(desk, folder, CLIENTS)
    assert {each.file for each in report.refused} == {"bomb.csv.gz", "open.csv", "password.xls", "poc-xmlbomb.xlsx"}
    assert all(each.row == 0 and each.reason for each in report.refused)
    assert (report.unmatched, report.exit_code) == (["picture.png"], 1)
    assert clients(desk) == {"007": "恒泰"}


def test_naughty_names_stand_on_the_desk_as_they_stood_in_the_file(tmp_path, desk):
    names = json.loads((HOSTILE / "naughty_strings_even.json").read_text("utf-8"))
    names += json.loads((HOSTILE / "formula_injection.json").read_text("utf-8"))
    rows = "".join(f'{number},"{name.replace(chr(34), chr(34) * 2)}"\n' for number, name in enumerate(names))
    path = tmp_path / "names.csv"
    path.write_text("id,name\n" + rows, "utf-8", newline="", errors="surrogatepass")
    report = take(desk, path, CLIENTS)
    assert (report.new, report.refused) == (len(names), [])
    assert clients(desk) == {str(number): canonical(Kind.TEXT, name) for number, name in enumerate(names)}
    assert take(desk, path, CLIENTS).same == len(names)


def test_numbers_beyond_the_file_are_refused_alone(tmp_path, desk):
    path = tmp_path / "lines.csv"
    path.write_text("id,q,p\n1,1e30,1\n2,9000000000,9000000000000\n3,2,1.5\n4,1e999,1\n", "utf-8")
    report = take(desk, path, LINES)
    assert [(each.row, each.field) for each in report.refused] == [(2, "q"), (3, "q"), (5, "q")]
    with desk.reading() as connection:
        assert [line["value_micro"] for line in rows_where(connection, OrderLine)] == [3_000_000]


def test_a_row_with_a_stray_delimiter_and_a_file_cut_in_its_last_row_are_seen(tmp_path, desk):
    path = tmp_path / "cut.csv"
    path.write_text("id,name,city\n1,Müller, Söhne,Köln\n2,Hengtai,Suzhou\n3,Rui", "utf-8")
    report = take(desk, path, CLIENTS)
    assert [each.row for each in report.refused] == [2, 4]
    assert "cut off" in report.refused[1].reason
    assert clients(desk) == {"2": "Hengtai"}


def test_a_row_without_a_key_is_refused_and_says_which_column(tmp_path, desk):
    path = tmp_path / "nokey.csv"
    path.write_text("id,name\n,Hengtai\n1,Ruida\n", "utf-8")
    report = take(desk, path, CLIENTS)
    assert [(each.row, each.field) for each in report.refused] == [(2, "id")]
    assert clients(desk) == {"1": "Ruida"}


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no pipes in folders")
def test_a_pipe_is_refused_and_not_waited_for(tmp_path, desk):
    os.mkfifo(tmp_path / "pipe.csv")
    report = import_files(desk, ImportWish(path=tmp_path / "pipe.csv"))
    assert [(each.file, "pipe" in each.reason) for each in report.refused] == [("pipe.csv", True)]
    assert report.exit_code == 1
