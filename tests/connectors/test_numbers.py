"""Numbers in the spellings of people, systems and countries."""

import csv
from decimal import Decimal
from pathlib import Path

import pytest

from kamdesk.base.errors import BadValue
from kamdesk.connectors.numbers import NumberStyle, parse_number

HOSTILE = Path(__file__).parents[1] / "data" / "hostile"
with (HOSTILE / "numbers_spellings.csv").open(encoding="utf-8") as file:
    SPELLINGS = [(row["text"], row["value"]) for row in csv.DictReader(file)]


@pytest.mark.parametrize(("text", "value"), [s for s in SPELLINGS if s[1]])
def test_a_spelling_with_one_meaning_is_read_exactly(text, value):
    assert parse_number(text) == Decimal(value)


@pytest.mark.parametrize("text", [text for text, value in SPELLINGS if not value and text != "-"])
def test_a_spelling_with_two_meanings_or_none_is_refused(text):
    with pytest.raises(BadValue):
        parse_number(text)


@pytest.mark.parametrize("text", ["", "  ", "-", "—"])
def test_a_dash_is_an_empty_cell(text):
    assert parse_number(text) is None


@pytest.mark.parametrize(
    ("text", "style", "value"),
    [
        ("1.234", NumberStyle.COMMA, "1234"),
        ("1.234", NumberStyle.POINT, "1.234"),
        ("1,234", NumberStyle.POINT, "1234"),
        ("1,234", NumberStyle.COMMA, "1.234"),
        ("2,024,994", NumberStyle.POINT, "2024994"),
        ("-1.234.567,89", NumberStyle.COMMA, "-1234567.89"),
        ("12,5", NumberStyle.COMMA, "12.5"),
        ("€ 1.234,50-", NumberStyle.COMMA, "-1234.50"),
        ("(¥1,234.50)", NumberStyle.AUTO, "-1234.50"),
        ("-$5.00", NumberStyle.AUTO, "-5"),
        ("12,5 %", NumberStyle.AUTO, "0.125"),
        ("15%", NumberStyle.AUTO, "0.15"),
        ("1.2万", NumberStyle.AUTO, "12000"),
        ("3亿元", NumberStyle.POINT, "300000000"),
        ("CNY 99.5", NumberStyle.AUTO, "99.5"),
        ("人", NumberStyle.AUTO, None),
        ("1.5", NumberStyle.COMMA, None),
        ("1,23,456", NumberStyle.COMMA, None),
        ("12.34.56", NumberStyle.POINT, None),
        ("1-2", NumberStyle.AUTO, None),
        ("123456789012345.67", NumberStyle.AUTO, "123456789012345.67"),
        ("0.30000000000000004", NumberStyle.AUTO, "0.3"),
    ],
)
def test_the_named_style_decides(text, style, value):
    if value is None:
        with pytest.raises(BadValue):
            parse_number(text, style)
    else:
        assert parse_number(text, style) == Decimal(value)
