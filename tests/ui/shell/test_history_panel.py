"""Who changed this: of the chosen person or of the client, by key; on an own desk what was written here."""

import pytest
from PySide6.QtWidgets import QApplication

from kamdesk.operations.act import edit_facts
from kamdesk.records.clients import Client
from kamdesk.records.contacts import Contact
from kamdesk.ui.shell.places import Place
from tests.ui.conftest import elsewhere
from tests.ui.tray_company import ids_by_key


@pytest.fixture
def ids(app):
    """One person and their client, both changed here."""
    desk = app.context.desk

    def change():
        with desk.reading() as connection:
            person, client = ids_by_key(connection, Contact)["k2"], ids_by_key(connection, Client)["C-01"]
        edits = (Contact, person, {"cares_about": ("", "Their bonus"), "post": ("Finance manager", "Finance head")})
        edit_facts(desk, desk.author, *edits)
        edit_facts(desk, desk.author, Client, client, {"city": ("Suzhou", "Wuxi")})
        return person, client

    return elsewhere(change)


def opened(app):
    app.window.commands.run("history")
    app.settle()
    QApplication.processEvents()
    return app.window.panels.open_panel()


def test_it_is_told_of_the_client_whose_page_is_open(app, ids):
    app.window.go(Place("client", ids[1]))
    app.settle()
    panel = opened(app)
    assert panel.texts() == [
        "This desk has no office: shown is what was written here in the last 35 days.", "City, Suzhou to Wuxi",
    ]  # fmt: skip
    assert "Client" in panel.note.text()


def test_it_is_told_of_the_person_who_is_chosen_and_hides_what_is_private(app, ids):
    app.window.go(Place("client", ids[1], tab="people", argument=ids[0].hex()))
    app.settle()
    assert set(opened(app).texts()[1:]) == {"Cares about, – to Their bonus", "Post, Finance manager to Finance head"}
    app.context.set_client_safe(True)
    assert opened(app).texts()[1:] == ["Post, Finance manager to Finance head"]
    app.context.set_client_safe(False)


def test_without_a_client_it_says_what_to_do(app):
    app.window.go(Place("today"))
    app.settle()
    app.window.commands.run("history")
    assert app.window.notice.text() == "Open a client first, or choose one in a list."
