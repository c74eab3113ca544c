"""An owner-run desk joins an office in its window: shown first, a twin decided by hand, then it is the office's."""

from contextlib import closing

import pytest
from PySide6.QtWidgets import QApplication

from kamdesk.app.start import Start
from kamdesk.facts.policies import Role
from kamdesk.operations.clients import add_client as write_client
from kamdesk.operations.notes import write_note
from kamdesk.records.clients import Client
from kamdesk.records.visits import Note
from kamdesk.server.people.serves import serve
from kamdesk.server.people.users import add_user
from kamdesk.storage.desk import create_desk, open_desk
from kamdesk.storage.rows import rows_where
from kamdesk.ui.shell.places import Place
from tests.server.desks import PASSWORD, TODAY
from tests.server.rows_of_office import add_client

OWN = "the owner's own one"


def found(desk, record):
    with desk.reading() as connection:
        return rows_where(connection, record)


@pytest.fixture
def start(engine, tmp_path):
    add_client(engine, external_key="NW", legal_name="Nordwind Handel", city="Kiel")
    with engine.begin() as connection:
        add_user(connection, "lin", Role.REP, PASSWORD)
        serve(connection, "NW", "lin", Role.REP, today=TODAY)
    with closing(create_desk(tmp_path / "own", password=OWN, company="恒泰", currency="CNY")) as desk:
        write_client(desk, desk.author, {"legal_name": "Far Away Ltd"}, external_key="FAR")
        mine, _ = write_client(desk, desk.author, {"legal_name": "Nordwind Handel GmbH"})
        write_note(desk, desk.author, mine, "of Nordwind")
    start = Start(QApplication.instance())
    start.show_desk(open_desk(tmp_path / "own", password=OWN))
    yield start
    start.close()


def test_the_window_shows_what_would_come_and_then_is_the_offices(start, office, tmp_path, qtbot):
    start.app.window.go(Place("settings"))
    room = start.app.window.room()
    room.join.click()
    joining = room.joining
    form = joining.form
    for field, text in ((form.address, office.address), (form.user, "lin"), (form.password, PASSWORD)):
        field.setText(text)
    form.go.click()
    qtbot.waitUntil(lambda: bool(joining.cards), timeout=20_000)
    (card,) = joining.cards
    assert card.twin.office["legal_name"] == "Nordwind Handel"
    card.choice._take("apart")
    qtbot.waitUntil(joining.go.isEnabled, timeout=10_000)
    joining.go.click()
    assert "which file" in joining.said.text()
    joining.take_file(tmp_path / "to-office.kamdesk-rows")
    before = start.app
    joining.go.click()
    qtbot.waitUntil(lambda: start.app is not before and start.app.window is not None, timeout=20_000)
    desk = start.app.context.desk
    assert desk.has_office
    assert {sheet["legal_name"] for sheet in found(desk, Client)} == {"Nordwind Handel", "Nordwind Handel GmbH"}
    assert [note["text"] for note in found(desk, Note)] == ["of Nordwind"]
    assert (tmp_path / "to-office.kamdesk-rows").stat().st_size > 0
