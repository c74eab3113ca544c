"""Ids rise and never repeat; folded text finds people however they are typed."""

import pytest

from kamdesk.base.days import add_months, is_month_end, month_end, months_between
from kamdesk.base.folding import folded, phone_digits, search_text
from kamdesk.base.ids import IdSource, id_from_text, id_text, new_id


def test_ids_rise_even_within_one_millisecond():
    source = IdSource()
    made = [source.new() for _ in range(5_000)]
    assert made == sorted(set(made))
    assert all(each[6] >> 4 == 7 for each in made)


def test_an_id_survives_its_text():
    row_id = new_id()
    assert id_from_text(id_text(row_id)) == row_id


@pytest.mark.parametrize(
    "typed", ["恒泰", "恆泰", "hengtai", "htjx", "65551234", "+86 512 6555-1234", "Muller", "müller"]
)
def test_a_client_is_found_by(typed):
    text = search_text("恆泰機械", "Müller Pumpen", "+86 (512) 6555-1234")
    assert folded(typed) in text or phone_digits(typed) in text


def test_full_width_and_case_do_not_matter():
    assert folded("ＡＢＣ　ｄｅｆ") == "abc def"


def test_months_are_clamped_to_their_end():
    from datetime import date

    assert add_months(date(2024, 1, 31), 1) == date(2024, 2, 29)
    assert add_months(date(2024, 3, 31), -1) == date(2024, 2, 29)
    assert is_month_end(month_end(date(2026, 2, 3)))
    assert list(months_between(date(2025, 11, 30), date(2026, 2, 1))) == ["2025-11", "2025-12", "2026-01", "2026-02"]
