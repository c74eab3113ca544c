"""A chart's data are plain and exact; drawn, it holds its size, says its ends in words and stays vectors on paper."""

import json
import subprocess
import sys
from decimal import Decimal

import pypdfium2
import pytest

from kamdesk.base.words import speaking
from kamdesk.charts.chart_data import as_json
from kamdesk.charts.image import rgba
from kamdesk.charts.quarterly_sales import QuarterlySales, draw_quarterly_sales
from kamdesk.charts.sales_season import SalesSeason, draw_sales_season
from kamdesk.charts.style import FULL, HALF, STRIP, on_screen
from kamdesk.reports.kit.document import Document, Imprint, RunningHead
from kamdesk.reports.kit.figure import FigureBlock

MONTHS = tuple(f"2025-{n:02d}" for n in range(9, 13)) + tuple(f"2026-{n:02d}" for n in range(1, 10))
ACTUAL = tuple(map(Decimal, (548, 612, 738, 690, 402, 318, 566, 604, 588, 540, 472, 496, 514)))
EXPECTED = tuple(map(Decimal, (540, 600, 730, 700, 410, 330, 560, 600, 590, 565, 525, 540, 560)))
SEASON = SalesSeason(months=MONTHS, actual=ACTUAL, expected=EXPECTED, expected_name="last year", outside=True)


def printed(figure):
    document = Document(Imprint(title="t", author="a", subject="s", foot="", number="n", pages=1))
    document.page(RunningHead("", ""), [FigureBlock(figure)])
    return document.finished()


def test_the_data_are_exact_in_json():
    data = json.loads(as_json(SEASON))
    assert data["months"][0] == "2025-09"
    assert data["actual"][-1] == "514"
    assert data["outside"] is True


@pytest.mark.parametrize("size", [STRIP, HALF, FULL])
def test_a_figure_has_the_size_of_its_place(size):
    figure = draw_sales_season(SEASON, size=size)
    assert tuple(figure.get_size_inches() * 25.4) == pytest.approx(size)


def test_on_paper_its_labels_are_words_and_nothing_is_a_picture():
    with speaking("en"):
        pdf = printed(draw_sales_season(SEASON))
    text = pypdfium2.PdfDocument(pdf)[0].get_textpage().get_text_bounded()
    for label in ("514 actual", "560 last year", "738", "318", "Sep", "Nov"):
        assert label in text, text
    assert b"/Subtype /Image" not in pdf


def test_a_client_of_one_month_or_none_has_a_chart_too():
    for months in (0, 1, 2):
        pdf = printed(draw_sales_season(SalesSeason(months=MONTHS[:months], actual=ACTUAL[:months])))
        text = pypdfium2.PdfDocument(pdf)[0].get_textpage().get_text_bounded()
        assert ("actual" in text) == (months > 0)


def test_quarters_say_their_amounts_and_an_unknown_one_stays_empty():
    known, unknown = (Decimal(1274), Decimal(1700), Decimal(1636), Decimal(2040)), (Decimal(1286), None, None, None)
    data = QuarterlySales(year=2026, this_year=unknown, year_before=known, running=1)
    assert json.loads(as_json(data))["this_year"] == ["1286", None, None, None]
    with speaking("en"):
        text = pypdfium2.PdfDocument(printed(draw_quarterly_sales(data)))[0].get_textpage().get_text_bounded()
    for label in ("1,286", "2,040", "Q1 2026", "Q4 2025"):
        assert label in text


def test_on_screen_it_is_pixels_in_the_themes_inks():
    pixels, width, height = rgba(draw_sales_season(SEASON, look=on_screen(dark=True)), ratio=1.5)
    assert (width, height) == pytest.approx((487, 294), abs=1)
    assert len(pixels) == width * height * 4


def test_matplotlib_and_reportlab_wait_until_something_is_drawn():
    code = (
        "import sys, kamdesk.charts.sales_season, kamdesk.reports.kit.document, kamdesk.reports.preview;"
        "print([m for m in ('matplotlib', 'reportlab', 'pypdfium2') if m in sys.modules])"
    )
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert run.stdout.strip() == "[]"
