"""A desk on which nothing is yet: every room says why it is empty and what to do, and its button leads on."""

import pytest
from PySide6.QtWidgets import QApplication

from kamdesk.app.desk import DeskApp
from kamdesk.storage.desk import create_desk
from kamdesk.ui.kit.empty_state import EmptyState
from kamdesk.ui.shell.places import Place
from tests.ui.conftest import elsewhere, primed
from tests.ui.small_company import TODAY


@pytest.fixture
def app(theme, qtbot, tmp_path, no_sql_here):
    desk = elsewhere(
        lambda: primed(create_desk(tmp_path / "desk", password="a long password", company="New", currency="EUR"))
    )
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


def test_where_no_money_is_known_none_is_shown_as_zero(app):
    """A role that may not read money has a desk without it: nothing overdue is not what it knows."""
    said(app, "payments")
    assert not app.window.room().figures.isVisible()
    said(app, "today")
    later = app.window.room().later
    assert later.isColumnHidden([column.key for column in later.rows_model.columns].index("overdue"))
