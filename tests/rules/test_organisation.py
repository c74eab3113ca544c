"""Roots, orphans, circles, depth and spans, also where posts have several managers."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kamdesk.rules.organisation import check


def test_a_small_organisation():
    org = check([("boss", []), ("a", ["boss"]), ("b", ["boss"]), ("c", ["a", "b"]), ("d", ["c"])])
    assert (org.nodes, org.roots, org.depth, org.unreachable) == (5, ("boss",), 3, 0)
    assert org.by_depth == {0: 1, 1: 2, 2: 1, 3: 1}
    assert org.spans == {"boss": 2, "a": 1, "b": 1, "c": 1}
    assert not org.orphans
    assert not org.circles


def test_repeated_rows_are_one_post_with_the_managers_of_all():
    org = check([("boss", []), ("a", ["boss"]), ("a", ["boss"]), ("a", ["other"]), ("other", [""])])
    assert org.nodes == 3
    assert org.spans == {"boss": 1, "other": 1}


def test_a_missing_manager_makes_an_orphan_not_a_root():
    org = check([("boss", []), ("a", ["gone"]), ("b", ["a"])])
    assert org.roots == ("boss",)
    assert org.orphans == {"a": ("gone",)}
    assert org.unreachable == 2


@pytest.mark.parametrize(
    ("rows", "circles"),
    [
        ([("a", ["a"])], ("a",)),
        ([("a", ["b"]), ("b", ["a"]), ("c", ["a"])], ("a", "b")),
        ([("a", ["b"]), ("b", ["a"]), ("m", ["a"]), ("x", ["m", "y"]), ("y", ["x"])], ("a", "b", "x", "y")),
        ([("r", []), ("a", ["r", "c"]), ("b", ["a"]), ("c", ["b"])], ("a", "b", "c")),
    ],
)
def test_only_posts_that_reach_themselves_lie_on_a_circle(rows, circles):
    assert check(rows).circles == circles


def test_a_very_deep_line_does_not_exhaust_the_stack():
    assert check([("0", []), *((str(n), [str(n - 1)]) for n in range(1, 20_000))]).depth == 19_999


@given(st.dictionaries(st.sampled_from("abcdefg"), st.sets(st.sampled_from("abcdefgz"), max_size=3)))
def test_circles_are_exactly_the_posts_that_can_be_reached_from_themselves(managers):
    def above(post):
        found, waiting = set(), [post]
        while waiting:
            new = managers.get(waiting.pop(), set()) - found
            found |= new
            waiting += new
        return found

    assert check(managers.items()).circles == tuple(sorted(post for post in managers if post in above(post)))
