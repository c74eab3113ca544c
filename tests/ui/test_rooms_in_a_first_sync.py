"""While a first sync fills the file, its large tables have no indexes yet: no room may read them row by row then."""

from datetime import UTC, datetime

import pytest
from PySide6.QtWidgets import QApplication
from sqlalchemy import event
from sqlalchemy.engine import Engine

from kamdesk.figures.catalogue import compute, listing
from kamdesk.figures.question import FROM
from kamdesk.reports.brief_wish import BriefWish, brief_pdf
from kamdesk.storage.indexes import missing, set_aside
from kamdesk.ui.shell.places import Place
from kamdesk.ui.shell.rooms import CLIENT_TABS, ROOMS
from tests.ui.conftest import elsewhere
from tests.ui.query_plan import LARGE, explained, read_again_and_again
from tests.ui.small_company import TODAY

MADE_AT = datetime(2026, 10, 20, 6, 41, tzinfo=UTC)
FEW = 100
"""Different statements; fewer were no tour of the window."""


@pytest.fixture
def in_a_first_sync(app):
    """The window's desk as it is while a first sync runs."""
    elsewhere(lambda: set_aside(app.context.desk))
    return app


@pytest.fixture
def said(app):
    """Every different statement that reads, with its values; in the order of the first time."""
    statements = {}

    def hear(_connection, _cursor, statement, values, *_rest):
        if statement.lstrip().startswith(("SELECT", "WITH")):
            statements.setdefault(statement, values)

    event.listen(Engine, "before_cursor_execute", hear)
    yield statements
    event.remove(Engine, "before_cursor_execute", hear)


def look_through(app, client_id):
    """Every room made anew, of all clients and of one, and the search."""
    app.window.rebuild()
    tabs = [tab.name for tab in CLIENT_TABS if tab.name != "briefs"]  # another process reads what is printed there
    places = [Place(room.name) for room in ROOMS] + [Place("client", client_id, tab) for tab in tabs]
    for place in places:
        app.window.go(place)
        app.settle()
        QApplication.processEvents()
    app.window.palette_box.open()
    for typed in ("SO-11", "heng"):
        app.window.palette_box.field.setText(typed)
        app.settle()
    app.window.palette_box.close()


def ask_for_all(connection, client_id):
    """Every figure of all clients and of one, from a day on and whole; both briefs."""
    for figure in listing():
        for whose in (client_id, None):
            compute(figure.name, connection, client_id=whose, as_of=TODAY)
            if FROM in figure.settings:
                compute(figure.name, connection, client_id=whose, as_of=TODAY, settings={"from": "2026-01-01"})
    for kind in ("visit", "annual"):
        brief_pdf(connection, BriefWish(
            kind=kind, client_id=client_id, audience="us", language="en", as_of=TODAY, made_at=MADE_AT,
        ))  # fmt: skip


def test_no_room_reads_a_large_table_once_for_each_row_of_another(in_a_first_sync, client_id, said):
    look_through(in_a_first_sync, client_id)

    def plans():
        with in_a_first_sync.context.desk.reading() as connection:
            ask_for_all(connection, client_id)
            asked = dict(said)
            assert "ix_deliveries_order_line_id" in missing(connection)
            return {statement: explained(connection, statement, values) for statement, values in asked.items()}

    found = elsewhere(plans)
    assert len(found) >= FEW
    assert {table for table in LARGE if any(table in statement for statement in found)} == LARGE
    slow = {statement: list(read_again_and_again(plan)) for statement, plan in found.items()}
    assert {statement: steps for statement, steps in slow.items() if steps} == {}


LINE_BY_LINE = """
    SELECT order_lines.id, (SELECT sum(quantity) FROM deliveries WHERE order_line_id = order_lines.id) FROM order_lines
"""
AT_ONCE = """
    WITH delivered AS MATERIALIZED (SELECT order_line_id, sum(quantity) n FROM deliveries GROUP BY order_line_id)
    SELECT order_lines.id, n FROM order_lines LEFT JOIN delivered ON order_line_id = order_lines.id
"""
NO_WAY_BETWEEN = "SELECT count(*) FROM orders JOIN deliveries ON deliveries.quantity > orders.rev"
FIRST_SALE = """
    SELECT id, (SELECT min(sales_on) FROM order_lines WHERE product_id = products.id) FROM products WHERE id IN (?, ?)
"""


@pytest.mark.parametrize(
    ("statement", "values", "told"),
    [
        (LINE_BY_LINE, (), ["SCAN deliveries"]),
        (NO_WAY_BETWEEN, (), ["SCAN deliveries"]),
        (FIRST_SALE, (b"1", b"2"), ["SEARCH order_lines"]),
        (AT_ONCE, (), []),
    ],
)
def test_the_plan_tells_who_reads_again_and_again(in_a_first_sync, statement, values, told):
    def ask():
        with in_a_first_sync.context.desk.reading() as connection:
            return list(read_again_and_again(explained(connection, statement, values)))

    assert elsewhere(ask) == told


def test_with_its_index_the_same_is_no_fault(app):
    def ask():
        with app.context.desk.reading() as connection:
            return list(read_again_and_again(explained(connection, LINE_BY_LINE)))

    assert elsewhere(ask) == []
