"""Windows under test: the theme, a guard that makes SQL on the UI thread an error, a frame watch."""

import shutil
import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from PySide6.QtWidgets import QApplication
from sqlalchemy import event
from sqlalchemy.engine import Engine

from kamdesk.app.desk import DeskApp
from kamdesk.base import words
from kamdesk.reads.named import client_named
from kamdesk.storage.desk import open_desk
from kamdesk.ui.kit.fonts import load_fonts, set_type_size
from kamdesk.ui.kit.theme import Theme
from tests.ui.small_company import PASSWORD, TODAY, small_company


@pytest.fixture(scope="session")
def qapp_with_fonts(qapp):
    load_fonts()
    set_type_size(100)
    return qapp


@pytest.fixture
def theme(qapp_with_fonts):
    theme = Theme(QApplication.instance())
    theme.choose("light")
    yield theme
    words.set_language("en")
    theme.choose("light")
    theme.deleteLater()


@pytest.fixture
def no_sql_here():
    """While a test uses this, a statement on the UI thread raises."""

    def refuse(_connection, _cursor, statement, *_rest):
        assert threading.current_thread() is not threading.main_thread(), f"SQL on the UI thread: {statement}"

    event.listen(Engine, "before_cursor_execute", refuse)
    yield
    event.remove(Engine, "before_cursor_execute", refuse)


@pytest.fixture(scope="session")
def filled_profile(tmp_path_factory):
    """A small company on disk, made once; each test works on its own copy."""
    folder = tmp_path_factory.mktemp("company") / "desk"
    small_company(folder).close()
    return folder


@pytest.fixture
def app(theme, qtbot, tmp_path, filled_profile, no_sql_here):
    """The desk's window over the small company, closed and empty-handed at the end."""
    folder = tmp_path / "desk"
    shutil.copytree(filled_profile, folder)
    desk = elsewhere(lambda: primed(open_desk(folder, password=PASSWORD)))
    app = DeskApp(QApplication.instance(), today=TODAY, language_asked="en")
    app.show_desk(desk)
    app.settle = lambda: qtbot.waitUntil(lambda: not app.context.jobs.is_busy, timeout=30_000)
    app.settle()
    yield app
    elsewhere(lambda: None)
    app.settle()
    app.window.close()
    app.jobs.close()
    elsewhere(desk.close)
    app.window.deleteLater()
    app.deleteLater()


def primed(desk):
    desk.settings.all()
    return desk


def elsewhere(job):
    """Do something with the file off the UI thread, as the program does."""
    with ThreadPoolExecutor(1) as pool:
        return pool.submit(job).result()


@pytest.fixture
def client_id(app):
    def ask():
        with app.context.desk.reading() as connection:
            return client_named(connection, "C-01")

    return elsewhere(ask)
