"""The stock room on a real desk: shortest cover first, age in colour, the weeks ahead."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest

from kamdesk.rules.projected_stock import project
from kamdesk.ui.shell.places import Place
from kamdesk.ui.stock.ahead_chart import weeks_ahead
from kamdesk.ui.stock.product_pane import _finding
from kamdesk.ui.stock.rows import age_state, cover_state

NOW = datetime(2026, 10, 20, 12, tzinfo=UTC)
MONDAY = date(2026, 10, 19)


@pytest.fixture
def room(app, client_id):
    app.window.go(Place("client", client_id, tab="stock"))
    app.settle()
    return app.window.room()


def cell(room, key, row=0):
    at = next(at for at, column in enumerate(room.table.rows_model.columns) if column.key == key)
    return room.table.rows_model.cell(row, at)


@pytest.mark.parametrize(
    ("hours", "state"), [(0, ""), (4, ""), (4.01, "risk"), (24, "risk"), (24.01, "late"), (None, "late")]
)
def test_stock_is_amber_after_four_hours_and_red_after_a_day(hours, state):
    moment = None if hours is None else NOW - timedelta(hours=hours)
    assert age_state(moment, NOW) == state


def test_cover_shorter_than_the_lead_time_is_late():
    assert cover_state(Decimal("17.9"), 18) == "late"
    assert cover_state(Decimal(18), 18) == ""
    assert cover_state(None, 18) == ""


def test_the_weeks_ahead_show_the_lowest_level_of_each():
    levels = project(
        500_000, inbound=[(date(2026, 10, 28), 400_000)], promised=[(date(2026, 10, 26), 700_000)], as_of=MONDAY
    )
    bars = weeks_ahead(levels, as_of=date(2026, 10, 20), weeks=3)
    assert [bar.quantity for bar in bars] == [500_000, -200_000, 200_000]
    assert [bar.starts_on for bar in bars] == [MONDAY, date(2026, 10, 26), date(2026, 11, 2)]


def test_a_clients_products_come_with_their_own_stock_shortest_cover_first(room):
    assert [row.key for row in room.table.rows_model.rows] == ["HP-63", "LG-35", "SD-7"]
    assert cell(room, "theirs").text == "264"
    assert cell(room, "their_cover_text").text == "11 d"
    assert cell(room, "product").mark == "late"
    assert cell(room, "inbound").text == "400, 28 Oct"


def test_the_first_product_is_open_with_its_warehouse_and_arrivals(room, app):
    app.settle()
    texts = " ".join(room.pane.texts())
    assert "HP-63 pump" in texts
    assert "Suzhou 490 at 06:41" in texts
    assert "Inbound 400, 28 Oct" in texts


def test_all_products_are_shown_without_a_client(app):
    app.window.go(Place("stock"))
    app.settle()
    room = app.window.room()
    assert {row.key for row in room.table.rows_model.rows} == {"HP-63", "LG-35", "SD-7"}
    keys = [column.key for column in room.table.rows_model.columns]
    assert "theirs" not in keys


def test_the_worst_product_is_open_also_when_its_cover_is_counted_later(app):
    app.window.go(Place("stock"))
    app.settle()
    app.settle()
    table = app.window.room().table
    assert table.current_row().key == table.rows_model.rows[0].key


def test_a_shortage_names_the_client_as_people_call_it():
    short = [
        {"required": date(2026, 11, 18), "short": Decimal(350), "order": "SO-1", "client": "MUHE", "client_id": b"1"}
    ]
    said = _finding(short, {b"1": ("牧禾起重", "Muhe Lifting")}, MONDAY)
    assert said == "350 short on 18 Nov: SO-1 of Muhe Lifting."


def test_stock_is_as_old_as_the_day_that_counts_as_today(app):
    """A desk that is shown on the sample company's day is not told that its stock is weeks old."""
    assert app.context.now().astimezone().date() == app.context.today


def test_the_palette_leads_to_one_product(app, room):
    wanted = room.table.rows_model.rows[1].id
    app.window.go(Place("stock", argument=wanted.hex()))
    app.settle()
    assert app.window.room().table.current_row().key == "LG-35"


def test_before_the_client_a_shortage_names_no_other_client(room, app):
    room.context._client_safe = True
    room._on_row(room.table.current_row())
    assert "SO-" not in " ".join(room.pane.texts())
    assert "short" not in " ".join(room.pane.texts())
    room.context._client_safe = False


def test_before_the_client_nothing_tells_what_others_are_promised(room, app):
    app.context.set_client_safe(True)
    app.settle()
    keys = [column.key for at, column in enumerate(room.table.rows_model.columns) if not room.table.isColumnHidden(at)]
    assert "short" not in keys
    assert [block.isVisible() for block in room.figures.blocks] == [True, False, False]
    app.context.set_client_safe(False)
