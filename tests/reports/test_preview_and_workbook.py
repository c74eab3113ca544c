"""The preview shows what will be printed; a list leaves as a workbook that runs nothing."""

import io
from datetime import date
from decimal import Decimal

import pytest
from python_calamine import CalamineWorkbook

from kamdesk.reports.kit.blocks import Text
from kamdesk.reports.kit.document import Document, Imprint, RunningHead
from kamdesk.reports.preview import page_images
from kamdesk.reports.workbook import workbook


def read_back(data):
    return CalamineWorkbook.from_filelike(io.BytesIO(data)).get_sheet_by_index(0).to_python()


def test_a_page_becomes_pixels_of_the_asked_size():
    document = Document(Imprint(title="t", author="a", subject="s", foot="f", number="n", pages=2))
    for _ in range(2):
        document.page(RunningHead("left", "right"), [Text("恒泰机械")])
    images = list(page_images(document.finished(), dots_per_inch=96))
    assert [(i.width, i.height) for i in images] == [(794, 1123)] * 2
    assert len(images[0].rgba) == 794 * 1123 * 4
    assert images[0].rgba[:4] == b"\xff\xff\xff\xff"
    assert min(images[0].rgba[0::4]) < 60


def test_numbers_days_and_text_come_back_as_what_they_were():
    data = workbook(["name", "amount", "day"], [["恒泰", Decimal("1234.50"), date(2026, 10, 20)], ["0012", 7, None]])
    assert read_back(data) == [
        ["name", "amount", "day"],
        ["恒泰", 1234.5, date(2026, 10, 20)],
        ["0012", 7.0, ""],
    ]


@pytest.mark.parametrize("text", ["=1+1", "+cmd|' /C calc'!A0", "-2+3", "@SUM(A1)", "\t=1", "\r=1"])
def test_no_cell_leaves_as_a_formula(text):
    cell = read_back(workbook(["note"], [[text]]))[1][0]
    assert str(cell).startswith("'")


def test_a_number_longer_than_a_spreadsheet_keeps_leaves_as_exact_text():
    assert read_back(workbook(["n"], [[9007199254740993000]]))[1][0] == "9007199254740993000"


def test_the_same_list_gives_the_same_bytes():
    assert workbook(["a"], [["b"]]) == workbook(["a"], [["b"]])
