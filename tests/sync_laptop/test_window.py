"""A window beside its sync: what others wrote appears by itself, a pulled cable is told and mends, a lost one ends."""

import shutil
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from kamdesk.app.desk import DeskApp
from kamdesk.app.start import Start
from kamdesk.exchange import http_words as words
from kamdesk.exchange.http_words import Code
from kamdesk.facts.policies import Role
from kamdesk.operations.clients import edit_client
from kamdesk.operations.notes import write_note
from kamdesk.server.people.serves import serve
from kamdesk.storage.desk import open_desk
from kamdesk.ui.shell.places import Place
from kamdesk.ui.shell.sync_words import ended_second
from tests.server.desks import PASSWORD, TODAY
from tests.sync_laptop.small_office import Wire, refusal
from tests.ui.conftest import no_sql_here, qapp_with_fonts, theme

__all__ = ["no_sql_here", "qapp_with_fonts", "theme"]

WITHIN_MS = 40_000


def elsewhere(job):
    with ThreadPoolExecutor(1) as pool:
        return pool.submit(job).result()


@pytest.fixture
def wire(office):
    wire = Wire(office.address)
    yield wire
    wire.close()


@pytest.fixture
def window(joins, acme, wire, theme, no_sql_here):
    """Lin's window, joined through the wire; nothing was synced before."""
    laptop = elsewhere(lambda: joins("lin", Role.REP, "ACME", at=wire.address))
    elsewhere(laptop.desk.settings.all)
    app = DeskApp(QApplication.instance(), today=TODAY, language_asked="en")
    app.show_desk(laptop.desk)
    app.look_after(was_left_open=False)
    yield app
    app.close()
    app.deleteLater()


def bar(app):
    return app.window.bar.sync.text()


def until(qtbot, true):
    qtbot.waitUntil(true, timeout=WITHIN_MS)


def clients(app):
    model = app.window.room().table.rows_model
    return [model.cell(number, 0).text for number in range(model.rowCount())]


def test_the_first_sync_fills_the_window_by_itself(window, qtbot):
    window.window.go(Place("clients"))
    until(qtbot, lambda: bar(window).startswith("Online, synced"))
    until(qtbot, lambda: clients(window) == ["Acme"])
    assert window.context.sync.state.history[0].received > 0


def test_what_somebody_else_wrote_appears_and_what_is_written_here_goes(window, joins, acme, qtbot):
    until(qtbot, lambda: bar(window).startswith("Online, synced"))
    wei = elsewhere(lambda: joins("wei", Role.MANAGER, "ACME"))
    elsewhere(lambda: (wei.sync(), wei.sets(acme, legal_name="Acme of Bergen"), wei.sync()))
    window.window.go(Place("clients"))
    until(qtbot, lambda: clients(window) == ["Acme of Bergen"])
    elsewhere(lambda: write_note(window.context.desk, window.context.desk.author, acme, "from the window"))
    until(qtbot, lambda: window.context.sync.state.history[0].sent == 1)
    elsewhere(wei.sync)
    assert elsewhere(wei.notes) == ["from the window"]


def test_a_pulled_cable_is_said_everything_else_works_and_it_comes_back_by_itself(window, acme, wire, qtbot):
    until(qtbot, lambda: bar(window).startswith("Online, synced"))
    wire.cut_after = wire.carried
    window.context.sync.asked.emit()
    until(qtbot, lambda: bar(window).startswith("Offline, synced"))
    assert window.context.sync.state.unreached_since is not None
    elsewhere(lambda: write_note(window.context.desk, window.context.desk.author, acme, "without a network"))
    until(qtbot, lambda: "1 waiting" in bar(window))
    window.window.go(Place("client", acme))
    until(qtbot, lambda: window.window.client_frame().head.client_name() == "Acme")
    window.window.commands.run("sync")
    assert "The office is not reachable since" in window.window.panels.open_panel().texts()[0]
    wire.cut_after = None
    until(qtbot, lambda: bar(window).startswith("Online, synced") and "waiting" not in bar(window))


def test_a_client_that_went_to_somebody_else_is_told_of_and_its_page_does_not_stay_open(
    window, acme, engine, real_office, qtbot
):
    until(qtbot, lambda: bar(window).startswith("Online, synced"))
    window.window.go(Place("client", acme))
    until(qtbot, lambda: window.window.client_frame().head.client_name() == "Acme")

    def goes():
        with engine.begin() as connection:
            serve(connection, "ACME", "lin", Role.REP, today=TODAY, ends_on=TODAY)

    elsewhere(goes)
    real_office.today = TODAY + timedelta(days=1)
    window.context.sync.asked.emit()
    until(qtbot, lambda: window.window.history.here() == Place("clients"))
    assert window.window.notice.text().startswith("1 client went to somebody else;")
    assert ended_second(window.context.sync.state.history[0]).startswith("1 client went to somebody else")
    until(qtbot, lambda: clients(window) == [])


