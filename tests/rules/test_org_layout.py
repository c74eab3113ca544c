"""The organisation chart's layout: nothing overlaps, people stand under their managers, always the same picture."""

import random
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kamdesk.rules.org_layout import Box, lay_out
from kamdesk.rules.org_tree import Line, Post, top_down, tree_of, without_branches

BOX = Box()
LEVELS = ["senior", "middle", "front", ""]


def key(number):
    return number.to_bytes(4, "big")


def company(count, seed, *, levels=True):
    """A made-up organisation: everyone but the first reports to someone earlier."""
    rng = random.Random(seed)
    posts, lines, level = [], [], {}
    for n in range(count):
        boss = rng.randrange(max(1, n // 8), n + 1) // 8 if n else None
        level[n] = min(2, level[boss] + (rng.random() < 0.4)) if boss is not None else 0
        posts.append(
            Post(key=key(n), order=f"{n:06d}", level=LEVELS[level[n]] if levels else "", department=f"D{n % 7}")
        )
        if boss is not None:
            lines.append(Line(person=key(n), manager=key(boss)))
    return posts, lines


@st.composite
def organisations(draw):
    """Anything a file may hold: forests, circles, unknown managers, several managers, assistants, odd levels."""
    count = draw(st.integers(1, 45))
    posts = [
        Post(
            key=key(n),
            order=draw(st.sampled_from("abc")),
            level=draw(st.sampled_from(LEVELS)),
            department=draw(st.sampled_from(["Buying", "Stores", ""])),
        )
        for n in range(count)
    ]
    kinds = st.sampled_from(["line", "line", "line", "matrix", "assistant"])
    ends = st.integers(0, count + 2)
    drawn = draw(st.lists(st.tuples(ends, ends, kinds), max_size=2 * count))
    return posts, [Line(person=key(a), manager=key(b), kind=kind) for a, b, kind in drawn]


def overlaps(layout):
    by_row = {}
    for seat in layout.seats.values():
        by_row.setdefault(seat.top, []).append(seat.left)
    tops = sorted(by_row)
    assert all(b - a >= BOX.height for a, b in pairwise(tops))
    return [(top, a, b) for top, row in by_row.items() for a, b in pairwise(sorted(row)) if b - a < BOX.width]


def crossings(layout):
    """Boxes that a first line runs through, its own two ends aside."""
    found = []
    for wire in layout.wires:
        if wire.kind != "line":
            continue
        for (x1, y1), (x2, y2) in pairwise(wire.points):
            for who, seat in layout.seats.items():
                inside_x = max(x1, x2) > seat.left and min(x1, x2) < seat.left + BOX.width
                inside_y = max(y1, y2) > seat.top and min(y1, y2) < seat.top + BOX.height
                if inside_x and inside_y and who not in (wire.person, wire.manager):
                    found.append((wire, who))
    return found


@settings(max_examples=300, deadline=None)
@given(organisations(), st.booleans())
def test_no_two_boxes_overlap_whatever_the_lines_say(organisation, by_department):
    tree = tree_of(*organisation)
    layout = lay_out(tree, box=BOX, by_department=by_department)
    assert set(layout.seats) == set(tree.posts)
    assert overlaps(layout) == []


@settings(max_examples=200, deadline=None)
@given(organisations(), st.booleans())
def test_people_stand_below_their_manager_and_assistants_beside(organisation, by_department):
    tree = tree_of(*organisation)
    layout = lay_out(tree, box=BOX, by_department=by_department)
    for manager, people in tree.under.items():
        assert all(layout.seats[person].top >= layout.seats[manager].top + BOX.height for person in people)
    for manager, people in tree.beside.items():
        assert all(layout.seats[person].top == layout.seats[manager].top for person in people)


@settings(max_examples=200, deadline=None)
@given(organisations(), st.booleans())
def test_no_reporting_line_runs_through_a_box(organisation, by_department):
    assert crossings(lay_out(tree_of(*organisation), box=BOX, by_department=by_department)) == []


@settings(max_examples=100, deadline=None)
@given(organisations(), st.booleans(), st.randoms(use_true_random=False))
def test_the_picture_does_not_depend_on_the_order_of_the_rows(organisation, by_department, rng):
    posts, lines = organisation
    first = lay_out(tree_of(posts, lines), box=BOX, by_department=by_department)
    rng.shuffle(posts)
    again = lay_out(tree_of(posts, lines), box=BOX, by_department=by_department)
    assert first.seats == again.seats
    assert first.bands == again.bands
    assert first.lanes == again.lanes


@settings(max_examples=100, deadline=None)
@given(organisations(), st.sets(st.integers(0, 45)))
def test_a_folded_branch_hides_exactly_what_hangs_below(organisation, folded):
    tree = tree_of(*organisation)
    bare, hidden = without_branches(tree, frozenset(map(key, folded)))
    layout = lay_out(bare, box=BOX, hides=hidden)
    assert len(layout.seats) + sum(hidden.values()) == len(tree.posts)
    assert {who: seat.hides for who, seat in layout.seats.items() if seat.hides} == hidden
    assert overlaps(layout) == []


def test_every_level_has_its_band_even_where_nobody_stands():
    layout = lay_out(tree_of([Post(key=key(1), level="front")], []), box=BOX)
    assert [band.name for band in layout.bands] == ["senior", "middle", "front"]
    front = layout.bands[2]
    assert front.top <= layout.seats[key(1)].top < front.top + front.height


def test_without_any_level_rows_follow_the_lines_alone():
    posts, lines = company(60, 3, levels=False)
    tree = tree_of(posts, lines)
    layout = lay_out(tree, box=BOX)
    assert [band.name for band in layout.bands] == [""]
    assert layout.seats[key(0)].row == 0


def test_a_second_manager_draws_a_line_and_moves_nobody():
    posts = [Post(key=key(n), order=str(n), level="middle") for n in range(3)]
    first = Line(person=key(2), manager=key(0))
    both = tree_of(posts, [first, Line(person=key(2), manager=key(1), kind="matrix")])
    assert both.manager == {key(2): key(0)}
    wires = lay_out(both, box=BOX).wires
    assert {(wire.kind, wire.manager) for wire in wires} == {("line", key(0)), ("matrix", key(1))}


def test_a_circle_is_cut_at_its_first_post_and_named():
    posts = [Post(key=key(n), order=str(n)) for n in range(4)]
    lines = [Line(person=key(a), manager=key(b)) for a, b in [(0, 1), (1, 2), (2, 0), (3, 2)]]
    tree = tree_of(posts, lines)
    assert tree.circles == {key(0), key(1), key(2)}
    assert tree.roots == (key(0),)
    assert {(line.person, line.manager) for line in tree.further} == {(key(0), key(1))}
    assert sorted(top_down(tree)) == [key(n) for n in range(4)]


def test_a_post_whose_manager_is_unknown_is_an_orphan_and_a_root():
    tree = tree_of([Post(key=key(1)), Post(key=key(2))], [Line(person=key(1), manager=key(9))])
    assert tree.orphans == {key(1)}
    assert key(1) in tree.roots


def test_departments_stand_in_lanes_of_their_own():
    posts, lines = company(120, 5)
    layout = lay_out(tree_of(posts, lines), box=BOX, by_department=True)
    departments = {post.key: post.department for post in posts}
    for who, seat in layout.seats.items():
        lane = layout.lanes[seat.lane]
        assert lane.name == departments[who]
        assert lane.left <= seat.left
        assert seat.left + BOX.width <= lane.left + lane.width


@pytest.mark.parametrize("count", [2_000, 5_000])
@pytest.mark.parametrize("by_department", [False, True])
def test_thousands_of_posts_are_laid_out_without_an_overlap(count, by_department):
    posts, lines = company(count, 11)
    layout = lay_out(tree_of(posts, lines), box=BOX, by_department=by_department)
    assert len(layout.seats) == count
    assert overlaps(layout) == []


def test_a_chain_of_five_thousand_is_no_problem():
    posts = [Post(key=key(n), order=f"{n:06d}") for n in range(5_000)]
    lines = [Line(person=key(n), manager=key(n - 1)) for n in range(1, 5_000)]
    layout = lay_out(tree_of(posts, lines), box=BOX)
    assert len({seat.row for seat in layout.seats.values()}) == 5_000
