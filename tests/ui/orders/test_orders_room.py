"""The orders room on a real desk: what is late comes first, states filter, an order opens in full."""

import pytest

from kamdesk.ui.shell.places import Place


@pytest.fixture
def room(app, client_id):
    app.window.go(Place("client", client_id, tab="orders"))
    app.settle()
    return app.window.room()


@pytest.fixture
def everybody(app):
    app.window.go(Place("orders"))
    app.settle()
    return app.window.room()


def orders(room):
    return [row.order for row in room.table.rows_model.rows]


def test_open_lines_come_with_the_latest_first(room):
    assert orders(room) == ["SO-1187", "SO-1192", "SO-915", "SO-1203", "SO-1209"]
    late = room.table.rows_model.rows[0]
    assert late.days_late == 4
    assert room.table.rows_model.cell(0, 0).mark == "late"


def test_every_state_is_counted(room):
    assert room.counters.text().startswith("0 draft, 0 queued, 3 accepted, 2 late, ")


def test_a_state_shows_its_orders_alone_and_again_all(room, app):
    room.counters.choose("late")
    app.settle()
    assert orders(room) == ["SO-1187", "SO-1192"]
    room.counters.choose("late")
    app.settle()
    assert len(orders(room)) == 5


def test_the_numbers_come_from_the_catalogue_and_explain_themselves(room, qtbot):
    asked = []
    room.why_asked.connect(asked.append)
    assert [block.text() for block in room.figures.blocks][:2] == ["2  late lines", "¥1,314,000  open orders"]
    room.figures.blocks[0].asked.emit(room.figures._figures["late_lines"])
    assert asked[0].name == "late_lines"


def test_the_rows_behind_a_number_are_read_when_somebody_asks_why(room, app):
    figure = room.figures._figures["late_lines"]
    assert figure.rows is None, "of all clients they are tens of thousands, for nobody"
    room.figures.blocks[0].asked.emit(figure)
    assert app.window.why.isVisible(), "the number explains itself at once"
    app.settle()
    assert "SO-1187" in app.window.why.text()


def test_rows_that_come_late_do_not_open_the_panel_again(room, app):
    room.figures.blocks[0].asked.emit(room.figures._figures["late_lines"])
    app.window.why.hide()
    app.settle()
    assert not app.window.why.isVisible()


def test_the_chosen_line_opens_its_order(room, app):
    room.table.selectRow(1)
    app.settle()
    texts = " ".join(room.pane.texts())
    assert "SO-1192" in texts
    assert "not shipped, 1 d late" in texts
    assert "None yet." in texts


def test_the_palette_leads_to_one_order(app, client_id, room):
    wanted = room.table.rows_model.rows[3].order_id
    app.window.go(Place("client", client_id, tab="orders", argument=wanted.hex()))
    app.settle()
    assert "SO-1203" in room.pane.texts()[0]
    assert room.table.current_row().order == "SO-1203"


def test_on_an_earlier_day_later_orders_are_not_there_and_shipped_ones_are_open(room, app):
    app.context.show_day(room.context.today.replace(month=9, day=10))
    app.settle()
    assert "SO-1187" not in orders(room)
    assert "SO-914" in orders(room)


def test_everybodys_orders_name_the_client(everybody):
    assert {row.client for row in everybody.table.rows_model.rows} == {"恒泰机械"}
    client = next(at for at, column in enumerate(everybody.table.rows_model.columns) if column.key == "client")
    assert everybody.table.rows_model.cell(0, client).text == "Hengtai Machinery"


def test_before_the_client_other_clients_are_not_shown(everybody, app):
    everybody.set_client_safe(True)
    app.context._client_safe = True
    everybody.set_client_safe(True)
    assert everybody._faces.currentIndex() == 3
    assert everybody.counters.isHidden()
    app.context._client_safe = False


def test_before_the_client_reasons_are_not_shown(room):
    room.set_client_safe(True)
    hidden = [column.key for at, column in enumerate(room.table.rows_model.columns) if room.table.isColumnHidden(at)]
    assert "reason" in hidden


def test_a_client_without_orders_is_told_what_to_do(room, app):
    room.counters.choose("refused")
    app.settle()
    assert room._faces.currentIndex() == 2


def test_where_room_lacks_the_order_takes_the_lists_place_and_gives_it_back(app, room, qtbot):
    app.window.resize(960, 700)
    qtbot.waitUntil(room.beside.is_narrow, timeout=3_000)
    assert not room.pane.isVisible()
    room.table.row_opened.emit(room.table.rows_model.rows[0])
    assert room.pane.isVisible()
    assert not room.table.isVisible()
    room.beside.back.click()
    assert room.table.isVisible()
