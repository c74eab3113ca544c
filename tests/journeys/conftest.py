"""Journeys: the sample company in a real file, the real window offscreen, real PDFs. Each works on its own copy."""

import pypdfium2
import pytest

from kamdesk.operations.sample_company import take_sample_company
from kamdesk.reads.named import client_named
from kamdesk.storage.desk import create_desk
from kamdesk.ui.kit.rows_model import RowsModel
from kamdesk.ui.kit.words_block import Words
from tests.ui.conftest import app, elsewhere, no_sql_here, qapp_with_fonts, theme  # noqa: F401  (they are fixtures)
from tests.ui.small_company import PASSWORD


@pytest.fixture(scope="session")
def filled_profile(tmp_path_factory):
    """The sample company on disk, made once."""
    folder = tmp_path_factory.mktemp("sample") / "desk"
    desk = create_desk(folder, password=PASSWORD, company="Lanfeng Drives", currency="CNY")
    take_sample_company(desk)
    desk.close()
    return folder


@pytest.fixture
def client(app):  # noqa: F811  (the fixture above)
    """The id of a client by its key."""

    def named(key):
        def ask():
            with app.context.desk.reading() as connection:
                return client_named(connection, key)

        return elsewhere(ask)

    return named


@pytest.fixture
def ask(app):  # noqa: F811  (the fixture above)
    """What a read of the open desk answers, asked off the UI thread."""

    def asked(read):
        def job():
            with app.context.desk.reading() as connection:
                return read(connection)

        return elsewhere(job)

    return asked


def paper_words(pdf):
    """All words of a PDF, page by page, as its reader could select them."""
    document = pypdfium2.PdfDocument(pdf)
    try:
        return [page.get_textpage().get_text_bounded() for page in document]
    finally:
        document.close()


def window_words(window):
    """Every word that can be read in a window now: its title, its texts, its tables."""
    words = [window.windowTitle()]
    words += [each.text() for each in window.findChildren(Words) if each.isVisible()]
    for table in window.findChildren(RowsModel):
        shown = table.parent()
        if shown is not None and getattr(shown, "isVisible", lambda: False)():
            words += [table.cell(row, at).text for row in range(table.rowCount()) for at in range(table.columnCount())]
    return "\n".join(filter(None, words))
