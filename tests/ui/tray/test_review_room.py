"""The review tray in its window: each card is answered by key and taken back by key, and nothing shows to clients."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLineEdit

from kamdesk.app.caretaker import EVERYTHING
from kamdesk.exchange.verdicts import ItemKind
from kamdesk.records.contacts import Contact
from kamdesk.storage.rows import row, update_row
from kamdesk.storage.tray import open_items
from kamdesk.ui.shell.places import Place
from kamdesk.ui.tray.key_button import KeyButton
from kamdesk.ui.tray.marked_text import MarkedText
from tests.ui.conftest import elsewhere
from tests.ui.tray_company import fill_tray, ids_by_key


@pytest.fixture
def ids(app):
    found = elsewhere(lambda: fill_tray(app.context.desk))
    app.context.bus.changed.emit(EVERYTHING)
    app.settle()
    return found


@pytest.fixture
def room(app, ids):
    app.window.go(Place("review"))
    app.settle()
    return app.window.room()


def settle(app):
    app.settle()
    QApplication.processEvents()


def choose(app, room, item_id):
    lines = room.list.shown()
    room.list._go([line.item_id for line in lines].index(item_id), 1)
    settle(app)


def press(app, room, key, qtbot):
    qtbot.keyClick(room.list, key)
    settle(app)


def still_open(app):
    def ask():
        with app.context.desk.reading() as connection:
            return {item.item_id for item in open_items(connection)}

    return elsewhere(ask)


def mobile(app, key):
    def ask():
        with app.context.desk.reading() as connection:
            return row(connection, Contact, ids_by_key(connection, Contact)[key])["mobile"]

    return elsewhere(ask)


def change_mobile(app, key, number):
    with app.context.desk.writing() as connection:
        update_row(connection, Contact, ids_by_key(connection, Contact)[key], {"mobile": number})


def headings(room):
    return [line.words for line in room.list.shown() if line.card is None]


def test_the_tray_says_how_many_and_lists_the_worst_first(app, room):
    assert room.head.title.text() == "9 to review"
    assert "Nothing was lost" in room.head.facts.text()
    assert app.window.navigation.items["review"].count == 9
    assert [line.card.item.kind for line in room.list.shown()[:2]] == [ItemKind.CLASH, ItemKind.PROPOSAL]
    assert headings(room) == [
        "Held, the client is no longer the author's", "Refused by the office, what was typed is kept",
        "Possibly there twice",
    ]  # fmt: skip


def test_a_card_shows_both_values_their_differences_and_what_was_merged(app, room, ids):
    choose(app, room, ids["clash"])
    theirs, mine = room.pane.sheet._choices["mobile"]
    assert (theirs.words.marked(), mine.words.marked()) == (["9", "4172"], ["8", "6650"])
    assert mine.is_chosen
    assert room.pane.sheet.texts()[-5:] == [
        "Post",
        "Finance manager",
        "not changed",
        "Finance head",
        "Result after saving",
    ]
    assert [step.who for step in room.pane.history.rows_model.rows] == ["He Jia, finance", "Lin Yue", "Lin Yue"]


def test_one_keeps_theirs_and_the_notice_takes_it_back(app, room, ids, qtbot):
    choose(app, room, ids["clash"])
    press(app, room, Qt.Key.Key_1, qtbot)
    assert mobile(app, "k2") == "139 0000 4172"
    assert ids["clash"] not in still_open(app)
    assert app.window.notice.text() == "Kept theirs: 刘敏, Mobile"
    assert app.window.navigation.items["review"].count == 8
    assert app.window.focusWidget() is room.list
    app.window.commands.run("undo")
    settle(app)
    assert ids["clash"] in still_open(app)
    assert app.window.navigation.items["review"].count == 9


def test_two_takes_mine(app, room, ids, qtbot):
    choose(app, room, ids["clash"])
    press(app, room, Qt.Key.Key_2, qtbot)
    assert mobile(app, "k2") == "138 0000 6650"
    assert [line.second.split(",")[0] for line in room.list.shown() if line.answered] == ["you took yours"]


def test_a_third_value_is_typed_in_the_facts_own_editor(app, room, ids, qtbot):
    choose(app, room, ids["clash"])
    press(app, room, Qt.Key.Key_E, qtbot)
    field = room.pane.sheet.fields["mobile"]
    editor = field.editor()
    assert isinstance(editor, QLineEdit)
    qtbot.keyClicks(editor, "137 1")
    assert room.pane.take.text() == "Save this result"
    room.pane.take.click()
    settle(app)
    assert mobile(app, "k2") == "137 1"


def test_all_of_it_is_done_by_keys(app, room, ids, qtbot):
    choose(app, room, ids["clash"])
    press(app, room, Qt.Key.Key_E, qtbot)
    editor = room.pane.sheet.fields["mobile"].editor()
    qtbot.keyClicks(editor, "137 2")
    app.window.commands.run("escape")
    assert app.window.focusWidget() is room.list
    press(app, room, Qt.Key.Key_E, qtbot)
    app.window.commands.run("finish")
    settle(app)
    assert mobile(app, "k2") == "137 2"
    assert app.window.focusWidget() is room.list


def test_the_chosen_cell_decides_what_is_the_primary_button(app, room, ids):
    choose(app, room, ids["clash"])
    theirs, _mine = room.pane.sheet._choices["mobile"]
    theirs.chosen.emit()
    assert room.pane.sheet.fields["mobile"].text() == "139 0000 4172"
    assert (room.pane.keep.property("kind"), room.pane.take.property("kind")) == ("primary", "")


def test_one_answer_goes_to_all_alike_and_is_taken_back_as_one(app, room, ids, qtbot):
    choose(app, room, ids["clash"])
    assert room.pane.alike.text() == "Apply to all 2 alike"
    press(app, room, Qt.Key.Key_A, qtbot)
    press(app, room, Qt.Key.Key_2, qtbot)
    assert (mobile(app, "k2"), mobile(app, "k3")) == ("138 0000 6650", "139 0000 4111")
    assert app.window.notice.text() == "2 answered alike"
    app.window.commands.run("undo")
    settle(app)
    assert still_open(app) >= {ids["clash"], ids["alike"]}
    assert (mobile(app, "k2"), mobile(app, "k3")) == ("139 0000 4172", "139 0000 4110")


def test_a_refused_person_is_changed_and_sent_again(app, room, ids, qtbot):
    choose(app, room, ids["refused"])
    room.pane.sheet.fields["influence"].set_text("5")
    room.pane.sheet.fields["influence"].typed.emit()
    press(app, room, Qt.Key.Key_2, qtbot)
    assert ids["refused"] not in still_open(app)


def test_what_cannot_be_taken_says_why_and_stays(app, room, ids, qtbot):
    choose(app, room, ids["clash"])
    elsewhere(lambda: change_mobile(app, "k2", "139 9999 9999"))
    press(app, room, Qt.Key.Key_2, qtbot)
    assert "139 9999 9999" in room.pane.said.text()
    assert ids["clash"] in still_open(app)


def test_of_a_record_that_is_gone_nothing_is_taken_but_it_can_be_copied(app, room, ids, qtbot):
    choose(app, room, ids["gone"])
    assert room.pane.take.isHidden()
    press(app, room, Qt.Key.Key_C, qtbot)
    assert "139 0000 4190" in QApplication.clipboard().text()


def test_what_somebody_removed_is_brought_back_by_key_and_taken_back(app, qtbot):
    elsewhere(lambda: fill_tray(app.context.desk, {ItemKind.GONE}, brings_back=True))
    app.context.bus.changed.emit(EVERYTHING)
    app.window.go(Place("review"))
    settle(app)
    room = app.window.room()
    assert (room.pane.keep.text(), room.pane.take.text()) == ("Leave it removed", "Bring it back")
    assert "Purchasing" in room.pane.sheet.texts()
    press(app, room, Qt.Key.Key_2, qtbot)
    assert "Brought back" in app.window.notice.text()
    assert room.list.current().answered is not None
    app.window.commands.run("undo")
    settle(app)
    assert room.pane.take.text() == "Bring it back"


def test_what_is_typed_outlives_a_look_at_another_card_and_a_crash(app, room, ids, qtbot):
    choose(app, room, ids["clash"])
    press(app, room, Qt.Key.Key_E, qtbot)
    qtbot.keyClicks(room.pane.sheet.fields["mobile"].editor(), "137 3")
    choose(app, room, ids["client"])
    choose(app, room, ids["clash"])
    assert room.pane.sheet.fields["mobile"].text() == "137 3"
    room._drafts.keep()
    app.window.rebuild()
    settle(app)
    app.window.go(Place("review"))
    settle(app)
    again = app.window.room()
    choose(app, again, ids["clash"])
    assert again is not room
    assert again.pane.sheet.fields["mobile"].text() == "137 3"
    press(app, again, Qt.Key.Key_2, qtbot)
    assert mobile(app, "k2") == "137 3"
    assert again.pane.typed() == {}


def test_news_of_a_sync_leave_what_is_being_typed(app, room, ids, qtbot):
    choose(app, room, ids["clash"])
    press(app, room, Qt.Key.Key_E, qtbot)
    editor = room.pane.sheet.fields["mobile"].editor()
    qtbot.keyClicks(editor, "137 1")
    app.context.bus.changed.emit(EVERYTHING)
    settle(app)
    assert room.pane.sheet.fields["mobile"].editor() is editor
    elsewhere(lambda: fill_tray(app.context.desk, {ItemKind.CLASH}))
    app.context.bus.changed.emit(EVERYTHING)
    settle(app)
    assert room.pane.sheet.fields["mobile"].text() == "137 1"
    assert room.pane.take.text() == "Save this result"


def test_up_and_down_step_over_headings(app, room, qtbot):
    for _each in range(len(room.list.shown()) + 2):
        press(app, room, Qt.Key.Key_Down, qtbot)
    assert room.list.current().card.item.kind is ItemKind.TWIN
    press(app, room, Qt.Key.Key_Up, qtbot)
    assert room.list.current().card.item.kind is ItemKind.REFUSED


def test_an_answer_shown_below_can_be_undone_there(app, room, ids, qtbot):
    choose(app, room, ids["clash"])
    press(app, room, Qt.Key.Key_1, qtbot)
    choose(app, room, ids["clash"])
    assert room.list.current().answered is not None
    room.pane.back.click()
    settle(app)
    assert ids["clash"] in still_open(app)


def test_before_a_client_the_list_goes_and_of_a_card_what_is_private(app, room, ids):
    choose(app, room, ids["private"])
    assert "His bonus" in room.pane.sheet.texts()
    app.context.set_client_safe(True)
    assert not room.isVisible()
    assert not room.list.isVisibleTo(room)
    assert "His bonus" not in room.pane.sheet.texts()
    assert "His bonus" not in " ".join(room.pane.texts())
    app.context.set_client_safe(False)
    assert "His bonus" in room.pane.sheet.texts()


def test_an_empty_tray_says_why(app):
    app.window.go(Place("review"))
    app.settle()
    room = app.window.room()
    assert "no office" in room.empty.why.text()
    assert not room.list.isVisible()


def test_on_a_small_screen_at_150_percent_no_value_and_no_button_is_cut(app, room, ids):
    app.window.resize(911, 512)
    for item_id in ids.values():
        choose(app, room, item_id)
        page = room.pane.widget()
        assert page.width() <= room.pane.viewport().width()
        for part in (*page.findChildren(MarkedText), *page.findChildren(KeyButton)):
            if part.isVisible():
                assert part.height() >= part.heightForWidth(part.width())
                assert part.mapTo(page, part.rect().bottomRight()).x() < page.width()
