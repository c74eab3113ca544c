"""The organisation chart room: seen, walked, searched, edited in place, shown to a client, printed."""

from datetime import date

import pypdfium2
import pytest
from PySide6.QtCore import Qt, QTimer

from kamdesk.base import words
from kamdesk.operations.undo import undo
from kamdesk.ui.org_chart.board import make_board
from kamdesk.ui.org_chart.print_chart import names_of, print_chart
from kamdesk.ui.org_chart.room import OrgChartRoom


def test_the_room_counts_people_and_decision_makers_gone_cold(stage):
    assert stage.room.count.text() == "6 people"
    assert stage.room.badge.text() == "4 decision makers gone cold"


def test_arrows_walk_from_manager_to_report_and_back(stage):
    view = stage.room.face.view
    view.setFocus()
    walked = []
    keys = (Qt.Key.Key_Home, Qt.Key.Key_Down, Qt.Key.Key_Down, Qt.Key.Key_Down, Qt.Key.Key_Down, Qt.Key.Key_Up)
    for key in keys:
        stage.qtbot.keyClick(view, key)
        walked.append(stage.name_of(view.current()))
    assert walked == ["gu", "zheng", "liu", "wang", "fang", "wang"]


def test_chart_list_and_pane_show_the_same_person(stage):
    stage.room._fill_list()
    stage.room.choose(stage.ids["liu"])
    assert stage.room.list.tree_model.key_at(stage.room.list.currentIndex()) == stage.ids["liu"]
    texts = " ".join(stage.room.desk.pane.texts())
    assert "Liu Min" in texts
    assert "95 d" in texts
    assert "Lin Yue calls this week." in texts


def test_enter_opens_the_form_of_the_chosen_person(stage):
    stage.room.choose(stage.ids["chen"])
    stage.qtbot.keyClick(stage.room.face.view, Qt.Key.Key_Return)
    assert stage.room.desk.currentWidget() is stage.room.desk.form
    assert stage.room.desk.form.form.fields["name"].text() == "陈伟"


def test_a_fact_edited_in_place_is_saved_told_and_can_be_taken_back(stage):
    stage.room.desk.edit_person(stage.ids["liu"])
    stage.room.desk.form.form.edited.emit("post", "Finance manager")
    stage.settle()
    assert stage.room.board.people[stage.ids["liu"]].post == "Finance manager"
    (words_said, action_id), *_rest = stage.news
    assert words_said == "Post saved"
    stage.jobs.write(lambda: undo(stage.desk, action_id), lambda c: stage.bus.changed.emit(c.rows), owner=stage.room)
    stage.settle()
    assert stage.room.board.people[stage.ids["liu"]].post == ""


def test_another_manager_moves_the_branch(stage):
    stage.room.desk.edit_person(stage.ids["liu"])
    stage.room.desk.form.manager_chosen.emit(stage.ids["gu"])
    stage.settle()
    assert stage.room.board.tree.manager[stage.ids["liu"]] == stage.ids["gu"]


def test_a_circle_is_refused_under_the_field(stage):
    stage.room.desk.edit_person(stage.ids["gu"])
    stage.room.desk.form.manager_chosen.emit(stage.ids["fang"])
    stage.settle()
    assert "report to themselves" in stage.room.desk.form.refusal()
    assert stage.ids["gu"] not in stage.room.board.tree.manager


def test_a_new_person_stands_under_the_one_chosen(stage):
    stage.room.choose(stage.ids["chen"])
    stage.room.add.click()
    form = stage.room.desk.form
    form.form.fields["name"].set_text("Han Lei")
    form.save()
    stage.settle()
    (added,) = [each for each in stage.room.board.page.people if each.name == "Han Lei"]
    assert stage.room.board.tree.manager[added.id] == stage.ids["chen"]


def test_a_person_without_a_name_is_asked_for_one(stage):
    stage.room.add.click()
    stage.room.desk.form.save()
    assert stage.room.desk.form.form.fields["name"].hint.text() == "A name is needed"


def test_who_leaves_may_leave_a_vacant_seat(stage):
    stage.room.desk.edit_person(stage.ids["liu"])
    stage.room.desk.form.retired.emit(True)
    stage.settle()
    assert stage.room.board.vacancies == 1
    seat = next(each for each in stage.room.board.page.people if each.is_vacant)
    assert set(stage.room.board.tree.under[seat.id]) == {stage.ids["wang"], stage.ids["fang"]}


def test_an_earlier_day_shows_the_chart_of_that_day(stage):
    stage.context.show_day(date(2024, 6, 1))
    stage.settle()
    assert stage.room.board.tree.manager == {}
    stage.context.show_day(None)
    stage.settle()
    assert stage.room.board.tree.manager[stage.ids["liu"]] == stage.ids["zheng"]


def test_before_the_client_nothing_private_is_written(stage):
    stage.room.choose(stage.ids["liu"])
    stage.context.set_client_safe(True)
    texts = " ".join(stage.room.desk.pane.texts())
    assert "Liu Min" in texts
    assert not any(word in texts for word in ("95 d", "signs payment", "neutral", "calls this week"))
    assert stage.room.badge.isHidden()
    assert stage.room.gaps.isHidden()
    stage.room._fill_list()
    model = stage.room.list.tree_model
    index = model.index_of(stage.ids["liu"])
    assert model.data(index.siblingAtColumn(4)) == ""
    assert all(not item.isVisible() for item in stage.room.face.view._private)


