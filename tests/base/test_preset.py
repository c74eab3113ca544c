"""What a company's IT sets for a computer: a file, the registry over it, and a mistake that is said."""

import pytest

from kamdesk.base.preset import FILE, preset_file, read_preset

FULL = """
office = "https://office.example.com"
own_desks = false
proxy = "http://proxy.example.com:8080"
lock_after_minutes = 5
stay_signed_in = false
"""


@pytest.fixture
def file(tmp_path):
    return tmp_path / FILE


def test_without_a_file_nothing_is_set(file):
    found = read_preset(file, {})
    assert (found.office, found.own_desks, found.proxy, found.rules, found.trouble) == ("", True, "", {}, "")


def test_the_file_sets_the_office_and_rules(file):
    file.write_text(FULL)
    found = read_preset(file, {})
    assert (found.office, found.own_desks) == ("https://office.example.com", False)
    assert found.rules == {"lock_after_minutes": 5, "stay_signed_in": 0}


def test_the_registry_wins_and_says_yes_and_no_in_numbers(file):
    file.write_text(FULL)
    found = read_preset(file, {"office": "https://other.example.com", "own_desks": 1, "export_money": 0})
    assert (found.office, found.own_desks, found.rules["export_money"]) == ("https://other.example.com", True, 0)


@pytest.mark.parametrize("text", ['office = "x', 'offise = "https://x"', "lock_after_minutes = -1", "office = 3"])
def test_a_mistake_is_said_and_sets_nothing(file, text):
    file.write_text(text)
    found = read_preset(file, {})
    assert FILE in found.trouble
    assert found.office == ""


def test_it_lies_where_only_administrators_write():
    assert preset_file().is_absolute()
    assert "home" not in preset_file().parts
