"""Values have one canonical form, whatever way they came, and survive the file."""

from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kamdesk.base.errors import BadValue
from kamdesk.facts.kinds import Kind, canonical, from_driver, to_driver
from kamdesk.facts.plain import value_of
from kamdesk.records.contacts import Contact

VALUES = {
    Kind.TEXT: st.text(),
    Kind.LINES: st.text(),
    Kind.INTEGER: st.integers(-(2**63) + 1, 2**63 - 1),
    Kind.BOOLEAN: st.booleans(),
    Kind.DAY: st.dates(),
    Kind.MOMENT: st.datetimes(datetime(1900, 1, 1), datetime(2200, 1, 1), timezones=st.just(UTC)),  # noqa: DTZ001  (bounds)
    Kind.AMOUNT: st.integers(-(10**15), 10**15),
    Kind.PRICE: st.integers(-(10**15), 10**15),
    Kind.QUANTITY: st.integers(-(10**15), 10**15),
    Kind.PERCENT: st.integers(0, 10**6),
    Kind.CHOICE: st.sampled_from(["open", "kept"]),
    Kind.CHOICES: st.lists(st.sampled_from(["decides", "pays", "uses"])),
    Kind.PHONE: st.text("+0123456789 ()"),
    Kind.EMAIL: st.text("ab@."),
    Kind.REFERENCE: st.binary(min_size=16, max_size=16),
    Kind.REFERENCES: st.lists(st.binary(min_size=16, max_size=16)),
}


@pytest.mark.parametrize("kind", list(Kind))
@given(data=st.data())
def test_the_canonical_form_is_stable_and_survives_the_file(kind, data):
    value = canonical(kind, data.draw(VALUES[kind]))
    assert canonical(kind, value) == value
    assert from_driver(kind, to_driver(kind, value)) == value


def test_two_spellings_of_one_letter_are_one_value():
    assert canonical(Kind.TEXT, "Cafe\u0301 ") == canonical(Kind.TEXT, "Caf\u00e9")


def test_line_ends_are_one_kind_and_control_marks_go():
    assert canonical(Kind.LINES, "a\r\nb\rc\x00") == "a\nb\nc"
    assert canonical(Kind.TEXT, "a\nb") == "a b"


def test_a_number_that_does_not_fit_the_file_is_refused():
    with pytest.raises(BadValue):
        canonical(Kind.AMOUNT, 2**63)


@pytest.mark.parametrize(
    ("kind", "value"),
    [(Kind.INTEGER, True), (Kind.DAY, "2026-13-01"), (Kind.MOMENT, date(2026, 1, 1)), (Kind.REFERENCE, b"short")],
)
def test_a_value_of_another_kind_is_refused(kind, value):
    with pytest.raises(BadValue, match=kind.value):
        canonical(kind, value)


def test_sets_compare_without_order():
    assert canonical(Kind.CHOICES, ["pays", "decides", "pays"]) == ("decides", "pays")


@pytest.mark.parametrize(("name", "plain"), [("is_vacant", "maybe"), ("starts_on", 5), ("influence", "1e99999999999")])
def test_what_a_script_wrote_wrongly_names_the_fact(name, plain):
    with pytest.raises(BadValue) as error:
        canonical(Contact.fact(name).kind, value_of(Contact.fact(name), plain, currency="CNY", find=nobody))
    assert error.value.fact in {name, ""}


def nobody(_word, _name):
    raise AssertionError


def test_a_moment_before_all_moments_is_no_value():
    with pytest.raises(BadValue):
        canonical(Kind.MOMENT, "0001-01-01T00:00:00+14:00")
