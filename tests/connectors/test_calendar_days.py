"""Days and moments in the spellings of people, systems and countries."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from kamdesk.base.errors import BadValue
from kamdesk.connectors.calendar_days import parse_day, parse_moment


@pytest.mark.parametrize(
    ("text", "style", "day"),
    [
        ("2012-03-04", "auto", date(2012, 3, 4)),
        ("2012/3/4", "auto", date(2012, 3, 4)),
        ("20120304", "auto", date(2012, 3, 4)),
        ("2012年3月4日", "auto", date(2012, 3, 4)),
        ("25/02/2013", "auto", date(2013, 2, 25)),
        ("2/25/2013", "auto", date(2013, 2, 25)),
        ("3/3/2013", "auto", date(2013, 3, 3)),
        ("4 Mar 2012", "auto", date(2012, 3, 4)),
        ("4-Mär-12", "auto", date(2012, 3, 4)),
        ("March 4th, 2012", "auto", date(2012, 3, 4)),
        ("2010-12-01 08:26", "auto", date(2010, 12, 1)),
        ("2010-12-01T23:59:59Z", "auto", date(2010, 12, 1)),
        ("03.04.2012", "day-first", date(2012, 4, 3)),
        ("3/4/12", "month-first", date(2012, 3, 4)),
        ("3/4/2012 9:05 PM", "month-first", date(2012, 3, 4)),
        ("２０１２-０３-０４", "auto", date(2012, 3, 4)),
        ("41000", "excel-1900", date(2012, 4, 1)),
        ("41000.75", "excel-1900", date(2012, 4, 1)),
        ("39538", "excel-1904", date(2012, 4, 1)),
        ("1", "excel-1900", date(1900, 1, 1)),
        ("59", "excel-1900", date(1900, 2, 28)),
        ("113/05/01", "minguo", date(2024, 5, 1)),
        ("民", "auto", None),
        ("03/04/2012", "auto", None),
        ("31.02.2012", "day-first", None),
        ("41000", "auto", None),
        ("2012-13-01", "auto", None),
        ("04|03|2012", "%d|%m|%Y", date(2012, 3, 4)),
        ("2012-03-04", "%d.%m.%Y", None),
    ],
)
def test_a_day_is_read_as_its_style_says_or_refused(text, style, day):
    if day is None:
        with pytest.raises(BadValue):
            parse_day(text, style)
    else:
        assert parse_day(text, style) == day


def test_typed_cells_need_no_style():
    assert parse_day(date(2012, 3, 4)) == date(2012, 3, 4)
    assert parse_day(datetime(2012, 3, 4, 12, 30)) == date(2012, 3, 4)  # noqa: DTZ001  (as spreadsheets hand it over)
    assert parse_day(41000, "excel-1900") == parse_day(Decimal("41000.5"), "excel-1900") == date(2012, 4, 1)


@pytest.mark.parametrize("empty", ["", " ", "-", "0000-00-00", None])
def test_an_empty_cell_is_no_day(empty):
    assert parse_day(empty) is None


def test_a_moment_is_taken_to_utc():
    assert parse_moment("2010-12-01 08:26") == datetime(2010, 12, 1, 8, 26, tzinfo=UTC)
    assert parse_moment("2010-12-01T08:26:30+08:00") == datetime(2010, 12, 1, 0, 26, 30, tzinfo=UTC)
    assert parse_moment("12/1/2010 8:26:05 pm", "month-first") == datetime(2010, 12, 1, 20, 26, 5, tzinfo=UTC)


@pytest.mark.parametrize("text", ["2026-11-01T00:00:00+08:00", "2026-11-01 00:30 +0800", "2026-11-01T23:30:00-05:00"])
def test_a_day_is_the_one_that_stands_there_whatever_its_zone(text):
    assert parse_day(text) == date(2026, 11, 1)


def test_a_day_under_a_pattern_is_the_one_that_stands_there():
    assert parse_day("01.11.2026 00:30 +0800", "%d.%m.%Y %H:%M %z") == date(2026, 11, 1)


@pytest.mark.parametrize("text", ["0001-01-01T00:00:00+08:00", "2026-01-01T10:00:00+99:00"])
def test_a_moment_that_there_is_not_is_refused(text):
    with pytest.raises(BadValue):
        parse_moment(text)
