"""F9: the laptop stands open on the client's table, and nothing there may hurt."""

from datetime import UTC, date, datetime

import pytest

from kamdesk.connectors.sample_company.scene import tale
from kamdesk.reports.visit_brief import visit_brief
from kamdesk.ui.shell.places import Place
from kamdesk.ui.shell.rooms import CLIENT_TABS
from tests.journeys.conftest import paper_words, window_words

STORY = tale("hengtai")
OTHERS = [row[index] for row in tale("company")["clients"] if row[0] != "HENGTAI" for index in (1, 2)]
PRIVATE = [
    *(text for text, *_ in STORY["sore_spots"]), *(text for text, *_ in STORY["notes"]), STORY["habits"],
    *(row[2] for row in STORY["influence"]),
]  # fmt: skip


@pytest.mark.parametrize("tab", [tab.name for tab in CLIENT_TABS])
def test_nothing_of_ours_or_of_others_stands_in_the_window(app, client, tab):
    app.window.go(Place("client", client("HENGTAI"), tab))
    app.settle()
    app.window.commands.run("client_view")
    app.settle()
    shown = window_words(app.window)
    assert "恒泰机械" in shown
    assert [text for text in (*PRIVATE, *OTHERS) if text in shown] == []
    app.window.commands.run("client_view")
    app.settle()


@pytest.mark.parametrize("language", ["en", "zh_CN", "zh_TW"])
def test_the_paper_for_the_client_says_nothing_private(ask, client, language):
    client_id = client("HENGTAI")

    def brief(audience):
        return "".join(paper_words(ask(lambda connection: visit_brief(
            connection, client_id=client_id, visit_id=None, as_of=date(2026, 10, 20), language=language,
            audience=audience, made_at=datetime(2026, 10, 20, 6, 41, tzinfo=UTC),
        ))))  # fmt: skip

    ours, theirs = brief("us"), brief("client")
    spots = [text[:8] for text, *_ in STORY["sore_spots"]]
    assert [spot for spot in spots if spot not in ours] == []
    assert [spot for spot in spots if spot in theirs] == []
    assert [text for text in OTHERS if text in theirs] == []
