"""The differing characters of two values, and nothing else, stand on a tint."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kamdesk.ui.tray.differences import COMPARED_MAX, differing


def marked(text, spans):
    return [text[begin:end] for begin, end in spans]


@pytest.mark.parametrize(
    ("one", "other", "of_one", "of_other"),
    [
        ("139 0000 4172", "138 0000 6650", ["9", "4172"], ["8", "6650"]),
        ("each 300", "each 200", ["3"], ["2"]),
        ("财务主管", "财务经理", ["主管"], ["经理"]),
        ("", "new", [], ["new"]),
        ("same", "same", [], []),
        ("ab", "aab", [], ["a"]),
    ],
)
def test_only_what_differs_is_marked(one, other, of_one, of_other):
    left, right = differing(one, other)
    assert (marked(one, left), marked(other, right)) == (of_one, of_other)


@given(st.text("ab ", max_size=30), st.text("ab ", max_size=30))
def test_what_is_not_marked_is_the_same_in_both(one, other):
    left, right = differing(one, other)

    def rest(text, spans):
        at = {place for begin, end in spans for place in range(begin, end)}
        return "".join(mark for place, mark in enumerate(text) if place not in at)

    assert rest(one, left) == rest(other, right)


def test_long_texts_are_marked_from_the_first_difference_to_the_last():
    one, other = "x" + "a" * COMPARED_MAX * 2 + "y", "x" + "b" * 10 + "y"
    assert differing(one, other) == (((1, 1 + COMPARED_MAX * 2),), ((1, 11),))
