"""Visits by keyboard: log one with its promises in seconds, take it back, find the draft after a crash."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from kamdesk.records.visits import Need, Promise, Visit
from kamdesk.storage.rows import rows_where
from kamdesk.ui.shell.places import Place
from tests.ui.conftest import elsewhere


@pytest.fixture
def rows(app):
    def read(record, **equal):
        def ask():
            with app.context.desk.reading() as connection:
                return rows_where(connection, record, **equal)

        return elsewhere(ask)

    return read


@pytest.fixture
def panel(app, client_id):
    app.window.go(Place("client", client_id))
    app.settle()
    app.window.commands.run("log_visit")
    app.settle()
    return app.window.panels.open_panel()


def test_the_tab_key_goes_from_people_through_the_promises_to_the_need(app, panel, qtbot):
    panel.people.edit.setFocus()
    press(qtbot, ["\t", *"Send the drawing", "\t", *"23 Oct", "\t"])
    assert [panel.promises.lines[0].what.text(), panel.promises.lines[0].due.text()] == ["Send the drawing", "23 Oct"]
    assert panel.promises.lines[0].side.hasFocus()
    press(qtbot, ["\t"])
    assert panel.promises.lines[1].what.hasFocus()
    panel.give_up()
    app.window.commands.run("log_visit")
    app.settle()
    panel.people.edit.setFocus()
    press(qtbot, ["\t", *"A sample"])
    assert panel.promises.lines[0].what.text() == "A sample", "also when the panel is opened again"


def test_the_focus_comes_back_to_the_list_when_a_panel_is_done_or_given_up(app, qtbot):
    app.window.go(Place("promises"))
    app.settle()
    table = app.window.room().table
    for leave in (lambda panel: panel.give_up(), lambda panel: panel.button.click()):
        qtbot.keyClick(table, "c")
        panel = app.window.panels.open_panel()
        assert panel.isAncestorOf(QApplication.focusWidget())
        leave(panel)
        app.settle()
        assert table.hasFocus()
    app.window.commands.run("find")
    app.window.commands.run("escape")
    assert table.hasFocus()


def press(qtbot, keys):
    """Type where the focus is, as a person does; a tab goes on."""
    for key in keys:
        widget = QApplication.focusWidget()
        qtbot.keyClick(widget, Qt.Key.Key_Tab) if key == "\t" else qtbot.keyClicks(widget, key)
        QApplication.processEvents()  # a line that was added is shown


def test_a_visit_with_promises_is_logged_from_the_keyboard_alone(app, panel, qtbot, rows, client_id):
    assert panel.summary.hasFocus()
    keys = [*"They take 600 before November"]
    press(qtbot, keys)
    panel.promises.lines[0].what.setFocus()
    press(qtbot, [*"Send the drawing", "\t", *"23 Oct"])
    panel.promises.lines[1].what.setFocus()
    press(qtbot, [*"Pay the invoice", "\t", *"+7"])
    panel.promises.lines[1].side.choose("theirs")
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    app.settle()
    app.settle()
    visit = next(row for row in rows(Visit, scope_id=client_id) if row["summary"])
    made = [row for row in rows(Visit, scope_id=client_id) if row["summary"].startswith("They take")]
    assert [row["status"] for row in made] == ["done"]
    assert made[0]["purpose"] == "Autumn stock", "the planned visit was logged, not another one made"
    promises = {row["what"]: row for row in rows(Promise, scope_id=client_id) if row["visit_id"] == made[0].id}
    assert promises["Send the drawing"]["due_on"].isoformat() == "2026-10-23"
    assert promises["Pay the invoice"]["side"] == "theirs"
    assert visit is not None


def test_what_was_logged_can_be_taken_back_by_key(app, panel, qtbot, rows, client_id):
    panel.summary.setPlainText("Said nothing")
    panel.promises.lines[0].what.setText("Nothing")
    panel.button.click()
    app.settle()
    assert app.window.notice.text() == "Visit to Hengtai Machinery logged"
    app.window.commands.run("undo")
    app.settle()
    assert not [row for row in rows(Visit, scope_id=client_id) if row["summary"] == "Said nothing"]
    assert not [row for row in rows(Promise, scope_id=client_id) if row["what"] == "Nothing"]
    assert app.window.notice.text() == "Taken back"


def test_what_was_typed_is_there_again_after_a_crash(app, panel, client_id):
    panel.summary.setPlainText("Half a sentence")
    panel.promises.lines[0].what.setText("A sample")
    panel._draft.keep()
    app.settle()
    panel.hide()
    app.window.commands.run("log_visit")
    app.settle()
    assert panel.summary.toPlainText() == "Half a sentence"
    assert panel.promises.lines[0].what.text() == "A sample"
    assert panel.note.text() == "What you typed before is here again"


def test_giving_up_forgets_the_draft(app, panel, qtbot):
    panel.summary.setPlainText("Half a sentence")
    panel._draft.keep()
    for _asked_once in range(2):
        qtbot.keyClick(panel, Qt.Key.Key_Escape)
    app.window.commands.run("log_visit")
    app.settle()
    assert panel.summary.toPlainText() == ""


def test_a_day_that_does_not_exist_is_said_in_the_panel_and_nothing_is_lost(app, panel):
    panel.summary.setPlainText("They like it")
    panel.promises.lines[0].what.setText("A sample")
    panel.promises.lines[0].due.setText("31 Sep")
    panel.button.click()
    assert "has 30 days" in panel.said.text()
    assert panel.isVisible()


def test_a_person_is_taken_by_initials(app, panel, qtbot):
    before = len(panel.people.ids())
    panel.people.edit.setText("gmy")
    panel.people._take_typed()
    assert len(panel.people.ids()) == before + 1


def test_a_need_they_named_is_kept_with_the_visit(app, panel, rows, client_id):
    panel.summary.setPlainText("x")
    panel.need_topic.setText("Batch size")
    panel.need_value.setText("150")
    panel.button.click()
    app.settle()
    assert {row["value"] for row in rows(Need, scope_id=client_id)} == {"200", "150"}


def test_a_visit_is_planned_for_a_day_in_words(app, client_id, rows):
    app.window.go(Place("client", client_id))
    app.settle()
    app.window.commands.run("plan_visit")
    app.settle()
    panel = app.window.panels.open_panel()
    panel.when.setText("fri 14:30")
    panel.purpose.setText("Training")
    panel.asks.setPlainText("one\ntwo\nthree\nfour")
    panel.button.click()
    assert "At most 3" in panel.said.text()
    panel.asks.setPlainText("one\ntwo")
    panel.button.click()
    app.settle()
    made = next(row for row in rows(Visit, scope_id=client_id) if row["purpose"] == "Training")
    here = made["starts_at"].astimezone()
    assert (here.date().isoformat(), here.hour, here.minute) == ("2026-10-23", 14, 30)


def test_a_promise_is_closed_from_the_list_with_one_key(app, qtbot, rows):
    app.window.go(Place("promises"))
    app.settle()
    room = app.window.room()
    qtbot.keyClick(room.table, "c")
    panel = app.window.panels.open_panel()
    assert panel.title.text() == "Pay INV-0811"
    panel.button.click()
    app.settle()
    closed = next(row for row in rows(Promise) if row["what"] == "Pay INV-0811")
    assert closed["outcome"] == "kept_late"
    assert "Pay INV-0811" not in [row.what for row in room.table.rows_model.rows]


def test_today_shows_the_next_visit_with_its_asks_and_what_is_late(app):
    app.window.go(Place("today"))
    app.settle()
    room = app.window.room()
    assert [row.purpose for row in room.cards.rows] == ["Autumn stock"]
    assert len(room.cards.rows[0].asks) == 3
    assert [alarm.state for alarm in room.alarms.rows_model.rows][:3] == ["late", "late", "late"]
    assert {row.what for row in room.promises.rows_model.rows} >= {"Pay INV-0811", "First-quarter forecast"}
    assert app.window.navigation.items["today"].count == 1
    assert app.window.navigation.items["promises"].count == 3
