"""A client's facts are edited one by one, a new client is added by hand, and what was wrong is said at its field."""

import pytest
from PySide6.QtWidgets import QLineEdit

from kamdesk.records.clients import Client
from kamdesk.storage.rows import row, rows_where
from kamdesk.ui.shell.places import Place
from tests.ui.conftest import elsewhere


@pytest.fixture
def panel(app, client_id):
    app.window.go(Place("client", client_id))
    app.settle()
    app.window.commands.run("edit_client")
    app.settle()
    return app.window.panels.open_panel()


def now(app, client_id):
    def ask():
        with app.context.desk.reading() as connection:
            return row(connection, Client, client_id)

    return elsewhere(ask)


def type_into(panel, name, text):
    editor = panel.form.fields[name].editor()
    assert isinstance(editor, QLineEdit)
    editor.setText(text)
    editor.setModified(True)
    editor.editingFinished.emit()


def test_a_fact_is_saved_by_itself_and_can_be_taken_back(app, panel, client_id):
    type_into(panel, "city", "Kunshan")
    app.settle()
    assert now(app, client_id)["city"] == "Kunshan"
    app.window.commands.run("undo")
    app.settle()
    assert now(app, client_id)["city"] == "Suzhou"


def test_a_value_that_cannot_be_read_is_said_at_its_field(app, panel, client_id):
    type_into(panel, "payment_term_days", "soon")
    assert "not an amount" in panel.form.fields["payment_term_days"].hint.text()
    assert now(app, client_id)["payment_term_days"] == 30


def test_a_reference_is_chosen_by_name(app, panel, client_id):
    box = panel.form.fields["industry_id"].editor()
    assert box.currentText() == "Machinery"
    box.setCurrentIndex(box.findText("Food"))
    box.activated.emit(box.currentIndex())
    app.settle()
    assert now(app, client_id)["industry_id"] == box.currentData()


def test_a_new_client_needs_a_name_and_opens_when_it_is_there(app):
    app.window.commands.run("new_client")
    app.settle()
    panel = app.window.panels.open_panel()
    panel.button.click()
    app.settle()
    assert "missing" in panel.said.text()
    panel.form.fields["legal_name"].set_text("Xinda Bearings")
    panel.button.click()
    app.settle()
    made = elsewhere(lambda: by_name(app, "Xinda Bearings"))
    assert app.window.history.here().client_id == made.id


def by_name(app, name):
    with app.context.desk.reading() as connection:
        (found,) = rows_where(connection, Client, legal_name=name)
    return found