def test_who_changed_a_client_comes_from_the_office_and_without_it_what_this_laptop_knows(
    window, joins, acme, wire, qtbot
):
    until(qtbot, lambda: bar(window).startswith("Online, synced"))
    wei = elsewhere(lambda: joins("wei", Role.MANAGER, "ACME"))
    elsewhere(lambda: (wei.sync(), wei.sets(acme, phone="0571-300"), wei.sync()))
    wire.cut_after = wire.carried
    window.context.sync.asked.emit()
    until(qtbot, lambda: bar(window).startswith("Offline, synced"))
    me = window.context.desk.author
    elsewhere(lambda: edit_client(window.context.desk, me, acme, {"city": ("Oslo", "Bergen")}))
    window.window.go(Place("client", acme))
    window.window.commands.run("history")
    until(qtbot, lambda: window.window.panels.open_panel() is not None)
    panel = window.window.panels.open_panel()
    until(qtbot, lambda: panel.texts()[1:] == ["City, Oslo to Bergen"])
    assert "The office is not reached. Shown is what was written on this laptop" in panel.texts()[0]
    wire.cut_after = None
    until(qtbot, lambda: panel.texts()[1:] == ["City, Oslo to Bergen", "Phone, 0571-100 to 0571-300"])
    assert panel.texts()[0].startswith("Everything that people changed")
    assert {step.who for step in panel.table.rows_model.rows} == {"lin", "wei"}


def test_a_clash_is_answered_by_keys_while_syncs_go_on_and_what_is_typed_stays(window, joins, acme, qtbot):
    until(qtbot, lambda: bar(window).startswith("Online, synced"))
    window.window.go(Place("review"))
    room = window.window.room()
    assert room.empty.isVisible()
    wei = elsewhere(lambda: joins("wei", Role.MANAGER, "ACME"))
    me = window.context.desk.author
    elsewhere(lambda: (wei.sync(), wei.sets(acme, phone="0571-300"), wei.sync()))
    elsewhere(lambda: edit_client(window.context.desk, me, acme, {"phone": ("0571-100", "0571-200")}))
    until(qtbot, lambda: room.list.current() is not None)
    assert "1 for you" in bar(window)
    until(qtbot, lambda: [(step.who, step.waits) for step in room.pane.history.rows_model.rows] == [
        ("lin", True), ("wei", False),
    ])  # fmt: skip
    qtbot.keyClick(room.list, Qt.Key.Key_E)
    editor = room.pane.sheet.fields["phone"].editor()
    qtbot.keyClicks(editor, "0571-999")
    elsewhere(lambda: (wei.sets(acme, city="Bergen"), wei.sync()))
    before = window.context.sync.state.synced_at
    window.context.sync.asked.emit()
    until(qtbot, lambda: window.context.sync.state.synced_at != before)
    assert room.pane.sheet.fields["phone"].text() == "0571-999"
    window.window.commands.run("finish")
    until(qtbot, lambda: room.empty.isVisible() and "waiting" not in bar(window))
    elsewhere(wei.sync)
    assert elsewhere(lambda: wei.shown(acme))["phone"] == "0571-999"


def test_a_lost_laptop_ends_at_the_door_with_a_sentence_and_nothing_stays(joins, acme, real_office, theme, qtbot):
    lin = elsewhere(lambda: joins("lin", Role.REP, "ACME"))
    elsewhere(lin.sync)
    folder = lin.desk.folder
    elsewhere(lin.desk.close)
    start = Start(QApplication.instance(), today=TODAY, language_asked="en")
    start.show_desk(elsewhere(lambda: opened(folder)))
    until(qtbot, lambda: start.app.window.bar.sync.text().startswith("Online"))
    real_office.answers[words.PULL] = lambda *_: refusal(Code.LOST)
    start.app.context.sync.asked.emit()
    until(qtbot, lambda: start.door is not None)
    assert start.app is None
    assert "declared lost" in start.door.news.text()
    assert not list(folder.glob("*"))
    start.door.close()


def test_a_copied_desk_asks_for_the_password_in_the_panel(joins, acme, theme, tmp_path, qtbot):
    lin = elsewhere(lambda: joins("lin", Role.REP, "ACME"))

    def copied():
        lin.sync()
        lin.writes(acme, "in both")
        lin.sync()
        shutil.copytree(lin.desk.folder, tmp_path / "copy")
        for text in ("one", "two", "three"):
            lin.writes(acme, text)
            lin.sync()
        copy = opened(tmp_path / "copy")
        write_note(copy, copy.author, acme, "on the copy")
        return copy

    app = DeskApp(QApplication.instance(), today=TODAY, language_asked="en")
    app.show_desk(elsewhere(copied))
    app.look_after(was_left_open=False)
    until(qtbot, lambda: app.context.sync.state.trouble == "copied")
    assert bar(app).startswith("Sync failed")
    app.window.commands.run("sync")
    panel = app.window.panels.open_panel()
    assert panel.password.isVisible()
    panel.password.setText(PASSWORD)
    panel.button.click()
    until(qtbot, lambda: bar(app).startswith("Online"))
    assert not panel.password.isVisible()
    app.close()


def opened(folder):
    desk = open_desk(folder, password=PASSWORD)
    desk.settings.all()
    return desk
