"""Text tables: delimiters, quoting, encodings, and files that are none."""

import gzip
import hashlib
import json
from pathlib import Path

import pytest

from kamdesk.connectors.faults import BadFile
from kamdesk.connectors.sources import Reading, read_tables

HOSTILE = Path(__file__).parents[1] / "data" / "hostile"
MANIFEST = json.loads((HOSTILE / "manifest.json").read_text("utf-8"))
SPECTRUM = {name: about["expect"] for name, about in MANIFEST["csv_spectrum"].items()}
# Two files of the set were cleaned after its expectations were written: a phone number and a line end differ.
DIFFERENT = {"location_coordinates.csv", "newlines_crlf.csv"}


def rows_of(path, reading=None):
    (table,) = read_tables(path, reading)
    return list(table.rows())


@pytest.mark.parametrize("name", sorted(set(SPECTRUM) - DIFFERENT))
def test_every_way_of_quoting_is_read(name):
    header, *rows = rows_of(HOSTILE / "csv_spectrum" / name)
    assert [dict(zip(header, row, strict=True)) for row in rows] == SPECTRUM[name]


@pytest.mark.parametrize("name", sorted(MANIFEST["encodings"]["files"]))
def test_the_encoding_and_delimiter_are_found_to_the_last_character(name):
    about = MANIFEST["encodings"]["files"][name]
    (table,) = read_tables(HOSTILE / "encodings" / name)
    header, *rows = table.rows()
    assert header == about["columns"]
    assert table.delimiter == about["separator"]
    joined = "\x1f".join(cell for row in rows for cell in row)
    assert hashlib.sha256(joined.encode()).hexdigest() == about["sha256_of_values"]


def test_big5_is_told_from_gb18030(tmp_path):
    text = "客戶,城市\n台灣積體電路製造,新竹市\n鴻海精密工業,新北市\n聯發科技股份有限公司,新竹市\n"
    (tmp_path / "a.csv").write_bytes(text.encode("big5"))
    (tmp_path / "b.csv").write_bytes("客户,城市\n上海汽车集团,上海市\n重庆长安汽车,重庆市\n".encode("gb18030"))
    (a,), (b,) = read_tables(tmp_path / "a.csv"), read_tables(tmp_path / "b.csv")
    assert (a.encoding, a.guessed, b.encoding, b.guessed) == ("big5", True, "gb18030", True)
    assert list(a.rows())[1] == ["台灣積體電路製造", "新竹市"]


def test_a_guess_can_be_overruled(tmp_path):
    path = tmp_path / "c.csv"
    path.write_bytes("客户;城市\n上海;上海\n".encode("gb18030"))
    assert rows_of(path, Reading(encoding="gb18030", delimiter=","))[1] == ["上海;上海"]
    with pytest.raises(BadFile, match="choose another encoding"):
        rows_of(path, Reading(encoding="utf-8", delimiter=";"))
    with pytest.raises(BadFile, match="no encoding"):
        read_tables(path, Reading(encoding="klingon"))


def test_utf16_without_a_mark_and_ids_with_zeros(tmp_path):
    path = tmp_path / "d.txt"
    path.write_bytes("id\tname\n007\tBond\n".encode("utf-16-le"))
    assert rows_of(path) == [["id", "name"], ["007", "Bond"]]


def test_a_packed_file_is_read_like_a_plain_one(tmp_path):
    path = tmp_path / "orders.csv.gz"
    path.write_bytes(gzip.compress(b"a,b\n1,2\n"))
    (table,) = read_tables(path)
    assert (table.name, list(table.rows())) == ("orders", [["a", "b"], ["1", "2"]])


def test_inches_in_a_tab_file_are_no_quotes(tmp_path):
    path = tmp_path / "pipes.tsv"
    path.write_text('size\tname\n"5" pipe\tA\n5"\tB\n', "utf-8")
    assert rows_of(path) == [["size", "name"], ['"5" pipe', "A"], ['5"', "B"]]


def test_a_quote_that_is_never_closed_is_refused_with_its_line(tmp_path):
    path = tmp_path / "open.csv"
    path.write_text('a,b\n1,2\n3,"4\n5,6\n7,8\n', "utf-8")
    with pytest.raises(BadFile, match=r"open\.csv: .*quotation mark.*line"):
        read_tables(path)


@pytest.mark.parametrize(
    ("content", "word"),
    [(b"", "empty"), (b"\x89PNG\r\n\x1a\n" + bytes(50), "no table"), (bytes(range(256)) * 40, "no table")],
)
def test_what_is_no_table_is_refused_in_a_sentence(tmp_path, content, word):
    path = tmp_path / "x.csv"
    path.write_bytes(content)
    with pytest.raises(BadFile, match=word):
        read_tables(path)


def test_a_stray_nul_does_not_stop_a_file(tmp_path):
    path = tmp_path / "nul.csv"
    path.write_bytes(b"a,b\n" + b"1,x\n" * 200 + b"2,\0y\n")
    assert rows_of(path)[-1] == ["2", "\0y"]


def test_a_bomb_in_gzip_is_refused(tmp_path):
    path = tmp_path / "bomb.csv.gz"
    path.write_bytes(gzip.compress(b"," * (80 << 20), 9))
    with pytest.raises(BadFile, match="unpacks to far more"):
        read_tables(path)


def test_a_cut_gzip_is_refused(tmp_path):
    path = tmp_path / "cut.csv.gz"
    path.write_bytes(gzip.compress(b"a,b\n" + bytes(range(48, 58)) * 5000)[:-20])
    with pytest.raises(BadFile, match="damaged"):
        read_tables(path)
