"""What is typed into a panel is not lost: by Esc, another client, another room, a write that fails, the end."""

import pytest
from PySide6.QtCore import Qt

from kamdesk.base.errors import BadValue
from kamdesk.records.clients import Client
from kamdesk.records.visits import Note, Visit
from kamdesk.storage.rows import row, rows_where
from kamdesk.ui.shell.places import Place
from tests.ui.conftest import elsewhere


@pytest.fixture
def opened(app, client_id):
    def run(command, about=None):
        app.window.go(Place("client", about or client_id))
        app.settle()
        app.window.commands.run(command)
        app.settle()
        return app.window.panels.open_panel()

    return run


@pytest.fixture
def other_client(app, client_id):
    return next(each.id for each in all_of(app, Client) if each.id != client_id)


def all_of(app, record, **where):
    def ask():
        with app.context.desk.reading() as connection:
            return rows_where(connection, record, **where)

    return elsewhere(ask)


def now(app, client_id, fact):
    def ask():
        with app.context.desk.reading() as connection:
            return row(connection, Client, client_id)[fact]

    return elsewhere(ask)


FORMS = (("log_visit", "summary"), ("plan_visit", "purpose"), ("new_promise", "what"), ("new_request", "what"))


def put(panel, name, text, qtbot):
    qtbot.keyClicks(getattr(panel, name), text)


def text_of(panel, name):
    field = getattr(panel, name)
    return field.text() if hasattr(field, "text") else field.toPlainText()


@pytest.mark.parametrize("form", FORMS)
def test_what_is_typed_waits_while_another_client_is_looked_at(app, opened, qtbot, other_client, form):
    command, name = form
    put(opened(command), name, "Half a sentence", qtbot)
    panel = opened(command, other_client)
    assert text_of(panel, name) == "", "it is not the other client's"
    put(panel, name, "Something else", qtbot)
    app.window.panels.hide()
    panel = opened(command)
    assert text_of(panel, name) == "Half a sentence"
    assert "What you typed before is here again" in panel.note.text()
    assert text_of(opened(command, other_client), name) == "Something else"


@pytest.mark.parametrize("form", FORMS)
def test_esc_asks_once_before_it_gives_up_what_was_typed(app, opened, qtbot, form):
    command, name = form
    panel = opened(command)
    put(panel, name, "Half a sentence", qtbot)
    app.window.commands.run("escape")
    assert panel.isVisible()
    assert panel.said.text() == "Esc again gives up what you typed."
    app.window.commands.run("escape")
    assert not panel.isVisible()
    assert text_of(opened(command), name) == ""
    app.window.commands.run("escape")
    assert not panel.isVisible(), "with nothing typed there is nothing to ask"


def test_what_was_saved_while_another_client_was_opened_is_not_offered_again(app, opened, qtbot, other_client):
    panel = opened("log_visit")
    put(panel, "summary", "They take 600", qtbot)
    panel.button.click()
    app.window.go(Place("client", other_client))
    app.window.commands.run("log_visit")
    app.settle()
    assert panel.isVisible(), "the other client's form stays open"
    assert len(all_of(app, Visit, summary="They take 600")) == 1
    assert text_of(opened("log_visit"), "summary") == ""


def test_a_write_that_fails_after_the_panel_was_left_is_said_and_its_text_is_there_again(
    app, opened, qtbot, monkeypatch
):
    def refuse(*_args, **_named):
        raise BadValue("The disk is full")

    panel = opened("new_request")
    put(panel, "what", "A drawing", qtbot)
    monkeypatch.setattr("kamdesk.ui.requests.panel.record_request", refuse)
    panel.button.click()
    app.window.panels.hide()
    app.settle()
    assert app.window.notice.text() == "The disk is full"
    assert text_of(opened("new_request"), "what") == "A drawing"


def test_what_is_typed_when_the_window_closes_is_kept(app, opened, qtbot):
    panel = opened("new_promise")
    put(panel, "what", "A sample", qtbot)
    name = panel._draft._name
    app.window.close()
    assert app.context.settings.get(name) == {"what": "A sample"}


def test_a_new_clients_name_is_there_again_after_another_room(app, opened, qtbot):
    panel = opened("new_client")
    qtbot.keyClicks(panel.form.fields["legal_name"].editor(), "Xinda Bearings")
    qtbot.keyClicks(panel.form.fields["city"].editor(), "Wuxi")
    app.window.panels.hide()
    panel = opened("new_client")
    assert panel.form.fields["legal_name"].text() == "Xinda Bearings"
    assert panel.form.fields["city"].text() == "Wuxi"


def test_a_fact_that_cannot_be_read_keeps_the_panel_open_and_the_others_are_saved(app, opened, qtbot, client_id):
    panel = opened("edit_client")
    qtbot.keyClicks(panel.form.fields["payment_term_days"].editor(), "soon")
    qtbot.keyClicks(panel.form.fields["habits"].editor(), "Orders on Mondays")
    panel.button.click()
    app.settle()
    assert panel.isVisible()
    assert "not an amount" in panel.form.fields["payment_term_days"].hint.text()
    assert now(app, client_id, "habits") == "Orders on Mondays"


def test_the_facts_shown_are_those_after_undo(app, opened, qtbot, client_id):
    panel = opened("edit_client")
    edit = panel.form.fields["city"].editor()
    edit.selectAll()
    qtbot.keyClicks(edit, "Kunshan")
    qtbot.keyClick(edit, Qt.Key.Key_Return)
    app.settle()
    app.window.commands.run("undo")
    app.settle()
    assert edit.text() == "Suzhou"


def test_a_fact_changed_twice_in_a_row_is_no_clash_with_oneself(app, opened, client_id):
    panel = opened("edit_client")
    panel.form.edited.emit("city", "Kunshan")
    panel.form.edited.emit("city", "Wuxi")
    app.settle()
    assert now(app, client_id, "city") == "Wuxi"


@pytest.fixture
def needs(app, client_id):
    def open_needs(about=None):
        app.window.go(Place("client", about or client_id, tab="needs"))
        app.settle()
        return app.window.room()

    return open_needs


def test_a_note_begun_at_one_client_is_not_written_at_another(app, needs, qtbot, client_id, other_client):
    qtbot.keyClicks(needs().text, "The new buyer dislikes us")
    room = needs(other_client)
    assert room.text.toPlainText() == ""
    room.write.click()
    app.settle()
    assert all_of(app, Note, text="The new buyer dislikes us") == ()
    assert needs().text.toPlainText() == "The new buyer dislikes us"


def test_recording_a_need_leaves_the_note_that_is_begun(app, needs, qtbot):
    room = needs()
    qtbot.keyClicks(room.text, "Half a note")
    qtbot.keyClicks(room.topic, "batches")
    qtbot.keyClicks(room.value, "of 600")
    room.add.click()
    app.settle()
    assert (room.topic.text(), room.value.text(), room.text.toPlainText()) == ("", "", "Half a note")


def test_a_need_that_is_refused_stands_there_again(app, needs, qtbot, other_client, monkeypatch):
    def refuse(*_args, **_named):
        raise BadValue("The disk is full")

    monkeypatch.setattr("kamdesk.ui.needs.room.record_need", refuse)
    room = needs()
    qtbot.keyClicks(room.topic, "batches")
    room.add.click()
    app.settle()
    assert (room.topic.text(), room.said.text()) == ("batches", "The disk is full")
    room.add.click()
    needs(other_client)
    assert (room.topic.text(), room.said.text()) == ("", "")
    assert needs().topic.text() == "batches"
