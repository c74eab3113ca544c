"""Two rows that look alike in the review: one stays with the chosen values, or both do; a key takes it back."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from kamdesk.app.caretaker import EVERYTHING
from kamdesk.operations.contacts import add_contact
from kamdesk.records.clients import Client
from kamdesk.records.contacts import Contact
from kamdesk.storage.rows import rows_where
from kamdesk.ui.shell.places import Place
from tests.ui.conftest import elsewhere
from tests.ui.tray_company import ids_by_key


def settle(app):
    app.settle()
    QApplication.processEvents()


def press(app, room, key, qtbot):
    qtbot.keyClick(room.list, key)
    settle(app)


@pytest.fixture
def twins(app):
    """Liu Min once more, written by hand."""
    desk = app.context.desk

    def add():
        with desk.reading() as connection:
            client = ids_by_key(connection, Client)["C-01"]
        values = {"name": "刘敏", "post": "Chief accountant", "language": "de"}
        return add_contact(desk, desk.author, client, values)[0]

    found = elsewhere(add)
    app.context.bus.changed.emit(EVERYTHING)
    app.window.go(Place("review"))
    settle(app)
    return found


def people(app):
    def ask():
        with app.context.desk.reading() as connection:
            return {sheet.id: sheet for sheet in rows_where(connection, Contact)}

    return elsewhere(ask)


def test_two_who_may_be_one_stand_side_by_side_and_the_chosen_values_stay(app, twins, qtbot):
    room = app.window.room()
    assert app.window.navigation.items["review"].count == 1
    assert room.pane.sentence.text() == "刘敏 and 刘敏: Name is the same. Are they one?"
    buttons = (room.pane.keep, room.pane.take, room.pane.both)
    assert [each.text() for each in buttons if not each.isHidden()] == ["Keep the first", "Both stay"]
    _theirs, mine = room.pane.sheet._choices["post"]
    mine.chosen.emit()
    before = len(people(app))
    press(app, room, Qt.Key.Key_1, qtbot)
    assert app.window.notice.text() == "Merged: 刘敏"
    assert len(people(app)) == before - 1
    (kept,) = [each for each in people(app).values() if each["name"] == "刘敏"]
    assert (kept.external_key, kept["post"], kept["language"], kept["mobile"]) == (
        "k2", "Chief accountant", "de", "139 0000 4101",
    )  # fmt: skip
    assert app.window.navigation.items["review"].count == 0
    app.window.commands.run("undo")
    settle(app)
    assert twins in people(app)
    assert room.list.current().card.twins is not None


def test_two_who_are_not_one_both_stay_by_key(app, twins, qtbot):
    room = app.window.room()
    press(app, room, Qt.Key.Key_3, qtbot)
    assert app.window.notice.text() == "Both kept: 刘敏"
    assert twins in people(app)
    assert not room.list.isVisible()
    app.window.commands.run("undo")
    settle(app)
    assert room.list.current().card.twins is not None
