"""The sample company, once for all papers."""

from datetime import UTC, date, datetime

import pypdfium2
import pytest

from kamdesk.operations.clients import add_client
from kamdesk.operations.sample_company import take_sample_company
from kamdesk.storage.desk import create_desk

TODAY = date(2026, 10, 20)
MADE_AT = datetime(2026, 10, 20, 4, tzinfo=UTC)


@pytest.fixture(scope="session")
def sample_desk(tmp_path_factory):
    """A desk with the sample company and one client of whom nothing is known yet."""
    desk = create_desk(tmp_path_factory.mktemp("papers") / "desk", password="x", company="x", currency="CNY")
    take_sample_company(desk)
    add_client(desk, desk.author, {"legal_name": "Nothing Known Ltd"}, external_key="EMPTY")
    yield desk
    desk.close()


@pytest.fixture
def text_of():
    """The text of each page of a PDF."""

    def text_of(pdf):
        return [page.get_textpage().get_text_bounded() for page in pypdfium2.PdfDocument(pdf)]

    return text_of
