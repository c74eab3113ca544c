"""What is handed to a client holds no private fact, whatever it is called and wherever it stands."""

import re

import pypdfium2
import pytest

from kamdesk.reads.named import client_named
from kamdesk.reports.annual_brief import annual_brief
from kamdesk.reports.visit_brief import visit_brief
from tests.reports.conftest import MADE_AT, TODAY
from tests.reports.filled_client import fill_client

CANARY, OPEN = "Kanarienvogel", "Spatz"


@pytest.fixture(scope="module")
def watched(sample_desk):
    return sample_desk, fill_client(sample_desk, today=TODAY, rows=6, public=OPEN, private=CANARY)


def printed(desk, client_id, kind, audience, language="en"):
    how = dict(client_id=client_id, as_of=TODAY, language=language, audience=audience, made_at=MADE_AT)
    with desk.reading() as connection:
        if kind == "visit":
            return visit_brief(connection, visit_id=None, **how)
        return annual_brief(connection, **how)


def all_text(pdf):
    """Every word of the file: its pages, its properties, and what stands in it without compression."""
    document = pypdfium2.PdfDocument(pdf)
    pages = [page.get_textpage().get_text_bounded() for page in document]
    # A compressed stream spells any three letters sooner or later; its words are those of the pages above.
    in_clear = re.sub(rb"stream.*?endstream", b"", pdf, flags=re.DOTALL)
    return "\n".join([*pages, *document.get_metadata_dict().values(), in_clear.decode("latin-1")])


@pytest.mark.parametrize("kind", ["visit", "annual"])
@pytest.mark.parametrize("language", ["en", "zh_CN", "zh_TW"])
def test_no_word_of_a_private_fact_stands_anywhere_in_it(watched, kind, language):
    text = all_text(printed(*watched, kind, "client", language))
    assert OPEN in text
    assert re.sub(r"\s", "", CANARY[:7]) not in re.sub(r"\s", "", text)


@pytest.mark.parametrize("kind", ["visit", "annual"])
def test_the_same_word_stands_on_our_own_paper(watched, kind):
    assert CANARY in all_text(printed(*watched, kind, "us"))


@pytest.mark.parametrize("kind", ["visit", "annual"])
def test_no_other_clients_name_stands_on_it(sample_desk, kind):
    with sample_desk.reading() as connection:
        client_id = client_named(connection, "HENGTAI")
    text = all_text(printed(sample_desk, client_id, kind, "client", "zh_CN"))
    for other in ("牧禾", "青岚", "溪麓", "朔阳", "金禾"):
        assert other not in text
    assert "恒泰" in text


@pytest.mark.parametrize("kind", ["visit", "annual"])
def test_what_we_judge_of_them_is_not_told_in_numbers_either(watched, kind):
    text = all_text(printed(*watched, kind, "client"))
    for words in ("covered ", "grade A", "stage 1", "d beyond terms", "tracking signal", "relationship index", "DSO"):
        assert words not in text, words
