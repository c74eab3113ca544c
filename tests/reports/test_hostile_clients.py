"""Sixty rows of everything, endless names, signs no font has: the paper keeps its pages and margins."""

import pypdfium2
import pytest

from kamdesk.reports.annual_brief import annual_brief
from kamdesk.reports.kit.paper import FOOT, LEFT, PAGE_HEIGHT, PAGE_WIDTH
from kamdesk.reports.visit_brief import visit_brief
from tests.reports.conftest import MADE_AT, TODAY
from tests.reports.filled_client import fill_client

LONG = "恒泰机械（集团）股份有限公司鵬飛 Łódź-Ångström Aktiengesellschaft & Co. KGaA 🏭𠮷 " * 3
WORD = "W" * 200


@pytest.fixture(scope="module", params=[LONG, WORD], ids=["sentences", "one word"])
def huge(sample_desk, request):
    return sample_desk, fill_client(sample_desk, today=TODAY, rows=60, public=request.param, private=request.param)


def printed(desk, client_id, kind, audience, language):
    how = dict(client_id=client_id, as_of=TODAY, language=language, audience=audience, made_at=MADE_AT)
    with desk.reading() as connection:
        if kind == "visit":
            return visit_brief(connection, visit_id=None, **how)
        return annual_brief(connection, **how)


@pytest.mark.parametrize("kind", ["visit", "annual"])
@pytest.mark.parametrize("audience", ["us", "client"])
@pytest.mark.parametrize("language", ["zh_TW"])
def test_it_keeps_its_pages_and_nothing_leaves_the_margins(huge, caplog, kind, audience, language):
    document = pypdfium2.PdfDocument(printed(*huge, kind, audience, language))
    assert len(document) == {"visit": 2, "annual": 8}[kind]
    assert "fuller than its sheet" not in caplog.text
    for page in document:
        left, bottom, right, top = outermost(page)
        assert left >= LEFT - 2
        assert right <= PAGE_WIDTH - LEFT + 2
        assert bottom >= FOOT - 1
        assert top <= PAGE_HEIGHT - 30


def outermost(page):
    """The edges of everything drawn on the page."""
    boxes = [each.get_bounds() for each in page.get_objects()]
    return (
        min(box[0] for box in boxes),
        min(box[1] for box in boxes),
        max(box[2] for box in boxes),
        max(box[3] for box in boxes),
    )


def test_long_lists_say_how_much_is_missing(huge):
    pages = pypdfium2.PdfDocument(printed(*huge, "visit", "us", "en"))
    text = "\n".join(page.get_textpage().get_text_bounded() for page in pages)
    assert text.count("more") >= 2
