"""Requests, needs, settings, the manual, notices and another day: each does what it says."""

import pytest

from kamdesk.base.words import set_language
from kamdesk.records.visits import Need, Note, Request
from kamdesk.storage.rows import rows_where
from kamdesk.ui.shell.places import Place
from tests.storage.keyring_in_memory import ring
from tests.ui.conftest import elsewhere

__all__ = ["ring"]


def kept(app, record):
    def ask():
        with app.context.desk.reading() as connection:
            return rows_where(connection, record)

    return elsewhere(ask)


def test_requests_tell_what_is_late_first(app):
    app.window.go(Place("requests"))
    app.settle()
    room = app.window.room()
    assert [row.number for row in room.table.rows_model.rows] == ["R-0412"]
    assert room.table.rows_model.cell(0, 0).mark == "late"


def test_a_request_is_recorded_from_the_clients_page_closed_with_an_answer_and_taken_back(app, client_id):
    app.window.go(Place("client", client_id, "needs"))
    app.settle()
    app.window.room().ask.click()
    app.settle()
    panel = app.window.panels.open_panel()
    assert panel.asked_by.count() > 1
    panel.what.setText("New delivery address")
    panel.kind.setCurrentIndex(panel.kind.findData("change"))
    panel.due.setText("+3")
    panel.button.click()
    app.settle()
    rows = app.window.room().requests.rows_model.rows
    (asked,) = [row for row in rows if row.summary == "New delivery address"]
    assert asked.number in {row["number"] for row in kept(app, Request)}
    assert "recorded" in app.window.notice.text()
    app.window.room().command_asked.emit("request", asked)
    panel = app.window.panels.open_panel()
    panel.answer.setPlainText("Changed")
    panel.button.click()
    app.settle()
    assert status_of(app, asked.number) == "closed"
    app.window.commands.run("undo")
    app.settle()
    assert status_of(app, asked.number) == "open"


def status_of(app, number):
    return next(row["status"] for row in kept(app, Request) if row["number"] == number)


def test_a_need_and_a_note_are_written_on_the_spot(app, client_id):
    app.window.go(Place("client", client_id, "needs"))
    app.settle()
    room = app.window.room()
    room.topic.setText("Price")
    room._on_add()
    app.settle()
    assert "missing" in room.said.text()
    room.value.setText("1% less a year")
    room._on_add()
    app.settle()
    room.text.setPlainText("Likes tea")
    room._on_write()
    app.settle()
    assert "1% less a year" in {row["value"] for row in kept(app, Need)}
    assert "Likes tea" in {row["text"] for row in kept(app, Note)}
    app.context.set_client_safe(True)
    assert not room.notes.isVisible()


def test_settings_name_the_language_in_force_where_none_was_chosen(app):
    set_language("zh_TW")
    app.window.rebuild()
    app.window.go(Place("settings"))
    app.settle()
    assert app.context.settings.get("language") == ""
    assert app.window.room().language.current() == "zh_TW"


def test_the_theme_changes_while_you_watch_and_is_kept(app):
    app.window.go(Place("settings"))
    app.settle()
    app.window.room().theme._take("dark")
    app.settle()
    assert app.theme.choice == "dark"
    assert app.context.settings.get("theme") == "dark"


def test_another_language_makes_the_window_anew_at_the_same_place(app):
    app.window.go(Place("settings"))
    app.settle()
    app.window.room().language._take("zh_CN")
    app.settle()
    assert app.window.bar.crumbs.text() == "设置"
    assert app.window.history.here().room == "settings"


def test_a_wrong_password_is_not_changed_and_said(app):
    app.window.go(Place("settings"))
    app.settle()
    room = app.window.room()
    for field, text in ((room.old, "wrong one"), (room.new, "another long one"), (room.again, "another long one")):
        field.setText(text)
    room._on_change()
    app.settle()
    assert room.said.text()
    assert room.old.text() == "wrong one"


def test_who_wants_to_stay_signed_in_says_so_in_the_settings(app, ring):
    app.window.go(Place("settings"))
    app.settle()
    staying = app.window.room().staying
    assert staying.isVisible()
    staying.button.click()
    app.settle()
    assert len(ring.secrets) == 1
    assert staying.button.text() == "Ask for the password again"
    staying.button.click()
    app.settle()
    assert not ring.secrets


def test_the_manual_opens_in_the_language_of_the_window(app):
    app.window.commands.run("manual")
    assert app.window.manual.isVisible()
    assert app.window.manual.chapters.count() >= 3
    app.window.commands.run("escape")
    assert not app.window.manual.isVisible()


def test_notices_are_kept_and_can_be_looked_up(app):
    app.window.say("Something happened")
    app.window.commands.run("news")
    panel = app.window.panels.open_panel()
    assert [row.text for row in panel.table.rows_model.rows] == ["Something happened"]


def test_the_small_id_of_a_printed_number_opens_its_explanation(app, client_id):
    app.window.go(Place("client", client_id))
    app.settle()
    app.window.palette_box.explain_asked.emit("m02")
    app.settle()
    assert app.window.why.text().startswith("Overdue")


@pytest.mark.parametrize(("typed", "said"), [("+3", "still to come"), ("31 Sep", "30 days")])
def test_a_day_that_cannot_be_shown_is_refused(app, typed, said):
    app.window.commands.run("as_of")
    panel = app.window.panels.open_panel()
    panel.day.setText(typed)
    panel.button.click()
    assert said in panel.said.text()


def test_another_day_is_shown_everywhere(app, client_id):
    app.window.go(Place("client", client_id))
    app.settle()
    app.window.commands.run("as_of")
    panel = app.window.panels.open_panel()
    panel.day.setText("2026-09-01")
    panel.button.click()
    app.settle()
    assert app.window.room().money.figures.blocks[0].text() == "¥0  overdue, 0 instalments"
