"""Lines break where Chinese and Latin readers expect, and what is cut says so."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kamdesk.base.words import speaking
from kamdesk.reports.kit.lines import NO_END, NO_START, broken, natural_width
from kamdesk.reports.kit.rich import BODY, explain, late, mark, parsed, plain, strong

PROSE = (
    "旺季 11-02 前补足库存，并收回逾期款；对方（采购部）说：“先付 INV-0811，再下单”。请见第 3 页～第 5 页，涨 12％！"
)


def words(line):
    return "".join(piece.text for piece in line.pieces)


@pytest.mark.parametrize("room", range(30, 240, 7))
def test_no_line_begins_or_ends_with_a_sign_that_may_not_stand_there(room):
    lines = [words(line) for line in broken(PROSE, BODY, room)]
    assert not [line for line in lines[1:] if line[0] in NO_START]
    assert not [line for line in lines[:-1] if line[-1] in NO_END]


@pytest.mark.parametrize("room", [40, 90, 200])
def test_no_line_is_wider_than_its_room_and_no_sign_is_lost(room):
    lines = broken(PROSE, BODY, room)
    assert max(line.width for line in lines) <= room + 0.05
    assert "".join(words(line) for line in lines).replace(" ", "") == PROSE.replace(" ", "")


def test_latin_words_and_order_numbers_stay_whole():
    assert words(broken("Order SO-1187 and INV-0811", BODY, natural_width("Order SO-11", BODY))[0]) == "Order"


def test_a_word_wider_than_the_line_falls_apart_instead_of_running_out():
    assert max(line.width for line in broken("A" * 200, BODY, 60)) <= 60.05


def test_what_is_cut_ends_in_an_ellipsis_of_the_language():
    with speaking("en"):
        assert words(broken("alpha beta gamma delta", BODY, 50, 1)[0]).endswith("...")
    with speaking("zh_CN"):
        assert words(broken("旺季前补足库存并收回逾期款", BODY, 50, 1)[0]).endswith("…")


def test_a_line_feed_breaks_and_data_never_bring_one():
    assert [words(line) for line in broken("顾明远\n沈立群", BODY, 200)] == ["顾明远", "沈立群"]
    assert plain("顾明远\n沈立群") == "顾明远 沈立群"


def test_an_explain_id_never_parts_from_its_figure():
    for room in range(30, 120, 5):
        lines = [words(line) for line in broken(f"逾期 39 天{explain('m07')}，占用高", BODY, room)]
        assert not [line for line in lines if line.startswith("m07")]


def test_marks_change_the_ink_and_never_the_words():
    runs = list(parsed(f"{mark('late')} {late('4 d ' + strong('late'))} end", BODY))
    assert "".join(run.text for run in runs) == " 4 d late end"
    assert [run.mark for run in runs if run.mark] == ["late"]
    assert {run.style.colour for run in runs if "late" in run.text} != {BODY.colour}


def test_text_from_data_cannot_pass_for_a_mark():
    assert plain("a\ufdd0b\ufdd8") == "ab"


@given(st.text(max_size=60), st.integers(8, 200))
def test_any_text_is_set_without_a_crash_and_within_its_room(text, room):
    for line in broken(text, BODY, room):
        assert line.width <= max(room, BODY.size * 2) + 0.05
