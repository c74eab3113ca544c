"""In the first sync the desk works with what is there; a client that is not here whole says so in list and page."""

import pytest
from sqlalchemy import insert, update

from kamdesk.app.caretaker import EVERYTHING
from kamdesk.records.clients import Client
from kamdesk.storage.tables import cursors
from kamdesk.sync.state import Phase, SyncState
from kamdesk.ui.shell.places import Place
from tests.ui.conftest import elsewhere
from tests.ui.small_company import TODAY, at
from tests.ui.tray_company import ids_by_key, join

PARTS = ("open", "ledger", "money")


@pytest.fixture
def half_loaded(app):
    """C-01 is whole, C-02 is cut in its orders, of C-03 only the open part has come."""

    def cut():
        with app.context.desk.writing() as connection:
            join(connection)
            connection.execute(update(Client.table()).values(rev=1))
            ids = ids_by_key(connection, Client)
            for key, parts in (("C-01", PARTS), ("C-02", PARTS), ("C-03", PARTS[:1])):
                for part in parts:
                    after = "order" if (key, part) == ("C-02", "ledger") else ""
                    connection.execute(insert(cursors), {
                        "scope_id": ids[key], "compartment": part, "rev": 1, "mark": b"", "grant_number": 1,
                        "after_word": after, "after_id": None, "schema_number": 1, "as_of": "",
                    })  # fmt: skip
        app.context.desk.settings.reload()

    elsewhere(cut)
    app.context.sync.show_state(SyncState(office="https://office.example", phase=Phase.RECEIVING, rows=9, share=0.4))
    app.context.bus.changed.emit(EVERYTHING)
    app.settle()


def names(app):
    app.window.go(Place("clients"))
    app.settle()
    table = app.window.room().table.rows_model
    return {table.cell(number, 0).text for number in range(table.rowCount())}


def test_a_client_that_is_not_here_whole_is_marked_in_the_list(app, half_loaded):
    assert names(app) == {"Hengtai Machinery", "Muhe Lifting, loading", "Xilu Foods, loading"}


def test_its_page_says_so_too(app, half_loaded, client_id):
    other = next(row.id for row in rows(app) if row.key == "C-02")
    app.window.go(Place("client", other))
    app.settle()
    assert "still loading" in [badge.text() for badge in app.window.client_frame().head._head.badges]
    app.window.go(Place("client", client_id))
    app.settle()
    assert "still loading" not in [badge.text() for badge in app.window.client_frame().head._head.badges]


def rows(app):
    app.window.go(Place("clients"))
    app.settle()
    return app.window.room().table.rows_model.rows


def test_once_it_has_synced_only_what_is_cut_is_loading(app, half_loaded):
    names(app)
    app.context.sync.show_state(SyncState(office="https://office.example", synced_at=at(TODAY, 6, 41)))
    app.settle()
    assert names(app) == {"Hengtai Machinery", "Muhe Lifting, loading", "Xilu Foods"}
