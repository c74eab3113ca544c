"""Both briefs of the sample company: two and eight pages, every section with something true to say."""

from datetime import UTC, date, datetime

import pytest

from kamdesk.base.words import speaking, tr
from kamdesk.reports.annual_brief import annual_brief
from kamdesk.reports.visit_brief import visit_brief
from tests.journeys.conftest import paper_words

TODAY, MADE_AT = date(2026, 10, 20), datetime(2026, 10, 20, 6, 41, tzinfo=UTC)
SAID_BY_LATER_ISSUES = 3
"""Offers and rebates, the credit limit and alternative terms have no records yet: they say so in a line."""


def printed(ask, write, client_id, language, audience, **how):
    return paper_words(ask(lambda connection: write(
        connection, client_id=client_id, as_of=TODAY, language=language, audience=audience, made_at=MADE_AT, **how
    )))  # fmt: skip


@pytest.mark.parametrize("language", ["en", "zh_CN", "zh_TW"])
def test_the_visit_brief_has_two_pages_and_hardly_an_empty_line(ask, client, language):
    pages = printed(ask, visit_brief, client("HENGTAI"), language, "us", visit_id=None)
    assert len(pages) == 2
    with speaking(language):
        none = tr("none")
    empty = [line for page in pages for line in page.splitlines() if line.strip() == none]
    assert len(empty) <= SAID_BY_LATER_ISSUES, empty


@pytest.mark.parametrize("audience", ["us", "client"])
@pytest.mark.parametrize("language", ["en", "zh_CN", "zh_TW"])
def test_the_annual_brief_has_eight_pages_and_each_says_much(ask, client, language, audience):
    pages = printed(ask, annual_brief, client("HENGTAI"), language, audience)
    assert len(pages) == 8
    assert [number for number, page in enumerate(pages, 1) if len(page.split()) < 30 and len(page) < 200] == []


def test_last_years_wishes_stand_on_the_second_page_with_what_became_of_them(ask, client):
    page = printed(ask, annual_brief, client("HENGTAI"), "zh_CN", "client")[1]
    for said in ("HP-63 密封件夏季渗漏", "检验单 0412", "联合参展 2026 年春季展"):
        assert said in page.replace("\r\n", "")


def test_the_same_data_print_the_same_bytes(ask, client):
    def once():
        return ask(lambda connection: visit_brief(
            connection, client_id=client("HENGTAI"), visit_id=None, as_of=TODAY, language="zh_CN", audience="us",
            made_at=MADE_AT,
        ))  # fmt: skip

    assert once() == once()
