"""The window by keyboard: rooms, the palette, the client's view, the way back."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from kamdesk.ui.shell.places import Place


def palette_rows(app):
    return [(offer.title, offer.context) for offer in app.window.palette_box.offers if offer.do]


@pytest.fixture
def found(app, qtbot):
    def find(text):
        app.window.palette_box.open()
        if text.isascii():
            qtbot.keyClicks(app.window.palette_box.field, text)
        else:  # what an input method commits
            app.window.palette_box.field.setText(text)
        app.settle()
        qtbot.wait(1)
        return palette_rows(app)

    return find


@pytest.mark.parametrize("typed", ["htjx", "hengtaijixie", "恒泰", "恆泰", "hengtai m", "C-01"])
def test_a_client_is_found_by_initials_pinyin_characters_and_latin(found, typed):
    assert found(typed)[0] == ("Hengtai Machinery", "恒泰机械, Suzhou")


def test_who_is_calling_is_found_by_the_digits_of_the_phone(found):
    assert [title for title, _context in found("4101")] == ["刘敏"]


def test_an_order_is_found_by_its_number(found):
    assert found("so-1187")[0][0] == "SO-1187"


def test_commands_stand_in_the_palette_with_their_keys(found, app):
    assert [row[0] for row in found("client view")] == ["Client view on or off"]


def test_enter_opens_what_was_found(app, qtbot, found, client_id):
    found("htjx")
    qtbot.keyClick(app.window.palette_box.field, Qt.Key.Key_Return)
    app.settle()
    assert app.window.history.here().client_id == client_id
    assert app.window.bar.crumbs.text() == "Clients / Hengtai Machinery"


def test_the_way_back_leads_to_the_room_before(app, client_id):
    app.window.go(Place("clients"))
    app.window.go(Place("client", client_id))
    app.window.go_back()
    assert app.window.bar.crumbs.text() == "Clients"


def test_an_empty_palette_offers_the_clients_opened_last_but_not_the_open_one(app, client_id):
    app.window.go(Place("client", client_id))
    app.settle()
    app.window.go(Place("orders"))
    app.settle()
    app.window.palette_box.open()
    assert [offer.title for offer in app.window.palette_box.offers][:3] == ["Last opened", "Hengtai Machinery", "Do"]
    app.window.palette_box.hide()
    app.window.go(Place("client", client_id))
    app.settle()
    app.window.palette_box.open()
    assert app.window.palette_box.offers[0].title == "Do"


def test_the_client_view_says_so_in_the_title_and_finds_nobody_else(app, found):
    app.window.commands.run("client_view")
    assert "client view" in app.window.windowTitle()
    assert "Muhe Lifting" not in [title for title, _context in found("muhe")]


def test_the_client_view_leaves_no_way_to_other_clients(app):
    app.window.go(Place("clients"))
    app.window.commands.run("client_view")
    app.window.commands.run("room/clients")
    assert app.window.room() is None
    assert not app.window.navigation.items["clients"].isVisible()
    app.window.commands.run("client_view")
    assert app.window.bar.crumbs.text() == "Clients"


def test_the_column_folds_to_icons_and_says_names_as_tooltips(app):
    app.window.commands.run("fold")
    assert app.window.navigation.width() == 48
    assert app.window.navigation.items["clients"].toolTip() == "Clients"


def test_another_day_is_a_badge_and_escape_returns(app):
    app.context.show_day(app.context.today.replace(day=1))
    assert app.window.bar.as_of.text() == "as of 1 Oct 2026"
    app.window.commands.run("escape")
    assert app.window.bar.as_of.text() == "As of 20 Oct 2026"


def test_the_state_of_the_exchange_has_its_place_also_without_an_office(app):
    assert app.window.bar.sync.text() == "No office; own desk"


def test_a_pinned_client_stays_at_hand(app, client_id):
    app.window.go(Place("client", client_id))
    app.window.commands.run("pin")
    app.settle()
    assert app.context.settings.get("pinned") == [client_id.hex()]


def test_what_went_wrong_is_said_with_the_mark_of_a_failure_and_without_the_words_of_a_database(app):
    def fail(_connection):
        msg = "no such column: contacts.x"
        raise RuntimeError(msg)

    app.context.jobs.read(fail, lambda _answer: None, owner=app)
    app.settle()
    QApplication.processEvents()
    assert app.window.notice.text() == "Something went wrong; the log has the details."
    assert app.window.notice.log[-1].failed


def test_in_the_client_view_no_crumb_row_or_key_leads_to_others(app, client_id):
    app.window.go(Place("client", client_id))
    app.settle()
    app.window.say("Visit to somebody else logged")
    app.window.commands.run("client_view")
    frame = app.window.client_frame()
    app.window.bar.crumbs.crumb_asked.emit(0)
    frame.room().client_asked.emit(bytes(16))
    frame.room().room_asked.emit("payments", None)
    assert app.window.room() is frame.room()
    assert frame.client_id == client_id
    app.window.commands.run("news")
    app.window.commands.run("edit_client")
    app.settle()
    assert app.window.panels.open_panel() is None
    frame.room().room_asked.emit("orders", client_id)
    assert frame.tabs.current() == "orders", "the parts of its own page are open"
    app.window.commands.run("client_view")
    app.window.bar.crumbs.crumb_asked.emit(0)
    assert app.window.history.here() == Place("clients")
