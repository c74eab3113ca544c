"""One client on one page: the four quadrants, the rail, why each number, and what the client may not see."""

import pytest
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication

from kamdesk.base.words import speaking, tr
from kamdesk.rules.ageing import BUCKET_LABELS
from kamdesk.ui.client_page.people import heat_of
from kamdesk.ui.kit.why_panel import _cell_text
from kamdesk.ui.kit.words_block import Words
from kamdesk.ui.shell.places import Place


@pytest.fixture
def page(app, client_id):
    app.window.go(Place("client", client_id))
    app.settle()
    return app.window.room()


def figures(quadrant):
    return [block.text() for block in quadrant.figures.blocks]


def rows(quadrant):
    model = quadrant.table.rows_model
    return [[model.cell(row, at).text for at in range(model.columnCount())] for row in range(model.rowCount())]


def visible_words(page):
    return " | ".join(each.text() for each in page.findChildren(Words) if each.isVisible())


def test_people_tell_who_decides_and_has_gone_cold(page):
    assert figures(page.people)[1:] == ["4 of 6 people met within 90 days", "2  decision makers cold"]
    assert [row[0] for row in rows(page.people)][:2] == ["顾明远", "刘敏"]
    assert "never met" in rows(page.people)[0]


def test_the_map_of_people_keeps_the_department_of_a_cold_decision_maker():
    crowd = [{"level": "front", "department": name, "met": 1, "of": 9} for name in ("a", "b", "c", "d", "e", "f", "g")]
    alone = {"level": "senior", "department": "Management", "met": 0, "of": 1}
    departments, levels = heat_of((*crowd, alone), {"Management"})
    assert departments == ["Management", "a", "b", "c", "d", "e"]
    assert [heat.gap for heat in dict(levels)["senior"]] == [True, False, False, False, False, False]


def test_orders_tell_late_lines_first_and_their_new_day(page):
    assert figures(page.orders)[0] == "2  late lines"
    assert rows(page.orders)[0][0] == "SO-1187"
    assert rows(page.orders)[0][4] == "16 Oct, 4 d late"


def test_stock_tells_the_shortest_cover_against_our_lead_time(page):
    assert figures(page.stock)[0] == "11 days shortest cover, HP-63"
    assert page.stock.table.rows_model.cell(0, 3).bar.state == "late"


def test_money_tells_what_is_overdue_and_what_comes_next(page):
    assert figures(page.money)[:2] == ["¥262,000  overdue, 2 instalments", "¥198,000  next due 27 Oct"]
    assert "Not due 198,000" in page.money.ageing.text()
    assert rows(page.money)[0][2] == "due 11 Sep, 39 d late"


def test_the_rail_tells_promises_with_the_most_overdue_first(page):
    assert [row.what for row in page.rail.promises.rows_model.rows][:2] == ["Pay INV-0811", "New date for SO-1187"]


def test_a_number_explains_itself_and_can_be_copied(page, app, qtbot):
    block = page.money.figures.blocks[0]
    block.setFocus()
    qtbot.keyClick(block, " ")
    assert app.window.why.isVisible()
    text = app.window.why.text()
    assert text.startswith("Overdue")
    assert "INV-0811" in text
    app.window.why.copy()
    assert QGuiApplication.clipboard().text() == text


def test_what_is_private_is_absent_before_the_client(page, app):
    app.window.commands.run("client_view")
    shown = visible_words(page)
    assert "Keep off football" not in page.rail.line.accessibleName()
    assert "Largest gap" not in shown
    assert not page.people.heat.isVisible()
    assert not page.people.figures.blocks[0].isVisible()
    assert not page.orders.season.isVisible()
    assert not page.money.figures.blocks[2].isVisible()
    assert "Lin Yue" not in app.window.windowTitle()
    app.window.commands.run("client_view")
    assert page.people.heat.isVisible()


def test_a_client_without_anything_is_told_what_to_do(app):
    app.window.go(Place("client", client_by_key(app, "C-03")))
    app.settle()
    page = app.window.room()
    for quadrant in (page.people, page.orders, page.stock, page.money):
        assert quadrant.empty.isVisible()


def client_by_key(app, key):
    app.window.go(Place("clients"))
    app.settle()
    return next(row.id for row in app.window.room().table.rows_model.rows if row.key == key)


def test_keys_1_to_4_open_the_quadrants_rooms(page, qtbot):
    with qtbot.waitSignal(page.room_asked) as asked:
        qtbot.keyClick(page, "1")
    assert asked.args == ["people", page.client_id]


def test_the_rows_behind_a_number_speak_the_readers_language(theme):
    with speaking("zh_CN"):
        row = {"level": "front", "rights": ("decides", "pays"), "name": "王丽", "bucket": "1-30"}
        assert [_cell_text(key, row) for key in row] == ["基层", "决策，签付款", "王丽", tr(BUCKET_LABELS["1-30"])]


def test_in_a_narrow_window_promises_and_what_happened_stand_below_the_quadrants(page, app):
    app.window.resize(1024, 640)
    QApplication.processEvents()
    assert page.area.isAncestorOf(page.rail)
    assert page.rail.isVisible()
    app.window.resize(1366, 768)
    QApplication.processEvents()
    assert not page.area.isAncestorOf(page.rail)
