"""The import room on a real desk: look, map by hand, try, take, stop, save what was refused."""

import pytest
from sqlalchemy import select

from kamdesk.connectors.mapping_file import parse_mapping
from kamdesk.connectors.mapping_text import HandTable, mapping_text
from kamdesk.operations.imports import Cancelled
from kamdesk.records.clients import Client
from kamdesk.records.contacts import Contact
from kamdesk.ui.imports.mapping_pane import CLIENT, KEY
from kamdesk.ui.imports.wish import settings_of
from kamdesk.ui.shell.places import Place
from tests.ui.conftest import elsewhere

CLIENTS = "Customer No;Company Name;City\n007;Qinglan Conveyors;Wuxi\n008;Łódź Wózki;Łódź\n;Nobody;\n"


@pytest.fixture
def room(app):
    app.window.go(Place("imports"))
    app.settle()
    return app.window.room()


@pytest.fixture
def clients_file(tmp_path):
    path = tmp_path / "customers.csv"
    path.write_text(CLIENTS, "utf-8")
    return path


def names(app):
    def read():
        with app.context.desk.reading() as connection:
            return set(connection.scalars(select(Client.legal_name)))

    return elsewhere(read)


def looked_at(room, app, path):
    room.look_at(path)
    app.settle()
    return room.tables.rows_model.rows


def test_a_file_is_shown_with_what_its_headers_mean(room, app, clients_file):
    (table,) = looked_at(room, app, clients_file)
    assert table.records == ("client",)
    assert dict(table.by_hand.facts) == {"legal_name": "Company Name", "city": "City"}
    assert table.by_hand.key == "Customer No"
    assert table.rows[1] == ("008", "Łódź Wózki", "Łódź")


def test_trying_keeps_nothing_and_taking_keeps_it(room, app, clients_file):
    looked_at(room, app, clients_file)
    before = names(app)
    room.run(dry_run=True)
    app.settle()
    assert "Tried, nothing kept: 2 new" in room.result.texts()[0]
    assert names(app) == before
    room.run(dry_run=False)
    app.settle()
    assert names(app) - before == {"Qinglan Conveyors", "Łódź Wózki"}


def test_the_same_file_again_changes_nothing(room, app, clients_file):
    looked_at(room, app, clients_file)
    for _time in range(2):
        room.run(dry_run=False)
        app.settle()
    assert room.result.texts()[0].startswith("0 new, 0 changed, 2 the same")


def test_refused_rows_are_listed_and_saved_with_their_header(room, app, clients_file, tmp_path):
    looked_at(room, app, clients_file)
    room.run(dry_run=False)
    app.settle()
    assert len(room.result.report.refused) == 1
    assert room.result.refused.isVisible()
    room.save_refused(tmp_path / "refused")
    app.settle()
    saved = (tmp_path / "refused" / "customers.csv").read_text("utf-8-sig").splitlines()
    assert saved[0] == "Customer No,Company Name,City,why it was refused"
    assert saved[1].startswith(",Nobody,,")


def test_a_column_nobody_knew_is_mapped_by_hand(room, app, tmp_path):
    path = tmp_path / "leute.csv"
    path.write_text("Nr,Wer,Aufgabe,Firma\nP1,Anna Berg,Einkauf,C-01\n", "utf-8")
    (table,) = looked_at(room, app, path)
    assert table.records == ()
    assert not room.take.isEnabled()
    room.mapping.set_record("contact")
    for column, becomes in (("Nr", KEY), ("Wer", "name"), ("Aufgabe", "post"), ("Firma", CLIENT)):
        room.mapping.set_column(column, becomes)
    assert room.take.isEnabled()
    room.run(dry_run=False)
    app.settle()

    def read():
        with app.context.desk.reading() as connection:
            return connection.execute(select(Contact.post).where(Contact.name == "Anna Berg")).scalar()

    assert elsewhere(read) == "Einkauf"


def test_a_mapping_by_hand_is_saved_and_read_again(room, app, clients_file):
    looked_at(room, app, clients_file)
    room.mapping.set_column("City", "country")
    path = app.context.desk.folder / "mappings" / "mine.toml"
    room.save_mapping(path)
    app.settle()
    assert 'country = "City"' in path.read_text("utf-8")
    assert room.bar.mapping_file() == path
    (table,) = room.tables.rows_model.rows
    assert table.by_hand is None
    assert table.records == ("client",)


def test_a_file_that_is_no_table_is_told_with_what_to_do(room, app, tmp_path):
    path = tmp_path / "empty.csv"
    path.write_bytes(b"")
    (table,) = looked_at(room, app, path)
    assert table.fault == "the file is empty: export it again"


def test_another_encoding_can_be_chosen(room, app, tmp_path):
    path = tmp_path / "customers.csv"
    path.write_bytes("客户编号,客户名称,城市\nK1,恒泰机械,苏州\n".encode("gb18030"))
    looked_at(room, app, path)
    room.bar.encoding.setCurrentIndex(room.bar.encoding.findData("cp1252"))
    room.look_again()
    app.settle()
    (table,) = room.tables.rows_model.rows
    assert table.encoding == "cp1252"
    assert "恒泰机械" not in table.rows[0]


def test_stop_is_obeyed_by_the_import(room):
    room.progress.begin("reading")
    room.progress.stop.click()
    with pytest.raises(Cancelled):
        room.progress.progress("customers.csv", 5)


def test_an_empty_room_says_what_may_be_chosen(room):
    assert room._pages.currentIndex() == 0
    assert room.empty.isVisible()


def test_what_is_written_by_hand_reads_back_as_the_same_mapping():
    hand = HandTable(
        name='Orders [2026] "A"', record="order", header_row=2, key="No", client="Customer", currency="EUR",
        facts={"ordered_on": "Date", "freight": "Fracht {netto}"}, dates="day-first", numbers="1.234,56",
    )  # fmt: skip
    text = mapping_text([hand], name="By hand")
    (table,) = parse_mapping(text.replace("{netto}", "")).tables
    (record,) = table.records
    assert (table.header_row, table.dates, table.numbers.value) == (2, "day-first", "1.234,56")
    assert record.key.columns == ("No",)
    assert record.client.columns == ("Customer",)
    assert record.facts["ordered_on"].columns == ("Date",)


def test_settings_are_read_as_pairs():
    assert settings_of("client=HENGTAI, currency = USD") == {"client": "HENGTAI", "currency": "USD"}
