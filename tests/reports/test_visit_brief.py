"""The visit brief: two pages whatever the client, in three languages, for us or for the client's eyes."""

from datetime import date
from io import BytesIO

import pypdfium2
import pytest

from kamdesk.reads.named import client_named
from kamdesk.reports.visit_brief import visit_brief
from tests.reports.conftest import MADE_AT, TODAY

CLIENTS = ("HENGTAI", "QINGLAN-SY", "JINHE", "BAILU", "EMPTY")


@pytest.fixture
def brief(sample_desk):
    def brief(client="HENGTAI", *, language="en", audience="us", as_of=TODAY):
        with sample_desk.reading() as connection:
            return visit_brief(
                connection, client_id=client_named(connection, client), visit_id=None, as_of=as_of,
                language=language, audience=audience, made_at=MADE_AT,
            )  # fmt: skip

    return brief


@pytest.mark.parametrize("client", CLIENTS)
@pytest.mark.parametrize("audience", ["us", "client"])
@pytest.mark.parametrize("language", ["en", "zh_CN", "zh_TW"])
def test_it_is_always_two_pages_of_a4(brief, client, audience, language):
    pages = list(pypdfium2.PdfDocument(brief(client, language=language, audience=audience)))
    assert [tuple(map(round, page.get_size())) for page in pages] == [(595, 842)] * 2


def test_the_same_data_give_the_same_bytes(brief):
    assert brief() == brief()


def test_what_is_internal_never_stands_on_the_clients_paper(brief, text_of):
    ours, theirs = ("\n".join(text_of(brief(audience=each))) for each in ("us", "client"))
    for word in ("Internal, not for the client", "Not to be mentioned", "Three risks", "grade A"):
        assert word in ours
        assert word not in theirs
    assert "For the client" in theirs
    assert "Reason and what to say" in ours
    assert "what to say" not in theirs


def test_it_names_the_clients_people_orders_and_money(brief, text_of):
    first, second = text_of(brief())
    for word in ("Hengtai Machinery", "Chen Wei", "Promises", "520,000", "1/2"):
        assert word in first
    for word in ("HP-63", "Receivables", "2/2"):
        assert word in second


def test_names_stand_in_the_script_of_the_reader(brief, text_of):
    first = text_of(brief(language="zh_CN"))[0]
    assert "恒泰机械" in first
    assert "陈伟" in first
    assert "Chen Wei" not in first


def test_what_is_on_its_way_is_what_arrives_on_that_day_not_all_there_is(brief, text_of):
    """HP-63: 400 on 28 October and 500 in December."""
    second = text_of(brief())[1]
    assert "400, 28 Oct" in second
    assert "900" not in second


def test_a_client_of_whom_nothing_is_known_gets_a_brief_that_says_so(brief, text_of):
    text = "\n".join(text_of(brief("EMPTY")))
    assert "Nothing Known Ltd" in text
    assert "none" in text


def test_a_day_before_all_data_prints_too(brief):
    assert len(pypdfium2.PdfDocument(brief(as_of=date(2020, 1, 1)))) == 2


def test_title_author_and_language_stand_in_the_file(brief):
    pdf = brief(language="zh_CN")
    title = pypdfium2.PdfDocument(BytesIO(pdf)).get_metadata_dict()["Title"]
    assert "恒泰" in title
    assert b"zh-CN" in pdf
