"""A rep logs a visit at a client's table; what was promised there stands on Today and on the next brief."""

from datetime import UTC, date, datetime

import pytest

from kamdesk.reports.visit_brief import visit_brief
from kamdesk.ui.shell.places import Place
from tests.journeys.conftest import paper_words, window_words

TODAY = date(2026, 10, 20)


def brief(ask, client_id):
    pages = ask(lambda connection: visit_brief(
        connection, client_id=client_id, visit_id=None, as_of=TODAY, language="en", audience="us",
        made_at=datetime(2026, 10, 20, 6, 41, tzinfo=UTC),
    ))  # fmt: skip
    return "".join(paper_words(pages))


@pytest.fixture
def logged(app, client):
    """The visit of this morning, logged with a promise that is due today."""
    app.window.go(Place("client", client("HENGTAI")))
    app.settle()
    app.window.commands.run("log_visit")
    app.settle()
    panel = app.window.panels.open_panel()
    panel.summary.setPlainText("They take 600 before the season")
    panel.promises.lines[0].what.setText("Send the seal drawing")
    panel.promises.lines[0].due.setText("20 Oct")
    panel.button.click()
    app.settle()
    app.settle()


def test_the_promise_stands_on_today_and_on_the_brief(app, client, ask, logged):
    app.window.go(Place("today"))
    app.settle()
    assert "Send the seal drawing" in window_words(app.window)
    app.window.go(Place("promises"))
    app.settle()
    assert "Send the seal drawing" in window_words(app.window)
    assert "Send the seal drawing" in brief(ask, client("HENGTAI"))


def test_taken_back_it_is_nowhere(app, client, ask, logged):
    app.window.commands.run("undo")
    app.settle()
    app.settle()
    app.window.go(Place("promises"))
    app.settle()
    assert "Send the seal drawing" not in window_words(app.window)
    assert "Send the seal drawing" not in brief(ask, client("HENGTAI"))


def test_it_is_there_after_the_desk_was_closed_and_opened_again(app, client, logged, tmp_path):
    from kamdesk.records.visits import Promise
    from kamdesk.storage.desk import open_desk
    from kamdesk.storage.rows import rows_where
    from tests.ui.conftest import elsewhere
    from tests.ui.small_company import PASSWORD

    def promised():
        desk = open_desk(tmp_path / "desk", password=PASSWORD)
        with desk.reading() as connection:
            found = [row["due_on"] for row in rows_where(connection, Promise, what="Send the seal drawing")]
        desk.close()
        return found

    assert elsewhere(promised) == [TODAY]
