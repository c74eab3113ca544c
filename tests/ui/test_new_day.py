"""A window that stays open over night shows the new day in the morning, but never over what is in hand."""

from datetime import timedelta

import pytest

from kamdesk.ui.shell.places import Place


@pytest.fixture
def night(app, monkeypatch):
    """The day is not given, and the clock stands on the morning after."""
    morning = app.context.desk.clock() + timedelta(days=1)
    monkeypatch.setattr(app, "_today", None)
    app.context.today = (morning - timedelta(days=1)).astimezone().date()
    monkeypatch.setattr(app.context.desk, "clock", lambda: morning)
    return morning.astimezone().date()


def test_the_same_place_is_shown_on_the_new_day(app, night, client_id):
    app.window.go(Place("client", client_id))
    app.settle()
    before = app.window
    app.turn_day()
    app.settle()
    assert app.window is not before
    assert app.context.today == app.context.as_of == night
    assert app.window.history.here() == Place("client", client_id)
    same = app.window
    app.turn_day()
    assert app.window is same


def test_what_is_being_typed_or_shown_to_a_client_is_finished_first(app, night, client_id, qtbot):
    app.window.go(Place("client", client_id))
    app.window.commands.run("new_promise")
    app.settle()
    panel, before = app.window.panels.open_panel(), app.window
    qtbot.keyClicks(panel.what, "A sample")
    app.turn_day()
    assert app.window is before
    panel.give_up()
    app.context.set_client_safe(True)
    app.turn_day()
    assert app.window is before
    app.context.set_client_safe(False)
    app.turn_day()
    assert app.window is not before


def test_a_locked_desk_stays_behind_its_door(app, night):
    before = app.window
    before.hide()
    app.turn_day()
    assert app.window is before
    assert not before.isVisible()
    before.show()
    app.turn_day()
    assert app.window is not before
