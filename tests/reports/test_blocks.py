"""Blocks keep to their page: long lists are cut with a count, the longest first, and nothing overlaps."""

import pypdfium2
import pytest

from kamdesk.base.words import speaking, tr
from kamdesk.reports.kit.blocks import Beside, Column, Section, Text, fit
from kamdesk.reports.kit.document import Document, Imprint, RunningHead
from kamdesk.reports.kit.table import Col, Table
from kamdesk.reports.kit.writing_room import WritingRoom

COLS = [Col("order"), Col("product", grow=1), Col("days", align="right")]


def table(rows, **how):
    return Table(COLS, [[f"SO-{n}", "pump " * 12, str(n)] for n in range(rows)], **how)


def texts(document):
    pdf = pypdfium2.PdfDocument(document.finished())
    return [page.get_textpage().get_text_bounded() for page in pdf]


def new(pages=1):
    return Document(Imprint(title="Brief Ä 恒泰", author="林悦", subject="s", foot="foot", number="VB-1", pages=pages))


def test_a_list_that_is_too_long_ends_with_how_many_more():
    document = new()
    document.page(RunningHead("l", "r"), [Section("7", "Orders", table(200))])
    page = texts(document)[0]
    shown = page.count("SO-")
    assert 20 < shown < 60
    assert f"and {200 - shown} more" in page


def test_rows_that_were_never_read_are_counted_too():
    document = new()
    document.page(RunningHead("l", "r"), [table(5, total=1_000)])
    assert "and 995 more" in texts(document)[0]


def test_the_longest_list_is_cut_first():
    short, long = table(4), table(40)
    assert fit(Column([short, long], 10), 500, 500)
    assert short.shown == 4
    assert long.shown < 40


def test_side_by_side_only_the_taller_side_gives_way():
    left, right = table(30), table(6)
    assert fit(Beside([left, right]), 500, 300)
    assert right.shown == 6
    assert Beside([left, right]).height(500) <= 300.01


def test_what_can_never_fit_is_said():
    assert not fit(Text("x " * 400, most=100), 100, 40)


@pytest.mark.parametrize("language", ["en", "zh_CN", "zh_TW"])
def test_an_empty_section_keeps_its_head_and_says_none_in_the_briefs_language(language):
    with speaking(language):
        document = new()
        document.page(RunningHead("l", "r"), [Section("6", "Sore spots", None)])
        assert tr("none") in texts(document)[0]


def test_columns_add_up_to_the_table_whatever_stands_in_them():
    for rows in (1, 9):
        for room in (60, 180, 500):
            assert sum(table(rows).widths(room)) == pytest.approx(room)


def test_room_to_write_takes_what_the_page_has_left():
    room = WritingRoom("VB-1")
    document = new()
    document.page(RunningHead("l", "r"), [Section("14", "Notes", room)], grows=room)
    document.finished()
    assert room.lines > 25


@pytest.mark.parametrize(("rows", "has_room"), [(5, True), (200, False)])
def test_what_may_stand_at_the_end_stands_there_only_with_room(rows, has_room):
    room = WritingRoom()
    document = new()
    said = Section("", "Said", room)
    document.page(RunningHead("l", "r"), [Section("7", "Orders", table(rows))], grows=room, tail=said)
    assert ("Said" in texts(document)[0]) is has_room


def test_rows_spread_on_a_page_with_room_and_close_up_on_a_full_one():
    loose, full = table(5), table(40)
    for each in (loose, full):
        new().page(RunningHead("l", "r"), [each])
    assert loose.pad > full.pad


def test_every_page_counts_itself():
    document = new(pages=3)
    for _ in range(3):
        document.page(RunningHead("l", "r"), [])
    for number, page in enumerate(texts(document), 1):
        assert f"{number}/3" in page


def test_a_promised_page_that_is_missing_is_an_error():
    document = new(pages=2)
    document.page(RunningHead("l", "r"), [])
    with pytest.raises(AssertionError):
        document.finished()


def test_the_file_names_its_title_author_and_language_and_embeds_every_font():
    with speaking("zh_TW"):
        document = new()
        document.page(RunningHead("粗體", "r"), [Text("恒泰")])
        data = document.finished()
    about = pypdfium2.PdfDocument(data).get_metadata_dict()
    assert (about["Title"], about["Author"], about["Creator"]) == ("Brief Ä 恒泰", "林悦", "KAMDesk")
    assert b"/Lang (zh-TW)" in data
    assert b"Helvetica" not in data
    assert data.count(b"/FontFile2") >= 2


def test_the_same_page_twice_gives_the_same_bytes():
    def once():
        document = new()
        document.page(RunningHead("l", "r"), [Section("7", "Orders", table(12))])
        return document.finished()

    assert once() == once()


def test_tables_with_the_same_columns_stand_under_each_other_and_only_the_first_has_a_head():
    short, long = [["SO-1", "pump", "1"]], [["SO-1234567", "pump", "100 days late"]]
    first = Table(COLS, short, beside=[*short, *long])
    second = Table(COLS, long, beside=[*short, *long], shows_head=False)
    assert first.widths(400) == second.widths(400)
    assert first.height(400) > second.height(400)