@pytest.mark.parametrize("typed", ["liu", "刘", "finance"])
def test_people_are_found_by_name_and_department(stage, typed):
    stage.room.finder.setText(typed)
    assert stage.ids["liu"] in stage.room.face.view.shown.found
    assert stage.ids["chen"] not in stage.room.face.view.shown.found


def test_a_branch_folds_and_unfolds(stage):
    stage.room.face.view.fold_asked.emit(stage.ids["liu"])
    stage.settle()
    assert stage.room.board.layout.seats[stage.ids["liu"]].hides == 2
    assert stage.ids["wang"] not in stage.room.board.layout.seats
    stage.room.face.view.fold_asked.emit(stage.ids["liu"])
    stage.settle()
    assert stage.ids["wang"] in stage.room.board.layout.seats


def test_a_screen_reader_hears_the_whole_row(stage):
    stage.room._fill_list()
    model = stage.room.list.tree_model
    heard = model.data(model.index_of(stage.ids["liu"]), int(Qt.ItemDataRole.AccessibleTextRole))
    assert heard == "Liu Min, Finance, middle, signs payment, neutral, 1, 95 d"


def test_the_ways_show_levels_departments_pairings_and_the_list(stage):
    for way, at in (("department", 0), ("pairings", 1), ("list", 2), ("level", 0)):
        stage.room.ways.chosen.emit(way)
        stage.settle()
        assert stage.room._faces.currentIndex() == at
    assert {row.person.latin_name for row in stage.room.pairings.rows_model.rows} >= {"Liu Min", "Chen Wei"}


@pytest.mark.parametrize("client_safe", [False, True])
def test_the_chart_prints_to_one_page_with_its_fonts_inside(stage, tmp_path, client_safe):
    path = tmp_path / "chart.pdf"
    print_chart(stage.room.board, path, client_safe=client_safe)
    pdf = pypdfium2.PdfDocument(path)
    assert len(pdf) == 1
    assert b"/FontFile2" in path.read_bytes()
    text = pdf[0].get_textpage().get_text_range()
    assert all(name in text for name in names_of(stage.room.board))
    assert "20 Oct 2026" in text
    assert ("95 d" in text) is not client_safe
    pdf.close()


def test_an_empty_client_is_told_what_to_do(stage):
    stage.room.open(b"\0" * 16)
    stage.settle()
    assert stage.room._faces.currentIndex() == 3


def test_chinese_desks_write_chinese_names_and_letters(stage):
    words.set_language("zh_CN")
    board = make_board(stage.room.board.page)
    assert names_of(board)[0] in {"顾明远", "郑雅琴", "刘敏", "王丽", "方圆", "陈伟"}
    assert board.box.width == 114


def test_the_form_names_the_manager_and_shows_the_facts_after_undo(stage):
    stage.room.choose(stage.ids["liu"])
    stage.room.desk.edit_person(stage.ids["liu"])
    form = stage.room.desk.form
    assert form.manager.currentText().startswith("Zheng Yaqin")
    form.form.fields["post"].editor().setText("Finance manager")
    form.form.fields["post"].editor().setModified(True)
    form.form.finish()
    stage.settle()
    _words, action_id = stage.news[0]
    stage.jobs.write(lambda: undo(stage.desk, action_id), lambda c: stage.bus.changed.emit(c.rows), owner=stage.room)
    stage.settle()
    assert form.form.fields["post"].text() == ""


def test_a_new_person_half_typed_waits_while_others_are_looked_at(stage):
    stage.room.choose(stage.ids["chen"])
    stage.room.add.click()
    form = stage.room.desk.form
    stage.qtbot.keyClicks(form.form.fields["name"].editor(), "Han Lei")
    stage.room._on_chosen(stage.ids["gu"])
    assert stage.room.desk.currentWidget() is form
    stage.room.desk.set_client_safe(True)
    assert stage.room.desk.currentWidget() is stage.room.desk.pane
    stage.room.add.click()
    assert form.form.fields["name"].text() == "Han Lei"
    form.save()
    stage.settle()
    stage.room.add.click()
    assert form.form.fields["name"].text() == ""


def test_a_room_left_before_all_of_it_was_shown_is_whole_when_it_is_opened_again(stage):
    room = OrgChartRoom(stage.context)
    stage.qtbot.addWidget(room)
    room.show()
    room.face.view.moved.connect(lambda: QTimer.singleShot(0, room, room.hide) if room.board else None)
    room.open(stage.client)
    stage.qtbot.waitUntil(lambda: not room.isVisible())
    stage.settle()
    assert room.board is not None
    assert room.count.text() == ""
    room.face.view.moved.disconnect()
    room.show()
    stage.settle()
    assert room.count.text() == "6 people"
    assert room.desk.pane.texts()[0] == "Gu Mingyuan"
