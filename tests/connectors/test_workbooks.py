"""Spreadsheets, honest and hostile, in a child process that may die without harm."""

import io
import json
import time
import zipfile
from decimal import Decimal
from pathlib import Path

import pytest

from kamdesk.connectors.cells import cell_text, is_blank
from kamdesk.connectors.faults import BadFile
from kamdesk.connectors.sources import read_tables

SHEETS = Path(__file__).parents[1] / "data" / "hostile" / "spreadsheets"
FILES = json.loads((SHEETS.parent / "manifest.json").read_text("utf-8"))["spreadsheets"]["files"]
READ = {name: about["calamine"]["sheets"] for name, about in FILES.items() if about["calamine"]["ok"]}
SECONDS_MAX = 10


def seen(table):
    filled = [cell_text(cell) for row in table.rows() for cell in row if not is_blank([cell])]
    return {"sheet": table.name, "non_empty": len(filled), "first": filled[0] if filled else None}


@pytest.mark.parametrize("name", sorted(READ))
def test_a_workbook_gives_the_same_cells_as_the_reference(name):
    whole = [s | {"first": s["first"].removesuffix(".0") if s["first"] else None} for s in READ[name]]
    assert [seen(table) for table in read_tables(SHEETS / name)] == whole


@pytest.mark.parametrize("name", sorted(set(FILES) - set(READ)))
def test_a_broken_or_locked_workbook_is_refused_in_a_sentence(name):
    with pytest.raises(BadFile, match=name) as refusal:
        read_tables(SHEETS / name)
    assert ("password" in str(refusal.value)) == ("pass" in name)


def workbook(path, sheet, shared=""):
    """A minimal workbook with this sheet XML."""
    office = "http://schemas.openxmlformats.org"
    main, relations = f"{office}/spreadsheetml/2006/main", f"{office}/officeDocument/2006/relationships"
    package = f"{office}/package/2006"
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml"
    parts = {
        "[Content_Types].xml": f'<Types xmlns="{package}/content-types"><Default Extension="rels" ContentType='
        f'"application/vnd.openxmlformats-package.relationships+xml"/><Override PartName="/xl/workbook.xml" '
        f'ContentType="{kind}.sheet.main+xml"/></Types>',
        "_rels/.rels": f'<Relationships xmlns="{package}/relationships"><Relationship Id="r1" '
        f'Type="{relations}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'<workbook xmlns="{main}" xmlns:r="{relations}"><sheets>'
        '<sheet name="S" sheetId="1" r:id="r1"/></sheets></workbook>',
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{package}/relationships"><Relationship Id="r1" '
        f'Type="{relations}/worksheet" Target="worksheets/sheet1.xml"/><Relationship Id="r2" '
        f'Type="{relations}/sharedStrings" Target="sharedStrings.xml"/></Relationships>',
        "xl/worksheets/sheet1.xml": f'<worksheet xmlns="{main}"><sheetData>{sheet}</sheetData></worksheet>',
        "xl/sharedStrings.xml": f'<sst xmlns="{main}">{shared}</sst>',
    }
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as pack:
        for name, text in parts.items():
            pack.writestr(name, text)
    return path


def refused_in_time(path):
    started = time.monotonic()
    with pytest.raises(BadFile) as refusal:
        read_tables(path)
    assert time.monotonic() - started < SECONDS_MAX
    return str(refusal.value)


def test_numbers_days_and_text_keep_their_types(tmp_path):
    sheet = '<row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1"><v>14.7</v></c><c r="C1"><v>42</v></c></row>'
    (table,) = read_tables(workbook(tmp_path / "t.xlsx", sheet, "<si><t>007</t></si>"))
    assert list(table.rows()) == [["007", Decimal("14.7"), 42]]


def test_two_cells_in_far_corners_do_not_kill_the_desk(tmp_path):
    far = '<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576"><v>2</v></c></row>'
    path = workbook(tmp_path / "corners.xlsx", far)
    assert path.stat().st_size < 5_000
    assert "empty cells" in refused_in_time(path)


def test_a_wide_sheet_meets_the_memory_limit_not_the_machine(tmp_path):
    far = '<row r="1"><c r="A1"><v>1</v></c></row><row r="60000"><c r="KN60000"><v>2</v></c></row>'
    assert "safe limits" in refused_in_time(workbook(tmp_path / "wide.xlsx", far))


def test_a_giant_shared_string_is_a_bomb(tmp_path):
    text = "A" * (1 << 20)
    buffer = io.StringIO()
    buffer.write("<si><t>")
    for _ in range(60):
        buffer.write(text)
    buffer.write("</t></si>")
    sheet = '<row r="1"><c r="A1" t="s"><v>0</v></c></row>'
    assert "unpacks to far more" in refused_in_time(workbook(tmp_path / "string.xlsx", sheet, buffer.getvalue()))


def test_a_size_that_lies_meets_the_limits(tmp_path):
    """The zip's directory says 10 bytes where 60 MB come: the reader stops or dies, the desk does not."""
    path = workbook(tmp_path / "liar.xlsx", "<!--" + " " * (60 << 20) + "-->")
    data = path.read_bytes()
    size = zipfile.ZipFile(path).getinfo("xl/worksheets/sheet1.xml").file_size
    path.write_bytes(data.replace(size.to_bytes(4, "little"), (10).to_bytes(4, "little")))
    assert "liar.xlsx" in refused_in_time(path)


def test_a_cut_off_workbook_is_refused(tmp_path):
    whole = (SHEETS / "header-row.xlsx").read_bytes()
    path = tmp_path / "cut.xlsx"
    path.write_bytes(whole[: len(whole) // 2])
    assert "damaged" in refused_in_time(path)
