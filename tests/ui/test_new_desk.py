"""A desk on which nothing is yet: every room says why it is empty and what to do, and its button leads on."""

import pytest
from PySide6.QtWidgets import QApplication

from kamdesk.app.desk import DeskApp
from kamdesk.storage.desk import create_desk
from kamdesk.storage.settings import OFFICE
from kamdesk.ui.kit.empty_state import EmptyState
from kamdesk.ui.shell.places import Place
from kamdesk.ui.shell.sync_panel import SyncPanel
from tests.ui.conftest import elsewhere, primed
from tests.ui.small_company import TODAY


@pytest.fixture
def desk(tmp_path):
    return create_desk(tmp_path / "desk", password="a long password", company="New", currency="EUR")


@pytest.fixture
def app(theme, qtbot, desk, no_sql_here):
    elsewhere(lambda: primed(desk))
    app = DeskApp(QApplication.instance(), today=TODAY, language_asked="en")
    app.show_desk(desk)
    app.settle = lambda: qtbot.waitUntil(lambda: not app.context.jobs.is_busy, timeout=10_000)
    app.settle()
    yield app
    app.settle()
    app.window.close()
    app.jobs.close()
    elsewhere(desk.close)
    app.window.deleteLater()
    app.deleteLater()


@pytest.fixture
def joined(desk):
    """The desk has an office."""
    desk.settings.set(OFFICE, "https://office.example")


def said(app, name):
    app.window.go(Place(name))
    app.settle()
    QApplication.processEvents()
    (state,) = [each for each in app.window.room().findChildren(EmptyState) if each.isVisible()]
    return state


@pytest.mark.parametrize("name", ["today", "clients", "orders", "stock", "payments", "visits", "promises", "requests"])
def test_every_room_says_why_it_is_empty_and_what_to_do(app, name):
    state = said(app, name)
    assert state.why.text()
    assert state.what_to_do()


@pytest.mark.parametrize(
    ("name", "leads_to"),
    [("today", "imports"), ("clients", "imports"), ("orders", "imports"), ("visits", "clients")],
)
def test_the_button_leads_on_and_not_into_a_refusal(app, name, leads_to):
    said(app, name).button.click()
    app.settle()
    assert app.window.history.here().room == leads_to


@pytest.mark.parametrize("name", ["today", "clients", "orders", "stock", "payments"])
def test_where_data_come_from_an_office_no_import_is_offered(joined, app, name):
    """An import there would be refused after a file was chosen."""
    assert "imports" not in app.window.navigation.items
    assert not [each for each in app.window.commands.listed() if "Import" in each.action.text()]
    state = said(app, name)
    assert state.button.text() == "Office and sync"
    state.button.click()
    app.settle()
    assert isinstance(app.window.panels.open_panel(), SyncPanel)


def test_where_no_money_is_known_none_is_shown_as_zero(app):
    """A role that may not read money has a desk without it: nothing overdue is not what it knows."""
    said(app, "payments")
    assert not app.window.room().figures.isVisible()
    said(app, "today")
    later = app.window.room().later
    assert later.isColumnHidden([column.key for column in later.rows_model.columns].index("overdue"))
