"""The annual-meeting brief: eight pages whatever the client, in three languages, for us or to be handed over."""

from datetime import date

import pypdfium2
import pytest

from kamdesk.reads.named import client_named
from kamdesk.reports.annual_brief import annual_brief
from tests.reports.conftest import MADE_AT, TODAY


@pytest.fixture
def brief(sample_desk):
    def brief(client="HENGTAI", *, language="en", audience="us", as_of=TODAY):
        with sample_desk.reading() as connection:
            return annual_brief(
                connection, client_id=client_named(connection, client), as_of=as_of, language=language,
                audience=audience, made_at=MADE_AT,
            )  # fmt: skip

    return brief


@pytest.mark.parametrize("client", ["HENGTAI", "QINGLAN-SY", "KELAN", "EMPTY"])
@pytest.mark.parametrize("audience", ["us", "client"])
@pytest.mark.parametrize("language", ["en", "zh_CN", "zh_TW"])
def test_it_is_always_eight_pages_of_a4(brief, caplog, client, audience, language):
    pages = list(pypdfium2.PdfDocument(brief(client, language=language, audience=audience)))
    assert [tuple(map(round, page.get_size())) for page in pages] == [(595, 842)] * 8
    assert "fuller than its sheet" not in caplog.text


def test_the_same_data_give_the_same_bytes(brief):
    assert brief() == brief()


def test_each_page_says_what_it_is_about(brief, text_of):
    pages = text_of(brief())
    words = ("Agenda", "15 of 17 done", "Sales by quarter", "Who pairs with whom", "Stock", "Receivables",
             "Forecast poll", "Joint objectives")  # fmt: skip
    for number, (page, word) in enumerate(zip(pages, words, strict=True), 1):
        assert word in page, number
        assert f"{number}/8" in page


def test_what_is_internal_never_stands_on_the_clients_paper(brief, text_of):
    ours, theirs = ("\n".join(text_of(brief(audience=each))) for each in ("us", "client"))
    for word in ("Internal, not for the client", "For us alone", "grade A", "DSO", "Concessions", "Source",
                 "Coverage"):  # fmt: skip
        assert word in ours
        assert word not in theirs


def test_the_quarters_add_up_to_what_was_sold(brief, text_of, sample_desk):
    from kamdesk.figures.catalogue import compute

    with sample_desk.reading() as connection:
        client_id = client_named(connection, "HENGTAI")
        settings = {"from": "2026-01-01", "to": "2026-03-31"}
        sold = compute("net_sales", connection, client_id=client_id, as_of=TODAY, settings=settings).value["CNY"]
    assert f"{sold.major:,.0f}" in text_of(brief())[2]


def test_a_day_before_all_data_prints_too(brief):
    assert len(pypdfium2.PdfDocument(brief(as_of=date(2020, 1, 1)))) == 8
